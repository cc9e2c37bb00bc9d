internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Decides what becomes of a source character, from the policy and the mapping release.
///
/// One place for every engine: the packed tables of the fast engine are filled from it, the scalar
/// engine asks it character by character. It is not fast; callers remember its answers.
struct UnitResolver: Sendable {
  let policy: ConversionPolicy
  let release: ReleaseCharacters
  let source: CharsetTable
  let target: CharsetTable
  /// Usable identifications of the system, by code.
  let mappings: [UInt32: GaijiMapping]
  /// Codes of `mappings` whose output another code also gives.
  let manyToOne: Set<UInt32>
  /// The gaiji of the target that the system's usable identifications give a character to.
  let targetGaiji: TargetGaiji
  /// `nil` for a Unicode target.
  let spelling: CharsetSpelling?
  /// How the source's own characters would be written back: only for a table that tells the figures
  /// of a base apart, in which a one-way code need not be marked (bare 辻 and 辻 with the selector of
  /// the same figure are two codes, but one character).
  private let sourceSpelling: CharsetSpelling?

  /// Whether the output charset can hold every Unicode scalar.
  var targetIsUnicode: Bool { target.states.isEmpty }

  init(
    policy: ConversionPolicy, release: ReleaseCharacters, source: CharsetTable,
    target: CharsetTable, mappings: [GaijiMapping], targetMappings: [GaijiMapping] = []
  ) {
    self.policy = policy
    self.release = release
    self.source = source
    self.target = target
    func isUsable(_ mapping: GaijiMapping) -> Bool {
      mapping.identity != nil && policy.acceptedStatuses.contains(mapping.status)
        && policy.acceptedGrades.contains(mapping.grade)
    }
    var usable: [UInt32: GaijiMapping] = [:]
    for mapping in mappings where isUsable(mapping) { usable[mapping.code] = mapping }
    self.mappings = usable
    targetGaiji = TargetGaiji(targetMappings.filter(isUsable), in: target)
    spelling =
      target.states.isEmpty
      ? nil : CharsetSpelling(target, release: release, preference: policy.preference)
    let back =
      source.states.isEmpty
      ? nil : CharsetSpelling(source, release: release, preference: .glyph)
    sourceSpelling = back?.hasVariations == true ? back : nil
    manyToOne = Self.collisions(of: usable, back: back)
  }

  /// Gaiji that share their written form with another gaiji or, for a table charset, with one of
  /// its standard codes. (Every form can be written in a Unicode source, so there only the gaiji
  /// are compared with each other.)
  ///
  /// - Parameter back: How the source's characters are written; `nil` for a Unicode source.
  private static func collisions(
    of mappings: [UInt32: GaijiMapping], back: CharsetSpelling?
  ) -> Set<UInt32> {
    var codes: [CharacterIdentity: [UInt32]] = [:]
    for (code, mapping) in mappings {
      if let identity = mapping.identity { codes[identity, default: []].append(code) }
    }
    var result: Set<UInt32> = []
    for (identity, sharing) in codes {
      let isStandard = back?.written(identity)?.isExact == true
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
    case .character:
      var outcome = resolveCharacter(character, selected: selected)
      if outcome.disposition == .exact, sharesCharacter(character) {
        outcome.disposition = .lossy
        outcome.finding = outcome.finding ?? .lossy
      }
      return outcome
    }
  }

  /// Whether the source has another code for the same character, and that is the one which would be
  /// written for it.
  private func sharesCharacter(_ character: SourceCharacter) -> Bool {
    guard let sourceSpelling,
      let code = sourceSpelling.code(of: Self.scalars(of: character))
    else { return false }
    // The same bytes in another state are the same code.
    return code & ~(0xF << 24) != UInt32(character.byteCount) << 28 | character.code
  }

  static func scalars(of character: SourceCharacter) -> [UInt32] {
    character.second == 0 ? [character.scalar] : [character.scalar, character.second]
  }

  // MARK: Gaiji

  private func resolveGaiji(_ character: SourceCharacter) -> Outcome {
    if policy.target == .utf8PrivateUse { return keptGaiji(character) }
    guard let mapping = mappings[character.code], let identity = mapping.identity else {
      return failed(.gaiji, character)
    }
    guard let written = write(identity, isGaiji: true) else {
      if let scalar = targetGaiji.own(character.scalar, of: identity) {
        // The very gaiji is there.
        return Outcome(
          .exact, scalars: [scalar], finding: .mappedGaiji, identity: identity,
          grade: mapping.grade)
      }
      return asTargetGaiji(identity) ?? failed(.unencodable, character, identity: identity)
    }
    let isLossy =
      manyToOne.contains(character.code) || written.ground != nil || !written.isExact
    return Outcome(
      isLossy ? .lossy : .exact, scalars: written.scalars, finding: .mappedGaiji,
      identity: identity, grade: mapping.grade, ground: written.ground)
  }

  /// The gaiji of the target that the system's decisions give this character to.
  func asTargetGaiji(_ identity: CharacterIdentity) -> Outcome? {
    guard let gaiji = targetGaiji[identity] else { return nil }
    return Outcome(
      gaiji.isOnly ? .exact : .lossy, scalars: [gaiji.scalar], finding: .mappedGaiji,
      identity: identity, grade: gaiji.grade)
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
    let scalars = Self.scalars(of: character)
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
      if let spelling {
        return spelled(character, scalars, by: spelling, selected: selected)
          ?? failed(.unencodable, character)
      }
      if selected, policy.ivs == .always, character.second == 0,
        let identity = release.identity(ofBare: character.scalar),
        let ivs = release.forms(of: identity)?.ivs.first
      {
        return Outcome(disposition, scalars: ivs.scalars, finding: kind, identity: identity)
      }
      return Outcome(disposition, scalars: scalars, finding: kind)
    }
  }

  // MARK: Writing an identity

  /// The scalars for an identity in the target form, or `nil` when it has none.
  func write(
    _ identity: CharacterIdentity, isGaiji: Bool
  ) -> (scalars: [UInt32], ground: ShrinkGround?, isExact: Bool)? {
    guard let forms = release.forms(of: identity) else {
      return policy.target == .tagged ? (tag(identity), nil, true) : nil
    }
    switch policy.target {
    case .tagged:
      if !isGaiji, let direct = forms.direct.first { return ([direct], nil, true) }
      return (tag(identity), nil, true)
    case .jisx0213, .jisx0208:
      if let direct = forms.direct.first(where: isInRepertoire) { return ([direct], nil, true) }
      return shrink(identity).map { ($0.scalars, $0.ground, true) }
    case .utf8, .utf8PrivateUse, .charset:
      if let spelling {
        return spelling.written(identity, sequencesFirst: policy.ivs == .always).map {
          ($0.scalars, nil, $0.isExact)
        }
      }
      let direct = forms.direct.map { [$0] }
      let ivs = forms.ivs.map(\.scalars)
      let all = policy.ivs == .always ? ivs + direct : direct + ivs
      return (all + forms.svs.map(\.scalars)).first.map { ($0, nil, true) }
    }
  }

  /// Whether the target charset has codes for these scalars, as they are.
  func canWrite(_ scalars: [UInt32]) -> Bool {
    targetIsUnicode || target.reading(of: scalars) != nil
  }
}
