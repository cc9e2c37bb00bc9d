/// The glyphs that a font draws in vertical text instead of others: what the features `vert` and `vrt2`
/// of the table GSUB put in their place (OpenType 1.9, "GSUB", lookup types 1 and 7).
///
/// A table that contradicts itself gives fewer glyphs, never an error: nothing depends on them but a
/// remark.
struct VerticalForms {
  private(set) var glyphs: Set<UInt32> = []
  private let table: [UInt8]
  /// Glyphs looked at: tables may share parts, so their size does not bound the work.
  private var steps = 0
  private static let mostSteps = 1 << 20

  init(gsub table: [UInt8]) {
    self.table = table
    guard let features = word(6), let lookups = word(8), let count = word(features) else { return }
    var chosen: Set<Int> = []
    for index in 0..<count {
      let record = features + 2 + 6 * index
      guard record + 6 <= table.count, let offset = word(record + 4) else { break }
      let tag = table[record..<record + 4]
      guard tag.elementsEqual("vert".utf8) || tag.elementsEqual("vrt2".utf8),
        let lookupCount = word(features + offset + 2)
      else { continue }
      for place in 0..<lookupCount {
        if let lookup = word(features + offset + 4 + 2 * place) { chosen.insert(lookup) }
      }
    }
    for lookup in chosen.sorted() {
      guard let count = word(lookups), lookup < count, let offset = word(lookups + 2 + 2 * lookup)
      else { continue }
      readLookup(lookups + offset)
    }
  }

  /// A number of 16 bits; `nil` outside the table.
  private func word(_ offset: Int) -> Int? {
    guard offset >= 0, offset + 2 <= table.count else { return nil }
    return Int(table[offset]) << 8 | Int(table[offset + 1])
  }

  private mutating func readLookup(_ lookup: Int) {
    guard let kind = word(lookup), let count = word(lookup + 4) else { return }
    for index in 0..<count {
      guard let offset = word(lookup + 6 + 2 * index) else { return }
      var subtable = lookup + offset
      if kind == 7 {
        // An extension, whose offset has 32 bits.
        guard word(subtable + 2) == 1, let high = word(subtable + 4), let low = word(subtable + 6)
        else { continue }
        subtable += high << 16 | low
      } else if kind != 1 {
        return
      }
      readSingle(subtable)
      if steps > Self.mostSteps { return }
    }
  }

  private mutating func readSingle(_ subtable: Int) {
    guard let format = word(subtable), let coverage = word(subtable + 2) else { return }
    if format == 2, let count = word(subtable + 4) {
      for index in 0..<count {
        steps += 1
        guard let glyph = word(subtable + 6 + 2 * index) else { return }
        glyphs.insert(UInt32(glyph))
      }
    } else if format == 1, let delta = word(subtable + 4) {
      for glyph in covered(subtable + coverage) { glyphs.insert(UInt32(glyph + delta & 0xFFFF)) }
    }
  }

  private mutating func covered(_ coverage: Int) -> [Int] {
    guard let format = word(coverage), let count = word(coverage + 2) else { return [] }
    var glyphs: [Int] = []
    for index in 0..<count where steps <= Self.mostSteps {
      steps += 1
      if format == 1, let glyph = word(coverage + 4 + 2 * index) {
        glyphs.append(glyph)
      } else if format == 2, let first = word(coverage + 4 + 6 * index),
        let last = word(coverage + 6 + 6 * index), first <= last
      {
        steps += last - first
        glyphs += first...last
      }
    }
    return glyphs
  }
}
