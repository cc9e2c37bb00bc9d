import GaijiHostRecords
import GaijiModel
import Testing

/// IBM floating point against rational arithmetic that shares nothing with the code under test.
@Suite struct HexadecimalFloatTests {
  static func format(_ byteCount: Int) throws -> NumberFormat {
    try NumberFormat(.float(.hexadecimal), byteCount: byteCount, isEBCDIC: true)
  }

  static func bytes(_ bits: UInt64, _ byteCount: Int) -> [UInt8] {
    (0..<byteCount).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * (byteCount - 1 - $0))) }
  }

  /// A value as fraction times 16^power, exactly.
  struct Value {
    var fraction: UInt64
    var power: Int

    init(_ bits: UInt64, _ byteCount: Int) {
      let fractionBits = UInt64(8 * byteCount - 8)
      fraction = bits & (1 << fractionBits - 1)
      power = Int(bits >> fractionBits & 0x7F) - 64 - (byteCount == 4 ? 6 : 14)
    }

    /// The value, half of its unit in the last place and a decimal number, all multiplied by the
    /// same number so that they are integers.
    func scaled(with decimal: DecimalParts) -> (
      value: ExactNatural, half: ExactNatural, decimal: ExactNatural
    ) {
      func scale(_ number: ExactNatural, _ power: Int, _ exponent: Int) -> ExactNatural {
        number.times(16, power: max(power, 0)).times(10, power: max(exponent, 0))
      }
      let tenths = max(-decimal.exponent, 0)
      let half = scale(ExactNatural(1), power, tenths)
      let value = scale(ExactNatural(fraction), power, tenths).times(2)
      let other = scale(ExactNatural(digits: decimal.digits), max(-power, 0), decimal.exponent)
      return (value, half, other.times(2))
    }

    /// Whether the nearest value to the decimal number is this one. Of two equally near the one
    /// with the even fraction is taken; below a power of 16 the gap is a sixteenth.
    func isNearest(to decimal: DecimalParts, isShort: Bool) -> Bool {
      let (value, half, other) = scaled(with: decimal)
      let least: UInt64 = 1 << (isShort ? 20 : 52)
      let lowest = -64 - (isShort ? 6 : 14)
      var distance = value.distance(to: other)
      var limit = half
      if other < value, fraction == least, power > lowest { distance = distance.times(16) }
      if fraction & 1 == 1 {
        distance = distance.times(2).plus(ExactNatural(1))
        limit = limit.times(2)
      }
      return !(limit < distance)
    }
  }

  /// Shortest, nearest of the shortest, and read back.
  static func check(_ bits: UInt64, _ byteCount: Int) throws {
    let isShort = byteCount == 4
    let field = bytes(bits, byteCount)
    guard case .number(let text, let isCanonical) = try format(byteCount).read(field) else {
      Issue.record("\(field) is no number")
      return
    }
    let value = Value(bits, byteCount)
    let parts = try #require(DecimalParts(text))
    #expect(isCanonical)
    #expect(try format(byteCount).write(text) == field, "\(field) \(text)")
    #expect(value.isNearest(to: parts, isShort: isShort), "\(field) \(text) is another value")
    // One digit fewer: neither the number below nor the one above reads back.
    let cut = String(parts.digits.dropLast())
    let shorter = [cut, increased(cut)].map {
      DecimalParts(digits: $0, exponent: parts.exponent + 1)
    }
    for other in shorter where !other.digits.isEmpty {
      #expect(
        !value.isNearest(to: other, isShort: isShort), "\(field): \(other) is shorter than \(text)")
    }
    // As many digits: the next numbers are not nearer.
    let (exact, _, written) = value.scaled(with: parts)
    let (up, _, above) = value.scaled(
      with: DecimalParts(digits: increased(parts.digits), exponent: parts.exponent))
    #expect(exact.distance(to: written) <= up.distance(to: above), "\(field) \(text)")
  }

  static func increased(_ digits: String) -> String {
    var all = digits.utf8.map { $0 - 48 }
    var index = all.count - 1
    while index >= 0, all[index] == 9 {
      all[index] = 0
      index -= 1
    }
    if index >= 0 { all[index] += 1 } else { all.insert(1, at: 0) }
    return String(decoding: all.map { $0 + 48 }, as: UTF8.self)
  }

  @Test func `Values of the manuals`() throws {
    // IBM, Principles of Operation, chapter 9, "Examples of floating-point numbers" and limits.
    let short = try Self.format(4)
    #expect(short.read([0x41, 0x10, 0, 0]) == .number("1", isCanonical: true))
    #expect(short.read([0x40, 0x80, 0, 0]) == .number("0.5", isCanonical: true))
    #expect(short.read([0x3F, 0x40, 0, 0]) == .number("0.015625", isCanonical: true))
    #expect(short.read([0, 0, 0, 0]) == .number("0", isCanonical: true))
    #expect(short.read([0x80, 0, 0, 0]) == .number("0", isCanonical: false))
    #expect(short.read([0x41, 0, 0, 0]) == .number("0", isCanonical: false))
    #expect(short.read([0xC1, 0xF0, 0, 0]) == .number("-15", isCanonical: true))
    #expect(short.read([0xC2, 0x76, 0xA0, 0]) == .number("-118.625", isCanonical: true))
    #expect(short.read([0x7F, 0xFF, 0xFF, 0xFF]) == .number("7.237005e75", isCanonical: true))
    #expect(short.read([0x00, 0x10, 0, 0]) == .number("5.397605e-79", isCanonical: true))
    #expect(short.read([0x42, 0x01, 0, 0]) == .number("1", isCanonical: false))
    #expect(short.read([0x00, 0x00, 0, 0x01]) == .number("5e-85", isCanonical: true))
  }

  @Test(arguments: [4, 8])
  func `The shortest decimal number reads back, nothing shorter does`(_ byteCount: Int) throws {
    var random = SeededGenerator(seed: 11)
    let fractionBits = UInt64(8 * byteCount - 8)
    let least = UInt64(1) << (fractionBits - 4)
    for characteristic: UInt64 in [0, 1, 2, 20, 50, 60, 63, 64, 65, 66, 70, 78, 79, 90, 126, 127] {
      var fractions = [least, least + 1, least * 2, least * 16 - 1, least * 16 - 2]
      for _ in 0..<6 { fractions.append(.random(in: least..<least * 16, using: &random)) }
      if characteristic == 0 { fractions += [1, 2, 3, least - 1] }
      for fraction in fractions {
        try Self.check(characteristic << fractionBits | fraction, byteCount)
      }
    }
  }

  @Test(arguments: [4, 8])
  func `Texts half-way between two values go to the even one`(_ byteCount: Int) throws {
    let format = try Self.format(byteCount)
    let bits = UInt64(8 * byteCount - 8)
    let limit = UInt64(1) << bits
    // Values from 16^n on have a gap of 16: half-way is 8.
    #expect(try format.write(String(limit + 8)) == format.write(String(limit)))
    #expect(try format.write(String(limit + 9)) == format.write(String(limit + 16)))
    #expect(try format.write(String(limit + 24)) == format.write(String(limit + 32)))
    #expect(try format.write(String(limit + 8) + ".000001") == format.write(String(limit + 16)))
    // Just below a power of 16 the gap is 1, and a half goes up into the next power.
    #expect(try format.write(String(limit - 1) + ".5") == format.write(String(limit)))
    #expect(try format.write(String(limit - 1) + ".4999") == format.write(String(limit - 1)))
  }

  @Test func `A number that is not normalised has the value of its normal form`() throws {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let fraction = UInt64.random(in: 1..<1 << 48, using: &random)
      let characteristic = UInt64.random(in: 14...127, using: &random)
      let bits = characteristic << 56 | fraction
      var (normal, power) = (fraction, characteristic)
      while normal >> 52 == 0 { (normal, power) = (normal << 4, power - 1) }
      guard case .number(let text, let isCanonical) = try Self.format(8).read(Self.bytes(bits, 8))
      else {
        Issue.record("no number")
        return
      }
      #expect(!isCanonical)
      #expect(try Self.format(8).write(text) == Self.bytes(power << 56 | normal, 8))
    }
  }

  @Test func `What is beyond the range is an error, what is below it zero`() throws {
    let short = try Self.format(4)
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try short.write("7.24e75") }
    #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try short.write("1e99999999999") }
    #expect(try short.write("-1e-99999999999") == [0, 0, 0, 0])
    #expect(try short.write("1e-90") == [0, 0, 0, 0])
    #expect(try short.write("-0.0") == [0, 0, 0, 0])
    #expect(try short.write("+1.00e0") == [0x41, 0x10, 0, 0])
  }
}
