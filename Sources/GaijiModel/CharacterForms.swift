/// How one identity is written in Unicode by one data release.
///
/// Source: cmap 12 and cmap 14 of IPAmj明朝 (MJ), cmap of the GJ font (GJ).
public struct CharacterForms: Hashable, Sendable {
  public let identity: CharacterIdentity
  /// The code points for which the font shows this very figure (cmap 12), ascending. Usually one.
  public var direct: [UInt32]
  /// Registered Moji_Joho variation sequences (cmap 14), ascending.
  public var ivs: [CharacterSequence]
  /// Standardized variation sequences (cmap 14, selector FE00–FE0F), ascending.
  public var svs: [CharacterSequence]

  public init(
    identity: CharacterIdentity, direct: [UInt32] = [], ivs: [CharacterSequence] = [],
    svs: [CharacterSequence] = []
  ) {
    self.identity = identity
    self.direct = direct
    self.ivs = ivs
    self.svs = svs
  }
}
