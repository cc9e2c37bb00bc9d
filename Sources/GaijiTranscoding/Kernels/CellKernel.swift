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
let kernelPaddingByteCount = 64

/// A fast-table entry: the whole answer for one character in 32 bits.
///
/// ```
/// bits 31..30  0
/// bits 29..28  output bytes, 1...3; 0: not a fast entry, bits 27..0 are a number of an outcome
///              (0: not resolved yet)
/// bits 25..24  source bytes beyond the first
/// bits 23..0   the output bytes, first byte lowest
/// ```
enum FastEntry {
  static func make(output: [UInt8], sourceByteCount: Int) -> UInt32? {
    guard (1...3).contains(output.count), (1...3).contains(sourceByteCount) else { return nil }
    var entry = UInt32(output.count) << 28 | UInt32(sourceByteCount - 1) << 24
    for (index, byte) in output.enumerated() { entry |= UInt32(byte) << (8 * index) }
    return entry
  }

  /// Handed back by a kernel that met a stop byte.
  static let stop = UInt32.max
}

/// Converts characters from `p` to `o` up to a stop byte or a character that is not in the fast
/// table.
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

/// CP932, Shift_JIS, EUC: the table is indexed by the first two bytes, less 0x8000. A one-byte
/// code fills the row of its byte.
enum LeadByteKernel: CellKernel {
  static let tableCount = 0x8000

  @unsafe @inline(__always) static func run(
    _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
    table: UnsafePointer<UInt32>, stops: UnsafePointer<UInt8>, saved: inout Int
  ) -> UInt32 {
    while true {
      // SAFETY: 16 bytes are readable at p and writable at o (padding).
      while unsafe p[0] >= 0x80 {
        let code = unsafe Int(p[0]) << 8 | Int(p[1])
        let entry = unsafe table[code &- 0x8000]
        let outputCount = Int(entry >> 28)
        if outputCount == 0 { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += outputCount
        let more = Int(entry >> 24) & 3
        unsafe p += 1 &+ more
        saved &+= more
      }
      if unsafe copyASCII(&p, &o, stops: stops) { return FastEntry.stop }
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
    while true {
      while true {
        let lead = unsafe p[0]
        if lead < 0x80 { break }
        let scalar: Int
        if lead & 0xF0 == 0xE0 {
          let second = unsafe p[1]
          let third = unsafe p[2]
          if (second ^ 0x80) | (third ^ 0x80) > 0x3F { return 0 }
          scalar = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
          // Overlong forms; surrogates have no fast entry.
          if scalar < 0x800 { return 0 }
        } else if lead >= 0xC2, lead <= 0xDF {
          let second = unsafe p[1]
          if second ^ 0x80 > 0x3F { return 0 }
          scalar = Int(lead & 0x1F) << 6 | Int(second & 0x3F)
        } else {
          return 0
        }
        let entry = unsafe table[scalar]
        let outputCount = Int(entry >> 28)
        if outputCount == 0 { return entry }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += outputCount
        let more = Int(entry >> 24) & 3
        unsafe p += 1 &+ more
        saved &+= more
      }
      if unsafe copyASCII(&p, &o, stops: stops) { return FastEntry.stop }
    }
  }
}

/// Copies ASCII up to a stop byte (true) or a byte of 0x80 and above (false).
@unsafe @inline(__always) private func copyASCII(
  _ p: inout UnsafePointer<UInt8>, _ o: inout UnsafeMutablePointer<UInt8>,
  stops: UnsafePointer<UInt8>
) -> Bool {
  while true {
    let mask = unsafe gaiji_stop_mask16(p, stops)
    unsafe UnsafeMutableRawPointer(o).copyMemory(from: p, byteCount: 16)
    if mask != 0 {
      let count = mask.trailingZeroBitCount
      unsafe p += count
      unsafe o += count
      return unsafe p[0] < 0x80
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
