internal import GaijiModel

/// Floating-point numbers of 4 and 8 bytes: IBM hexadecimal, and IEEE in both byte orders.
enum FloatingPoint {
  static func decode(
    _ bytes: Span<UInt8>, _ format: FloatFormat, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    var bits: UInt64 = 0
    for index in bytes.indices {
      let byte = bytes[format == .ieeeLittleEndian ? bytes.count - 1 - index : index]
      bits = bits << 8 | UInt64(byte)
    }
    let signBit = UInt64(1) << UInt64(bytes.count * 8 - 1)
    let isNegative = bits & signBit != 0
    let magnitude = bits & ~signBit
    return format == .hexadecimal
      ? decodeHexadecimal(magnitude, isNegative: isNegative, bytes.count, into: &text)
      : decodeIEEE(magnitude, isNegative: isNegative, bytes.count, into: &text)
  }

  private static func decodeHexadecimal(
    _ magnitude: UInt64, isNegative: Bool, _ byteCount: Int, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    let parameters = FloatParameters.hexadecimal(byteCount: byteCount)
    var integer = magnitude & (1 << UInt64(parameters.precision) - 1)
    var characteristic = Int(magnitude >> UInt64(parameters.precision))
    guard integer != 0 else {
      text.setZero()
      return .number(isCanonical: magnitude == 0 && !isNegative)
    }
    // With the least exponent a number has no other spelling, so it is canonical as it stands.
    var isNormal = true
    while integer < parameters.leastNormal, characteristic > 0 {
      integer <<= 4
      characteristic -= 1
      isNormal = false
    }
    let value = FloatValue(
      integer: integer, exponent: parameters.leastExponent + 4 * characteristic)
    text.set(ShortestDecimal(value, parameters), isNegative: isNegative)
    return .number(isCanonical: isNormal)
  }

  private static func decodeIEEE(
    _ magnitude: UInt64, isNegative: Bool, _ byteCount: Int, into text: inout NumberText
  ) -> NumberFormat.Decoded {
    let parameters = FloatParameters.ieee(byteCount: byteCount)
    let hidden = parameters.leastNormal
    let biased = Int(magnitude / hidden)
    // Infinity and what is no number.
    guard biased != (byteCount == 4 ? 0xFF : 0x7FF) else { return .bad }
    guard magnitude != 0 else {
      text.setZero()
      return .number(isCanonical: !isNegative)
    }
    let fraction = magnitude % hidden
    let value = FloatValue(
      integer: biased == 0 ? fraction : fraction | hidden,
      exponent: parameters.leastExponent + max(biased - 1, 0))
    text.set(ShortestDecimal(value, parameters), isNegative: isNegative)
    return .number(isCanonical: true)
  }

  static func encode(
    _ text: Span<UInt8>, _ format: FloatFormat, into bytes: inout MutableSpan<UInt8>
  ) throws(NumberEncodingError) {
    let isHexadecimal = format == .hexadecimal
    let parameters =
      isHexadecimal
      ? FloatParameters.hexadecimal(byteCount: bytes.count)
      : FloatParameters.ieee(byteCount: bytes.count)
    let (isNegative, nearest) = try FloatReader.read(text, parameters)
    var bits: UInt64 = 0
    if let value = nearest {
      let steps = UInt64(value.exponent - parameters.leastExponent) / UInt64(parameters.step)
      // The hidden bit of IEEE formats counts as one more of the exponent.
      bits =
        isHexadecimal
        ? steps << UInt64(parameters.precision) | value.integer
        : steps * parameters.leastNormal + value.integer
      if isNegative { bits |= 1 << UInt64(bytes.count * 8 - 1) }
    }
    for index in bytes.indices {
      bytes[format == .ieeeLittleEndian ? index : bytes.count - 1 - index] =
        UInt8(truncatingIfNeeded: bits)
      bits >>= 8
    }
  }
}

extension NumberText {
  fileprivate mutating func setZero() {
    (start, count) = (0, 0)
    append(0x30)
  }

  /// Plain from 10^-6 to below 10^21, else with an exponent.
  fileprivate mutating func set(_ decimal: ShortestDecimal, isNegative: Bool) {
    (start, count) = (0, 0)
    if isNegative { append(0x2D) }
    let point = decimal.pointIndex
    if point > 21 || point <= -6 {
      for index in 0..<decimal.count {
        if index == 1 { append(0x2E) }
        append(0x30 + decimal.digits[index])
      }
      appendExponent(point - 1)
      return
    }
    if point <= 0 {
      append(0x30)
      append(0x2E)
      for _ in point..<0 { append(0x30) }
    }
    for index in 0..<max(decimal.count, point) {
      if index == point, point > 0 { append(0x2E) }
      append(0x30 + (index < decimal.count ? decimal.digits[index] : 0))
    }
  }

  private mutating func appendExponent(_ exponent: Int) {
    append(0x65)
    if exponent < 0 { append(0x2D) }
    var rest = exponent.magnitude
    var divisor: UInt = rest >= 100 ? 100 : rest >= 10 ? 10 : 1
    while divisor > 0 {
      append(0x30 + UInt8(rest / divisor))
      rest %= divisor
      divisor /= 10
    }
  }

  private mutating func append(_ byte: UInt8) {
    storage[count] = byte
    count += 1
  }
}
