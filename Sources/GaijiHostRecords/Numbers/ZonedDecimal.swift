internal import GaijiModel

/// Zoned decimal (USAGE DISPLAY): a digit a byte. The sign is in the zone of the last or the first
/// digit, or a character of its own. EBCDIC's sign zones are those of packed decimal: A, C, E, F
/// plus, B and D minus.
struct ZonedDecimal {
  let shape: DecimalShape
  let place: SignPlace
  let isEBCDIC: Bool
  let usesZone7: Bool

  private var zone: UInt8 { isEBCDIC ? 0xF0 : 0x30 }
  private var space: UInt8 { isEBCDIC ? 0x40 : 0x20 }
  private var plus: UInt8 { isEBCDIC ? 0x4E : 0x2B }
  private var minus: UInt8 { isEBCDIC ? 0x60 : 0x2D }
  private var isSeparate: Bool {
    shape.isSigned && (place == .leadingSeparate || place == .trailingSeparate)
  }
  private var isLeading: Bool { place == .leading || place == .leadingSeparate }

  func decode(_ bytes: Span<UInt8>, into text: inout NumberText) -> NumberFormat.Decoded {
    let digits = digitPlaces(of: bytes.count)
    var isNegative = false
    var isCanonical = true
    var plain = digits
    if isSeparate {
      switch bytes[isLeading ? 0 : bytes.count - 1] {
      case plus: break
      case minus: isNegative = true
      default: return isBlank(bytes) ? .blank : .bad
      }
    } else {
      let signPlace = isLeading ? digits.lowerBound : digits.upperBound - 1
      guard let signed = signedDigit(bytes[signPlace]) else {
        return isBlank(bytes) ? .blank : .bad
      }
      (isNegative, isCanonical) = (signed.isNegative, signed.isCanonical)
      text.setDigit(signed.digit, at: signPlace - digits.lowerBound)
      plain =
        isLeading
        ? digits.lowerBound + 1..<digits.upperBound : digits.lowerBound..<digits.upperBound - 1
    }
    guard setDigits(bytes, plain, from: digits.lowerBound, in: &text) else { return .bad }
    let isZero = text.finish(
      digitCount: digits.count, scale: shape.scale, isNegative: isNegative)
    return .number(isCanonical: isCanonical && !(isZero && isNegative))
  }

  private func digitPlaces(of byteCount: Int) -> Range<Int> {
    guard isSeparate else { return 0..<byteCount }
    return isLeading ? 1..<byteCount : 0..<byteCount - 1
  }

  /// Copies plain digits of a range to the text, whose digit 0 is the byte at `base`.
  /// - Returns: false when a byte is not a plain digit.
  @inline(__always) private func setDigits(
    _ bytes: Span<UInt8>, _ range: Range<Int>, from base: Int, in text: inout NumberText
  ) -> Bool {
    var place = range.lowerBound
    if place + 8 <= range.upperBound {
      let raw = unsafe bytes.bytes
      let zones = 0x0101_0101_0101_0101 &* UInt64(zone)
      while place + 8 <= range.upperBound {
        let loaded = unsafe raw.unsafeLoadUnaligned(fromByteOffset: place, as: UInt64.self)
        let digits = UInt64(littleEndian: loaded) ^ zones
        // With the zones gone a digit has no high half, and adding 6 does not give it one.
        let high: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
        guard (digits | ((digits & ~high) &+ 0x0606_0606_0606_0606)) & high == 0 else {
          return false
        }
        text.setDigits(digits, at: place - base)
        place += 8
      }
    }
    while place < range.upperBound {
      let digit = bytes[place] ^ zone
      guard digit <= 9 else { return false }
      text.setDigit(digit, at: place - base)
      place += 1
    }
    return true
  }

  private func isBlank(_ bytes: Span<UInt8>) -> Bool {
    for index in bytes.indices where bytes[index] != space { return false }
    return true
  }

  /// The digit and sign of a byte that may carry both.
  private func signedDigit(
    _ byte: UInt8
  ) -> (digit: UInt8, isNegative: Bool, isCanonical: Bool)? {
    guard isEBCDIC else { return asciiSignedDigit(byte) }
    let digit = byte & 0xF
    let sign = byte >> 4
    guard digit <= 9, sign >= 0xA else { return nil }
    let isNegative = sign == 0xB || sign == 0xD
    let expected: UInt8 = shape.isSigned ? (isNegative ? 0xD : 0xC) : 0xF
    return (digit, isNegative, sign == expected)
  }

  private func asciiSignedDigit(
    _ byte: UInt8
  ) -> (digit: UInt8, isNegative: Bool, isCanonical: Bool)? {
    let isSigned = shape.isSigned
    return switch byte {
    case 0x30...0x39: (byte - 0x30, false, !isSigned || usesZone7)
    case 0x70...0x79: (byte - 0x70, true, isSigned && usesZone7)
    case 0x7B: (0, false, isSigned && !usesZone7)
    case 0x41...0x49: (byte - 0x40, false, isSigned && !usesZone7)
    case 0x7D: (0, true, isSigned && !usesZone7)
    case 0x4A...0x52: (byte - 0x49, true, isSigned && !usesZone7)
    default: nil
    }
  }

  func encode(
    _ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>
  ) throws(NumberEncodingError) {
    if PlainDecimal.isBlank(text) {
      for index in bytes.indices { bytes[index] = space }
      return
    }
    let decimal = try DecimalDigits(text, shape)
    let digits = digitPlaces(of: bytes.count)
    for place in digits {
      bytes[place] = zone | decimal.digit(place - digits.lowerBound, of: digits.count)
    }
    guard shape.isSigned else { return }
    if isSeparate {
      bytes[isLeading ? 0 : bytes.count - 1] = decimal.isNegative ? minus : plus
    } else {
      let signPlace = isLeading ? 0 : bytes.count - 1
      bytes[signPlace] = signByte(bytes[signPlace] & 0xF, isNegative: decimal.isNegative)
    }
  }

  private func signByte(_ digit: UInt8, isNegative: Bool) -> UInt8 {
    if isEBCDIC { return (isNegative ? 0xD0 : 0xC0) | digit }
    if usesZone7 { return (isNegative ? 0x70 : 0x30) | digit }
    if digit == 0 { return isNegative ? 0x7D : 0x7B }
    return (isNegative ? 0x49 : 0x40) + digit
  }
}
