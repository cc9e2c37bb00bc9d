internal import GaijiModel

/// The Unicode encoding schemes.
extension ScalarDecoder {
  /// A scalar: a byte order mark, a private-use character or another one.
  private mutating func step(scalar: UInt32, byteCount: Int) -> Step {
    if scalar == 0xFEFF, isAtStart { return step(.shift, byteCount: byteCount, code: scalar) }
    return step(
      isPrivateUse(scalar) ? .gaiji : .character, byteCount: byteCount, code: scalar,
      scalar: scalar)
  }

  /// Unicode 15, table 3-7, well-formed UTF-8 byte sequences: only the second byte's range
  /// depends on the first; later ones are 80...BF.
  mutating func utf8Step(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    let lead = source[position]
    if lead < 0x80 { return step(scalar: UInt32(lead), byteCount: 1) }
    let length: Int
    var range: ClosedRange<UInt8> = 0x80...0xBF
    switch lead {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, range) = (3, 0xA0...0xBF)
    case 0xED: (length, range) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, range) = (4, 0x90...0xBF)
    case 0xF1...0xF3: length = 4
    case 0xF4: (length, range) = (4, 0x80...0x8F)
    default: return step(.invalid, byteCount: 1, code: UInt32(lead))
    }
    var scalar = UInt32(lead) & (0x7F >> UInt32(length))
    var code = UInt32(lead)
    for index in 1..<length {
      guard position + index < source.count else {
        return isLast ? step(.invalid, byteCount: index, code: code) : needsMoreInput
      }
      let byte = source[position + index]
      guard range.contains(byte) else { return step(.invalid, byteCount: index, code: code) }
      range = 0x80...0xBF
      scalar = scalar << 6 | UInt32(byte & 0x3F)
      code = code << 8 | UInt32(byte)
    }
    return step(scalar: scalar, byteCount: length)
  }

  mutating func utf16Step(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    let available = source.count - position
    guard available >= 2 else {
      return isLast
        ? step(.invalid, byteCount: 1, code: UInt32(source[position])) : needsMoreInput
    }
    let unit = unit16(source, at: position)
    // FE FF read in the wrong order: only the scheme without an order takes it as a mark.
    if unit == 0xFFFE, isAtStart, table.scheme == .utf16 {
      return step(.shift, byteCount: 2, code: 0xFEFF, isBigEndian: !isBigEndian)
    }
    switch unit >> 10 {
    case 0x36:  // high surrogate
      if available >= 4 {
        let low = unit16(source, at: position + 2)
        if low >> 10 == 0x37 {
          return step(scalar: 0x10000 + (unit & 0x3FF) << 10 + (low & 0x3FF), byteCount: 4)
        }
      } else if !isLast {
        return needsMoreInput
      }
      return step(.invalid, byteCount: 2, code: bigEndian(source, at: position, count: 2))
    case 0x37:  // low surrogate
      return step(.invalid, byteCount: 2, code: bigEndian(source, at: position, count: 2))
    default:
      return step(scalar: unit, byteCount: 2)
    }
  }

  mutating func utf32Step(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    let available = source.count - position
    guard available >= 4 else {
      guard isLast else { return needsMoreInput }
      let code = bigEndian(source, at: position, count: available)
      return step(.invalid, byteCount: available, code: code)
    }
    let code = bigEndian(source, at: position, count: 4)
    let value = isBigEndian ? code : code.byteSwapped
    if value == 0xFFFE_0000, isAtStart, table.scheme == .utf32 {
      return step(.shift, byteCount: 4, code: 0xFEFF, isBigEndian: !isBigEndian)
    }
    guard value < 0xD800 || (0xE000...0x10FFFF).contains(value) else {
      return step(.invalid, byteCount: 4, code: code)
    }
    return step(scalar: value, byteCount: 4)
  }

  private mutating func unit16(_ source: Span<UInt8>, at position: Int) -> UInt32 {
    let unit = UInt16(bigEndian(source, at: position, count: 2))
    return UInt32(isBigEndian ? unit : unit.byteSwapped)
  }

  private func bigEndian(_ source: Span<UInt8>, at position: Int, count: Int) -> UInt32 {
    var value: UInt32 = 0
    for index in 0..<count { value = value << 8 | UInt32(source[position + index]) }
    return value
  }
}
