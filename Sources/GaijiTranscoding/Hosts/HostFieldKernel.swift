internal import CGaijiKernels
internal import GaijiCharsets

/// Text fields of which every character is in the short ways of `HostOutcomes`, with nothing to
/// report, quote or limit: nearly all fields there are.
///
/// What costs time in a field of some twenty bytes is each instruction for a character and each guess
/// of the processor that turns out wrong, above all where runs end. So the length without padding
/// comes from a bit mask, and characters go four or eight a step. The last step takes padding with it
/// where there is some, whose output has a known length and is taken back. Whatever is not plain makes
/// the kernel give up without a trace, and the field takes the general way.
///
/// Invariants that the caller upholds:
///  - 64 bytes before the field and 128 behind its start and its end are readable;
///  - the output has room for eight bytes for each byte of the field and 64 more;
///  - the tables are those of `HostOutcomes`, for the column's kind.
@unsafe enum HostFieldKernel {
  /// What kind of field a kernel knows.
  enum Form: UInt8, Sendable {
    case general, digits, single, double, mixed
  }

  /// The shift sequences that an encoder writes, where they have one or two bytes.
  struct Shifts {
    let toDouble: (first: UInt8, second: UInt8?)
    let toSingle: (first: UInt8, second: UInt8?)

    init?(_ charset: HostCharset) {
      guard let state = charset.doubleState, charset.table.scheme == .shifted,
        let first = charset.table.shifts.first(where: { $0.state == state }),
        let last = charset.table.shifts.first(where: { $0.state == 0 }),
        first.bytes.count <= 2, last.bytes.count <= 2
      else { return nil }
      toDouble = (first.bytes[0], first.bytes.count == 2 ? first.bytes[1] : nil)
      toSingle = (last.bytes[0], last.bytes.count == 2 ? last.bytes[1] : nil)
    }
  }

  /// How long a field is without its padding.
  @inline(__always) static func length(
    _ field: UnsafePointer<UInt8>, count: Int, padding: UnsafePointer<UInt8>, width: Int
  ) -> Int {
    var left = count
    var found = 0
    repeat {
      // SAFETY: 64 bytes before the field are readable.
      let others = unsafe ~gaiji_equal64(field + left - 64, padding)
      // As many as the padding is wide, from the end: an odd half is text.
      found = min(others.leadingZeroBitCount, left) & ~(width &- 1)
      left &-= found
    } while found == 64 && left > 0
    return left
  }

  // MARK: Runs

  /// Numbers and dates: at most sixteen one-byte codes, the first `count` of which are text, all ASCII.
  /// - Returns: false when one is not; nothing is written then.
  @inline(__always) static func digits(
    _ field: UnsafePointer<UInt8>, _ count: Int, room: Int, _ table: UnsafePointer<UInt8>,
    _ output: inout UnsafeMutablePointer<UInt8>
  ) -> Bool {
    let first = unsafe word(field, table)
    var unknown = unsafe zeros(first)
    if room > 8 {
      let second = unsafe word(field + 8, table)
      unsafe unknown |= zeros(second) << 8
      unsafe UnsafeMutableRawPointer(output + 8).storeBytes(of: second, as: UInt64.self)
    }
    if unknown & ((1 << UInt64(count)) &- 1) != 0 { return false }
    unsafe UnsafeMutableRawPointer(output).storeBytes(of: first, as: UInt64.self)
    unsafe output += count
    return true
  }

  /// Eight bytes through the table of ASCII: 0 for each that is none.
  @inline(__always) private static func word(
    _ p: UnsafePointer<UInt8>, _ ascii: UnsafePointer<UInt8>
  ) -> UInt64 {
    var word: UInt64 = 0
    for index in 0..<8 { unsafe word |= UInt64(ascii[Int(p[index])]) << UInt64(8 * index) }
    return word
  }

  /// One bit for each byte of `word` (all below 80) that is zero.
  @inline(__always) private static func zeros(_ word: UInt64) -> UInt64 {
    let high = ~(word &+ 0x7F7F_7F7F_7F7F_7F7F) & 0x8080_8080_8080_8080
    // The eight high bits, gathered in the highest byte.
    return ((high >> 7) &* 0x0102_0408_1020_4080) >> 56
  }

