/// Reads the JSON of jef4j's tables: an array of objects whose values are strings or arrays of
/// strings. Anything else is a fault with its line, column and path.
///
/// No recursion: the form has a fixed depth, so a hostile file cannot nest.
struct JEF4JScanner {
  /// One value with the place where it begins.
  struct Value {
    enum Content: Equatable {
      case text(String)
      case list([String])
    }
    var key: String
    var content: Content
    var line: Int
    var column: Int
  }

  struct Entry {
    /// The first is 0, as in a JSON path.
    var index: Int
    var line: Int
    var column: Int
    var values: [Value]
  }

  private let bytes: [UInt8]
  private var position: Int
  private var line = 1
  private var lineStart: Int
  private var index = -1
  private var key = ""
  private var hasEnded = false

  /// The longest string of a table names a character; a stray quote ends sooner than the file.
  private static let maximumStringByteCount = 4096
  private static let maximumListCount = 64

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    position = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    lineStart = position
  }

  /// The next object; `nil` after the end of the array.
  mutating func next() throws(CharsetFileFault) -> Entry? {
    if hasEnded { return nil }
    if index < 0 {
      try expect("[", "expected \"[\": the file is an array of objects")
      if accept("]") { return try end() }
    } else if !accept(",") {
      try expect("]", "expected \",\" or \"]\" after an object")
      return try end()
    }
    index += 1
    key = ""
    try expect("{", "expected an object with \"code\" and \"unicode\"")
    var entry = Entry(index: index, line: line, column: position - lineStart, values: [])
    guard !accept("}") else { return entry }
    repeat {
      skipSpace()
      let place = position
      key = ""
      let name = try string("expected a key in quotes")
      guard !entry.values.contains(where: { $0.key.utf8.elementsEqual(name.utf8) }) else {
        throw fault("the key \"\(name)\" stands twice in one object", at: place)
      }
      key = name
      try expect(":", "expected \":\" after the key")
      skipSpace()
      var value = Value(
        key: name, content: .list([]), line: line, column: position - lineStart + 1)
      value.content = try content()
      entry.values.append(value)
    } while accept(",")
    try expect("}", "expected \",\" or \"}\" after a value")
    return entry
  }

  private mutating func content() throws(CharsetFileFault) -> Value.Content {
    guard accept("[") else {
      return .text(try string("expected text in quotes, or an array of such"))
    }
    var list: [String] = []
    if accept("]") { return .list(list) }
    repeat {
      guard list.count < Self.maximumListCount else {
        throw fault("over \(Self.maximumListCount) elements")
      }
      skipSpace()
      list.append(try string("expected text in quotes"))
    } while accept(",")
    try expect("]", "expected \",\" or \"]\" after an element")
    return .list(list)
  }

  private mutating func end() throws(CharsetFileFault) -> Entry? {
    hasEnded = true
    key = ""
    skipSpace()
    guard position == bytes.count else { throw fault("text after the end of the array") }
    return nil
  }

  private mutating func string(_ expectation: String) throws(CharsetFileFault) -> String {
    guard accept("\"") else { throw fault(expectation) }
    let start = position - 1
    var text: [UInt8] = []
    while true {
      guard position < bytes.count, bytes[position] >= 0x20 else {
        throw fault("a string that is not closed in its line", at: start)
      }
      guard text.count <= Self.maximumStringByteCount else {
        throw fault(
          "a string of over \(Self.maximumStringByteCount) bytes; is a quote missing?", at: start)
      }
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\"") { break }
      if byte == UInt8(ascii: "\\") { text += try escape() } else { text.append(byte) }
    }
    guard let string = String(validating: text, as: UTF8.self) else {
      throw fault("a string that is not UTF-8", at: start)
    }
    return string
  }

  /// What follows a backslash, as UTF-8.
  private mutating func escape() throws(CharsetFileFault) -> [UInt8] {
    let start = position - 1
    guard position < bytes.count else { throw fault("a string that is not closed", at: start) }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case UInt8(ascii: "b"): return [0x08]
    case UInt8(ascii: "f"): return [0x0C]
    case UInt8(ascii: "n"): return [0x0A]
    case UInt8(ascii: "r"): return [0x0D]
    case UInt8(ascii: "t"): return [0x09]
    case UInt8(ascii: "u"):
      var value = try unit(start)
      if value >> 10 == 0x36, bytes[position...].starts(with: "\\u".utf8) {
        position += 2
        let low = try unit(start)
        guard low >> 10 == 0x37 else { throw fault("a lone surrogate", at: start) }
        value = 0x10000 + (value & 0x3FF) << 10 + (low & 0x3FF)
      }
      guard let scalar = Unicode.Scalar(value) else { throw fault("a lone surrogate", at: start) }
      return Array(String(Character(scalar)).utf8)
    default: throw fault("an unknown escape", at: start)
    }
  }

  private mutating func unit(_ start: Int) throws(CharsetFileFault) -> UInt32 {
    guard position + 4 <= bytes.count,
      let value = hexadecimalValue(bytes[position..<position + 4])
    else { throw fault("\\u needs four hexadecimal digits", at: start) }
    position += 4
    return value
  }

  private mutating func expect(
    _ character: Unicode.Scalar, _ reason: String
  ) throws(CharsetFileFault) {
    guard accept(character) else { throw fault(reason) }
  }

  private mutating func accept(_ character: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, UInt32(bytes[position]) == character.value else { return false }
    position += 1
    return true
  }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 0x0A:
        line += 1
        lineStart = position + 1
      case 0x20, 0x09, 0x0D: break
      default: return
      }
      position += 1
    }
  }

  private func fault(_ reason: String, at place: Int? = nil) -> CharsetFileFault {
    CharsetFileFault(
      line: line, column: (place ?? position) - lineStart + 1,
      place: index < 0 ? "" : "[\(index)]" + (key.isEmpty ? "" : ".\(key)"), reason: reason)
  }
}
