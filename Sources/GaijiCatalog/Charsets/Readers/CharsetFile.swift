public import GaijiCharsets
internal import GaijiModel

/// The forms of table files that can be read.
public enum CharsetFileFormat: String, Sendable, CaseIterable {
  /// JSON of the project jef4j: an array of objects with `code` and `unicode`, or `jis8` and `ebcdik`.
  case jef4j
  /// ICU's .ucm.
  case ucm
  /// glibc's (POSIX) charmap.
  case charmap
  /// Lines of a code, white space and a character, as the Unicode Consortium publishes them.
  case text
  /// Comma-separated values with a header that names `code` and `unicode`.
  case csv

  /// The format that the beginning of a file speaks for; `nil` when it could be anything.
  public static func guess(_ bytes: [UInt8]) -> CharsetFileFormat? {
    var lines = TableLines(bytes)
    while var line = lines.next() {
      line.skipSpace()
      if line.isAtEnd { continue }
      if line.accept("[") { return .jef4j }
      // A charmap may set % for comments, a .ucm has #; either may begin with one.
      if line.peek == UInt8(ascii: "#") || line.peek == UInt8(ascii: "%") { continue }
      if line.accept("<") {
        // Only .ucm has these two words in front of what both have.
        return contains(bytes, "<uconv_class>") || contains(bytes, " |0") ? .ucm : .charmap
      }
      if line.accept("CHARMAP") { return contains(bytes, " |0") ? .ucm : .charmap }
      if line.accept("0x") || line.accept("U+") { return .text }
      if line.bytes.contains(UInt8(ascii: ",")) { return .csv }
      return nil
    }
    return nil
  }

  private static func contains(_ bytes: [UInt8], _ text: String) -> Bool {
    let wanted = Array(text.utf8)
    // What tells the formats apart stands in the header or the first rows.
    let end = min(bytes.count, 1 << 16) - wanted.count
    guard end >= 0 else { return false }
    return (0...end).contains { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}

/// What is wrong with a table file, and where.
public struct CharsetFileFault: Error, Equatable, Sendable, CustomStringConvertible {
  /// The first line is 1.
  public var line: Int
  /// In bytes; the first is 1.
  public var column: Int
  /// The place in a JSON file, such as `[12].unicode`; empty for others.
  public var place: String
  public var reason: String

  public init(line: Int, column: Int, place: String = "", reason: String) {
    self.line = line
    self.column = column
    self.place = place
    self.reason = reason
  }

  public var description: String {
    "line \(line), column \(column)\(place.isEmpty ? "" : " (\(place))"): \(reason)"
  }
}

/// A table file that has been read: its codes, and how its bytes are cut where it says so.
///
/// Reading takes memory in proportion to the file; the caller bounds the file
/// (`maximumByteCount`). Rows are bounded by `maximumRowCount` whatever ranges a file writes.
public struct CharsetFile: Sendable {
  public let format: CharsetFileFormat
  /// What the file calls itself; empty when it does not.
  public let declaredName: String
  /// In the order of the file; a row that says the same as one before it is left out.
  public let rows: [CharsetPart.Row]
  /// Entries of the file, with those that became no row (undefined codes, repeated lines).
  public let entryCount: Int
  /// What was left out and why, each with its count, for a person.
  public let notes: [String]

  /// The line of each row.
  let lines: [Int]
  let space: CodingSpace?

  /// The largest table that is published for one charset (GB 18030 as .ucm) has under 2 MB.
  public static let maximumByteCount = 64 << 20
  public static let maximumRowCount = 1 << 20

  init(
    format: CharsetFileFormat, declaredName: String = "", _ list: RowList,
    entryCount: Int, notes: [String] = [], space: CodingSpace? = nil
  ) {
    self.format = format
    self.declaredName = declaredName
    rows = list.rows
    lines = list.lines
    self.entryCount = entryCount
    self.notes = notes
    self.space = space
  }

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - format: `nil`: by the contents.
  ///   - codeColumn: The column of `text` files that has the codes (the first is 1); the character
  ///     is always in the last one. `JIS0208.TXT` has Shift_JIS in 1 and JIS in 2.
  public init(
    _ bytes: [UInt8], format: CharsetFileFormat? = nil, codeColumn: Int = 1
  ) throws(CharsetFileFault) {
    guard bytes.count <= Self.maximumByteCount else {
      throw CharsetFileFault(
        line: 1, column: 1,
        reason: "the file has \(bytes.count) bytes; no table is over \(Self.maximumByteCount)")
    }
    guard let format = format ?? CharsetFileFormat.guess(bytes) else {
      throw CharsetFileFault(
        line: 1, column: 1,
        reason: "this is no table file of a known form; name it with --format "
          + CharsetFileFormat.allCases.map(\.rawValue).joined(separator: "|"))
    }
    self =
      switch format {
      case .jef4j: try JEF4JReader.read(bytes)
      case .ucm: try UCMReader.read(bytes)
      case .charmap: try CharmapReader.read(bytes)
      case .text: try TextTableReader.read(bytes, codeColumn: codeColumn)
      case .csv: try CSVTableReader.read(bytes)
      }
    guard !rows.isEmpty else {
      throw CharsetFileFault(line: 1, column: 1, reason: "the file has no codes")
    }
  }

  /// The rows under the name of a part of a vendor's code system.
  public func part(named name: String) -> CharsetPart { CharsetPart(name: name, rows: rows) }
}

/// Rows that are being collected, each once.
struct RowList {
  private(set) var rows: [CharsetPart.Row] = []
  private(set) var lines: [Int] = []
  private var known: Set<CharsetPart.Row> = []

  /// `false` when the list is full.
  mutating func append(_ row: CharsetPart.Row, line: Int) -> Bool {
    guard known.insert(row).inserted else { return true }
    guard rows.count < CharsetFile.maximumRowCount else { return false }
    rows.append(row)
    lines.append(line)
    return true
  }

  static let full = "over \(CharsetFile.maximumRowCount) rows; no charset has so many"
}
