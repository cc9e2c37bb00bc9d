internal import GaijiCharsets

// The hot loops towards charsets with shift states. Invariants that every caller upholds, beyond
// those of `CellKernel`:
//  - `o` has room for `ShiftedTables.growth` bytes for every byte left in the block plus
//    `kernelPaddingByteCount`;
//  - every state of an entry of the fast table is one of `ShiftedTables`.

extension ByteKind {
  /// Begins a variation selector, perhaps: EF (U+FE00..) or F3 (U+E0100..) in UTF-8.
  static let mark: UInt8 = 32
}

/// Where a kernel is, in the source and in the output.
@unsafe struct ShiftedCursor {
  var p: UnsafePointer<UInt8>
  var o: UnsafeMutablePointer<UInt8>
  /// The state of the output, in the bits of a fast entry's state.
  var state: UInt32
  /// Source bytes beyond the first of each character.
  var saved = 0

  /// Writes a code, with a shift sequence before it where the state has to change.
  @inline(__always) mutating func put(_ entry: UInt32, _ shifts: UnsafePointer<UInt64>) {
    if unsafe (entry ^ state) & ShiftedTables.stateMask != 0 { unsafe shift(to: entry, shifts) }
    unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
    unsafe o += Int(entry >> 28)
  }

  /// Writes the sequence that leads to the state of an entry.
  @inline(__always) mutating func shift(to entry: UInt32, _ shifts: UnsafePointer<UInt64>) {
    let number = Int(FastEntry.state(of: entry))
    unsafe UnsafeMutableRawPointer(o).storeBytes(of: shifts[2 * number], as: UInt64.self)
    unsafe o += Int(shifts[2 * number + 1])
    unsafe state = entry & ShiftedTables.stateMask
  }
}

/// What a kernel looks things up in. All pointers live as long as the converter.
@unsafe struct ShiftedView {
  /// The fast table of the column's kind.
  let fast: UnsafePointer<UInt32>
  /// 256 `ByteKind`s.
  let kinds: UnsafePointer<UInt8>
  /// 256 bytes: the whole answer for an ASCII character that has a one-byte code of state 0 and is no
  /// stop byte; 0 for any other byte.
  let singles: UnsafePointer<UInt8>
  /// Sixteen pairs: the bytes of a state's shift sequence, and their number.
  let shifts: UnsafePointer<UInt64>
}

/// As `CellKernel`, for targets with shift states.
///
/// A character is written only when what follows it is no variation selector, so nothing has ever to
/// be taken back: a shift sequence may stand before it.
protocol ShiftedKernel {
  static var tableCount: Int { get }

  /// - Returns: as `CellKernel.run`.
  @unsafe static func run(_ cursor: inout ShiftedCursor, _ view: ShiftedView) -> UInt32
}

/// From UTF-8; the table is that of `UTF8Kernel`.
enum UTF8ShiftedKernel: ShiftedKernel {
  static let tableCount = UTF8Kernel.tableCount

