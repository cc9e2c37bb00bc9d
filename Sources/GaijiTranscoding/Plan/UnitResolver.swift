internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Decides what becomes of a source character, from the policy and the mapping release.
///
/// One place for every engine: the packed tables of the fast engine are filled from it, the scalar
/// engine asks it character by character. It is not fast; callers remember its answers.
struct UnitResolver: Sendable {
  let policy: ConversionPolicy
  let release: MappingRelease
  let source: CharsetTable
  let target: CharsetTable
  /// Usable identifications of the system, by code.
  let mappings: [UInt32: GaijiMapping]
  /// Codes of `mappings` whose output another code also gives.
  let manyToOne: Set<UInt32>

  /// Whether the output charset can hold every Unicode scalar.
  var targetIsUnicode: Bool { target.states.isEmpty }

  init(
    policy: ConversionPolicy, release: MappingRelease, source: CharsetTable,
    target: CharsetTable, mappings: [GaijiMapping]
  ) {
    self.policy = policy
    self.release = release
    self.source = source
    self.target = target
    var usable: [UInt32: GaijiMapping] = [:]
    for mapping in mappings
    where mapping.identity != nil && policy.acceptedStatuses.contains(mapping.status)
      && policy.acceptedGrades.contains(mapping.grade)
    {
      usable[mapping.code] = mapping
    }
    self.mappings = usable
    manyToOne = Self.collisions(of: usable, policy: policy, release: release, source: source)
  }

  /// Gaiji that share their written form with another gaiji or, for a table charset, with one of
  /// its standard codes. (Every form can be written in a Unicode source, so there only the gaiji
  /// are compared with each other.)
  private static func collisions(
    of mappings: [UInt32: GaijiMapping], policy: ConversionPolicy, release: MappingRelease,
    source: CharsetTable
  ) -> Set<UInt32> {
    var codes: [CharacterIdentity: [UInt32]] = [:]
    for (code, mapping) in mappings {
      if let identity = mapping.identity { codes[identity, default: []].append(code) }
    }
    var result: Set<UInt32> = []
    for (identity, sharing) in codes {
      let direct = release.forms(of: identity)?.direct ?? []
      let isStandard = direct.contains { source.encoding.entry(for: $0) != 0 }
      if sharing.count > 1 || isStandard { result.formUnion(sharing) }
    }
    return result
  }

  /// - Parameter selected: whether the column is one of those to be mapped. In other columns gaiji
  ///   keep their private-use code and everything else is only re-encoded.
  func resolve(_ character: SourceCharacter, selected: Bool) -> Outcome {
    switch character.kind {
    case .invalid: return failed(.invalid, character)
    case .cut:
      var outcome = failed(.invalid, character)
      outcome.finding = .cutCharacter
      return outcome
    case .undefined: return failed(.undefined, character)
    case .gaiji: return selected ? resolveGaiji(character) : keptGaiji(character)
    case .character: return resolveCharacter(character, selected: selected)
    }
  }

  // MARK: Gaiji

  private func resolveGaiji(_ character: SourceCharacter) -> Outcome {
    if policy.target == .utf8PrivateUse { return keptGaiji(character) }
    guard let mapping = mappings[character.code], let identity = mapping.identity else {
      return failed(.gaiji, character)
    }
    guard let written = write(identity, isGaiji: true) else {
      return failed(.unencodable, character, identity: identity)
    }
    let isLossy = manyToOne.contains(character.code) || written.ground != nil
    return Outcome(
      isLossy ? .lossy : .exact, scalars: written.scalars, finding: .mappedGaiji,
      identity: identity, grade: mapping.grade, ground: written.ground)
  }

  /// Private-use code kept, and counted as reported.
  private func keptGaiji(_ character: SourceCharacter) -> Outcome {
    guard canWrite([character.scalar]) else { return failed(.unencodable, character) }
    return Outcome(
      .reported, scalars: [character.scalar], finding: .keptGaiji, action: .keep)
  }

  // MARK: Characters

