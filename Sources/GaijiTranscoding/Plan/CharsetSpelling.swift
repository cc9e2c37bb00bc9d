internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// Which codes of a table charset stand for a character of Unicode.
///
/// A vendor's table has codes for a base with a variation selector, and often lets the bare base be
/// written with one of them. Which figure a bare base means in Unicode text is the release's to say,
/// so the code is looked for by the character's identity first.
struct CharsetSpelling: Sendable {
  let table: CharsetTable
  private let release: ReleaseCharacters
  private let preference: CharsetPreference
  /// Whether some code stands for a base with a variation selector.
  let hasVariations: Bool

  /// How a character is written.
  struct Written: Equatable {
    /// Each has a code of its own, or the two have one together.
    var scalars: [UInt32]
    /// Whether the codes read back as the same character, or as the same identity.
    var isExact: Bool
  }

  init(_ table: CharsetTable, release: ReleaseCharacters, preference: CharsetPreference) {
    self.table = table
    self.release = release
    self.preference = preference
    hasVariations = table.hasVariations
  }

  /// How one scalar, or two, are written; `nil` when the charset cannot.
  func written(_ scalars: [UInt32]) -> Written? {
    if scalars.count == 2 {
      return isVariationSelector(scalars[1]) ? variation(scalars) : plain(scalars)
    }
    guard hasVariations, preference == .glyph else { return plainOrOther(scalars) }
    // The code of the very figure that a bare base shows, where the table tells its figures apart.
    if table.encoding.beginsPair(scalars[0]), let identity = release.identity(ofBare: scalars[0]),
      let pair = pair(of: identity)
    {
      return pair
    }
    return plainOrOther(scalars)
  }

  private func variation(_ scalars: [UInt32]) -> Written? {
    let identity = release.identity(of: CharacterSequence(scalars[0], selector: scalars[1]))
    if preference == .position, let bare = bare(scalars[0], for: identity) { return bare }
    return better(plain(scalars), identity)
  }

  /// What was found, unless another form of the identity has an exact code.
  private func better(_ found: Written?, _ identity: CharacterIdentity?) -> Written? {
    if found?.isExact == true { return found }
    let other = identity.flatMap { written($0) }
    return other?.isExact == true ? other : found ?? other
  }

  /// How an identity is written, whatever the text has it as: its bare code points first, then its
  /// sequences. `nil` when the charset has none of its forms.
  ///
  /// - Parameter sequencesFirst: The policy wants an IVS wherever there is one.
  func written(_ identity: CharacterIdentity, sequencesFirst: Bool = false) -> Written? {
    guard let forms = release.forms(of: identity) else { return nil }
    let bare = forms.direct.map { [$0] }
    let ivs = forms.ivs.map(\.scalars)
    var merged: Written?
    for scalars in (sequencesFirst ? ivs + bare : bare + ivs) + forms.svs.map(\.scalars) {
      guard let found = plain(scalars) else { continue }
      if found.isExact || reads(found.scalars, as: identity) {
        return Written(scalars: found.scalars, isExact: true)
      }
      merged = merged ?? found
    }
    if preference == .position, merged == nil {
      for base in forms.ivs.map(\.base) + forms.svs.map(\.base) {
        if let found = self.bare(base, for: identity) { return found }
      }
    }
    return merged
  }

  /// These scalars as they are, each with its code or both with one.
  private func plain(_ scalars: [UInt32]) -> Written? {
    guard let reading = table.reading(of: scalars) else { return nil }
    if reading == scalars { return Written(scalars: scalars, isExact: true) }
    let identity = Self.identity(of: scalars, in: release)
    return Written(
      scalars: scalars,
      isExact: identity != nil && identity == Self.identity(of: reading, in: release))
  }

  /// A bare base for a figure of it: the selector is lost unless the base shows that very figure.
  private func bare(_ base: UInt32, for identity: CharacterIdentity?) -> Written? {
    guard let found = plain([base]) else { return nil }
    return Written(
      scalars: found.scalars,
      isExact: identity.map { reads(found.scalars, as: $0) } ?? false)
  }

  /// The first registered sequence of an identity that has a code of its own.
  private func pair(of identity: CharacterIdentity) -> Written? {
    guard let forms = release.forms(of: identity) else { return nil }
    for sequence in forms.ivs + forms.svs
    where table.encoding.entry(for: sequence.base, sequence.selector) != 0 {
      if let found = plain(sequence.scalars), found.isExact { return found }
    }
    return nil
  }

  /// A bare scalar, or another form of the character that it is.
  private func plainOrOther(_ scalars: [UInt32]) -> Written? {
    let own = plain(scalars)
    guard hasVariations || preference == .position else { return own }
    return better(own, release.identity(ofBare: scalars[0]))
  }

  private func reads(_ scalars: [UInt32], as identity: CharacterIdentity) -> Bool {
    table.reading(of: scalars).flatMap { Self.identity(of: $0, in: release) } == identity
  }

  /// The identity of one scalar, or of a base with a selector.
  static func identity(of scalars: [UInt32], in release: ReleaseCharacters) -> CharacterIdentity? {
    switch scalars.count {
    case 1: release.identity(ofBare: scalars[0])
    case 2 where isVariationSelector(scalars[1]):
      release.identity(of: CharacterSequence(scalars[0], selector: scalars[1]))
    default: nil
    }
  }

  /// The code that is written for the character: byte count, state and bytes, as in
  /// `EncodeTable.entries`. `nil` when it takes several codes or has none.
  func code(of scalars: [UInt32]) -> UInt32? {
    guard let written = written(scalars)?.scalars else { return nil }
    let entry =
      written.count == 2
      ? table.encoding.entry(for: written[0], written[1])
      : table.encoding.entry(for: written[0])
    return entry == 0 ? nil : entry
  }
}
