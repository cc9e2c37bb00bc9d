/// The lines of a text file, LF or CRLF, a UTF-8 byte order mark before the first left out.
struct TableLines {
  private let bytes: [UInt8]
  private var position = 0
  private var number = 0

  init(_ bytes: [UInt8]) {
    self.bytes = bytes
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  mutating func next() -> TableLine? {
    guard position < bytes.count else { return nil }
    number += 1
    let start = position
    let newline = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
    position = newline + 1
    let end = newline > start && bytes[newline - 1] == 0x0D ? newline - 1 : newline
    return TableLine(bytes[start..<end], number: number)
  }
}

/// One line and a place in it.
struct TableLine {
  let number: Int
  private(set) var bytes: ArraySlice<UInt8>
  private let start: Int
  private(set) var position: Int

  init(_ bytes: ArraySlice<UInt8>, number: Int) {
    self.bytes = bytes
    self.number = number
    start = bytes.startIndex
    position = start
  }

  var isAtEnd: Bool { position >= bytes.endIndex }
  var peek: UInt8? { isAtEnd ? nil : bytes[position] }

  func fault(_ reason: String, at place: Int? = nil) -> CharsetFileFault {
    CharsetFileFault(line: number, column: (place ?? position) - start + 1, reason: reason)
  }

  mutating func skipSpace() {
    while let byte = peek, byte == 0x20 || byte == 0x09 { position += 1 }
  }

  /// Moves behind an ASCII text if it comes next, letter case counting.
  mutating func accept(_ text: String) -> Bool {
    let wanted = text.utf8
    guard bytes[position...].starts(with: wanted) else { return false }
    position += wanted.count
    return true
  }

  mutating func take() -> UInt8? {
    guard let byte = peek else { return nil }
    position += 1
    return byte
  }

  /// The bytes before the next one that `isEnd` accepts, or the end of the line.
  mutating func word(until isEnd: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    let first = position
    while let byte = peek, !isEnd(byte) { position += 1 }
    return bytes[first..<position]
  }

  mutating func word() -> ArraySlice<UInt8> { word { $0 == 0x20 || $0 == 0x09 } }

  /// Ends the line before a comment.
  mutating func cut(at comment: UInt8) {
    if let index = bytes[position...].firstIndex(of: comment) {
      bytes = bytes[bytes.startIndex..<index]
    }
  }

  /// The line up to a place.
  func ending(at end: Int) -> TableLine {
    var line = self
    line.bytes = bytes[bytes.startIndex..<end]
    return line
  }

  /// Hexadecimal digits from here on: their value and how many they are. `nil` without any, or over
  /// eight.
  mutating func hexadecimalNumber() -> (value: UInt32, digitCount: Int)? {
    let first = position
    let digits = word { hexadecimalDigit($0) == nil }
    guard let value = hexadecimalValue(digits) else {
      position = first
      return nil
    }
    return (value, digits.count)
  }

  /// A Unicode scalar in hexadecimal digits.
  mutating func scalar() throws(CharsetFileFault) -> UInt32 {
    let first = position
    guard let number = hexadecimalNumber() else {
      throw fault("expected hexadecimal digits of a code point")
    }
    guard isUnicodeScalar(number.value) else {
      throw fault(
        "\(String(number.value, radix: 16, uppercase: true)) is no Unicode scalar", at: first)
    }
    return number.value
  }
}

/// A code as it is being read, byte by byte or in digits.
struct CodeBytes {
  var value: UInt32 = 0
  var count = 0

  mutating func append(_ byte: UInt8) {
    // Longer codes are refused by their count; the value is not looked at then.
    value = value << 8 | UInt32(byte)
    count += 1
  }

  static let wrongLength = "a code has 1 to 3 bytes here"
}

func hexadecimalDigit(_ byte: UInt8) -> UInt32? {
  switch byte {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte) - 0x30
  case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte) - 0x37
  case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte) - 0x57
  default: nil
  }
}

/// `nil` for other than 1...8 digits.
func hexadecimalValue(_ digits: some Collection<UInt8>) -> UInt32? {
  guard (1...8).contains(digits.count) else { return nil }
  var value: UInt32 = 0
  for byte in digits {
    guard let digit = hexadecimalDigit(byte) else { return nil }
    value = value << 4 | digit
  }
  return value
}

func isUnicodeScalar(_ value: UInt32) -> Bool {
  value < 0xD800 || (0xE000...0x10FFFF).contains(value)
}
