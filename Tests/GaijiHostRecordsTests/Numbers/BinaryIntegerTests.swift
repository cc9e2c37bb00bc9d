import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct BinaryIntegerTests {
  static func model(_ bytes: [UInt8], _ shape: DecimalShape, _ order: ByteOrder) -> Reading {
    // Sums of powers of 256, in 128 bits; the wrap of the highest bit as a subtraction.
    var magnitude: UInt128 = 0
    for byte in order == .big ? bytes : bytes.reversed() {
      magnitude = magnitude * 256 + UInt128(byte)
    }
    let half = UInt128(1) << (8 * bytes.count - 1)
    let isNegative = shape.isSigned && magnitude >= half
    // 2^n - magnitude without 2^n, which has no place in 128 bits.
    if isNegative { magnitude = half - (magnitude - half) }
    let digits = String(magnitude).utf8.map { $0 - 48 }
    return .number(
      decimalText(digits: digits, scale: shape.scale, isNegative: isNegative),
      isCanonical: shape.digits == 0 || magnitude == 0 || digits.count <= shape.digits)
  }

  @Test(arguments: [ByteOrder.big, .little], [true, false])
  func `Every field of one or two bytes reads as the model says`(
    _ order: ByteOrder, _ isSigned: Bool
  ) throws {
    for (byteCount, digits) in [(1, 0), (1, 2), (2, 0), (2, 4)] {
      for scale in [0, 2] {
        let shape = DecimalShape(digits: digits, scale: scale, isSigned: isSigned)
        let format = try NumberFormat(.binary(shape, order), byteCount: byteCount, isEBCDIC: true)
        for bytes in allBytes(byteCount) {
          let reading = format.read(bytes)
          guard reading == Self.model(bytes, shape, order), format.isConsistent(bytes, reading)
          else {
            Issue.record("\(bytes) \(shape): \(reading)")
            return
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2, 3, 4, 5, 6, 7, 8, 16])
  func `Fields of every width read as the model says, at their ends too`(_ byteCount: Int) throws {
    var random = SeededGenerator(seed: UInt64(byteCount))
    var text = NumberText()
    for digits in [0, 1, 4, 9, 18, 38] {
      for scale in [-64, -1, 0, 3, 25, 64] {
        for order in [ByteOrder.big, .little] {
          for isSigned in [true, false] {
            let shape = DecimalShape(digits: digits, scale: scale, isSigned: isSigned)
            let format = try NumberFormat(
              .binary(shape, order), byteCount: byteCount, isEBCDIC: true)
            let zeros = [UInt8](repeating: 0, count: byteCount)
            var fields = [zeros, zeros.map { _ in 0xFF }]
            for byte: UInt8 in [0x7F, 0x80] {
              fields.append([byte] + zeros.dropFirst())
              fields.append(zeros.dropLast() + [byte])
              fields.append([byte] + zeros.dropFirst().map { _ in 0xFF })
            }
            for _ in 0..<5 {
              fields.append(zeros.map { _ in .random(in: 0...255, using: &random) })
              let small = Int.random(in: 1...byteCount, using: &random)
              fields.append(
                zeros.indices.map { $0 < small ? 0 : .random(in: 0...255, using: &random) })
            }
            for bytes in fields {
              let reading = format.read(bytes, &text)
              #expect(reading == Self.model(bytes, shape, order), "\(bytes) \(shape)")
              #expect(format.isConsistent(bytes, reading), "\(bytes) \(shape) \(reading)")
            }
          }
        }
      }
    }
  }
}
