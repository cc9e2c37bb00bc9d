internal import GaijiHostRecords
internal import GaijiModel

// Numbers. The common spellings of the common formats are written eight digits a step, without a
// look at each; whatever is not one of them goes to `NumberFormat`, which knows them all. Both give
// the same text (`HostNumberTests` compares them).

extension HostTextConverter {
  /// Writes the number of the field in hand: `count` bytes from `fieldStart`.
  mutating func convertNumber(count: Int) throws(ConversionStop) {
    if isPadded {
      var o = unsafe written
      if unsafe Self.putDigits(step, fieldStart, &o) {
        unsafe expected &+= o - written
        unsafe written = o
        return
      }
    }
    // SAFETY: the field's bytes lie in the record.
    let bytes = unsafe Span(_unsafeStart: fieldStart, count: count)
    switch unsafe step.pointee.number?.decode(bytes, into: &number) ?? .bad {
    case .blank: putEmpty()
    case .number(let isCanonical):
      let digits = number.count
      // SAFETY: fieldRoom holds the longest number.
      unsafe number.copy(to: written)
      unsafe written += digits
      expected &+= digits
      if !isCanonical { unsafe addEvent(number: outcomes.table.number(of: .respelled)) }
    case .bad:
      let note = outcomes.table.number(of: .badNumber, action: plan.policy.actions.invalid)
      unsafe addEvent(number: note)
      unsafe try act(
        on: outcomes.table.entries[note].outcome, .badNumber, code: "", at: fieldStart)
      putBytesEscape(count: count)
    }
  }

  /// Writes the number of a field in one of the common spellings.
  ///
  /// - Parameter field: 16 bytes are readable from it on, whatever the field's length.
  /// - Returns: false, with nothing written, for any other spelling.
  @unsafe @inline(__always) static func putDigits(
    _ step: UnsafePointer<HostStep>, _ field: UnsafePointer<UInt8>,
    _ o: inout UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let count = unsafe step.pointee.byteCount
    switch unsafe step.pointee.digits {
    case .zoned(let shape):
      return unsafe putZoned(shape, field, &o, count: count, hasSign: shape.isSigned)
    case .zonedSeparate(let shape, let signFirst):
      let sign = unsafe field[signFirst ? 0 : count &- 1]
      guard sign == 0x4E || sign == 0x60 else { return false }
      return unsafe putZoned(
        shape, field + (signFirst ? 1 : 0), &o, count: count &- 1, isNegative: sign == 0x60,
        hasSign: false)
    case .packed(let shape): return unsafe putPacked(shape, field, &o, count: count)
    case .binary(let shape): return unsafe putBinary(shape, field, &o, count: count)
    case .none: return false
    }
  }

  /// EBCDIC digits with a plain zone, the last one with C or D when the number is signed.
  /// - Returns: false, with nothing written, for any other spelling.
  @unsafe @inline(__always) private static func putZoned(
    _ shape: HostStep.DigitShape, _ place: UnsafePointer<UInt8>,
    _ o: inout UnsafeMutablePointer<UInt8>, count: Int, isNegative negative: Bool = false,
    hasSign: Bool
  ) -> Bool {
    // SAFETY: 16 bytes are readable from any place of a padded record on.
    var high: UInt64 = 0
    var low: UInt64
    if count <= 8 {
      low = unsafe UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
      // The first digit is the lowest byte: shorter numbers get zeros before it.
      let missing = UInt64(8 &- count) &* 8
      low = (low << missing) | (Self.zones & ((1 << missing) &- 1))
      high = Self.zones
    } else {
      let first = count &- 8
      low = unsafe UnsafeRawPointer(place + first).loadUnaligned(as: UInt64.self)
      high = unsafe UnsafeRawPointer(place).loadUnaligned(as: UInt64.self)
      let missing = UInt64(8 &- first) &* 8
      high = (high << missing) | (Self.zones & ((1 << missing) &- 1))
    }
    var isNegative = negative
    if hasSign {
      let zone = low >> 60
      guard zone == 0xC || zone == 0xD else { return false }
      isNegative = zone == 0xD
      low |= 0xF << 60
    }
    guard low & Self.zones == Self.zones, high & Self.zones == Self.zones else { return false }
    let digits = low & Self.nibbles
    let more = high & Self.nibbles
    return unsafe put(digits, more: more, shape, isNegative: isNegative, &o)
  }

