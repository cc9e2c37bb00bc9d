internal import GaijiGlyphs
internal import GaijiModel

/// A glyph that becomes an entry, before it was drawn.
struct IndexGlyph: Hashable {
  var identity: CharacterIdentity?
  var name: String
  var font: Int
  var glyph: UInt32
  var bases: [UInt32]
}

extension IndexGlyph {
  /// Which glyphs of a font become entries, in their order.
  ///
  /// A font with glyphs named `mjNNNNNN` or `gjNNNNNN` gives those, by identity; every other font the
  /// glyphs of its codes, by code, and names them `U+XXXX` (a private-use code is no base: it says
  /// nothing outside its font).
  static func all(of file: FontFile, font: Int) throws(GlyphError) -> [IndexGlyph] {
    let face = try file.face()
    let characters = face.characters()
    var named: [IndexGlyph] = []
    for glyph in 0..<UInt32(face.glyphCount) {
      guard let name = face.name(ofGlyph: glyph), let identity = identity(named: name) else {
        continue
      }
      named.append(
        IndexGlyph(identity: identity, name: name, font: font, glyph: glyph, bases: []))
    }
    guard !named.isEmpty else {
      let isUnicode = face.codes == .unicode
      return characters.map { character in
        let name = isUnicode ? "U+\(hexadecimal(character.code))" : hexadecimal(character.code)
        let isBase = isUnicode && !isPrivate(character.code)
        return IndexGlyph(
          identity: nil, name: name, font: font, glyph: character.glyph,
          bases: isBase ? [character.code] : [])
      }
    }
    var bases: [UInt32: Set<UInt32>] = [:]
    for character in characters where !isPrivate(character.code) {
      bases[character.glyph, default: []].insert(character.code)
    }
    for sequence in try face.sequences() {
      bases[sequence.glyph, default: []].insert(sequence.base)
    }
    for place in named.indices { named[place].bases = (bases[named[place].glyph] ?? []).sorted() }
    return named.sorted {
      ($0.identity!.rawValue, $0.glyph) < ($1.identity!.rawValue, $1.glyph)
    }
  }

  /// `mj026190` or `gj000001`; a longer name (`mj026190.vert`) is another glyph.
  static func identity(named name: String) -> CharacterIdentity? {
    let bytes = Array(name.utf8)
    guard bytes.count == 8, bytes[0] == UInt8(ascii: "m") || bytes[0] == UInt8(ascii: "g"),
      bytes[1] == UInt8(ascii: "j")
    else { return nil }
    let digits = String(decoding: bytes[2...], as: UTF8.self)
    return CharacterIdentity((bytes[0] == UInt8(ascii: "m") ? "MJ" : "GJ") + digits)
  }

  private static func isPrivate(_ code: UInt32) -> Bool {
    (0xE000...0xF8FF).contains(code) || code >= 0xF0000
  }

  private static func hexadecimal(_ code: UInt32) -> String {
    let digits = String(code, radix: 16, uppercase: true)
    return String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }
}
