internal import GaijiModel

/// Reads JSON (RFC 8259) into nodes with line numbers.
///
/// By hand, because a policy is a document that people sign: a key that stands twice is an error
/// here, while Foundation silently takes one of the two, and it knows no lines. Limits: 64 levels;
/// numbers must be integers that fit an `Int`.
struct JSONPolicyParser {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1

  private static let maximumDepth = 64

  /// - Precondition: `text` comes from valid UTF-8 (the reader has checked it).
  static func parse(_ text: String, file: String) throws(PolicyError) -> PolicyNode {
    var parser = JSONPolicyParser(bytes: Array(text.utf8), file: file)
    parser.skipSpace()
    let root = try parser.value(depth: 0)
    parser.skipSpace()
    guard parser.position == parser.bytes.count else {
      throw parser.problem("text follows the end of the policy")
    }
    return root
  }

  private init(bytes: [UInt8], file: String) {
    self.bytes = bytes
    self.file = file
  }

  private func problem(_ message: String) -> PolicyError {
    PolicyError(.init(file: file, line: line, message: message))
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while let byte = current, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  private mutating func expect(_ byte: UInt8, after what: String) throws(PolicyError) {
    guard current == byte else {
      throw problem("expected \"\(Character(Unicode.Scalar(byte)))\" after \(what)")
    }
    position += 1
  }

  private mutating func value(depth: Int) throws(PolicyError) -> PolicyNode {
    guard depth < Self.maximumDepth else {
      throw problem("more than \(Self.maximumDepth) levels of brackets")
    }
    let start = line
    switch current {
    case UInt8(ascii: "{"): return PolicyNode(line: start, value: .table(try table(depth: depth)))
    case UInt8(ascii: "["): return PolicyNode(line: start, value: .array(try array(depth: depth)))
    case UInt8(ascii: "\""): return PolicyNode(line: start, value: .string(try string()))
    default: return PolicyNode(line: start, value: try word())
    }
  }

  private mutating func table(depth: Int) throws(PolicyError) -> [PolicyNode.Entry] {
    var entries: [PolicyNode.Entry] = []
    var seen: Set<[UInt8]> = []
    position += 1
    skipSpace()
    if current == UInt8(ascii: "}") {
      position += 1
      return entries
    }
    while true {
      guard current == UInt8(ascii: "\"") else { throw problem("expected a key in quotes") }
      let key = try string()
      guard seen.insert(Array(key.utf8)).inserted else {
        throw problem("key \"\(key)\" stands twice; keep one")
      }
      skipSpace()
      try expect(UInt8(ascii: ":"), after: "key \"\(key)\"")
      skipSpace()
      entries.append(.init(key: key, node: try value(depth: depth + 1)))
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        skipSpace()
      } else {
        try expect(UInt8(ascii: "}"), after: "the value of \"\(key)\"")
        return entries
      }
    }
  }

  private mutating func array(depth: Int) throws(PolicyError) -> [PolicyNode] {
    var elements: [PolicyNode] = []
    position += 1
    skipSpace()
    if current == UInt8(ascii: "]") {
      position += 1
      return elements
    }
    while true {
      elements.append(try value(depth: depth + 1))
      skipSpace()
      if current == UInt8(ascii: ",") {
        position += 1
        skipSpace()
      } else {
        try expect(UInt8(ascii: "]"), after: "an element")
        return elements
      }
    }
  }

  /// true, false, null, or a number.
  private mutating func word() throws(PolicyError) -> PolicyNode.Value {
    let start = position
    while let byte = current, Self.isWordByte(byte) { position += 1 }
    let text = String(decoding: bytes[start..<position], as: UTF8.self)
    switch text {
    case "true": return .boolean(true)
    case "false": return .boolean(false)
    case "null": return .other("null")
    case "": throw problem("expected a value")
    default:
      // RFC 8259 forbids a plus sign and leading zeros.
      let digits = text.hasPrefix("-") ? text.dropFirst() : Substring(text)
      let hasLeadingZero = digits.utf8.count > 1 && digits.hasPrefix("0")
      if let number = Int(text), !text.hasPrefix("+"), !hasLeadingZero { return .integer(number) }
      throw problem("\"\(text)\" is not an integer, true, false or null")
    }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "-"),
      UInt8(ascii: "."):
      true
    default: false
    }
  }

  private mutating func string() throws(PolicyError) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = current {
      switch byte {
      case UInt8(ascii: "\""):
        position += 1
        return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"):
        position += 1
        try escape(into: &text)
      case 0..<0x20:
        throw problem("a line end or control character inside a string; write it as \\u00XX")
      default:
        text.append(byte)
        position += 1
      }
    }
    throw problem("a string without its closing quote")
  }

  private mutating func escape(into text: inout [UInt8]) throws(PolicyError) {
    guard let byte = current else { throw problem("a string without its closing quote") }
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(byte)
    case UInt8(ascii: "b"): text.append(0x08)
    case UInt8(ascii: "f"): text.append(0x0C)
    case UInt8(ascii: "n"): text.append(0x0A)
    case UInt8(ascii: "r"): text.append(0x0D)
    case UInt8(ascii: "t"): text.append(0x09)
    case UInt8(ascii: "u"):
      var scalar = try fourDigits()
      if (0xD800...0xDBFF).contains(scalar) {
        guard position + 1 < bytes.count, bytes[position] == UInt8(ascii: "\\"),
          bytes[position + 1] == UInt8(ascii: "u")
        else { throw problem("\\u\(hexadecimal(scalar, digits: 4)) is half a surrogate pair") }
        position += 2
        let low = try fourDigits()
        guard (0xDC00...0xDFFF).contains(low) else {
          throw problem("\\u\(hexadecimal(scalar, digits: 4)) is half a surrogate pair")
        }
        scalar = 0x10000 + (scalar - 0xD800) << 10 + (low - 0xDC00)
      }
      guard let valid = Unicode.Scalar(scalar) else {
        throw problem("\\u\(hexadecimal(scalar, digits: 4)) is half a surrogate pair")
      }
      text.append(contentsOf: Array(String(Character(valid)).utf8))
    default:
      throw problem("unknown escape in a string; known: \\\" \\\\ \\/ \\b \\f \\n \\r \\t \\u")
    }
  }

  private mutating func fourDigits() throws(PolicyError) -> UInt32 {
    var value: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = Character(Unicode.Scalar(byte)).hexDigitValue else {
        throw problem("\\u needs four hexadecimal digits")
      }
      value = value << 4 | UInt32(digit)
      position += 1
    }
    return value
  }
}