  /// Two's complement, high byte first, within its digits.
  @unsafe @inline(__always) private static func putBinary(
    _ shape: HostStep.DigitShape, _ field: UnsafePointer<UInt8>,
    _ o: inout UnsafeMutablePointer<UInt8>, count: Int
  ) -> Bool {
    // SAFETY: 16 bytes are readable from any place of a padded record on.
    let word = unsafe UnsafeRawPointer(field).loadUnaligned(as: UInt64.self).bigEndian
    let unused = UInt64(8 &- count) &* 8
    let isNegative = shape.isSigned && word >> 63 == 1
    let value: UInt64
    if isNegative {
      value = (Int64(bitPattern: word) >> Int64(unused)).magnitude
    } else {
      value = word >> unused
    }
    guard value < shape.bound else { return false }
    return unsafe put(
      Self.digits(UInt32(truncatingIfNeeded: value % 100_000_000)),
      more: Self.digits(UInt32(truncatingIfNeeded: value / 100_000_000)), shape,
      isNegative: isNegative, &o)
  }

  /// Packed digits, C or D for a signed number and F for an unsigned one.
  @unsafe @inline(__always) private static func putPacked(
    _ shape: HostStep.DigitShape, _ field: UnsafePointer<UInt8>,
    _ o: inout UnsafeMutablePointer<UInt8>, count: Int
  ) -> Bool {
    // SAFETY: 16 bytes are readable from any place of a padded record on.
    let word = unsafe UnsafeRawPointer(field).loadUnaligned(as: UInt64.self).bigEndian
    let all = word >> (UInt64(8 &- count) &* 8)
    let sign = all & 0xF
    guard shape.isSigned ? sign == 0xC || sign == 0xD : sign == 0xF else { return false }
    let value = all >> 4
    guard value >> UInt64(4 &* shape.count) == 0 else { return false }
    return unsafe put(
      Self.spread(UInt32(truncatingIfNeeded: value)),
      more: Self.spread(UInt32(truncatingIfNeeded: value >> 32)), shape,
      isNegative: sign == 0xD, &o)
  }

  /// Writes up to 16 digits, one a byte, the first of each word lowest.
  @unsafe @inline(__always) private static func put(
    _ digits: UInt64, more: UInt64, _ shape: HostStep.DigitShape, isNegative: Bool,
    _ o: inout UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let limit: UInt64 = 0x0606_0606_0606_0606
    let carries: UInt64 = 0x1010_1010_1010_1010
    guard ((digits &+ limit) | (more &+ limit)) & carries == 0 else { return false }
    // A negative zero is not what would be written for 0.
    if isNegative, digits | more == 0 { return false }
    guard more == 0 || shape.scale == 0 else { return false }
    let text = digits | Self.zeros
    if isNegative {
      unsafe o[0] = UInt8(ascii: "-")
      unsafe o += 1
    }
    if more != 0 {
      let lead = more.trailingZeroBitCount / 8
      unsafe UnsafeMutableRawPointer(o).storeBytes(
        of: (more | Self.zeros) >> UInt64(8 &* lead), as: UInt64.self)
      unsafe o += 8 &- lead
      unsafe UnsafeMutableRawPointer(o).storeBytes(of: text, as: UInt64.self)
      unsafe o += 8
    } else {
      let whole = 7 &- shape.scale
      let lead = digits == 0 ? whole : min(digits.trailingZeroBitCount / 8, whole)
      unsafe UnsafeMutableRawPointer(o).storeBytes(
        of: text >> UInt64(8 &* lead), as: UInt64.self)
      unsafe o += 8 &- shape.scale &- lead
      if shape.scale > 0 {
        unsafe o[0] = UInt8(ascii: ".")
        unsafe UnsafeMutableRawPointer(o + 1).storeBytes(
          of: text >> UInt64(8 &* (8 &- shape.scale)), as: UInt64.self)
        unsafe o += 1 &+ shape.scale
      }
    }
    return true
  }

  private static let zones: UInt64 = 0xF0F0_F0F0_F0F0_F0F0
  private static let nibbles: UInt64 = 0x0F0F_0F0F_0F0F_0F0F
  private static let zeros: UInt64 = 0x3030_3030_3030_3030

  /// The eight decimal digits of a number below 10^8, one a byte, the first one lowest. (Quotients by
  /// 100 and by 10 of two and four numbers a step, as products; exact in these ranges.)
  @inline(__always) private static func digits(_ value: UInt32) -> UInt64 {
    let fours = UInt64(value / 10_000) | UInt64(value % 10_000) << 32
    let hundreds = ((fours &* 10_486) >> 20) & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- 100 &* hundreds) << 16
    let tens = ((twos &* 103) >> 10) & 0x000F_000F_000F_000F
    return tens | (twos &- 10 &* tens) << 8
  }

  /// Eight hexadecimal digits to eight bytes, the highest digit in the lowest byte.
  @inline(__always) private static func spread(_ value: UInt32) -> UInt64 {
    var x = UInt64(value)
    x = (x | x << 16) & 0x0000_FFFF_0000_FFFF
    x = (x | x << 8) & 0x00FF_00FF_00FF_00FF
    x = (x | x << 4) & nibbles
    return x.byteSwapped
  }
}
