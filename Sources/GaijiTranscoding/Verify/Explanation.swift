internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Whether the release and the policy explain what stands in the output for one source character.
///
/// It works backwards where the engine works forwards: it asks which identity the output shows, and
/// compares that with what the source character is. It does not use `UnitResolver`.
struct Explanation {
  enum Kind: Int, CaseIterable, Sendable {
    case identical
    /// A gaiji, and the output shows the character of its decision.
    case mappedGaiji
    /// The same figure, written with or without its variation selector.
    case sameFigure
    /// The target's code for it reads as another figure of the character.
    case merged
    case shrunk
    case substituted
    case escaped
    case kept

    /// The word in reports.
    var name: String {
      switch self {
      case .mappedGaiji: "mapped-gaiji"
      case .sameFigure: "same-figure"
      case .identical, .merged, .shrunk, .substituted, .escaped, .kept: "\(self)"
      }
    }
  }

  typealias Candidate = (scalars: [UInt32], kind: Kind)

  let policy: ConversionPolicy
  let release: ReleaseCharacters
  let source: CharsetTable
  let target: CharsetTable
  /// Usable decisions by source code.
  let decisions: [UInt32: CharacterIdentity]
  /// Private-use scalars of the target's gaiji, by the character of their decisions.
  let targetGaiji: [CharacterIdentity: [UInt32]]

  /// Stands among the output's scalars for bytes that are no character and were kept as they are;
  /// above every scalar, with the bytes themselves below.
  static func keptMark(code: UInt32) -> UInt32 { 0x8000_0000 | code }

  /// The bytes of a `keptMark`; empty for a scalar.
  static func keptBytes(_ mark: UInt32) -> [UInt8] {
    guard mark & 0x8000_0000 != 0 else { return [] }
    let code = mark & 0x7FFF_FFFF
    let count = code > 0xFFFF ? 3 : code > 0xFF ? 2 : 1
    return (0..<count).reversed().map { UInt8(truncatingIfNeeded: code >> ($0 * 8)) }
  }

  /// Bytes that are no character can only be kept from a charset to itself.
  private func kept(_ character: SourceCharacter) -> [UInt32] {
    source.name == target.name ? [Self.keptMark(code: character.code)] : []
  }

  /// Every output that would be explained, most scalars first.
  func candidates(
    for character: SourceCharacter, selected: Bool
  ) -> [Candidate] {
    var all: [Candidate] = []
    let own = character.second == 0 ? [character.scalar] : [character.scalar, character.second]
    switch character.kind {
    case .character:
      all += written(character, own, selected: selected)
    case .gaiji:
      if selected, policy.target != .utf8PrivateUse, let identity = decisions[character.code] {
        let shown =
          target.states.isEmpty
          ? shown(identity) : codes(for: shown(identity), of: identity, own: own).map(\.scalars)
        all += (shown + gaiji(of: identity)).map { ($0, Kind.mappedGaiji) }
        all += targets(of: identity).map { ($0, Kind.shrunk) }
        if policy.target == .tagged { all.append((text("{\(identity)}"), .mappedGaiji)) }
        if !(shown + gaiji(of: identity)).contains(where: { canStand($0, selected: true) }) {
          all += failure(.unencodable, character, own, identity: identity)
        }
      } else if selected, policy.target != .utf8PrivateUse {
        all += failure(.gaiji, character, own, identity: nil)
      } else {
        if canStand(own, selected: selected) {
          all.append((own, .kept))
        } else {
          all += failure(.unencodable, character, own, identity: nil)
        }
      }
    case .undefined:
      all += failure(.undefined, character, kept(character), identity: nil)
    case .invalid, .cut:
      all += failure(.invalid, character, kept(character), identity: nil)
    }
    return all.sorted { $0.scalars.count > $1.scalars.count }
  }

  private func written(
    _ character: SourceCharacter, _ own: [UInt32], selected: Bool
  ) -> [Candidate] {
    let sequence =
      isVariationSelector(character.second)
      ? CharacterSequence(character.scalar, selector: character.second)
      : CharacterSequence(character.scalar)
    let identity =
      character.second != 0 && sequence.selector == 0 ? nil : release.identity(of: sequence)
    if !target.states.isEmpty {
      var all = codes(for: [own], of: identity, own: own)
      if let identity {
        all += codes(for: shown(identity).filter { $0 != own }, of: identity, own: own)
        if all.isEmpty, selected { all += gaiji(of: identity).map { ($0, Kind.mappedGaiji) } }
      }
      return all.isEmpty ? unencodable(character, own, identity) : all
    }
    var all: [Candidate] = canStand(own, selected: selected) ? [(own, .identical)] : []
    if let identity {
      if selected { all += shown(identity).filter { $0 != own }.map { ($0, Kind.sameFigure) } }
      all += targets(of: identity).map { ($0, Kind.shrunk) }
      if policy.target == .tagged, sequence.selector != 0 {
        all.append((text("{\(identity)}"), .escaped))
      }
    }
    if identity == nil, sequence.selector != 0, policy.target == .tagged {
      all.append((own, .kept))
    }
    if policy.target == .jisx0208, character.second == 0 {
      let tax = release.taxAgencyTargets(of: character.scalar)
      if !tax.isEmpty { all.append((tax, .shrunk)) }
    }
    if !canStand(own, selected: selected) { all += unencodable(character, own, identity) }
    return all
  }

