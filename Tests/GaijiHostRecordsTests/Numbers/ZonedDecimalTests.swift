import GaijiHostRecords
import GaijiModel
import Testing

@Suite struct ZonedDecimalTests {
  struct Variant: Sendable, CustomTestStringConvertible {
    var place: SignPlace
    var isSigned: Bool
    var isEBCDIC: Bool
    var overpunch: NumberFormat.ASCIIOverpunch
    var testDescription: String { "\(place) signed:\(isSigned) ebcdic:\(isEBCDIC) \(overpunch)" }

    static let all = SignPlace.allCases.flatMap { place in
      [true, false].flatMap { isSigned in
        [
          Variant(place: place, isSigned: isSigned, isEBCDIC: true, overpunch: .letters),
          Variant(place: place, isSigned: isSigned, isEBCDIC: false, overpunch: .letters),
          Variant(place: place, isSigned: isSigned, isEBCDIC: false, overpunch: .zone7),
        ]
      }
    }

    var isSeparate: Bool { isSigned && (place == .leadingSeparate || place == .trailingSeparate) }
    var isLeading: Bool { place == .leading || place == .leadingSeparate }

    typealias SignBytes = [UInt8: (digit: UInt8, isNegative: Bool, isUsual: Bool)]

    /// Every byte that may carry a digit and a sign, spelled out.
    var signBytes: SignBytes {
      var bytes: SignBytes = [:]
      let zones: [(UInt8, Bool, Bool)] =
        isEBCDIC
        ? [
          (0xA0, false, false), (0xB0, true, false), (0xC0, false, isSigned),
          (0xD0, true, isSigned), (0xE0, false, false), (0xF0, false, !isSigned),
        ]
        : [
          (0x30, false, !isSigned || overpunch == .zone7),
          (0x70, true, isSigned && overpunch == .zone7),
        ]
      for (zone, isNegative, isUsual) in zones {
        for digit in UInt8(0)...9 { bytes[zone + digit] = (digit, isNegative, isUsual) }
      }
      guard !isEBCDIC else { return bytes }
      let isUsual = isSigned && overpunch == .letters
      for (digit, byte) in "{ABCDEFGHI".utf8.enumerated() {
        bytes[byte] = (UInt8(digit), false, isUsual)
      }
      for (digit, byte) in "}JKLMNOPQR".utf8.enumerated() {
        bytes[byte] = (UInt8(digit), true, isUsual)
      }
      return bytes
    }

    func model(_ bytes: [UInt8], scale: Int, _ signBytes: SignBytes) -> Reading {
      if bytes.allSatisfy({ $0 == (isEBCDIC ? 0x40 : 0x20) }) { return .blank }
      var rest = bytes
      var signed: (digit: UInt8, isNegative: Bool, isUsual: Bool) = (0, false, true)
      let byte = isLeading ? rest.removeFirst() : rest.removeLast()
      if isSeparate {
        guard byte == (isEBCDIC ? 0x4E : 0x2B) || byte == (isEBCDIC ? 0x60 : 0x2D) else {
          return .bad
        }
        signed.isNegative = byte == (isEBCDIC ? 0x60 : 0x2D)
      } else {
        guard let found = signBytes[byte] else { return .bad }
        signed = found
      }
      let zone: UInt8 = isEBCDIC ? 0xF0 : 0x30
      guard rest.allSatisfy({ $0 >= zone && $0 <= zone + 9 }) else { return .bad }
      var digits = rest.map { $0 - zone }
      if !isSeparate { digits.insert(signed.digit, at: isLeading ? 0 : digits.count) }
      let isZero = digits.allSatisfy { $0 == 0 }
      return .number(
        decimalText(digits: digits, scale: scale, isNegative: signed.isNegative),
        isCanonical: signed.isUsual && !(isZero && signed.isNegative))
    }

    func format(digits: Int, scale: Int) throws -> NumberFormat {
      try NumberFormat(
        .zoned(DecimalShape(digits: digits, scale: scale, isSigned: isSigned), place),
        byteCount: digits + (isSeparate ? 1 : 0), isEBCDIC: isEBCDIC, asciiOverpunch: overpunch)
    }
  }

  @Test(arguments: Variant.all)
  func `Every field of two bytes reads as the model says`(_ variant: Variant) throws {
    let format = try variant.format(digits: variant.isSeparate ? 1 : 2, scale: 1)
    let signBytes = variant.signBytes
    for bytes in allBytes(2) {
      let reading = format.read(bytes)
      guard reading == variant.model(bytes, scale: 1, signBytes),
        format.isConsistent(bytes, reading)
      else {
        Issue.record("\(bytes): \(reading), model \(variant.model(bytes, scale: 1, signBytes))")
        return
      }
    }
  }

  @Test(arguments: Variant.all)
  func `Fields of every width read as the model says`(_ variant: Variant) throws {
    var random = SeededGenerator(seed: 7)
    var text = NumberText()
    let signBytes = variant.signBytes
    let signed = signBytes.keys.sorted()
    for digits in 1...38 {
      for scale in [-64, 0, 2, digits, 64] {
        let format = try variant.format(digits: digits, scale: scale)
        for round in 0..<6 {
          var bytes = (0..<format.byteCount).map { _ in
            (variant.isEBCDIC ? 0xF0 : 0x30) + UInt8.random(in: 0...9, using: &random)
          }
          let signPlace = variant.isLeading ? 0 : bytes.count - 1
          bytes[signPlace] =
            variant.isSeparate
            ? (variant.isEBCDIC ? [0x4E, 0x60] : [0x2B, 0x2D]).randomElement(using: &random)!
            : signed.randomElement(using: &random)!
          if round == 0 {
            bytes[Int.random(in: bytes.indices, using: &random)] = .random(
              in: 0...255, using: &random)
          }
          if round == 1 {
            bytes = bytes.map { _ in variant.isEBCDIC ? 0x40 : 0x20 }
          }
          let reading = format.read(bytes, &text)
          #expect(reading == variant.model(bytes, scale: scale, signBytes), "\(bytes)")
          #expect(format.isConsistent(bytes, reading), "\(bytes) \(reading)")
        }
      }
    }
  }

  @Test func `Values of the manuals`() throws {
    // Enterprise COBOL for z/OS, Programming Guide, "Formats for numeric data", DISPLAY.
    func format(_ place: SignPlace, isSigned: Bool, byteCount: Int) throws -> NumberFormat {
      try NumberFormat(
        .zoned(DecimalShape(digits: 4, isSigned: isSigned), place), byteCount: byteCount,
        isEBCDIC: true)
    }
    let trailing = try format(.trailing, isSigned: true, byteCount: 4)
    #expect(trailing.read([0xF1, 0xF2, 0xF3, 0xC4]) == .number("1234", isCanonical: true))
    #expect(trailing.read([0xF1, 0xF2, 0xF3, 0xD4]) == .number("-1234", isCanonical: true))
    let leading = try format(.leading, isSigned: true, byteCount: 4)
    #expect(leading.read([0xD1, 0xF2, 0xF3, 0xF4]) == .number("-1234", isCanonical: true))
    let separate = try format(.trailingSeparate, isSigned: true, byteCount: 5)
    #expect(separate.read([0xF1, 0xF2, 0xF3, 0xF4, 0x60]) == .number("-1234", isCanonical: true))
    let first = try format(.leadingSeparate, isSigned: true, byteCount: 5)
    #expect(first.read([0x4E, 0xF1, 0xF2, 0xF3, 0xF4]) == .number("1234", isCanonical: true))
  }
}
