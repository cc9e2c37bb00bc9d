internal import GaijiFiles
internal import GaijiHashing
internal import GaijiModel

/// The file of an index: a header, a directory, tables. All numbers are little-endian.
///
///     0   8  "GAIJIIDX"
///     8   4  version of the form
///     12  4  number of tables
///     16  8  bytes of the file
///     24     for each table 8 offset, 8 bytes, 32 SHA-256
///     then   32 SHA-256 of everything before
///     then   the tables, each at a multiple of 64
///
/// Table 0 says what the index was made from (`IndexFacts`), 1 holds the entries, 2 their names, 3 their
/// bases, 4 pairs of base and entry, 5 the offsets of the codes, 6 the lengths of the searched codes, and
/// from 7 on each part of the codes (`CodeLayout`) has one.
enum IndexForm {
  static let magic = Array("GAIJIIDX".utf8)
  static let version: UInt32 = 1
  static let headerByteCount = 24
  static let tableByteCount = 48
  static let firstCodes = 7
  static let largestTableCount = 64

  static func directoryByteCount(_ tables: Int) -> Int {
    headerByteCount + tables * tableByteCount + 32
  }

  static func aligned(_ offset: Int) -> Int { (offset + 63) & ~63 }
}

/// A table while the file is made: its bytes in pieces.
struct IndexTable {
  var pieces: [[UInt8]]

  init(_ bytes: [UInt8]) { pieces = [bytes] }
  init(pieces: [[UInt8]]) { self.pieces = pieces }

  var byteCount: Int { pieces.reduce(0) { $0 + $1.count } }

  var digest: SHA256Digest {
    let hash = SHA256()
    for piece in pieces { hash.update(piece) }
    return hash.finalize()
  }
}

extension IndexForm {
  /// Writes the file beside its name and renames it.
  static func write(_ tables: [IndexTable], to path: String) throws(FileError) {
    var offsets: [Int] = []
    var end = directoryByteCount(tables.count)
    for table in tables {
      offsets.append(aligned(end))
      end = aligned(end) + table.byteCount
    }
    var head = magic + little(version) + little(UInt32(tables.count)) + little(UInt64(end))
    for (offset, table) in zip(offsets, tables) {
      head += little(UInt64(offset)) + little(UInt64(table.byteCount)) + table.digest.bytes
    }
    head += SHA256.digest(of: head).bytes
    let file = try OutputFile(path: path, replaces: true)
    try file.write(head)
    for (offset, table) in zip(offsets, tables) {
      try file.write([UInt8](repeating: 0, count: offset - file.byteCount))
      for piece in table.pieces { try file.write(piece) }
    }
    try file.commit()
  }

  static func little<Number: FixedWidthInteger & BitwiseCopyable>(_ number: Number) -> [UInt8] {
    FlatBytes.bytes(of: [number.littleEndian])
  }
}

/// The tables of a mapped index file, all of whose bytes were verified.
struct IndexTables {
  let file: MappedFile
  let ranges: [Range<Int>]

  /// - Throws: `GlyphIndexError.damaged`, which names the table.
  init(path: String) throws(GlyphIndexError) {
    let file = try MappedFile(path: path, minimum: IndexForm.directoryByteCount(0))
    self.file = file
    func damaged(_ detail: String) -> GlyphIndexError { .damaged(path: path, detail: detail) }
    guard file.bytes(0..<8) == IndexForm.magic else { throw damaged("does not begin as an index") }
    guard file.word(at: 8) == IndexForm.version else {
      throw .other(
        path: path, detail: "its form is \(file.word(at: 8)), this program's \(IndexForm.version)")
    }
    let count = Int(file.word(at: 12))
    let head = IndexForm.directoryByteCount(count)
    guard count <= IndexForm.largestTableCount, head <= file.count else {
      throw damaged("says it has \(count) tables, which is too many")
    }
    guard file.bytes(head - 32..<head) == file.digest(of: 0..<head - 32).bytes else {
      throw damaged("has another SHA-256 of its directory than it says")
    }
    guard file.longWord(at: 16) == UInt64(file.count) else {
      throw damaged("has \(file.count) bytes; its header says \(file.longWord(at: 16))")
    }
    var ranges: [Range<Int>] = []
    for table in 0..<count {
      let place = IndexForm.headerByteCount + table * IndexForm.tableByteCount
      let offset = file.longWord(at: place)
      let bytes = file.longWord(at: place + 8)
      guard offset % 64 == 0, offset >= UInt64(head), offset <= UInt64(file.count),
        bytes <= UInt64(file.count) - offset
      else { throw damaged("has its table \(table) outside itself, at \(offset)") }
      let range = Int(offset)..<Int(offset + bytes)
      guard file.bytes(place + 16..<place + 48) == file.digest(of: range).bytes else {
        throw damaged("has another SHA-256 of table \(table) than its directory says")
      }
      ranges.append(range)
    }
    self.ranges = ranges
  }

  /// A table as a view of whole elements.
  func table<Element: BitwiseCopyable & Sendable>(
    _ number: Int, of type: Element.Type
  ) throws(GlyphIndexError) -> FlatTable<Element> {
    guard number < ranges.count, ranges[number].count % MemoryLayout<Element>.stride == 0 else {
      throw .damaged(path: file.path, detail: "has no whole table \(number)")
    }
    return file.table(of: type, ranges[number])
  }
}
