internal import GaijiCharsets
internal import GaijiModel

/// The mapping files of jef4j (src/test/resources/*_mapping.json).
///
/// Keys: `code` (2 or 4 digits), `unicode` (one code point), `text` (for people; not read), `options`,
/// `hd` (variation selector as in the collections Hanyo-Denshi and Moji_Joho), `aj1` (selector of
/// Adobe-Japan1), `sp` (a second code point). `nec_jis8_ebcdik_mapping.json` has `jis8` and `ebcdik`
/// instead. What the options mean here, after that project's CharsetIndexGenerator where it uses them:
///
/// - `decode_only`, `encode_only`: as they say.
/// - `oneway`: the bare code point is not written as this code; only the sequence is. Without a
///   selector: only if no other code has the character.
/// - `unmappable`, or U+FFFD: the code has a glyph without a character; it stays undefined.
/// - `substitution`: the nearest character, not the one of the glyph; it is written as this code only
///   if no other code has it.
/// - `cjk_ci`: a compatibility ideograph that is written as this code; read is the code's other row,
///   where it has one.
/// - `combination`: half of a glyph of two codes (KEIS 73FA 73FB, 令和); the rows are decode_only.
/// - `halfwidth`, `fullwidth`: the glyph's width on a JIPS printer; the rows are decode_only, and
///   Unicode has no other character for them.
/// - `compatible`: a control code taken over from another EBCDIC where the vendor's table is blank.
enum JEF4JReader {
  struct Options: OptionSet {
    let rawValue: Int
    static let decodeOnly = Options(rawValue: 1)
    static let encodeOnly = Options(rawValue: 2)
    static let oneWay = Options(rawValue: 4)
    static let unmappable = Options(rawValue: 8)
    static let substitution = Options(rawValue: 16)
    static let compatibilityIdeograph = Options(rawValue: 32)
    // Known, without a consequence for the mapping.
    static let combination = Options(rawValue: 64)
    static let halfWidth = Options(rawValue: 128)
    static let fullWidth = Options(rawValue: 256)
    static let compatible = Options(rawValue: 512)

    static let names: [(name: String, option: Options)] = [
      ("decode_only", .decodeOnly), ("encode_only", .encodeOnly), ("oneway", .oneWay),
      ("unmappable", .unmappable), ("substitution", .substitution),
      ("cjk_ci", .compatibilityIdeograph), ("combination", .combination),
      ("halfwidth", .halfWidth), ("fullwidth", .fullWidth), ("compatible", .compatible),
    ]
  }

  struct Entry {
    var code: UInt32
    var byteCount: Int
    var unicode: UInt32
    var second: UInt32 = 0
    var hd: UInt32 = 0
    var aj1: UInt32 = 0
    var options: Options = []
    var line: Int
  }

  static func read(_ bytes: [UInt8]) throws(CharsetFileFault) -> CharsetFile {
    let (entries, pairs) = try contents(of: bytes)
    return pairs.isEmpty ? try JEF4JRows.file(entries) : try JEF4JBytePair.file(pairs)
  }

  /// The objects of a file; codes or byte pairs, never both.
  static func contents(
    of bytes: [UInt8]
  ) throws(CharsetFileFault) -> (entries: [Entry], pairs: [JEF4JBytePair]) {
    var scanner = JEF4JScanner(bytes)
    var entries: [Entry] = []
    var pairs: [JEF4JBytePair] = []
    while let object = try scanner.next() {
      guard entries.count + pairs.count < CharsetFile.maximumRowCount else {
        throw fault(object, RowList.full)
      }
      if object.values.contains(where: { $0.key == "jis8" || $0.key == "ebcdik" }) {
        guard entries.isEmpty else {
          throw fault(object, "byte pairs (jis8, ebcdik) in a file of codes")
        }
        pairs.append(try JEF4JBytePair(object))
      } else {
        guard pairs.isEmpty else { throw fault(object, "codes in a file of byte pairs") }
        entries.append(try entry(object))
      }
    }
    return (entries, pairs)
  }

