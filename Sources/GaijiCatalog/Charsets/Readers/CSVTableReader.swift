internal import GaijiCharsets

/// CSV, UTF-8, with a header in the first line: `code,unicode`, and if wanted `selector` (or
/// `second`) and `use`, in any order.
///
/// Values are hexadecimal digits: `code` two a byte (`8140`, also `0x8140`), `unicode` and `second`
/// a code point (`3000`, also `U+3000`), blank for none. `use` is `both` (or blank), `decode` or
/// `encode`. Fields may stand in quotes; none of them can need a comma.
enum CSVTableReader {
  private enum Column: String, CaseIterable {
    case code, unicode, selector, second, use
  }

  static func read(_ bytes: [UInt8]) throws(CharsetFileFault) -> CharsetFile {
    var lines = TableLines(bytes)
    guard let header = lines.next() else {
      throw CharsetFileFault(line: 1, column: 1, reason: "the file is empty")
    }
    let columns = try columns(header)
    var list = RowList()
    var entryCount = 0
    while let line = lines.next() {
      let fields = try fields(line)
      if fields.count == 1, fields[0].isAtEnd { continue }
      guard fields.count == columns.count else {
        throw line.fault("\(fields.count) fields; the header has \(columns.count)")
      }
      entryCount += 1
      let row = try row(zip(columns, fields), line)
      guard list.append(row, line: line.number) else { throw line.fault(RowList.full) }
    }
    return CharsetFile(format: .csv, list, entryCount: entryCount)
  }

  private static func columns(_ header: TableLine) throws(CharsetFileFault) -> [Column] {
    var columns: [Column] = []
    for field in try fields(header) {
      let name = String(decoding: field.bytes[field.position...], as: UTF8.self)
      guard let column = Column.allCases.first(where: { $0.rawValue.utf8.elementsEqual(name.utf8) })
      else {
        throw field.fault(
          "unknown column \"\(name)\"; known are "
            + Column.allCases.map(\.rawValue).joined(separator: ", "))
      }
      guard !columns.contains(column) else { throw field.fault("the column \(name) stands twice") }
      columns.append(column)
    }
    for needed in [Column.code, .unicode] where !columns.contains(needed) {
      throw header.fault("the column \(needed.rawValue) is missing in the header")
    }
    guard !columns.contains(.selector) || !columns.contains(.second) else {
      throw header.fault("selector and second are the same column; give one of them")
    }
    return columns
  }

  private static func row(
    _ fields: Zip2Sequence<[Column], [TableLine]>, _ line: TableLine
  ) throws(CharsetFileFault) -> CharsetPart.Row {
    var row = CharsetPart.Row(code: 0, byteCount: 0, first: 0)
    for (column, field) in fields {
      var field = field
      switch column {
      case .code:
        _ = field.accept("0x") || field.accept("0X")
        let place = field.position
        guard let number = field.hexadecimalNumber(), number.digitCount.isMultiple(of: 2),
          (2...6).contains(number.digitCount)
        else {
          throw field.fault("expected a code in 2, 4 or 6 hexadecimal digits", at: place)
        }
        row.code = number.value
        row.byteCount = number.digitCount / 2
      case .unicode: row.first = try scalar(&field)
      case .selector, .second: if !field.isAtEnd { row.second = try scalar(&field) }
      case .use:
        if field.isAtEnd || field.accept("both") {
          row.use = .both
        } else if field.accept("decode") {
          row.use = .decodeOnly
          _ = field.accept("_only")
        } else if field.accept("encode") {
          row.use = .encodeOnly
          _ = field.accept("_only")
        }
      }
      guard field.isAtEnd else {
        throw field.fault(
          column == .use ? "expected both, decode or encode" : "unexpected text in the field")
      }
    }
    return row
  }

  private static func scalar(_ field: inout TableLine) throws(CharsetFileFault) -> UInt32 {
    _ = field.accept("U+") || field.accept("0x") || field.accept("0X")
    return try field.scalar()
  }

  /// The fields of a line, each a line of its own that begins at its column.
  private static func fields(_ line: TableLine) throws(CharsetFileFault) -> [TableLine] {
    var rest = line
    var fields: [TableLine] = []
    while true {
      rest.skipSpace()
      let isQuoted = rest.accept("\"")
      let start = rest
      let content = rest.word { isQuoted ? $0 == 0x22 : $0 == UInt8(ascii: ",") }
      if isQuoted, !rest.accept("\"") { throw start.fault("the quote is never closed") }
      var end = content.endIndex
      while end > content.startIndex, [0x20, 0x09].contains(content[end - 1]) { end -= 1 }
      fields.append(start.ending(at: end))
      rest.skipSpace()
      if rest.isAtEnd { return fields }
      guard rest.accept(",") else { throw rest.fault("expected a comma") }
    }
  }
}