  private func resolveCharacter(_ character: SourceCharacter, selected: Bool) -> Outcome {
    if character.second == 0, isVariationSelector(character.scalar) {
      // A selector that follows no character it could select a form of.
      let isReduced = selected && (policy.target == .jisx0213 || policy.target == .jisx0208)
      guard !isReduced, canWrite([character.scalar]) else {
        return failed(.unencodable, character)
      }
      return Outcome(
        .reported, scalars: [character.scalar], finding: .unregisteredSequence, action: .keep)
    }
    let kind: FindingKind? = character.isOneWay ? .lossy : nil
    let disposition: Outcome.Disposition = character.isOneWay ? .lossy : .exact
    let scalars =
      character.second == 0 ? [character.scalar] : [character.scalar, character.second]
    if isVariationSelector(character.second) {
      return resolveVariation(character, scalars: scalars, selected: selected)
    }
    switch policy.target {
    case .utf8, .utf8PrivateUse, .tagged:
      if selected, policy.ivs == .always, policy.target == .utf8, character.second == 0,
        let identity = release.identity(ofBare: character.scalar),
        let ivs = release.forms(of: identity)?.ivs.first
      {
        return Outcome(disposition, scalars: ivs.scalars, finding: kind, identity: identity)
      }
      return Outcome(disposition, scalars: scalars, finding: kind)
    case .jisx0213, .jisx0208:
      // Columns that are not selected are re-encoded to UTF-8 and otherwise left alone.
      if !selected || scalars.allSatisfy(isInRepertoire) {
        return Outcome(disposition, scalars: scalars, finding: kind)
      }
      return shrunk(character, identity: release.identity(ofBare: character.scalar))
    case .charset:
      if selected, policy.ivs == .always, targetIsUnicode, character.second == 0,
        let identity = release.identity(ofBare: character.scalar),
        let ivs = release.forms(of: identity)?.ivs.first
      {
        return Outcome(disposition, scalars: ivs.scalars, finding: kind, identity: identity)
      }
      guard canWrite(scalars) else { return failed(.unencodable, character) }
      return Outcome(disposition, scalars: scalars, finding: kind)
    }
  }

  /// A base with a variation selector.
  private func resolveVariation(
    _ character: SourceCharacter, scalars: [UInt32], selected: Bool
  ) -> Outcome {
    let sequence = CharacterSequence(character.scalar, selector: character.second)
    let identity = release.identity(of: sequence)
    if selected, policy.target == .jisx0213 || policy.target == .jisx0208 {
      return shrunk(character, identity: identity)
    }
    guard let identity else {
      // Another collection's sequence, or none at all: it says something we cannot check.
      guard canWrite(scalars) else { return failed(.unencodable, character) }
      return Outcome(.reported, scalars: scalars, finding: .unregisteredSequence, action: .keep)
    }
    if !selected, canWrite(scalars) {
      return Outcome(.exact, scalars: scalars, identity: identity)
    }
    guard let written = write(identity, isGaiji: false) else {
      return failed(.unencodable, character, identity: identity)
    }
    return Outcome(.exact, scalars: written.scalars, identity: identity)
  }

  // MARK: Writing an identity

  /// The scalars for an identity in the target form, or `nil` when it has none.
  private func write(
    _ identity: CharacterIdentity, isGaiji: Bool
  ) -> (scalars: [UInt32], ground: ShrinkGround?)? {
    guard let forms = release.forms(of: identity) else {
      return policy.target == .tagged ? (tag(identity), nil) : nil
    }
    switch policy.target {
    case .tagged:
      if !isGaiji, let direct = forms.direct.first { return ([direct], nil) }
      return (tag(identity), nil)
    case .jisx0213, .jisx0208:
      if let direct = forms.direct.first(where: isInRepertoire) { return ([direct], nil) }
      return shrink(identity)
    case .utf8, .utf8PrivateUse, .charset:
      let sequences =
        policy.ivs == .always
        ? forms.ivs.map(\.scalars) + forms.direct.map { [$0] }
        : forms.direct.map { [$0] } + forms.ivs.map(\.scalars)
      guard let scalars = (sequences + forms.svs.map(\.scalars)).first(where: canWrite) else {
        return nil
      }
      return (scalars, nil)
    }
  }

  // MARK: 縮退

  private func shrunk(_ character: SourceCharacter, identity: CharacterIdentity?) -> Outcome {
    if let identity, let written = shrink(identity) {
      return Outcome(
        .lossy, scalars: written.scalars, finding: .shrunk, identity: identity,
        ground: written.ground)
    }
    if character.second == 0, let scalars = taxAgency(character.scalar) {
      return Outcome(.lossy, scalars: scalars, finding: .shrunk, ground: .taxAgency)
    }
    return failed(.unencodable, character, identity: identity)
  }

  private func shrink(
    _ identity: CharacterIdentity
  ) -> (scalars: [UInt32], ground: ShrinkGround?)? {
    if let choice = policy.shrink.choices[identity], isInRepertoire(choice) {
      return ([choice], nil)
    }
    // The figure without its selector when the bare code point is in the repertoire and shows it.
    if let direct = release.forms(of: identity)?.direct.first(where: isInRepertoire) {
      return ([direct], nil)
    }
    let targets = release.shrinkTargets(of: identity)
    for ground in policy.shrink.grounds where ground != .taxAgency {
      let candidates = targets.filter { $0.ground == ground }.compactMap { target in
        isInRepertoire(target.scalar) ? [target.scalar] : taxAgency(target.scalar)
      }
      let distinct = Set(candidates)
      if distinct.count == 1 || (distinct.count > 1 && policy.shrink.takesFirstOfMany) {
        return (candidates[0], ground)
      }
      if distinct.count > 1 { return nil }
    }
    for direct in release.forms(of: identity)?.direct ?? [] {
      if let scalars = taxAgency(direct) { return (scalars, .taxAgency) }
    }
    return nil
  }

