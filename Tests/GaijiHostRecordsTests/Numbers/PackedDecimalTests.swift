import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct PackedDecimalTests {
  /// Half bytes one by one, as the manual describes them.
  static func model(_ bytes: [UInt8], _ shape: DecimalShape) -> Reading {
    var halves = bytes.flatMap { [$0 >> 4, $0 & 0xF] }
    let sign = halves.removeLast()
    guard sign > 9, halves.allSatisfy({ $0 < 10 }) else { return .bad }
    let isNegative = [0xB, 0xD].contains(sign)
    let isZero = halves.allSatisfy { $0 == 0 }
    let isUsual = shape.isSigned ? [0xC, 0xD].contains(sign) : sign == 0xF
    let isInShape = halves.count == shape.digits || halves[0] == 0
    return .number(
      decimalText(digits: halves, scale: shape.scale, isNegative: isNegative),
      isCanonical: isUsual && isInShape && !(isZero && isNegative))
  }

  @Test(arguments: [1, 2, 3], [true, false])
  func `Every field of one or two bytes reads as the model says`(
    _ digits: Int, _ isSigned: Bool
  ) throws {
    for scale in [0, 2] {
      let shape = DecimalShape(digits: digits, scale: scale, isSigned: isSigned)
      let format = try NumberFormat(.packed(shape), byteCount: digits / 2 + 1, isEBCDIC: true)
      for bytes in allBytes(format.byteCount) {
        let reading = format.read(bytes)
        guard reading == Self.model(bytes, shape), format.isConsistent(bytes, reading) else {
          Issue.record("\(bytes) \(shape): \(reading), model \(Self.model(bytes, shape))")
          return
        }
      }
    }
  }

  @Test func `Fields of every width and scale read as the model says`() throws {
    var random = SeededGenerator(seed: 3)
    var text = NumberText()
    for digits in 1...38 {
      for scale in [-64, -3, 0, 1, digits - 1, digits, digits + 5, 64] {
        let shape = DecimalShape(digits: digits, scale: scale, isSigned: .random(using: &random))
        let format = try NumberFormat(.packed(shape), byteCount: digits / 2 + 1, isEBCDIC: true)
        for round in 0..<20 {
          var bytes = (0..<format.byteCount).map { _ in
            UInt8.random(in: 0...9, using: &random) << 4 | .random(in: 0...9, using: &random)
          }
          for index in 0..<Int.random(in: 0..<bytes.count + 1, using: &random) { bytes[index] = 0 }
          bytes[bytes.count - 1] =
            bytes[bytes.count - 1] & 0xF0 | .random(in: 0xA...0xF, using: &random)
          if round == 0 {
            bytes[Int.random(in: bytes.indices, using: &random)] ^= .random(
              in: 1...255, using: &random)
          }
          let reading = format.read(bytes, &text)
          #expect(reading == Self.model(bytes, shape), "\(bytes) \(shape)")
          #expect(format.isConsistent(bytes, reading), "\(bytes) \(shape) \(reading)")
        }
      }
    }
  }

  @Test func `Values of the manuals`() throws {
    // Enterprise COBOL for z/OS, Programming Guide, "Formats for numeric data", COMP-3.
    let signed = try NumberFormat(
      .packed(DecimalShape(digits: 4, isSigned: true)), byteCount: 3, isEBCDIC: true)
    #expect(signed.read([0x01, 0x23, 0x4C]) == .number("1234", isCanonical: true))
    #expect(signed.read([0x01, 0x23, 0x4D]) == .number("-1234", isCanonical: true))
    let unsigned = try NumberFormat(
      .packed(DecimalShape(digits: 4)), byteCount: 3, isEBCDIC: true)
    #expect(unsigned.read([0x01, 0x23, 0x4F]) == .number("1234", isCanonical: true))
  }
}
