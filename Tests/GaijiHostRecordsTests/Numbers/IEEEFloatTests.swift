import GaijiHostRecords
import GaijiModel
import Testing

/// IEEE numbers against the standard library's printing and reading.
@Suite struct IEEEFloatTests {
  static func bits(_ random: inout SeededGenerator) -> [UInt64] {
    var all: [UInt64] = [
      0, 1, 2, 3, 0x000F_FFFF_FFFF_FFFF, 0x0010_0000_0000_0000, 0x0010_0000_0000_0001,
      0x7FEF_FFFF_FFFF_FFFF, 0x3FF0_0000_0000_0000, 0x8000_0000_0000_0000, 0x7FF0_0000_0000_0000,
      0xFFF0_0000_0000_0000, 0x7FF8_0000_0000_0000, (1e23).bitPattern,
      (9007199254740993.0).bitPattern, (0.1).bitPattern, (123456.789).bitPattern,
    ]
    for exponent: UInt64 in stride(from: 1, to: 2046, by: 37) { all.append(exponent << 52) }
    for _ in 0..<600 { all.append(random.next()) }
    return all
  }

  @Test(arguments: [FloatFormat.ieee, .ieeeLittleEndian])
  func `Eight bytes read and write as Swift does`(_ floatFormat: FloatFormat) throws {
    let format = try NumberFormat(.float(floatFormat), byteCount: 8, isEBCDIC: false)
    var random = SeededGenerator(seed: 2)
    var text = NumberText()
    for bits in Self.bits(&random) {
      var bytes = HexadecimalFloatTests.bytes(bits, 8)
      if floatFormat == .ieeeLittleEndian { bytes.reverse() }
      let value = Double(bitPattern: bits)
      let reading = format.read(bytes, &text)
      #expect(format.isConsistent(bytes, reading), "\(value)")
      guard case .number(let written, let isCanonical) = reading else {
        #expect(!value.isFinite, "\(value)")
        continue
      }
      #expect(isCanonical == !(value == 0 && value.sign == .minus))
      #expect(Double(written) == value, "\(value) \(written)")
      var model = try #require(DecimalParts(value.description))
      if value == 0 { model.isNegative = false }
      #expect(DecimalParts(written) == model, "\(value) \(written)")
    }
  }

  @Test func `Four bytes read and write as Swift does`() throws {
    let format = try NumberFormat(.float(.ieee), byteCount: 4, isEBCDIC: false)
    var random = SeededGenerator(seed: 4)
    var patterns: [UInt32] = [0, 1, 2, 0x7F_FFFF, 0x80_0000, 0x7F7F_FFFF, 0x7F80_0000, 0x8000_0000]
    for exponent: UInt32 in 1...254 { patterns.append(exponent << 23) }
    for _ in 0..<600 { patterns.append(UInt32(truncatingIfNeeded: random.next())) }
    for bits in patterns {
      let bytes = HexadecimalFloatTests.bytes(UInt64(bits), 4)
      let value = Float(bitPattern: bits)
      let reading = format.read(bytes)
      #expect(format.isConsistent(bytes, reading), "\(value)")
      guard case .number(let written, _) = reading else {
        #expect(!value.isFinite, "\(value)")
        continue
      }
      var model = try #require(DecimalParts(value.description))
      if value == 0 { model.isNegative = false }
      #expect(DecimalParts(written) == model, "\(value) \(written)")
    }
  }

  @Test func `Decimal texts are rounded as Swift rounds them`() throws {
    let double = try NumberFormat(.float(.ieee), byteCount: 8, isEBCDIC: false)
    let single = try NumberFormat(.float(.ieee), byteCount: 4, isEBCDIC: false)
    var random = SeededGenerator(seed: 9)
    var texts = [
      "9007199254740993", "9007199254740992.99999", "2.2250738585072011e-308",
      "1.7976931348623157e308",
      "2.4703282292062327e-324", "2.4703282292062328e-324", "16777217", "16777219", "1e-45",
      "7e-46",
      "0." + String(repeating: "0", count: 100) + "123", String(repeating: "9", count: 128),
      "1" + String(repeating: "0", count: 127),
    ]
    for _ in 0..<400 {
      let count = Int.random(in: 1...40, using: &random)
      var digits = (0..<count).map { _ in String(Int.random(in: 0...9, using: &random)) }
      if Bool.random(using: &random) {
        digits.insert(".", at: Int.random(in: 0...count, using: &random))
      }
      texts.append(digits.joined() + "e\(Int.random(in: -360...330, using: &random))")
    }
    for text in texts {
      // The standard library wants a digit before the point and one behind it.
      let plain = text.replacing(".e", with: ".0e")
      let model = try #require(Double(plain.hasPrefix(".") ? "0" + plain : plain), "\(text)")
      if model.isFinite {
        #expect(
          try double.write(text) == HexadecimalFloatTests.bytes(model.bitPattern, 8), "\(text)")
      } else {
        #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try double.write(text) }
      }
      let short = try #require(Float(plain.hasPrefix(".") ? "0" + plain : plain), "\(text)")
      if short.isFinite {
        #expect(
          try single.write(text) == HexadecimalFloatTests.bytes(UInt64(short.bitPattern), 4),
          "\(text)")
      } else {
        #expect(throws: NumberEncodingError.tooLarge(digits: 0)) { try single.write(text) }
      }
    }
  }

  @Test func `Small and large numbers have an exponent, others have none`() throws {
    let format = try NumberFormat(.float(.ieee), byteCount: 8, isEBCDIC: false)
    for (text, value) in [
      ("0.000001", 1e-6), ("1e-7", 1e-7), ("1.5e-7", 1.5e-7), ("100000000000000000000", 1e20),
      ("1e21", 1e21), ("-1.25e300", -1.25e300), ("12.5", 12.5), ("10", 10.0), ("-0.05", -0.05),
    ] {
      let bytes = HexadecimalFloatTests.bytes(value.bitPattern, 8)
      #expect(format.read(bytes) == .number(text, isCanonical: true))
    }
  }
}
