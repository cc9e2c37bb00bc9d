/// Reads the numbers of an attribute: white space and one comma between them, where they need any.
struct NumberScanner {
  let text: [UInt8]
  var offset = 0

  init(_ text: some StringProtocol) { self.text = Array(text.utf8) }

  var isAtEnd: Bool { offset >= text.count }

  mutating func skipSpace(comma: Bool = false) {
    var commas = comma ? 1 : 0
    while offset < text.count {
      if Netpbm.isSpace(text[offset]) {
        offset += 1
      } else if text[offset] == 0x2C, commas > 0 {
        commas = 0
        offset += 1
      } else {
        return
      }
    }
  }

  private func digit(_ place: Int) -> Bool {
    place < text.count && (0x30...0x39).contains(text[place])
  }

  /// `nil`, with nothing read, where no number begins or it is out of range.
  mutating func number() -> Double? {
    skipSpace(comma: true)
    let start = offset
    var end = offset
    if end < text.count, text[end] == 0x2B || text[end] == 0x2D { end += 1 }
    let whole = end
    while digit(end) { end += 1 }
    var digits = end - whole
    if end < text.count, text[end] == 0x2E {
      end += 1
      while digit(end) {
        end += 1
        digits += 1
      }
    }
    guard digits > 0, end - start <= 64 else { return nil }
    if end < text.count, text[end] | 0x20 == 0x65 {
      var exponent = end + 1
      if exponent < text.count, text[exponent] == 0x2B || text[exponent] == 0x2D { exponent += 1 }
      // Without digits it is a unit, such as em.
      if digit(exponent) {
        while digit(exponent) { exponent += 1 }
        end = exponent
      }
    }
    let word = String(decoding: text[start..<end], as: UTF8.self)
    // "5." is a number in SVG, and for `Double` too; a lone sign is excluded above.
    guard let value = Double(word), value.isFinite, abs(value) <= 1e9 else { return nil }
    offset = end
    return value
  }

  /// A flag of an arc, which may stand before the next number without a space.
  mutating func flag() -> Bool? {
    skipSpace(comma: true)
    guard offset < text.count, text[offset] == 0x30 || text[offset] == 0x31 else { return nil }
    defer { offset += 1 }
    return text[offset] == 0x31
  }
}
