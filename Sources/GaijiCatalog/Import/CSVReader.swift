internal import Foundation

/// One record of a CSV file. Fields are raw bytes without their quotes.
struct CSVRecord: Equatable {
  struct Field: Equatable {
    /// Where the field begins; a quoted line break makes it differ from the record's line.
    var line: Int
    var bytes: [UInt8]
  }

  var fields: [Field]
  /// Of the first field; the first line is 1.
  var line: Int { fields.first?.line ?? 0 }
}

/// Why a record cannot be read.
struct CSVFault: Error, Equatable {
  var line: Int
  /// The first field is 1.
  var column: Int
  var reason: String
}

/// Reads RFC 4180 in pieces: quoted line breaks, doubled quotes, CRLF or LF, a UTF-8 byte order mark.
///
/// Empty lines are skipped. After a fault the reader goes on with the next line, so that one file's
/// faults can be told all at once.
struct CSVReader {
  private let handle: FileHandle
  private let path: String
  private var chunk: [UInt8] = []
  private var position = 0
  private var line = 1
  private var isAtStart = true

  /// Bytes of one field: far over any name or reason, and a bound on memory for a file with a stray
  /// quote.
  static let maximumFieldByteCount = 1 << 20
  private static let chunkByteCount = 1 << 16
  private static let quote = UInt8(ascii: "\"")
  private static let comma = UInt8(ascii: ",")
  private static let newline: UInt8 = 0x0A
  private static let carriageReturn: UInt8 = 0x0D

  init(path: String) throws(CatalogError) {
    self.path = path
    do { handle = try FileHandle(forReadingFrom: URL(filePath: path)) } catch {
      let reason = FileManager.default.fileExists(atPath: path) ? "cannot be read" : "is not there"
      throw .cannotOpen(path: path, reason: "it \(reason)")
    }
  }

  /// The next record, or a fault in its place; `nil` at the end.
  mutating func next() throws(CatalogError) -> Result<CSVRecord, CSVFault>? {
    if isAtStart {
      isAtStart = false
      try fill(3)
      if chunk.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
    }
    while let byte = try peek() {
      if byte == Self.newline {
        take()
        line += 1
      } else if byte == Self.carriageReturn, try peek(1) == Self.newline {
        take()
      } else {
        return try record()
      }
    }
    return nil
  }

  private mutating func record() throws(CatalogError) -> Result<CSVRecord, CSVFault> {
    var record = CSVRecord(fields: [])
    while true {
      let start = line
      let field: Result<[UInt8], CSVFault>
      if try peek() == Self.quote {
        field = try quotedField(column: record.fields.count + 1)
      } else {
        field = try plainField(column: record.fields.count + 1)
      }
      switch field {
      case .failure(let fault):
        if fault.line == line { try skipLine() }
        return .failure(fault)
      case .success(let bytes): record.fields.append(CSVRecord.Field(line: start, bytes: bytes))
      }
      guard let byte = try peek() else { return .success(record) }
      take()
      if byte == Self.comma { continue }
      // A line end; fields end nowhere else.
      if byte == Self.carriageReturn { take() }
      line += 1
      return .success(record)
    }
  }

  /// Up to a comma, a line end or the end of the file.
  private mutating func plainField(
    column: Int
  ) throws(CatalogError) -> Result<[UInt8], CSVFault> {
    var bytes: [UInt8] = []
    while let byte = try peek(), byte != Self.comma, byte != Self.newline {
      if byte == Self.carriageReturn, try peek(1) == Self.newline { break }
      if byte == Self.quote {
        return fault(column, "a quote inside a field that does not begin with one")
      }
      if byte == Self.carriageReturn { return fault(column, "a carriage return without a newline") }
      if bytes.count == Self.maximumFieldByteCount { return fault(column, Self.tooLong) }
      bytes.append(byte)
      take()
    }
    return .success(bytes)
  }

  private mutating func quotedField(
    column: Int
  ) throws(CatalogError) -> Result<[UInt8], CSVFault> {
    let start = line
    var bytes: [UInt8] = []
    take()
    while let byte = try peek() {
      take()
      if byte == Self.quote {
        guard try peek() == Self.quote else {
          switch try peek() {
          case nil, Self.comma, Self.newline: return .success(bytes)
          case Self.carriageReturn where try peek(1) == Self.newline: return .success(bytes)
          default: return fault(column, "text after the closing quote")
          }
        }
        take()
      }
      if byte == Self.newline { line += 1 }
      if bytes.count == Self.maximumFieldByteCount { return fault(column, Self.tooLong) }
      bytes.append(byte)
    }
    return .failure(CSVFault(line: start, column: column, reason: "the quote is never closed"))
  }

  private static let tooLong = "over \(maximumFieldByteCount) bytes; is a quote missing?"

  private func fault<T>(_ column: Int, _ reason: String) -> Result<T, CSVFault> {
    .failure(CSVFault(line: line, column: column, reason: reason))
  }

  private mutating func skipLine() throws(CatalogError) {
    while let byte = try peek() {
      take()
      if byte == Self.newline {
        line += 1
        return
      }
    }
  }

  private mutating func take() { position += 1 }

  private mutating func peek(_ ahead: Int = 0) throws(CatalogError) -> UInt8? {
    if position + ahead >= chunk.count { try fill(ahead + 1) }
    return position + ahead < chunk.count ? chunk[position + ahead] : nil
  }

  /// Sees to it that `count` bytes are there from `position`, unless the file ends before.
  private mutating func fill(_ count: Int) throws(CatalogError) {
    while chunk.count - position < count {
      let more: Data?
      do { more = try handle.read(upToCount: Self.chunkByteCount) } catch {
        throw .cannotOpen(path: path, reason: "reading it failed")
      }
      guard let more, !more.isEmpty else { return }
      chunk.removeFirst(position)
      position = 0
      chunk.append(contentsOf: more)
    }
  }
}

/// Writes fields as RFC 4180 with LF; quotes only where needed.
enum CSVText {
  static func line(_ fields: [String]) -> String {
    fields.map(field).joined(separator: ",") + "\n"
  }

  private static func field(_ text: String) -> String {
    // By scalars: in a String, CR LF is one Character, which is neither.
    let needsQuotes = text.unicodeScalars.contains { [",", "\"", "\n", "\r"].contains($0) }
    guard needsQuotes else { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
      if scalar == "\"" { quoted.unicodeScalars.append("\"") }
      quoted.unicodeScalars.append(scalar)
    }
    return quoted + "\""
  }
}
