internal import GaijiModel

/// What a font shows for code points (cmap format 12) and variation sequences (format 14).
struct SfntCharacterMap {
  /// Code point and glyph, ascending by code point, glyph 0 left out.
  let direct: [(scalar: UInt32, glyph: Int)]
  /// Variation sequences and their glyphs, ascending. A default sequence has its base's glyph.
  let sequences: [(sequence: CharacterSequence, glyph: Int)]

  /// More than any font can have: IPAmj明朝 005.01 has 11,474. Bounds the work on tables that a
  /// hostile file makes overlap.
  static let maximumSequenceCount = 1_000_000

  init(_ file: SfntFile) throws(SfntError) {
    let cmap = try file.table("cmap")
    let glyphCount = Int(try file.table("maxp").half(at: 4))
    var format12: Int?
    var format14: Int?
    for index in 0..<Int(try cmap.half(at: 2)) {
      let offset = Int(try cmap.word(at: 4 + 8 * index + 4))
      switch try cmap.half(at: offset) {
      case 12 where format12 == nil: format12 = offset
      case 14 where format14 == nil: format14 = offset
      default: break
      }
    }
    guard let format12 else {
      throw .unsupported(table: "cmap", reason: "it has no subtable of format 12")
    }
    direct = try Self.groups(cmap, at: format12, glyphCount: glyphCount)
    if let format14 {
      let glyphs = Dictionary(uniqueKeysWithValues: direct.map { ($0.scalar, $0.glyph) })
      sequences = try Self.variations(cmap, at: format14, glyphCount: glyphCount, glyphs)
    } else {
      sequences = []
    }
  }

  private static func groups(
    _ cmap: SfntTable, at start: Int, glyphCount: Int
  ) throws(SfntError) -> [(scalar: UInt32, glyph: Int)] {
    var pairs: [(scalar: UInt32, glyph: Int)] = []
    var next: UInt32 = 0
    for index in 0..<Int(try cmap.word(at: start + 12)) {
      let offset = start + 16 + 12 * index
      let first = try cmap.word(at: offset)
      let last = try cmap.word(at: offset + 4)
      let glyph = Int(try cmap.word(at: offset + 8))
      guard first >= next, last >= first, last < 0x110000 else {
        throw cmap.malformed(at: offset, "code points out of order or range")
      }
      guard glyph + Int(last - first) < glyphCount else {
        throw cmap.malformed(at: offset, "a glyph that the font does not have")
      }
      for scalar in first...last where glyph + Int(scalar - first) != 0 {
        pairs.append((scalar, glyph + Int(scalar - first)))
      }
      next = last + 1
    }
    return pairs
  }

  private static func variations(
    _ cmap: SfntTable, at start: Int, glyphCount: Int, _ glyphs: [UInt32: Int]
  ) throws(SfntError) -> [(sequence: CharacterSequence, glyph: Int)] {
    var found: [(sequence: CharacterSequence, glyph: Int)] = []
    func append(_ base: UInt32, _ selector: UInt32, _ glyph: Int, _ offset: Int) throws(SfntError) {
      guard glyph < glyphCount else {
        throw cmap.malformed(at: offset, "a glyph that the font does not have")
      }
      guard found.count < maximumSequenceCount else {
        throw cmap.malformed(at: offset, "over \(maximumSequenceCount) variation sequences")
      }
      found.append((CharacterSequence(base, selector: selector), glyph))
    }
    for index in 0..<Int(try cmap.word(at: start + 6)) {
      let record = start + 10 + 11 * index
      let selector = try cmap.triple(at: record)
      guard isVariationSelector(selector) else {
        throw cmap.malformed(at: record, "\(scalarName(selector)) is no variation selector")
      }
      let defaults = Int(try cmap.word(at: record + 3))
      if defaults != 0 {
        for range in 0..<Int(try cmap.word(at: start + defaults)) {
          let offset = start + defaults + 4 + 4 * range
          let first = try cmap.triple(at: offset)
          for base in first...first + UInt32(try cmap.byte(at: offset + 3)) {
            guard let glyph = glyphs[base] else { continue }
            try append(base, selector, glyph, offset)
          }
        }
      }
      let others = Int(try cmap.word(at: record + 7))
      if others != 0 {
        for mapping in 0..<Int(try cmap.word(at: start + others)) {
          let offset = start + others + 4 + 5 * mapping
          try append(
            try cmap.triple(at: offset), selector, Int(try cmap.half(at: offset + 3)), offset)
        }
      }
    }
    found.sort { $0.sequence < $1.sequence }
    for (a, b) in zip(found, found.dropFirst()) where a.sequence == b.sequence {
      throw cmap.malformed(at: start, "\(a.sequence) occurs twice")
    }
    return found
  }
}
