internal import GaijiCharsets
internal import GaijiModel

/// Reads the names in the first record, to find columns before the conversion begins.
enum HeaderReader {
  private static let pieceByteCount = 1024

  /// - Returns: the field names, or `nil` when `bytes` hold no complete record.
  static func names(
    in bytes: [UInt8], source: CharsetTable, format: RecordFormat, isWhole: Bool
  ) -> [String]? {
    var decoder = ScalarDecoder(source)
    var names: [String] = []
    var field: [UInt32] = []
    var inQuotes = false
    // The character before was the quote that closed the field, or the first of two.
    var isClosing = false
    var isEmpty = true
    var units: [DecodedUnit] = []
    var start = 0
    // A piece at a time: the header is the beginning of what may be a large block.
    while start < bytes.count {
      let end = min(bytes.count, start + pieceByteCount)
      units.removeAll(keepingCapacity: true)
      decoder.decode(
        bytes.span.extracting(start..<end), isLast: isWhole && end == bytes.count, into: &units)
      start = end
      for unit in units where unit.kind != .shift {
        isEmpty = false
        let scalars = SourceCharacter(unit).displayScalars
        let scalar = unit.kind == .character ? unit.scalar : 0xFFFD
        let wasClosing = isClosing
        isClosing = false
        if scalar == UInt32(ASCII.quote), format.hasQuotes,
          inQuotes || wasClosing || field.isEmpty
        {
          isClosing = inQuotes
          inQuotes.toggle()
        } else if !inQuotes, scalar == format.delimiter {
          names.append(FieldText.headerName(field, format: format))
          field = []
          continue
        } else if !inQuotes,
          scalar == UInt32(ASCII.newline) || (source.scheme == .shifted && scalar == 0x85)
        {
          names.append(FieldText.headerName(field, format: format))
          return names
        }
        field += scalars
      }
    }
    guard isWhole, !isEmpty else { return nil }
    names.append(FieldText.headerName(field, format: format))
    return names
  }
}

/// Why the columns that a user named cannot be used.
public enum ColumnError: Error, Hashable, Sendable, CustomStringConvertible {
  case unknownName(String, header: [String])
  case ambiguousName(String, positions: [Int])
  case badIndex(Int, columns: Int)
  case nameWithoutHeader(String)
  case noHeader(limit: Int)

  public var description: String {
    switch self {
    case .unknownName(let name, let header):
      return "there is no column \"\(name)\"; the header has: " + header.joined(separator: ", ")
    case .ambiguousName(let name, let positions):
      let list = positions.map { String($0 + 1) }.joined(separator: ", ")
      return "column name \"\(name)\" occurs at positions \(list); give the position"
    case .badIndex(let index, let columns):
      return "there is no column \(index); the file has columns 1 to \(columns)"
    case .nameWithoutHeader(let name):
      return "column \"\(name)\" is given by name but the file is read without a header; "
        + "give its position"
    case .noHeader(let limit):
      return "no header record ends within the first \(limit) bytes"
    }
  }
}

extension ColumnReference {
  /// The zero-based column. Names are compared by scalars, never by canonical equivalence.
  func position(in header: [String]?) throws(ColumnError) -> Int {
    switch self {
    case .index(let index):
      guard index >= 1, index <= header?.count ?? RecordLimits.maximumColumns else {
        throw .badIndex(index, columns: header?.count ?? RecordLimits.maximumColumns)
      }
      return index - 1
    case .name(let name):
      guard let header else { throw .nameWithoutHeader(name) }
      let positions = header.indices.filter { header[$0].utf8.elementsEqual(name.utf8) }
      guard let first = positions.first else { throw .unknownName(name, header: header) }
      if positions.count > 1 { throw .ambiguousName(name, positions: positions) }
      return first
    }
  }
}