  /// One-byte codes, the first `count` of `room`; behind them is padding that gives one byte each.
  /// - Returns: false when a code is not plain; `output` is then as it was.
  @inline(__always) static func singles(
    _ field: UnsafePointer<UInt8>, _ count: Int, room: Int, _ table: UnsafePointer<UInt32>,
    _ output: inout UnsafeMutablePointer<UInt8>
  ) -> Bool {
    var p = unsafe field
    var o = unsafe output
    var left = count
    // Steps that may go beyond the codes, into the padding.
    var steps = room >> 3
    var known = UInt32.max
    while left > 0, steps > 0 {
      for index in 0..<8 {
        let entry = unsafe table[Int(p[index])]
        known &= entry
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28 & 3)
      }
      unsafe p += 8
      left &-= 8
      steps &-= 1
    }
    if left < 0 {
      // Less than nothing left: so much padding was written.
      unsafe o += left
    }
    while left > 0 {
      for index in 0..<8 {
        // All ones while the code is one of those that are left.
        let keep = UInt32(truncatingIfNeeded: (index &- left) >> 63)
        let entry = unsafe table[Int(p[index])]
        known &= entry | ~keep
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int((entry & keep) >> 28 & 3)
      }
      unsafe p += 8
      left &-= 8
    }
    if known & HostOutcomes.knownSingle == 0 { return false }
    unsafe output = unsafe o
    return true
  }

  /// Two-byte codes, the first `count` of `room`; behind them is padding that gives `paddingCount`
  /// bytes each.
  ///
  /// - Parameter more: characters of the output beyond the first of a code are added here.
  /// - Returns: false when a code is not plain; `output` is then as it was.
  @inline(__always) static func doubles(
    _ field: UnsafePointer<UInt8>, _ count: Int, room: Int, _ table: UnsafePointer<UInt64>,
    _ output: inout UnsafeMutablePointer<UInt8>, paddingCount: Int, more: inout Int
  ) -> Bool {
    var p = unsafe UnsafeRawPointer(field)
    var o = unsafe output
    var left = count
    var steps = room >> 2
    var known = UInt64.max
    // The high bytes of the entries: characters beyond the first, the mark, and bytes.
    var heads: UInt64 = 0
    while left > 0, steps > 0 {
      for index in 0..<4 {
        let code = unsafe p.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        let entry = unsafe table[Int(UInt16(littleEndian: code))]
        known &= entry
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt64.self)
        let head = entry >> 56
        heads &+= head
        unsafe o += Int(head & 7)
      }
      unsafe p += 8
      left &-= 4
      steps &-= 1
    }
    let done = count &- min(left, 0)
    let surplus = min(left, 0)
    while left > 0 {
      for index in 0..<4 {
        // All ones while the code is one of those that are left.
        let keep = UInt64(bitPattern: Int64((index &- left) >> 63))
        let code = unsafe p.loadUnaligned(fromByteOffset: 2 * index, as: UInt16.self)
        let entry = unsafe table[Int(UInt16(littleEndian: code))]
        known &= entry | ~keep
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt64.self)
        let head = (entry & keep) >> 56
        heads &+= head
        unsafe o += Int(head & 7)
      }
      unsafe p += 8
      left &-= 4
    }
    if known & HostOutcomes.knownDouble == 0 { return false }
    let bytes = unsafe o - output
    more &+= (Int(heads) &- 8 &* done &- bytes) / 16
    unsafe o += surplus &* paddingCount
    unsafe output = unsafe o
    return true
  }

  /// One-byte codes with stretches of two-byte codes between the shifts that an encoder writes:
  /// `length` bytes without padding.
  ///
  /// - Returns: the characters, or -1 when it gives up.
  @inline(__always) static func mixed(
    _ field: UnsafePointer<UInt8>, length: Int, shifts: Shifts, singles: UnsafePointer<UInt32>,
    doubles: UnsafePointer<UInt64>, _ output: inout UnsafeMutablePointer<UInt8>,
    more: inout Int, sequences: inout Int
  ) -> Int {
    // SAFETY: the searches read 64 bytes from inside the text on.
    guard length <= 64 else { return -1 }
    var p = unsafe field
    let end = unsafe field + length
    var o = unsafe output
    var characters = 0
    var shiftCount = 0
    var moreHere = 0
    while unsafe p < end {
      let first = unsafe gaiji_find64(p, shifts.toDouble.first).trailingZeroBitCount
      let run = unsafe min(first, end - p)
      if run > 0 {
        guard unsafe self.singles(p, run, room: run, singles, &o) else { return -1 }
        characters &+= run
        unsafe p += run
      }
      if unsafe p >= end { break }
      if let second = shifts.toDouble.second {
        guard unsafe end - p > 1, unsafe p[1] == second else { return -1 }
        unsafe p += 1
      }
      unsafe p += 1
      // In even places only: a second byte may look like the shift.
      let places = unsafe gaiji_find64(p, shifts.toSingle.first) & 0x5555_5555_5555_5555
      let count = places.trailingZeroBitCount
      // A shift that does nothing, or none before the end: the general way finds words for it.
      guard count > 0, unsafe p + count < end else { return -1 }
      guard
        unsafe self.doubles(
          p, count / 2, room: count / 2, doubles, &o, paddingCount: 0, more: &moreHere)
      else { return -1 }
      characters &+= count / 2
      unsafe p += count
      if let second = shifts.toSingle.second {
        guard unsafe end - p > 1, unsafe p[1] == second else { return -1 }
        unsafe p += 1
      }
      unsafe p += 1
      shiftCount &+= 2
      // Two shifts in a row do nothing either.
      if unsafe p < end, unsafe p[0] == shifts.toDouble.first { return -1 }
    }
    more &+= moreHere
    sequences &+= shiftCount
    unsafe output = unsafe o
    return characters
  }
}

/// Padding of one-byte and two-byte fields, 64 bytes each, in memory that does not move.
@safe final class PaddingBytes {
  let base: UnsafePointer<UInt8>

  init(_ charset: HostCharset) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 128)
    let wide = charset.doubleSpace ?? 0
    for index in 0..<64 {
      // SAFETY: the index is below the capacity, here and below.
      unsafe memory[index] = charset.space ?? 0
      unsafe memory[64 + index] =
        index % 2 == 0 ? UInt8(wide >> 8) : UInt8(truncatingIfNeeded: wide)
    }
    unsafe base = UnsafePointer(memory)
  }

  deinit { unsafe base.deallocate() }
}
