internal import GaijiModel

/// The numbers that decide a floating-point format: a value is an integer of at most `precision`
/// bits times a power of 2.
struct FloatParameters {
  /// Bits of the integer, the hidden bit of IEEE formats included.
  let precision: Int
  /// Bits by which neighbouring exponents differ: 1, or 4 in the hexadecimal format.
  let step: Int
  /// The power of 2 of the smallest exponent.
  let leastExponent: Int
  /// The power of 2 of the greatest one.
  let greatestExponent: Int

  /// IBM hexadecimal (z/Architecture Principles of Operation, chapter 9): sign, 7 bits of exponent
  /// of 16 in excess 64, and a fraction of 6 or 14 hexadecimal digits.
  static func hexadecimal(byteCount: Int) -> FloatParameters {
    let bits = byteCount == 4 ? 24 : 56
    return FloatParameters(
      precision: bits, step: 4, leastExponent: -256 - bits, greatestExponent: 252 - bits)
  }

  static func ieee(byteCount: Int) -> FloatParameters {
    byteCount == 4
      ? FloatParameters(precision: 24, step: 1, leastExponent: -149, greatestExponent: 104)
      : FloatParameters(precision: 53, step: 1, leastExponent: -1074, greatestExponent: 971)
  }

  /// The least integer that is not written with a smaller exponent.
  var leastNormal: UInt64 { 1 << UInt64(precision - step) }
}

/// A positive value: `integer` times 2 to the power of `exponent`.
struct FloatValue: Equatable {
  var integer: UInt64
  var exponent: Int
}
