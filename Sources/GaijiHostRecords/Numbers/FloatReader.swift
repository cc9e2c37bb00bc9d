/// The floating-point value nearest to a decimal text; of two equally near the even one.
enum FloatReader {
  /// - Returns: `nil` for a value that rounds to zero.
  static func read(
    _ text: Span<UInt8>, _ parameters: FloatParameters
  ) throws(NumberEncodingError) -> (isNegative: Bool, value: FloatValue?) {
    let plain = try PlainDecimal(text, allowsExponent: true)
    var first = 0
    while first < plain.digitCount, plain.digit(first, of: text) == 0 { first += 1 }
    // The value is 0.ddd times 10 to the power of `magnitude`. The formats end at 10^308 and begin
    // at 10^-324.
    let magnitude = plain.pointIndex - first
    guard first < plain.digitCount, magnitude > -400 else { return (plain.isNegative, nil) }
    guard magnitude < 400 else { throw .tooLarge(digits: 0) }

    var numerator = WideNatural(0)
    for index in first..<plain.digitCount {
      numerator.multiply(by: 10, adding: UInt64(plain.digit(index, of: text)))
    }
    var denominator = WideNatural(1)
    let exponent = plain.pointIndex - plain.digitCount
    numerator.multiply(byPowerOf10: max(exponent, 0))
    denominator.multiply(byPowerOf10: max(-exponent, 0))
    let value = try nearest(numerator, denominator, parameters)
    return (plain.isNegative, value.integer == 0 ? nil : value)
  }

  private static func nearest(
    _ numerator: WideNatural, _ denominator: WideNatural, _ parameters: FloatParameters
  ) throws(NumberEncodingError) -> FloatValue {
    // The least exponent of the format with which the integer surely fits into its bits; by the
    // next smaller one it may fit as well, and then has the digits that are wanted.
    let least = parameters.leastExponent
    let bits = numerator.bitCount - denominator.bitCount + 1
    let steps =
      (max(bits - parameters.precision - least, 0) + parameters.step - 1) / parameters.step
    var value = FloatValue(integer: 0, exponent: least + steps * parameters.step)
    var isUp = false
    while true {
      (value.integer, isUp) = divide(numerator, denominator, value.exponent, parameters.precision)
      if value.integer >= parameters.leastNormal || value.exponent == least { break }
      value.exponent -= parameters.step
    }
    if isUp { value.integer += 1 }
    if value.integer == 1 << UInt64(parameters.precision) {
      value.integer >>= UInt64(parameters.step)
      value.exponent += parameters.step
    }
    guard value.exponent <= parameters.greatestExponent else { throw .tooLarge(digits: 0) }
    return value
  }

  /// The quotient divided by 2 to the power of `exponent`, which is below 2 to that of `precision`;
  /// and whether it is to be rounded up.
  private static func divide(
    _ numerator: WideNatural, _ denominator: WideNatural, _ exponent: Int, _ precision: Int
  ) -> (integer: UInt64, isUp: Bool) {
    var rest = numerator
    var divisor = denominator
    rest.shiftLeft(max(-exponent, 0))
    divisor.shiftLeft(max(exponent, 0) + precision - 1)
    var quotient: UInt64 = 0
    for _ in 0..<precision {
      quotient <<= 1
      if rest.compared(to: divisor) >= 0 {
        rest.subtract(divisor)
        quotient |= 1
      }
      rest.shiftLeft(1)
    }
    let half = rest.compared(to: divisor)
    return (quotient, half > 0 || (half == 0 && quotient & 1 == 1))
  }
}
