internal import GaijiCharsets

/// The Unicode Consortium's form (CP932.TXT, JIS0208.TXT) and the like: a code, white space, a
/// character; columns between them are other codes of the same character; `#` begins a comment.
///
/// ```
/// 0x8140  0x3000          # IDEOGRAPHIC SPACE
/// 0x8140  0x2121  0x3000  # three columns, JIS0208.TXT
/// 0x2477  U+304B+309A     # two scalars, Project X0213
/// 0x81+0x40 0x304B+0x309A # bytes and scalars joined with +
/// 0x80                    # a code without a character
/// ```
enum TextTableReader {
  static func read(_ bytes: [UInt8], codeColumn: Int) throws(CharsetFileFault) -> CharsetFile {
    var list = RowList()
    var entryCount = 0
    var undefinedCount = 0
    var lines = TableLines(bytes)
    while var line = lines.next() {
      line.cut(at: UInt8(ascii: "#"))
      line.skipSpace()
      // Old files end with a control-Z.
      if line.isAtEnd || line.peek == 0x1A { continue }
      entryCount += 1
      var columns: [TableLine] = []
      while !line.isAtEnd {
        columns.append(line)
        _ = line.word()
        line.skipSpace()
      }
      guard columns.count > 1 else {
        _ = try code(&columns[0])
        undefinedCount += 1
        continue
      }
      guard codeColumn >= 1, codeColumn < columns.count else {
        throw columns[0].fault(
          "the row has \(columns.count) columns; column \(codeColumn) cannot have the code")
      }
      let (value, byteCount) = try code(&columns[codeColumn - 1])
      let (first, second) = try character(&columns[columns.count - 1])
      let row = CharsetPart.Row(code: value, byteCount: byteCount, first: first, second: second)
      guard list.append(row, line: line.number) else { throw line.fault(RowList.full) }
    }
    return CharsetFile(
      format: .text, list, entryCount: entryCount,
      notes: undefinedCount == 0 ? [] : ["\(undefinedCount) codes without a character"])
  }

  /// `0x8140`, or bytes `0x81+0x40`.
  static func code(
    _ line: inout TableLine
  ) throws(CharsetFileFault) -> (code: UInt32, byteCount: Int) {
    let place = line.position
    var code = CodeBytes()
    repeat {
      let start = line.position
      guard line.accept("0x") || line.accept("0X"), let number = line.hexadecimalNumber(),
        number.digitCount.isMultiple(of: 2)
      else { throw line.fault("expected a code such as 0x8140, two digits a byte", at: start) }
      for byte in stride(from: number.digitCount * 4 - 8, through: 0, by: -8) {
        code.append(UInt8(truncatingIfNeeded: number.value >> UInt32(byte)))
      }
    } while line.accept("+")
    try expectEnd(line)
    guard (1...3).contains(code.count) else { throw line.fault(CodeBytes.wrongLength, at: place) }
    return (code.value, code.count)
  }

  /// `0x3000`, `U+3000`, and two of them joined with `+`.
  static func character(
    _ line: inout TableLine
  ) throws(CharsetFileFault) -> (first: UInt32, second: UInt32) {
    var scalars: [UInt32] = []
    repeat {
      guard scalars.count < 2 else {
        throw line.fault("a character of three or more scalars; two is the most here")
      }
      let start = line.position
      let hasPrefix = line.accept("0x") || line.accept("0X") || line.accept("U+")
      // After the + the prefix may be left out.
      guard hasPrefix || !scalars.isEmpty else {
        throw line.fault("expected a character such as 0x3000 or U+3000", at: start)
      }
      scalars.append(try line.scalar())
    } while line.accept("+")
    try expectEnd(line)
    return (scalars[0], scalars.count > 1 ? scalars[1] : 0)
  }

  private static func expectEnd(_ line: TableLine) throws(CharsetFileFault) {
    guard line.isAtEnd || line.peek == 0x20 || line.peek == 0x09 else {
      throw line.fault("unexpected text in a number")
    }
  }
}
