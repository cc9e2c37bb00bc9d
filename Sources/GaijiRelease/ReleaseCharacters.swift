public import GaijiModel

/// The characters of a release, verified: identities, their forms both ways, shrink targets, the JIS
/// repertoires.
///
/// Immutable; share it between threads. It keeps the release's memory alive on its own.
public final class ReleaseCharacters: Sendable {
  private let forms: CharacterSections
  private let shrink: ShrinkSections

  init(_ file: SectionReader) throws(ReleaseError) {
    forms = try CharacterSections(file)
    shrink = try ShrinkSections(file, identityCount: forms.identities.count)
  }

  /// All identities, ascending: MJ, then GJ.
  public var identities: [CharacterIdentity] {
    forms.identities.array.compactMap { CharacterIdentity(rawValue: $0) }
  }

  /// Whether this release has the identity.
  func knows(_ identity: CharacterIdentity) -> Bool { forms.index(of: identity) != nil }

  /// How an identity is written; `nil` when this release does not know it.
  public func forms(of identity: CharacterIdentity) -> CharacterForms? {
    forms.forms(of: identity)
  }

  /// The identity whose figure the font shows for the bare scalar (cmap 12).
  ///
  /// - Complexity: O(1), two loads.
  public func identity(ofBare scalar: UInt32) -> CharacterIdentity? {
    forms.identity(ofBare: scalar)
  }

  /// The identity of a bare scalar, an IVS or an SVS; `nil` for an unregistered sequence, even if
  /// its base alone has one.
  ///
  /// - Complexity: O(log n) for a variation sequence.
  public func identity(of sequence: CharacterSequence) -> CharacterIdentity? {
    forms.identity(of: sequence)
  }

  /// The shrink map's candidates by ground, then scalar; empty when there is none.
  public func shrinkTargets(of identity: CharacterIdentity) -> [ShrinkTarget] {
    guard let index = forms.index(of: identity) else { return [] }
    return shrink.targets(at: index)
  }

  /// Whether JIS X 0213 has a character of this one scalar.
  public func isJISX0213(_ scalar: UInt32) -> Bool { shrink.contains(scalar, in: shrink.jisx0213) }

  public func isJISX0208(_ scalar: UInt32) -> Bool { shrink.contains(scalar, in: shrink.jisx0208) }

  /// The JIS X 0208 text for a JIS X 0213 scalar after 国税庁 JIS縮退マップ: none, or one to four
  /// scalars in the order in which they are written.
  public func taxAgencyTargets(of scalar: UInt32) -> [UInt32] { shrink.taxTargets(of: scalar) }
}