  private static func entry(_ object: JEF4JScanner.Entry) throws(CharsetFileFault) -> Entry {
    var entry = Entry(code: 0, byteCount: 0, unicode: 0, line: object.line)
    var hasUnicode = false
    for value in object.values {
      switch value.key {
      case "code":
        (entry.code, entry.byteCount) = try code(value, in: object)
      case "unicode":
        entry.unicode = try scalar(value, in: object)
        hasUnicode = true
      case "sp": entry.second = try scalar(value, in: object)
      case "hd": entry.hd = try selector(value, in: object)
      case "aj1": entry.aj1 = try selector(value, in: object)
      case "text": _ = try text(value, in: object)
      case "options": entry.options = try options(value, in: object)
      default:
        throw fault(
          object, value, "unknown key; known are code, unicode, text, options, hd, aj1, sp")
      }
    }
    guard entry.byteCount > 0 else { throw fault(object, "the key \"code\" is missing") }
    guard hasUnicode else { throw fault(object, "the key \"unicode\" is missing") }
    guard entry.second == 0 || entry.hd == 0 && entry.aj1 == 0 else {
      throw fault(object, "sp together with hd or aj1 makes three code points; two is the most")
    }
    guard entry.hd != 0 || entry.aj1 == 0 else {
      throw fault(object, "aj1 without hd: the code's sequence for MJ characters is missing")
    }
    return entry
  }

  private static func options(
    _ value: JEF4JScanner.Value, in object: JEF4JScanner.Entry
  ) throws(CharsetFileFault) -> Options {
    guard case .list(let names) = value.content else {
      throw fault(object, value, "expected an array of options")
    }
    var options: Options = []
    for name in names {
      guard let known = Options.names.first(where: { $0.name.utf8.elementsEqual(name.utf8) }) else {
        throw fault(
          object, value,
          "unknown option \"\(name)\"; known are "
            + Options.names.map(\.name).joined(separator: ", "))
      }
      options.insert(known.option)
    }
    guard !options.isSuperset(of: [.decodeOnly, .encodeOnly]) else {
      throw fault(object, value, "decode_only and encode_only exclude each other")
    }
    return options
  }

  static func text(
    _ value: JEF4JScanner.Value, in object: JEF4JScanner.Entry
  ) throws(CharsetFileFault) -> String {
    guard case .text(let text) = value.content else {
      throw fault(object, value, "expected text in quotes")
    }
    return text
  }

  static func code(
    _ value: JEF4JScanner.Value, in object: JEF4JScanner.Entry
  ) throws(CharsetFileFault) -> (code: UInt32, byteCount: Int) {
    let digits = Array(try text(value, in: object).utf8)
    guard digits.count == 2 || digits.count == 4, let code = hexadecimalValue(digits) else {
      throw fault(object, value, "expected two or four hexadecimal digits")
    }
    return (code, digits.count / 2)
  }

  private static func scalar(
    _ value: JEF4JScanner.Value, in object: JEF4JScanner.Entry
  ) throws(CharsetFileFault) -> UInt32 {
    guard let scalar = hexadecimalValue(Array(try text(value, in: object).utf8)),
      isUnicodeScalar(scalar)
    else { throw fault(object, value, "expected one Unicode scalar in hexadecimal digits") }
    return scalar
  }

  private static func selector(
    _ value: JEF4JScanner.Value, in object: JEF4JScanner.Entry
  ) throws(CharsetFileFault) -> UInt32 {
    let selector = try scalar(value, in: object)
    guard (0xE0100...0xE01EF).contains(selector) else {
      throw fault(object, value, "expected an ideographic variation selector, E0100 to E01EF")
    }
    return selector
  }

  static func fault(_ object: JEF4JScanner.Entry, _ reason: String) -> CharsetFileFault {
    CharsetFileFault(
      line: object.line, column: object.column, place: "[\(object.index)]", reason: reason)
  }

  static func fault(
    _ object: JEF4JScanner.Entry, _ value: JEF4JScanner.Value, _ reason: String
  ) -> CharsetFileFault {
    CharsetFileFault(
      line: value.line, column: value.column, place: "[\(object.index)].\(value.key)",
      reason: reason)
  }
}
