public import GaijiModel

/// The identities that a font draws: glyphs named `mjNNNNNN` or `gjNNNNNN`, and how they are
/// reached. Sources: IPAmj明朝 (`ipamjm.ttf`), 追加文字行政事務標準明朝 (`acgjm.ttf`).
public struct CharacterFont: Sendable {
  public struct Glyph: Sendable, Hashable {
    public var forms: CharacterForms
    /// Index in the font.
    public var index: Int

    public var identity: CharacterIdentity { forms.identity }
  }

  /// Ascending by identity.
  public let glyphs: [Glyph]
  /// As the font says it, such as `005.01`.
  public let version: String

  /// Reads a whole font file. Two glyphs of one name are an error: they would be two figures of one
  /// identity.
  public init(_ bytes: [UInt8]) throws(SfntError) {
    let file = try SfntFile(bytes)
    let names = try SfntNames(file)
    let map = try SfntCharacterMap(file)
    version = names.version
    var found: [Int: CharacterForms] = [:]
    var seen: [CharacterIdentity: Int] = [:]
    for (glyph, name) in names.glyphs.enumerated() {
      guard let identity = Self.identity(ofGlyphNamed: name) else { continue }
      if let other = seen.updateValue(glyph, forKey: identity) {
        throw .malformed(
          table: "post", offset: 0, reason: "glyphs \(other) and \(glyph) are both named \(name)")
      }
      found[glyph] = CharacterForms(identity: identity)
    }
    for (scalar, glyph) in map.direct { found[glyph]?.direct.append(scalar) }
    for (sequence, glyph) in map.sequences {
      if sequence.selector < 0xE0100 {
        found[glyph]?.svs.append(sequence)
      } else {
        found[glyph]?.ivs.append(sequence)
      }
    }
    glyphs = found.map { Glyph(forms: $1, index: $0) }.sorted { $0.identity < $1.identity }
  }

  /// `mj026190` is MJ026190; other names are `nil`.
  static func identity(ofGlyphNamed name: String) -> CharacterIdentity? {
    let bytes = Array(name.utf8)
    guard bytes.count == 8, bytes[0] == UInt8(ascii: "m") || bytes[0] == UInt8(ascii: "g"),
      bytes[1] == UInt8(ascii: "j")
    else { return nil }
    return CharacterIdentity(name.uppercased())
  }
}