  @unsafe @inline(__always) static func run(
    _ cursor: inout ShiftedCursor, _ view: ShiftedView
  ) -> UInt32 {
    var c = unsafe cursor
    defer { unsafe cursor = c }
    let kinds = unsafe view.kinds
    let fast = unsafe view.fast
    while true {
      var lead = unsafe c.p[0]
      var kind = unsafe kinds[Int(lead)]
      while kind & ByteKind.triple != 0 {
        let second = unsafe c.p[1]
        let third = unsafe c.p[2]
        if (second ^ 0x80) | (third ^ 0x80) > 0x3F { return 0 }
        let scalar = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
        // Overlong forms; surrogates have no fast entry.
        if scalar < 0x800 { return 0 }
        let entry = unsafe fast[scalar]
        if entry < FastEntry.minimum { return entry }
        let next = unsafe c.p[3]
        let nextKind = unsafe kinds[Int(next)]
        if nextKind & ByteKind.mark != 0, unsafe mayBeSelector(c.p + 3) { return 0 }
        unsafe c.put(entry, view.shifts)
        unsafe c.p += 3
        unsafe c.saved &+= 2
        lead = next
        kind = nextKind
      }
      if kind & ByteKind.ascii != 0 {
        if unsafe c.state == 0, unsafe view.singles[Int(lead)] != 0 {
          unsafe putSingles(&c, view.singles)
          if unsafe kinds[Int(c.p[0])] & ByteKind.mark != 0, unsafe mayBeSelector(c.p) {
            // One byte was read and one written for the character before it.
            unsafe c.p -= 1
            unsafe c.o -= 1
            return 0
          }
          continue
        }
        let entry = unsafe fast[Int(lead)]
        if entry < FastEntry.minimum { return entry }
        if unsafe mayBeSelector(c.p + 1) { return 0 }
        unsafe c.put(entry, view.shifts)
        unsafe c.p += 1
      } else if kind & ByteKind.stop != 0 {
        return FastEntry.stop
      } else if kind & ByteKind.double != 0 {
        let second = unsafe c.p[1]
        if second ^ 0x80 > 0x3F { return 0 }
        let entry = unsafe fast[Int(lead & 0x1F) << 6 | Int(second & 0x3F)]
        if entry < FastEntry.minimum { return entry }
        if unsafe mayBeSelector(c.p + 2) { return 0 }
        unsafe c.put(entry, view.shifts)
        unsafe c.p += 2
        unsafe c.saved &+= 1
      } else {
        return 0
      }
    }
  }

  /// Whether a variation selector may begin here: U+FE00.. (EF B8 ..) or U+E0100.. (F3 ..). The
  /// caller's slow way looks closer.
  @unsafe @inline(__always) static func mayBeSelector(_ p: UnsafePointer<UInt8>) -> Bool {
    unsafe p[0] == 0xF3 || (p[0] == 0xEF && p[1] == 0xB8)
  }
}

/// From CP932, Shift_JIS, EUC; the table is that of `LeadByteKernel`. Their codes are never followed by
/// a selector.
enum LeadByteShiftedKernel: ShiftedKernel {
  static let tableCount = LeadByteKernel.tableCount

  @unsafe @inline(__always) static func run(
    _ cursor: inout ShiftedCursor, _ view: ShiftedView
  ) -> UInt32 {
    var c = unsafe cursor
    defer { unsafe cursor = c }
    let kinds = unsafe view.kinds
    let fast = unsafe view.fast
    while true {
      var lead = unsafe c.p[0]
      var kind = unsafe kinds[Int(lead)]
      while kind & ByteKind.double != 0 {
        let entry = unsafe fast[(Int(lead) << 8 | Int(c.p[1])) &- 0x8000]
        if entry < FastEntry.minimum { return entry }
        unsafe c.put(entry, view.shifts)
        unsafe c.p += 2
        unsafe c.saved &+= 1
        lead = unsafe c.p[0]
        kind = unsafe kinds[Int(lead)]
      }
      if kind & ByteKind.ascii != 0, unsafe c.state == 0, unsafe view.singles[Int(lead)] != 0 {
        unsafe putSingles(&c, view.singles)
      } else if kind & (ByteKind.ascii | ByteKind.single) != 0 {
        let entry = unsafe fast[LeadByteKernel.singles + Int(lead)]
        if entry < FastEntry.minimum { return entry }
        unsafe c.put(entry, view.shifts)
        unsafe c.p += 1
      } else if kind & ByteKind.stop != 0 {
        return FastEntry.stop
      } else {
        return 0
      }
    }
  }
}

/// Writes one-byte codes of state 0 up to a byte that `singles` does not answer.
@unsafe @inline(__always) private func putSingles(
  _ c: inout ShiftedCursor, _ singles: UnsafePointer<UInt8>
) {
  var p = unsafe c.p
  var o = unsafe c.o
  while true {
    let byte = unsafe singles[Int(p[0])]
    if byte == 0 { break }
    unsafe o[0] = byte
    unsafe p += 1
    unsafe o += 1
  }
  unsafe c.p = p
  unsafe c.o = o
}
