internal import GaijiModel

/// Two's complement (COMP, COMP-4, COMP-5), with the decimal point of its picture.
enum BinaryInteger {
  static func decode(
    _ bytes: Span<UInt8>, _ shape: DecimalShape, _ order: ByteOrder, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    if bytes.count > 8 { return decodeWide(bytes, shape, order, into: &text) }
    var value: UInt64 = 0
    if order == .big {
      for index in bytes.indices { value = value << 8 | UInt64(bytes[index]) }
    } else {
      for index in bytes.indices { value |= UInt64(bytes[index]) << UInt64(8 * index) }
    }
    let isNegative = shape.isSigned && value >> UInt64(8 * bytes.count - 1) != 0
    // Two's complement of the field's width: what is above it is cut off.
    if isNegative { value = (0 &- value) & (UInt64.max >> UInt64(64 - 8 * bytes.count)) }
    let significant = setDecimal(value, endingAt: 20, in: &text)
    _ = text.finish(digitCount: 20, scale: shape.scale, isNegative: isNegative)
    return .number(isCanonical: shape.digits == 0 || significant <= shape.digits)
  }

  /// Writes a value right-aligned, with zeros before it from digit 0 on.
  /// - Returns: its digits without leading zeros; 0 for zero.
  private static func setDecimal(
    _ value: UInt64, endingAt end: Int, in text: inout NumberText
  ) -> Int {
    var rest = value
    var index = end
    while rest != 0 {
      let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
      index -= 1
      text.setDigit(UInt8(truncatingIfNeeded: digit), at: index)
      rest = quotient
    }
    let significant = end - index
    while index > 0 {
      index -= 1
      text.setDigit(0, at: index)
    }
    return significant
  }

  private static func decodeWide(
    _ bytes: Span<UInt8>, _ shape: DecimalShape, _ order: ByteOrder, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    var value: UInt128 = 0
    for index in bytes.indices {
      let byte = bytes[order == .big ? index : bytes.count - 1 - index]
      value = value << 8 | UInt128(byte)
    }
    let isNegative = shape.isSigned && value >> 127 != 0
    if isNegative { value = 0 &- value }
    // 39 digits in three parts, the lowest two of 19 digits each.
    let unit: UInt128 = 10_000_000_000_000_000_000
    let (upper, low) = value.quotientAndRemainder(dividingBy: unit)
    let (high, middle) = upper.quotientAndRemainder(dividingBy: unit)
    let digits = setParts(UInt64(high), UInt64(middle), UInt64(low), in: &text)
    _ = text.finish(digitCount: 39, scale: shape.scale, isNegative: isNegative)
    return .number(isCanonical: shape.digits == 0 || digits <= shape.digits)
  }

  private static func setParts(
    _ high: UInt64, _ middle: UInt64, _ low: UInt64, in text: inout NumberText
  ) -> Int {
    // From the last to the first: each part's leading zeros go over the whole text before it.
    let lowDigits = setDecimal(low, endingAt: 39, in: &text)
    let middleDigits = setDecimal(middle, endingAt: 20, in: &text)
    let highDigits = setDecimal(high, endingAt: 1, in: &text)
    if highDigits > 0 { return 38 + highDigits }
    return middleDigits > 0 ? 19 + middleDigits : lowDigits
  }

  static func encode(
    _ text: Span<UInt8>, _ shape: DecimalShape, _ order: ByteOrder,
    into bytes: inout MutableSpan<UInt8>
  ) throws(NumberEncodingError) {
    let limit = shape.digits == 0 ? 39 : shape.digits
    let decimal: DecimalDigits
    do throws(NumberEncodingError) {
      decimal = try DecimalDigits(text, scale: shape.scale, limit: limit)
    } catch .tooLarge where shape.digits == 0 {
      throw .tooLarge(digits: 0)
    }
    if decimal.isNegative, !shape.isSigned { throw .negative }
    let bits = UInt128(bytes.count * 8)
    // The largest magnitude: all bits, or the sign bit's weight (one less above zero).
    let greatest =
      shape.isSigned
      ? (UInt128(1) << (bits - 1)) - (decimal.isNegative ? 0 : 1)
      : UInt128.max >> (128 - bits)
    guard let magnitude = decimal.magnitude, magnitude <= greatest else {
      throw .tooLarge(digits: 0)
    }
    var value = decimal.isNegative ? 0 &- magnitude : magnitude
    for index in bytes.indices {
      bytes[order == .little ? index : bytes.count - 1 - index] = UInt8(truncatingIfNeeded: value)
      value >>= 8
    }
  }
}