  /// JIS X 0213 → JIS X 0208, only for that target and only when the policy lists the ground.
  private func taxAgency(_ scalar: UInt32) -> [UInt32]? {
    guard policy.target == .jisx0208, policy.shrink.grounds.contains(.taxAgency) else { return nil }
    let scalars = release.taxAgencyTargets(of: scalar)
    return scalars.isEmpty || !scalars.allSatisfy(isInRepertoire) ? nil : scalars
  }

  /// ASCII, half-width katakana and the JIS set; the full-width and Windows spellings of its
  /// symbols (U+FF5E for U+301C, ...) count as the JIS character that they spell.
  private func isInRepertoire(_ scalar: UInt32) -> Bool {
    if scalar < 0x80 || (0xFF01...0xFF9F).contains(scalar) || (0xFFE0...0xFFE6).contains(scalar)
      || scalar == 0x2225
    {
      return true
    }
    return policy.target == .jisx0208
      ? release.isJISX0208(scalar) : release.isJISX0213(scalar)
  }

  // MARK: Failures

  private func failed(
    _ failure: ConversionPolicy.Failure, _ character: SourceCharacter,
    identity: CharacterIdentity? = nil
  ) -> Outcome {
    let action = policy.actions[failure]
    let finding = FindingKind(failure)
    switch action {
    case .reject:
      return Outcome(.reject, scalars: [], finding: finding, action: action, identity: identity)
    case .stop:
      return Outcome(.stop, scalars: [], finding: finding, action: action, identity: identity)
    case .substitute:
      return Outcome(
        .substituted, scalars: policy.substitutes[failure], finding: finding, action: action,
        identity: identity)
    case .escape:
      return Outcome(
        .reported, scalars: escape(failure, character, identity: identity), finding: finding,
        action: action, identity: identity)
    case .keep:
      if failure == .invalid || failure == .undefined {
        return Outcome(
          .reported, scalars: [], finding: finding, action: action,
          raw: codeBytes(character))
      }
      let scalars =
        character.second == 0 ? [character.scalar] : [character.scalar, character.second]
      if canWrite(scalars) {
        return Outcome(
          .reported, scalars: scalars, finding: finding, action: action, identity: identity)
      }
      // A gaiji that the target has no private-use code for: never dropped, so escaped.
      return Outcome(
        .reported, scalars: escape(failure, character, identity: identity), finding: finding,
        action: .escape, identity: identity)
    }
  }

  private func codeBytes(_ character: SourceCharacter) -> [UInt8] {
    (0..<Int(character.byteCount)).reversed().map {
      UInt8(truncatingIfNeeded: character.code >> ($0 * 8))
    }
  }

  private func tag(_ identity: CharacterIdentity) -> [UInt32] {
    "{\(identity)}".unicodeScalars.map(\.value)
  }

  /// `{MJ026190}`, `{cp932:F040}`, `{bytes:81}` or `{U+2000B}`: ASCII only, and enough to recover
  /// what stood there.
  private func escape(
    _ failure: ConversionPolicy.Failure, _ character: SourceCharacter,
    identity: CharacterIdentity?
  ) -> [UInt32] {
    if let identity { return tag(identity) }
    let text: String
    switch character.kind {
    case .invalid, .cut:
      text = "{bytes:\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .undefined:
      text =
        "{\(source.name):\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .gaiji where !source.states.isEmpty:
      text =
        "{\(source.name):\(hexadecimal(character.code, digits: Int(character.byteCount) * 2))}"
    case .gaiji, .character:
      text =
        "{" + scalarName(character.scalar)
        + (character.second == 0 ? "" : "_" + hexadecimal(character.second, digits: 4)) + "}"
    }
    return text.unicodeScalars.map(\.value)
  }

  /// Whether the target charset has codes for these scalars.
  func canWrite(_ scalars: [UInt32]) -> Bool {
    if targetIsUnicode { return true }
    if scalars.count == 2, target.encoding.entry(for: scalars[0], scalars[1]) != 0 { return true }
    return scalars.allSatisfy { target.encoding.entry(for: $0) != 0 }
  }
}

extension FindingKind {
  init(_ failure: ConversionPolicy.Failure) {
    switch failure {
    case .invalid: self = .invalid
    case .undefined: self = .undefined
    case .gaiji: self = .gaiji
    case .unencodable: self = .unencodable
    case .overflow: self = .overflow
    }
  }
}
