internal import GaijiModel

/// An entry as it lies in the file: six numbers of 32 bits.
struct EntryRecord: BitwiseCopyable, Sendable {
  static let noIdentity = UInt32.max

  /// `CharacterIdentity.rawValue`, or `noIdentity`.
  var identity: UInt32
  var font: UInt32
  var glyph: UInt32
  var group: UInt32
  /// Where its name and its bases begin; they end where those of the next begin.
  var name: UInt32
  var bases: UInt32
}

/// The tables of entries: their bytes for a file.
struct EntryTables {
  var records: [EntryRecord] = []
  var names: [UInt8] = []
  var bases: [UInt32] = []
  /// Base and entry, ascending.
  var pairs: [UInt64] = []

  init(_ glyphs: [IndexGlyph], groups: [Int]) {
    for (number, glyph) in glyphs.enumerated() {
      records.append(
        EntryRecord(
          identity: glyph.identity?.rawValue ?? EntryRecord.noIdentity, font: UInt32(glyph.font),
          glyph: glyph.glyph, group: UInt32(groups[number]), name: UInt32(names.count),
          bases: UInt32(bases.count)))
      names += Array(glyph.name.utf8)
      bases += glyph.bases
      pairs += glyph.bases.map { UInt64($0) << 32 | UInt64(number) }
    }
    pairs.sort()
  }
}
