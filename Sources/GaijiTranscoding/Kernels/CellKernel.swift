internal import CGaijiKernels

// The hot loops. Invariants that every caller upholds:
//  - `p` points into a block that is followed by at least `paddingByteCount` readable bytes, the
//    first of which is a stop byte, so no kernel runs past the block;
//  - `o` has room for three bytes for every byte left in the block plus `paddingByteCount`;
//  - `table` has the number of entries that the kernel names.
// What a kernel does not know (a gaiji, an invalid byte, a character of more than three bytes) it
// hands back; the caller resolves it and calls again. Nothing here allocates, counts by hash or
// calls ICU.

/// Bytes that must be readable after a block and writable after the output.
let kernelPaddingByteCount = 128

/// A fast-table entry: the whole answer for one character in 32 bits.
///
/// ```
/// bits 31..30  0
/// bits 29..28  output bytes, 1...3; 0: not a fast entry, bits 27..0 are a number of an outcome
///              (0: not resolved yet)
/// bits 27..24  the state that a shifted target has to be in; 0 for other targets
/// bits 23..0   the output bytes, first byte lowest
/// ```
enum FastEntry {
  /// The smallest fast entry.
  static let minimum: UInt32 = 1 << 28

  static func make(output: [UInt8], state: UInt32 = 0) -> UInt32? {
    guard (1...3).contains(output.count), state < 16 else { return nil }
    var entry = UInt32(output.count) << 28 | state << 24
    for (index, byte) in output.enumerated() { entry |= UInt32(byte) << (8 * index) }
    return entry
  }

  /// The state of a shifted target that a fast entry's bytes belong to.
  @inline(__always) static func state(of entry: UInt32) -> UInt32 { entry >> 24 & 0xF }

  /// Handed back by a kernel that met a stop byte.
  static let stop = UInt32.max
}

/// Converts characters from `p` to `o` up to a stop byte or a character that is not in the fast
/// table.
///
/// What decides the speed: the next `p` never waits for a table. How far to go follows from the kind
/// of the lead byte by a branch, which the processor predicts, so the lookups of several characters
/// overlap; only `o` waits for the entries. (With the length taken from the entry each character
/// waited for the last one's lookup: 137-byte rows took 270 ns instead of about 110.)
protocol CellKernel {
  /// Entries of the fast table.
  static var tableCount: Int { get }

  /// Moves `p` and `o` on and adds to `saved` the source bytes beyond the first of each character.
  /// - Returns: `FastEntry.stop` with `p` at a stop byte, or the table's value for the character
  ///   at `p` (0 when the bytes there are not a table character at all).
  @unsafe static func run(
    _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
    table: UnsafePointer<UInt32>, stops: UnsafePointer<UInt8>, saved: inout Int
  ) -> UInt32
}

/// CP932, Shift_JIS, EUC. The table has 32,768 entries by the two bytes of a code, less 0x8000, and
/// 256 by the byte of a one-byte code.
enum LeadByteKernel: CellKernel {
  static let singles = 0x8000
  static let tableCount = 0x8000 + 0x100

  @unsafe @inline(__always) static func run(
    _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
    table: UnsafePointer<UInt32>, stops: UnsafePointer<UInt8>, saved: inout Int
  ) -> UInt32 {
    let kinds = unsafe stops + StopBytes.kindsOffset
    while true {
      var lead = unsafe p[0]
      var kind = unsafe kinds[Int(lead)]
      // A loop of its own, so that a run of kanji is one well-predicted branch a character.
      while kind & ByteKind.double != 0 {
        let entry = unsafe table[(Int(lead) << 8 | Int(p[1])) &- 0x8000]
        if entry < FastEntry.minimum { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28)
        unsafe p += 2
        saved &+= 1
        lead = unsafe p[0]
        kind = unsafe kinds[Int(lead)]
      }
      if kind & ByteKind.stop != 0 {
        return FastEntry.stop
      } else if kind & ByteKind.ascii != 0 {
        unsafe copyASCII(&p, &o, stops: stops)
      } else if kind & ByteKind.single != 0 {
        let entry = unsafe table[singles + Int(lead)]
        if entry < FastEntry.minimum { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28)
        unsafe p += 1
      } else {
        return 0
      }
    }
  }
}

/// UTF-8: the table is indexed by code point (BMP); longer sequences and ill-formed bytes are
/// handed back as 0.
enum UTF8Kernel: CellKernel {
  static let tableCount = 0x1_0000

  @unsafe @inline(__always) static func run(
    _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
    table: UnsafePointer<UInt32>, stops: UnsafePointer<UInt8>, saved: inout Int
  ) -> UInt32 {
    let kinds = unsafe stops + StopBytes.kindsOffset
    while true {
      var lead = unsafe p[0]
      var kind = unsafe kinds[Int(lead)]
      while kind & ByteKind.triple != 0 {
        let second = unsafe p[1]
        let third = unsafe p[2]
        if (second ^ 0x80) | (third ^ 0x80) > 0x3F { return 0 }
        let scalar = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
        // Overlong forms; surrogates have no fast entry.
        if scalar < 0x800 { return 0 }
        let entry = unsafe table[scalar]
        if entry < FastEntry.minimum { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28)
        unsafe p += 3
        saved &+= 2
        lead = unsafe p[0]
        kind = unsafe kinds[Int(lead)]
      }
      if kind & ByteKind.stop != 0 {
        return FastEntry.stop
      } else if kind & ByteKind.ascii != 0 {
        unsafe copyASCII(&p, &o, stops: stops)
      } else if kind & ByteKind.double != 0 {
        let second = unsafe p[1]
        if second ^ 0x80 > 0x3F { return 0 }
        let entry = unsafe table[Int(lead & 0x1F) << 6 | Int(second & 0x3F)]
        if entry < FastEntry.minimum { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28)
        unsafe p += 2
        saved &+= 1
      } else {
        return 0
      }
    }
  }
}

/// Copies ASCII up to a stop byte or a byte of 0x80 and above.
@unsafe @inline(__always) private func copyASCII(
  _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
  stops: UnsafePointer<UInt8>
) {
  while true {
    let mask = unsafe gaiji_stop_mask16(p, stops)
    unsafe UnsafeMutableRawPointer(o).copyMemory(from: p, byteCount: 16)
    if mask != 0 {
      let count = mask.trailingZeroBitCount
      unsafe p += count
      unsafe o += count
      return
    }
    unsafe p += 16
    unsafe o += 16
  }
}

/// Characters of valid UTF-8, counted from its bytes.
@unsafe func countScalars(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
  guard let base = bytes.baseAddress else { return 0 }
  return unsafe gaiji_count_scalars(base, bytes.count)
}

/// Characters of well-formed UTF-16: its code units less the low surrogates.
///
/// - Parameter highByte: where a unit's high byte is, 0 (big-endian) or 1.
@unsafe func countUTF16Scalars(_ bytes: UnsafeBufferPointer<UInt8>, highByte: Int) -> Int {
  let units = bytes.count / 2
  var trailing = 0
  for index in 0..<units {
    // SAFETY: highByte <= 1, so the index is below 2 * units <= count.
    trailing &+= unsafe bytes[2 &* index &+ highByte] & 0xFC == 0xDC ? 1 : 0
  }
  return units - trailing
}
