internal import GaijiModel

/// Packed decimal (COMP-3): two digits a byte, a sign in the low half of the last byte.
/// Signs after the z/Architecture Principles of Operation, chapter 8: A, C, E and F are plus, B and
/// D minus; C and D are what a host writes, F where the number has no sign.
enum PackedDecimal {
  static func decode(
    _ bytes: Span<UInt8>, _ shape: DecimalShape, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    let last = bytes[bytes.count - 1]
    let sign = last & 0xF
    guard sign >= 0xA else { return .bad }
    let isNegative = sign == 0xB || sign == 0xD
    let slots = bytes.count * 2 - 1
    // Four bytes at a time become eight digits; the sign's place counts as a digit 0.
    var place = 0
    while place < bytes.count {
      var word: UInt32 = 0
      let count = min(4, bytes.count - place)
      for index in 0..<count { word |= UInt32(bytes[place + index]) << (24 - 8 * UInt32(index)) }
      if place + count == bytes.count { word &= ~(UInt32(0xF) << (32 - 8 * UInt32(count))) }
      // A half byte is above 9 when its bit 8 comes with bit 4 or bit 2.
      guard word & (word << 1 | word << 2) & 0x8888_8888 == 0 else { return .bad }
      text.setDigits(spread(word), at: place * 2)
      place += count
    }
    let hasPadDigit = slots > shape.digits
    let isPadded = !hasPadDigit || bytes[0] & 0xF0 == 0
    let isZero = text.finish(digitCount: slots, scale: shape.scale, isNegative: isNegative)
    let expected: UInt8 = shape.isSigned ? (isNegative ? 0xD : 0xC) : 0xF
    return .number(isCanonical: sign == expected && isPadded && !(isZero && isNegative))
  }

  /// Eight half bytes, the highest first, as eight bytes, the first one lowest.
  @inline(__always) private static func spread(_ word: UInt32) -> UInt64 {
    var digits = UInt64(word)
    digits = (digits | digits << 16) & 0x0000_FFFF_0000_FFFF
    digits = (digits | digits << 8) & 0x00FF_00FF_00FF_00FF
    digits = (digits | digits << 4) & 0x0F0F_0F0F_0F0F_0F0F
    return digits.byteSwapped
  }

  static func encode(
    _ text: Span<UInt8>, _ shape: DecimalShape, into bytes: inout MutableSpan<UInt8>
  ) throws(NumberEncodingError) {
    let decimal = try DecimalDigits(text, shape)
    let slots = bytes.count * 2 - 1
    for index in bytes.indices {
      let high = decimal.digit(index * 2, of: slots)
      let low =
        index == bytes.count - 1
        ? (shape.isSigned ? (decimal.isNegative ? 0xD : 0xC) : 0xF)
        : decimal.digit(index * 2 + 1, of: slots)
      bytes[index] = high << 4 | low
    }
  }
}
