internal import GaijiCharsets
internal import GaijiModel

/// ICU's .ucm (ICU User Guide, "Conversion Data"): a header of `<key> value` lines, then one or more
/// blocks `CHARMAP` … `END CHARMAP` with rows `<U3000> \x81\x40 |0`.
///
/// The mark after `|` says which way a row goes: 0 both; 1 fallback from Unicode, which writes a
/// character that only looks alike and is therefore left out, as ICU does for strict conversion;
/// 2 the substitution character, no mapping; 3 to Unicode only; 4 from Unicode only.
enum UCMReader {
  static func read(_ bytes: [UInt8]) throws(CharsetFileFault) -> CharsetFile {
    var header = Header()
    var list = RowList()
    var omitted = (fallbacks: 0, substitutes: 0)
    var entryCount = 0
    var isInMap = false
    var mapCount = 0
    var last = TableLine([], number: 1)
    var lines = TableLines(bytes)
    while var line = lines.next() {
      last = line
      line.cut(at: UInt8(ascii: "#"))
      line.skipSpace()
      if line.isAtEnd { continue }
      if line.accept("CHARMAP") {
        guard !isInMap else { throw line.fault("CHARMAP inside of CHARMAP") }
        isInMap = true
        mapCount += 1
      } else if line.accept("END CHARMAP") {
        guard isInMap else { throw line.fault("END CHARMAP without CHARMAP") }
        isInMap = false
      } else if isInMap {
        entryCount += 1
        switch try row(&line) {
        case .row(let row):
          guard list.append(row, line: line.number) else { throw line.fault(RowList.full) }
        case .fallback: omitted.fallbacks += 1
        case .substitute: omitted.substitutes += 1
        }
      } else {
        try header.read(&line)
      }
    }
    guard !isInMap else { throw last.fault("the file ends inside of CHARMAP; is it cut short?") }
    guard mapCount > 0 else { throw last.fault("there is no CHARMAP") }
    var notes: [String] = []
    if omitted.fallbacks > 0 {
      notes.append(
        "\(omitted.fallbacks) fallbacks (|1) are left out: they would write other characters")
    }
    if omitted.substitutes > 0 {
      notes.append("\(omitted.substitutes) rows of the substitution character (|2) are left out")
    }
    return CharsetFile(
      format: .ucm, declaredName: header.name, list, entryCount: entryCount, notes: notes,
      space: try header.space())
  }

  private enum Entry {
    case row(CharsetPart.Row)
    case fallback
    case substitute
  }

  private static func row(_ line: inout TableLine) throws(CharsetFileFault) -> Entry {
    var scalars: [UInt32] = []
    while line.accept("<U") || !scalars.isEmpty && line.accept("+<U") {
      guard scalars.count < 2 else {
        throw line.fault("a character of three or more code points; two is the most here")
      }
      scalars.append(try line.scalar())
      guard line.accept(">") else { throw line.fault("expected \">\" after the code point") }
    }
    guard let first = scalars.first else {
      throw line.fault("expected a code point such as <U3000>, or END CHARMAP")
    }
    line.skipSpace()
    let place = line.position
    var code = CodeBytes()
    while line.accept("\\x") || code.count > 0 && line.accept("+\\x") {
      let digits = line.position
      guard let number = line.hexadecimalNumber(), number.digitCount == 2 else {
        throw line.fault("expected two hexadecimal digits after \\x", at: digits)
      }
      code.append(UInt8(number.value))
    }
    guard (1...3).contains(code.count) else {
      throw line.fault(
        code.count == 0 ? "expected the code's bytes such as \\x81\\x40" : CodeBytes.wrongLength,
        at: place)
    }
    line.skipSpace()
    var row = CharsetPart.Row(
      code: code.value, byteCount: code.count, first: first,
      second: scalars.count > 1 ? scalars[1] : 0)
    if line.isAtEnd { return .row(row) }
    guard line.accept("|") else { throw line.fault("expected | and a digit") }
    switch line.take() {
    case UInt8(ascii: "0"): break
    case UInt8(ascii: "1"): return .fallback
    case UInt8(ascii: "2"): return .substitute
    case UInt8(ascii: "3"): row.use = .decodeOnly
    case UInt8(ascii: "4"): row.use = .encodeOnly
    default: throw line.fault("expected a digit from 0 to 4 after |", at: line.position - 1)
    }
    line.skipSpace()
    guard line.isAtEnd else { throw line.fault("text after the row") }
    return .row(row)
  }

  private struct Header {
    var name = ""
    var conversionClass = ""
    var classLine: TableLine?
    var states: [UCMState] = []

    mutating func read(_ line: inout TableLine) throws(CharsetFileFault) {
      let place = line.position
      guard line.accept("<") else {
        throw line.fault("expected a header line such as <code_set_name> \"…\", or CHARMAP")
      }
      let key = line.word { $0 == UInt8(ascii: ">") }
      guard line.accept(">") else { throw line.fault("expected \">\" after the key") }
      line.skipSpace()
      if key.elementsEqual("icu:state".utf8) {
        states.append(try UCMState(&line))
        return
      }
      let start = line
      let isQuoted = line.accept("\"")
      let value = String(
        decoding: line.word { isQuoted ? $0 == 0x22 : $0 == 0x20 || $0 == 0x09 }, as: UTF8.self)
      if isQuoted, !line.accept("\"") { throw start.fault("the quote is never closed") }
      if key.elementsEqual("code_set_name".utf8) { name = value }
      if key.elementsEqual("uconv_class".utf8) {
        conversionClass = value
        classLine = start
      }
      if key.elementsEqual("icu:base".utf8) {
        throw line.fault(
          "this is only the difference to the table \(value); import a file that has all codes",
          at: place)
      }
    }

    func space() throws(CharsetFileFault) -> CodingSpace? {
      let line = classLine ?? TableLine([], number: 1)
      if !states.isEmpty { return try UCMState.space(states, line) }
      switch conversionClass {
      case "SBCS":
        return CodingSpace(states: [CodingSpace.State(lengths: Array(repeating: 1, count: 256))])
      case "DBCS": return CodingSpace(states: [CodingSpace.ebcdic.states[1]])
      case "EBCDIC_STATEFUL": return .ebcdic
      case "MBCS":
        throw line.fault("class MBCS needs <icu:state> lines, and there are none")
      case "": return nil
      default:
        throw line.fault(
          "unknown uconv_class \"\(conversionClass)\"; known are SBCS, DBCS, MBCS, EBCDIC_STATEFUL")
      }
    }
  }
}
