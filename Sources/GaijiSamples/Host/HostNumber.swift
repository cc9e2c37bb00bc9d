internal import GaijiModel

/// Numbers of host records, written by plain arithmetic of its own: the sample must not know what
/// the conversion makes of them.
struct HostNumber: Sendable {
  let kind: FieldKind
  let byteCount: Int
  let isEBCDIC: Bool

  /// The greatest value, without its point, that the field and 18 digits hold.
  var limit: Int {
    switch kind {
    case .zoned(let shape, _), .packed(let shape): return Self.power(min(18, shape.digits)) - 1
    case .binary(let shape, _):
      let bits = min(62, 8 * byteCount - (shape.isSigned ? 1 : 0))
      let width = 1 << bits - 1
      return shape.digits == 0 ? width : min(width, Self.power(min(18, shape.digits)) - 1)
    // A float of 4 bytes has 24 bits of fraction, of which hexadecimal digits may waste three.
    case .float: return 1 << 20
    case .single, .double, .mixed, .raw: return 0
    }
  }

  var isSigned: Bool {
    switch kind {
    case .zoned(let shape, _), .packed(let shape), .binary(let shape, _): shape.isSigned
    case .float: true
    case .single, .double, .mixed, .raw: false
    }
  }

  /// Digits of the text for people that the widest value takes, with sign and point.
  var textWidth: Int {
    switch kind {
    case .zoned(let shape, _), .packed(let shape), .binary(let shape, _):
      (shape.digits == 0 ? 18 : shape.digits) + 2 + abs(shape.scale)
    case .float: 9
    case .single, .double, .mixed, .raw: 0
    }
  }

  static func power(_ digits: Int) -> Int { (0..<digits).reduce(1) { power, _ in power * 10 } }

  /// The text that a conversion gives: no leading zeros, as many digits behind the point as the
  /// shape says.
  func text(_ value: Int) -> [UInt8] {
    var scale = 0
    switch kind {
    case .zoned(let shape, _), .packed(let shape), .binary(let shape, _): scale = shape.scale
    case .float, .single, .double, .mixed, .raw: break
    }
    var digits = Array(String(abs(value)).utf8)
    if scale < 0, value != 0 { digits += Array(repeating: 0x30, count: -scale) }
    if scale > 0 {
      while digits.count <= scale { digits.insert(0x30, at: 0) }
      digits.insert(UInt8(ascii: "."), at: digits.count - scale)
    }
    return value < 0 ? [UInt8(ascii: "-")] + digits : digits
  }

  /// Writes `value` to `record` at `offset`, in the one spelling that a host's arithmetic gives.
  func write(_ value: Int, to record: inout [UInt8], at offset: Int) {
    switch kind {
    case .packed(let shape):
      var rest = abs(value)
      let sign: UInt8 = shape.isSigned ? (value < 0 ? 0xD : 0xC) : 0xF
      for index in stride(from: byteCount - 1, through: 0, by: -1) {
        var low = sign
        if index < byteCount - 1 {
          low = UInt8(rest % 10)
          rest /= 10
        }
        record[offset + index] = UInt8(rest % 10) << 4 | low
        rest /= 10
      }
    case .zoned(let shape, let place): writeZoned(value, shape, place, to: &record, at: offset)
    case .binary(_, let order):
      for index in 0..<byteCount {
        // The sign is shifted in beyond eight bytes.
        let byte = UInt8(truncatingIfNeeded: value >> (8 * index))
        record[offset + (order == .big ? byteCount - 1 - index : index)] = byte
      }
    case .float(let format): writeFloat(value, format, to: &record, at: offset)
    case .single, .double, .mixed, .raw: break
    }
  }

  private func writeZoned(
    _ value: Int, _ shape: DecimalShape, _ place: SignPlace, to record: inout [UInt8],
    at offset: Int
  ) {
    let zone: UInt8 = isEBCDIC ? 0xF0 : 0x30
    let isSeparate = place == .leadingSeparate || place == .trailingSeparate
    let count = isSeparate && shape.isSigned ? byteCount - 1 : byteCount
    let start = place == .leadingSeparate && shape.isSigned ? offset + 1 : offset
    var rest = abs(value)
    for index in stride(from: count - 1, through: 0, by: -1) {
      record[start + index] = zone | UInt8(rest % 10)
      rest /= 10
    }
    guard shape.isSigned else { return }
    switch place {
    case .leadingSeparate, .trailingSeparate:
      let signs: (plus: UInt8, minus: UInt8) = isEBCDIC ? (0x4E, 0x60) : (0x2B, 0x2D)
      record[place == .leadingSeparate ? offset : offset + count] =
        value < 0 ? signs.minus : signs.plus
    case .leading, .trailing:
      let index = place == .leading ? start : start + count - 1
      let digit = record[index] & 0xF
      if isEBCDIC {
        record[index] = (value < 0 ? 0xD0 : 0xC0) | digit
      } else {
        // What C0...C9 and D0...D9 are as characters of ASCII.
        let letters = value < 0 ? Array("}JKLMNOPQR".utf8) : Array("{ABCDEFGHI".utf8)
        record[index] = letters[Int(digit)]
      }
    }
  }

  private func writeFloat(
    _ value: Int, _ format: FloatFormat, to record: inout [UInt8], at offset: Int
  ) {
    var bits: UInt64
    switch format {
    case .hexadecimal:
      // Sign, exponent of 16 with 64 added, and a fraction whose first digit is not 0.
      var exponent: UInt64 = 64 + UInt64(2 * byteCount - 2)
      var fraction = UInt64(abs(value))
      let top = UInt64(0xF) << UInt64(8 * byteCount - 12)
      while fraction != 0, fraction & top == 0 {
        fraction <<= 4
        exponent -= 1
      }
      bits = fraction == 0 ? 0 : exponent << UInt64(8 * byteCount - 8) | fraction
      if value < 0 { bits |= 1 << UInt64(8 * byteCount - 1) }
    case .ieee, .ieeeLittleEndian:
      bits = byteCount == 4 ? UInt64(Float(value).bitPattern) : Double(value).bitPattern
    }
    for index in 0..<byteCount {
      let place = format == .ieeeLittleEndian ? index : byteCount - 1 - index
      record[offset + place] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * index))
    }
  }
}
