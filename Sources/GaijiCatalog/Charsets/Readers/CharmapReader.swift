internal import GaijiCharsets
internal import GaijiModel

/// glibc's charmap (POSIX charmap, with symbols `<Uxxxx>` only): header lines, then rows between
/// `CHARMAP` and `END CHARMAP`; what follows (`WIDTH`) is not about codes.
///
/// ```
/// <U3000>              /x81/x40   comment
/// <U0041>..<U005A>     /x41       the bytes count up with the character
/// %IRREVERSIBLE%<U4F39> /xed/x51  read, never written
/// <U304B><U309A>       /x82/xf5   two scalars
/// <U3000>              /x0e/x40/x40/x0f   a two-byte code of a charset with shifts
/// ```
enum CharmapReader {
  static func read(_ bytes: [UInt8]) throws(CharsetFileFault) -> CharsetFile {
    var parser = Parser()
    var last = TableLine([], number: 1)
    var lines = TableLines(bytes)
    while !parser.isDone, var line = lines.next() {
      last = line
      try parser.read(&line)
    }
    guard parser.hasMap else { throw last.fault("there is no CHARMAP") }
    guard parser.isDone else {
      throw last.fault("the file ends inside of CHARMAP; is it cut short?")
    }
    return CharsetFile(
      format: .charmap, declaredName: parser.name, parser.list, entryCount: parser.entryCount,
      space: try parser.space(last))
  }

  private struct Parser {
    var name = ""
    var comment = UInt8(ascii: "#")
    var escape = UInt8(ascii: "\\")
    var list = RowList()
    var entryCount = 0
    var hasMap = false
    var isDone = false
    var hasShifts = false

    mutating func read(_ line: inout TableLine) throws(CharsetFileFault) {
      line.skipSpace()
      if hasMap {
        if line.accept("END CHARMAP") {
          isDone = true
        } else if line.accept("%IRREVERSIBLE%") {
          // A comment for POSIX; glibc's own converters read these codes.
          line.skipSpace()
          try readRow(&line, .decodeOnly)
        } else if !line.isAtEnd, line.peek != comment {
          try readRow(&line, .both)
        }
        return
      }
      if line.isAtEnd || line.peek == comment { return }
      if line.accept("CHARMAP") {
        hasMap = true
        return
      }
      guard line.accept("<") else {
        throw line.fault("expected a header line such as <code_set_name> NAME, or CHARMAP")
      }
      let key = line.word { $0 == UInt8(ascii: ">") }
      guard line.accept(">") else { throw line.fault("expected \">\" after the key") }
      line.skipSpace()
      let place = line.position
      let value = line.word()
      if key.elementsEqual("code_set_name".utf8) {
        name = String(decoding: value, as: UTF8.self)
      } else if key.elementsEqual("comment_char".utf8) || key.elementsEqual("escape_char".utf8) {
        guard value.count == 1, let byte = value.first else {
          throw line.fault("expected one character", at: place)
        }
        if key.first == UInt8(ascii: "c") { comment = byte } else { escape = byte }
      }
    }

    private mutating func readRow(
      _ line: inout TableLine, _ use: CharsetPart.Use
    ) throws(CharsetFileFault) {
      entryCount += 1
      let first = try symbol(&line)
      var second: UInt32 = 0
      var last = first
      if line.peek == UInt8(ascii: "<") {
        second = try symbol(&line)
        if line.peek == UInt8(ascii: "<") {
          throw line.fault("a character of three or more scalars; two is the most here")
        }
      } else if line.accept("..") {
        guard line.peek == UInt8(ascii: "<") else {
          throw line.fault(
            "expected the last character of the range, such as <U005A>; only .. is known")
        }
        let place = line.position
        last = try symbol(&line)
        guard first <= last else { throw line.fault("a range that runs backwards", at: place) }
      }
      line.skipSpace()
      var (code, byteCount) = try code(&line)
      for scalar in first...last {
        guard isUnicodeScalar(scalar) else {
          throw line.fault("the range goes over surrogates, which are no characters")
        }
        let row = CharsetPart.Row(
          code: code, byteCount: byteCount, first: scalar, second: second, use: use)
        guard list.append(row, line: line.number) else { throw line.fault(RowList.full) }
        if scalar == last { break }
        code += 1
        guard code < 1 << (8 * UInt32(byteCount)) else {
          throw line.fault("the range has more characters than codes are left")
        }
      }
    }

    private func symbol(_ line: inout TableLine) throws(CharsetFileFault) -> UInt32 {
      guard line.accept("<U") else {
        throw line.fault("expected a character such as <U3000>, or END CHARMAP")
      }
      let scalar = try line.scalar()
      guard line.accept(">") else { throw line.fault("expected \">\" after the code point") }
      return scalar
    }

    private mutating func code(
      _ line: inout TableLine
    ) throws(CharsetFileFault) -> (code: UInt32, byteCount: Int) {
      let place = line.position
      var bytes: [UInt8] = []
      while line.peek == escape {
        _ = line.take()
        let start = line.position
        guard line.accept("x"), let number = line.hexadecimalNumber(), number.digitCount == 2 else {
          throw line.fault(
            "expected x and two hexadecimal digits; other forms are not known", at: start)
        }
        // One more than any code with its shifts, so that the count tells it is too long.
        if bytes.count < 6 { bytes.append(UInt8(number.value)) }
      }
      if bytes.count > 1, bytes.first == 0x0E {
        bytes.removeFirst()
        if bytes.count == 3, bytes.last == 0x0F { bytes.removeLast() }
        guard bytes.count == 2 else {
          throw line.fault("expected 0e, a code of two bytes and perhaps 0f", at: place)
        }
        hasShifts = true
      }
      guard (1...3).contains(bytes.count) else {
        throw line.fault(
          bytes.isEmpty ? "expected the code's bytes such as /x81/x40" : CodeBytes.wrongLength,
          at: place)
      }
      return (bytes.reduce(0) { $0 << 8 | UInt32($1) }, bytes.count)
    }

    /// Where two-byte codes are written with their shifts, every one has to be.
    func space(_ line: TableLine) throws(CharsetFileFault) -> CodingSpace? {
      guard hasShifts else { return nil }
      for (index, row) in list.rows.enumerated() {
        let isRight =
          row.byteCount <= 2
          && CodingSpace.ebcdic.states[row.byteCount - 1].contains(
            row.code, byteCount: row.byteCount)
        // The controls 0E and 0F are the shifts themselves.
        guard isRight || row.byteCount == 1 else {
          throw CharsetFileFault(
            line: list.lines[index], column: 1,
            reason: "code \(hexadecimal(row.code, digits: 2 * row.byteCount)) is outside 4040 and "
              + "4141–FEFE, the two-byte codes of a charset with shifts")
        }
      }
      return .ebcdic
    }
  }
}
