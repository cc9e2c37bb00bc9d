/// The fewest decimal digits that read back as a floating-point value, and of these the nearest to
/// it: free-format printing with exact arithmetic, after Steele and White (1990) and Burger and
/// Dybvig (1996).
struct ShortestDecimal {
  /// Values 0...9; the first is not 0.
  private(set) var digits = InlineArray<20, UInt8>(repeating: 0)
  private(set) var count = 0
  /// The value is 0.ddd times 10 to this power.
  private(set) var pointIndex = 0

  /// - Parameter value: not zero, and normal unless it has the format's least exponent.
  init(_ value: FloatValue, _ parameters: FloatParameters) {
    // Everything in units of half the gap below the value, the smallest length that occurs:
    // `rest` / `whole` is the value, `above` and `below` reach half-way to the neighbours.
    let isNarrowBelow =
      value.integer == parameters.leastNormal && value.exponent > parameters.leastExponent
    let extraBits = parameters.step + 1
    var rest = WideNatural(value.integer)
    var whole = WideNatural(1)
    var above = WideNatural(1)
    var below = WideNatural(1)
    rest.shiftLeft(extraBits + max(value.exponent, 0))
    whole.shiftLeft(extraBits + max(-value.exponent, 0))
    above.shiftLeft(parameters.step + max(value.exponent, 0))
    below.shiftLeft((isNarrowBelow ? 0 : parameters.step) + max(value.exponent, 0))
    // A neighbour's half-way point reads back as the value when ties go to it.
    let isEven = value.integer & 1 == 0

    scale(&rest, &whole, &above, &below, value, isEven: isEven)
    while true {
      var digit: UInt8 = 0
      rest.multiply(by: 10)
      above.multiply(by: 10)
      below.multiply(by: 10)
      while rest.compared(to: whole) >= 0 {
        rest.subtract(whole)
        digit += 1
      }
      let isLow = rest.compared(to: below) < (isEven ? 1 : 0)
      let isHigh = Self.reaches(rest, above, whole, orEqual: isEven)
      if isLow || isHigh {
        var isUp = isHigh
        if isLow, isHigh {
          rest.shiftLeft(1)
          let half = rest.compared(to: whole)
          isUp = half > 0 || (half == 0 && digit & 1 == 1)
        }
        append(digit + (isUp ? 1 : 0))
        return
      }
      append(digit)
    }
  }

  /// Divides by the power of 10 that puts the point before the first digit.
  private mutating func scale(
    _ rest: inout WideNatural, _ whole: inout WideNatural, _ above: inout WideNatural,
    _ below: inout WideNatural, _ value: FloatValue, isEven: Bool
  ) {
    // 1233 / 4096 is log10(2) to five places; the loops mend an estimate that is off by one.
    let bits = 63 - value.integer.leadingZeroBitCount + value.exponent
    pointIndex = bits * 1233 >> 12
    if pointIndex >= 0 {
      whole.multiply(byPowerOf10: pointIndex)
    } else {
      rest.multiply(byPowerOf10: -pointIndex)
      above.multiply(byPowerOf10: -pointIndex)
      below.multiply(byPowerOf10: -pointIndex)
    }
    while Self.reaches(rest, above, whole, orEqual: isEven) {
      whole.multiply(by: 10)
      pointIndex += 1
    }
    while true {
      var (tenRest, tenAbove) = (rest, above)
      tenRest.multiply(by: 10)
      tenAbove.multiply(by: 10)
      if Self.reaches(tenRest, tenAbove, whole, orEqual: isEven) { return }
      rest = tenRest
      above = tenAbove
      below.multiply(by: 10)
      pointIndex -= 1
    }
  }

  private static func reaches(
    _ rest: WideNatural, _ above: WideNatural, _ whole: WideNatural, orEqual: Bool
  ) -> Bool {
    var sum = rest
    sum.add(above)
    return sum.compared(to: whole) > (orEqual ? -1 : 0)
  }

  private mutating func append(_ digit: UInt8) {
    digits[count] = digit
    count += 1
  }
}
