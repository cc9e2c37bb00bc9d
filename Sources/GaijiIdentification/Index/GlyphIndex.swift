public import GaijiGlyphs
internal import GaijiHashing
public import GaijiModel

/// All glyphs that a query may be: who they are and the codes by which they are compared. A mapped
/// file, verified when it is opened.
///
/// Any number of threads may use one.
public final class GlyphIndex: Sendable {
  /// Pixels per em in which glyphs are drawn for the index.
  public static let masterPixelsPerEm = 96

  public let path: String
  /// The fonts of its glyphs, in the order of `IndexEntry.font`.
  public let fonts: [FontFile]
  /// SHA-256 of the model that it was made with (`IdentifierModel.digest`) and of each font.
  public let modelDigest: String
  public let fontDigests: [String]
  /// Entries.
  public let count: Int

  /// What is taken off a projection, by view, before it becomes a code.
  let offsets: [[Float]]
  /// By part of the `CodeLayout`.
  let codes: [FlatTable<Int8>]
  let norms: FlatTable<Int32>
  private let records: FlatTable<EntryRecord>
  private let names: FlatTable<UInt8>
  private let bases: FlatTable<UInt32>
  private let pairs: FlatTable<UInt64>

  /// Opens an index file.
  ///
  /// - Throws: `GlyphIndexError`: `other` when it was made from other fonts or with another model, by
  ///   their SHA-256; `damaged`, `unreadable`.
  public convenience init(
    path: String, fonts: [FontFile], model: IdentifierModel
  ) throws(GlyphIndexError) {
    try self.init(
      path: path, fonts: fonts, digests: fonts.map(IndexKey.digest), model: model)
  }

  init(
    path: String, fonts: [FontFile], digests: [String], model: IdentifierModel
  ) throws(GlyphIndexError) {
    let tables = try IndexTables(path: path)
    func damaged(_ detail: String) -> GlyphIndexError { .damaged(path: path, detail: detail) }
    let layout = CodeLayout(model)
    guard let facts = IndexFacts(text: try tables.table(0, of: UInt8.self).array) else {
      throw .other(path: path, detail: "it was made by another version of this program")
    }
    guard facts.model == model.digest.description else {
      throw .other(
        path: path, detail: "made with the model \(facts.model), not with \(model.digest)")
    }
    guard facts.fonts.count == fonts.count else {
      throw .other(path: path, detail: "made from \(facts.fonts.count) fonts, not \(fonts.count)")
    }
    for (number, font) in facts.fonts.enumerated() where font.digest != digests[number] {
      throw .other(
        path: path,
        detail: "made from \(font.path) with the SHA-256 \(font.digest); \(fonts[number].path) has "
          + digests[number])
    }
    guard facts.codes == layout.parts,
      tables.ranges.count == IndexForm.firstCodes + layout.parts.count
    else { throw damaged("has other tables of codes than its model") }
    self.path = path
    self.fonts = fonts
    modelDigest = facts.model
    fontDigests = digests
    count = facts.entryCount
    records = try tables.table(1, of: EntryRecord.self)
    names = try tables.table(2, of: UInt8.self)
    bases = try tables.table(3, of: UInt32.self)
    pairs = try tables.table(4, of: UInt64.self)
    norms = try tables.table(6, of: Int32.self)
    guard records.count == count, norms.count == count else {
      throw damaged("has \(records.count) entries instead of \(count)")
    }
    let values = try tables.table(5, of: Float.self).array
    let sizes = model.views.map(\.matrix.paddedDimensions)
    guard values.count == sizes.reduce(0, +), values.allSatisfy(\.isFinite) else {
      throw damaged("has no usable offsets")
    }
    var offsets: [[Float]] = []
    for size in sizes {
      let first = offsets.reduce(0) { $0 + $1.count }
      offsets.append(Array(values[first..<first + size]))
    }
    self.offsets = offsets
    var codes: [FlatTable<Int8>] = []
    for (number, part) in layout.parts.enumerated() {
      let table = try tables.table(IndexForm.firstCodes + number, of: Int8.self)
      guard table.count == count * part.count else {
        throw damaged("has \(table.count) codes in part \(number) instead of \(count * part.count)")
      }
      codes.append(table)
    }
    self.codes = codes
    if let place = Self.fault(records, names, bases, pairs, fonts: fonts.count) {
      throw damaged("has an impossible entry \(place)")
    }
  }

  /// The first entry whose numbers lead out of the tables; the digest says only that the file is as it
  /// was written.
  private static func fault(
    _ records: FlatTable<EntryRecord>, _ names: FlatTable<UInt8>, _ bases: FlatTable<UInt32>,
    _ pairs: FlatTable<UInt64>, fonts: Int
  ) -> Int? {
    var name = 0
    var base = 0
    for place in 0..<records.count {
      let record = records[place]
      guard Int(record.font) < fonts, Int(record.group) <= place, Int(record.name) >= name,
        Int(record.name) <= names.count, Int(record.bases) >= base,
        Int(record.bases) <= bases.count,
        record.identity == EntryRecord.noIdentity
          || CharacterIdentity(rawValue: record.identity) != nil
      else { return place }
      name = Int(record.name)
      base = Int(record.bases)
    }
    for place in 0..<pairs.count
    where pairs[place] & 0xFFFF_FFFF >= records.count
      || (place > 0 && pairs[place] <= pairs[place - 1])
    { return Int(truncatingIfNeeded: pairs[place] & 0xFFFF_FFFF) }
    return nil
  }

  /// Traps when out of range.
  public subscript(entry: Int) -> IndexEntry {
    let record = records[entry]
    let isLast = entry == count - 1
    let nameEnd = isLast ? names.count : Int(records[entry + 1].name)
    return IndexEntry(
      identity: CharacterIdentity(rawValue: record.identity),
      name: String(decoding: (Int(record.name)..<nameEnd).map { names[$0] }, as: UTF8.self),
      font: Int(record.font), glyph: record.glyph, bases: bases(of: entry),
      outlineGroup: Int(record.group))
  }

  /// Where an entry's glyph is drawn: its font and the glyph's number there.
  func place(of entry: Int) -> (font: Int, glyph: UInt32) {
    (Int(records[entry].font), records[entry].glyph)
  }

  /// `IndexEntry.bases` alone.
  public func bases(of entry: Int) -> [UInt32] {
    let end = entry == count - 1 ? bases.count : Int(records[entry + 1].bases)
    return (Int(records[entry].bases)..<end).map { bases[$0] }
  }

  /// `IndexEntry.outlineGroup` alone.
  public func outlineGroup(of entry: Int) -> Int { Int(records[entry].group) }

  /// The entries that share a base, ascending.
  public func entries(ofBase base: UInt32) -> [Int] {
    var low = 0
    var high = pairs.count
    while low < high {
      let middle = (low + high) / 2
      if pairs[middle] >> 32 < base { low = middle + 1 } else { high = middle }
    }
    var entries: [Int] = []
    while low < pairs.count, pairs[low] >> 32 == base {
      entries.append(Int(pairs[low] & 0xFFFF_FFFF))
      low += 1
    }
    return entries
  }

  /// The other entries that share a base with this one, ascending: the same character in other forms.
  public func siblings(of entry: Int) -> [Int] {
    let all = bases(of: entry).flatMap { entries(ofBase: $0) }
    return Set(all).subtracting([entry]).sorted()
  }

  /// The entry of an identity; `nil` when no font of the index has it.
  public func entry(of identity: CharacterIdentity) -> Int? {
    // Entries of a font of identities are ordered by them; an index has few fonts.
    (0..<count).first { records[$0].identity == identity.rawValue }
  }
}