  /// A bare character is escaped as its code point, a sequence as its identity.
  private func unencodable(
    _ character: SourceCharacter, _ own: [UInt32], _ identity: CharacterIdentity?
  ) -> [Candidate] {
    let all = failure(.unencodable, character, own, identity: identity)
    return identity == nil ? all : all + failure(.unencodable, character, own, identity: nil)
  }

  /// Whether the target form can hold these scalars.
  private func canStand(_ scalars: [UInt32], selected: Bool) -> Bool {
    switch policy.target {
    case .tagged where !selected, .jisx0213 where !selected, .jisx0208 where !selected:
      return true
    case .utf8, .utf8PrivateUse: return true
    case .tagged: return !scalars.contains(where: isVariationSelector)
    case .charset:
      if target.states.isEmpty { return true }
      if scalars.count == 2, target.encoding.entry(for: scalars[0], scalars[1]) != 0 { return true }
      return scalars.allSatisfy { target.encoding.entry(for: $0) != 0 }
    case .jisx0213, .jisx0208:
      return scalars.allSatisfy { scalar in
        // ASCII, half-width katakana, and the full-width spellings of JIS symbols.
        scalar < 0x80 || (0xFF01...0xFF9F).contains(scalar) || (0xFFE0...0xFFE6).contains(scalar)
          || scalar == 0x2225
          || (policy.target == .jisx0208
            ? release.isJISX0208(scalar) : release.isJISX0213(scalar))
      }
    }
  }

  /// Sequences that show this very figure, checked backwards through the code point tables.
  private func shown(_ identity: CharacterIdentity) -> [[UInt32]] {
    guard let forms = release.forms(of: identity) else { return [] }
    let sequences = forms.direct.map { CharacterSequence($0) } + forms.ivs + forms.svs
    return sequences.filter { release.identity(of: $0) == identity }.map(\.scalars)
  }

  private func targets(of identity: CharacterIdentity) -> [[UInt32]] {
    guard policy.target == .jisx0213 || policy.target == .jisx0208 else { return [] }
    var all: [[UInt32]] = []
    if let choice = policy.shrink.choices[identity] { all.append([choice]) }
    let targets = release.shrinkTargets(of: identity).filter {
      policy.shrink.grounds.contains($0.ground)
    }
    all += targets.map { [$0.scalar] }
    if policy.target == .jisx0208, policy.shrink.grounds.contains(.taxAgency) {
      let bases = targets.map(\.scalar) + (release.forms(of: identity)?.direct ?? [])
      all += bases.map { release.taxAgencyTargets(of: $0) }.filter { !$0.isEmpty }
    }
    return all
  }

  private func failure(
    _ failure: ConversionPolicy.Failure, _ character: SourceCharacter, _ own: [UInt32],
    identity: CharacterIdentity?
  ) -> [Candidate] {
    let digits = Int(character.byteCount) * 2
    let escape: String
    switch (character.kind, identity) {
    case (_, .some(let identity)): escape = "{\(identity)}"
    case (.invalid, nil): escape = "{bytes:\(hexadecimal(character.code, digits: digits))}"
    case (.undefined, nil):
      escape = "{\(source.name):\(hexadecimal(character.code, digits: digits))}"
    case (.gaiji, nil) where !source.states.isEmpty:
      escape = "{\(source.name):\(hexadecimal(character.code, digits: digits))}"
    default:
      escape = "{" + own.map { hexadecimal($0, digits: 4) }.joined(separator: "_") + "}"
    }
    switch policy.actions[failure] {
    case .substitute: return [(policy.substitutes[failure], .substituted)]
    case .escape: return [(text(escape), .escaped), (text("{U+" + escape.dropFirst()), .escaped)]
    case .keep: return own.isEmpty ? [] : [(own, .kept), (text(escape), .escaped)]
    case .reject, .stop: return []
    }
  }

  /// Whether this character, with its `candidates`, sends its record to the side file.
  func rejects(
    _ character: SourceCharacter, candidates: [Candidate], selected: Bool
  ) -> Bool {
    candidates.isEmpty || isRejected(character, selected: selected)
  }

  private func isRejected(_ character: SourceCharacter, selected: Bool) -> Bool {
    switch character.kind {
    case .invalid, .cut: policy.actions.invalid == .reject
    case .undefined: policy.actions.undefined == .reject
    case .gaiji:
      selected && decisions[character.code] == nil && policy.target != .utf8PrivateUse
        && policy.actions.gaiji == .reject
    case .character: false
    }
  }

  private func text(_ string: some StringProtocol) -> [UInt32] {
    string.unicodeScalars.map(\.value)
  }
}
