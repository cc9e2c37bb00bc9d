/// The facts of one Unihan text file that the catalogue keeps.
///
/// Format: UAX #38, lines `U+4E00<TAB>kField<TAB>value`, `#` comments.
public struct UnihanFile: Sendable {
  public struct Entry: Sendable, Hashable {
    public let scalar: UInt32
    public let field: String
    public let value: String
  }

  /// The fields that help to find and check a character.
  public static let fields = [
    "kRSUnicode", "kTotalStrokes", "kJapaneseOn", "kJapaneseKun", "kJapanese", "kJoyoKanji",
    "kJinmeiyoKanji", "kJis0", "kJis1", "kJIS0213", "kIRG_JSource", "kCompatibilityVariant",
  ]

  public let entries: [Entry]
  /// From the comment `# Unicode version: 15.0.0`; empty when there is none.
  public let version: String

  public struct Fault: Error, Equatable, CustomStringConvertible {
    public let line: Int
    public let reason: String
    public var description: String { "line \(line): \(reason)" }
  }

  /// Reads the uncompressed bytes of a file. A line that is neither comment nor entry is an error.
  public init(_ bytes: [UInt8]) throws(Fault) {
    let wanted = Dictionary(uniqueKeysWithValues: Self.fields.map { (Array($0.utf8), $0) })
    var entries: [Entry] = []
    var version = ""
    var line = 0
    var start = 0
    while start < bytes.count {
      var end = start
      while end < bytes.count, bytes[end] != 0x0A { end += 1 }
      line += 1
      defer { start = end + 1 }
      if end == start { continue }
      if bytes[start] == UInt8(ascii: "#") {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        if let found = text.firstMatch(of: /^# Unicode version: *(\S+)/) {
          version = String(found.1)
        }
        continue
      }
      var firstTab = start
      while firstTab < end, bytes[firstTab] != 0x09 { firstTab += 1 }
      var secondTab = firstTab + 1
      while secondTab < end, bytes[secondTab] != 0x09 { secondTab += 1 }
      guard secondTab < end else {
        throw Fault(line: line, reason: "not a code point, a field and a value between tabs")
      }
      guard let field = wanted[Array(bytes[firstTab + 1..<secondTab])] else { continue }
      guard let scalar = parseScalarName(bytes[start..<firstTab]) else {
        throw Fault(line: line, reason: "it does not begin with a code point such as U+4E00")
      }
      guard let value = String(validating: bytes[(secondTab + 1)..<end], as: UTF8.self) else {
        throw Fault(line: line, reason: "the value is not UTF-8")
      }
      entries.append(Entry(scalar: scalar, field: field, value: value))
    }
    self.entries = entries
    self.version = version
  }
}

/// Reads `U+` and four to six upper-case hexadecimal digits of a scalar value.
func parseScalarName(_ bytes: ArraySlice<UInt8>) -> UInt32? {
  guard bytes.starts(with: "U+".utf8), (6...8).contains(bytes.count) else { return nil }
  var value: UInt32 = 0
  for byte in bytes.dropFirst(2) {
    switch byte {
    case 0x30...0x39: value = value << 4 | UInt32(byte - 0x30)
    case 0x41...0x46: value = value << 4 | UInt32(byte - 0x37)
    default: return nil
    }
  }
  return value < 0xD800 || (0xE000..<0x110000).contains(value) ? value : nil
}
