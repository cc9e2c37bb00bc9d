internal import CGaijiKernels

// Characters of UTF-8 into the fields of host records. Invariants: those of `ShiftedKernel`; the field's
// text ends with a stop byte.

enum FieldKernel {
  /// Writes two-byte codes of one state, up to a stop byte or a character that is no such code.
  ///
  /// - Parameter kind: the upper byte of their fast entries: two bytes, and the state.
  /// - Returns: as `CellKernel.run`.
  @unsafe @inline(__always) static func doubles(
    _ cursor: inout ShiftedCursor, _ view: ShiftedView, kind wanted: UInt32
  ) -> UInt32 {
    var p = unsafe cursor.p
    var o = unsafe cursor.o
    var saved = unsafe cursor.saved
    defer {
      unsafe cursor.p = p
      unsafe cursor.o = o
      unsafe cursor.saved = saved
    }
    let kinds = unsafe view.kinds
    let fast = unsafe view.fast
    var lead = unsafe p[0]
    while true {
      let kind = unsafe kinds[Int(lead)]
      if kind & ByteKind.stop != 0 { return FastEntry.stop }
      let entry: UInt32
      let count: Int
      if kind & ByteKind.triple != 0 {
        let second = unsafe p[1]
        let third = unsafe p[2]
        if (second ^ 0x80) | (third ^ 0x80) > 0x3F { return 0 }
        let scalar = Int(lead & 0x0F) << 12 | Int(second & 0x3F) << 6 | Int(third & 0x3F)
        if scalar < 0x800 { return 0 }
        entry = unsafe fast[scalar]
        count = 3
      } else if kind & ByteKind.double != 0 {
        let second = unsafe p[1]
        if second ^ 0x80 > 0x3F { return 0 }
        entry = unsafe fast[Int(lead & 0x1F) << 6 | Int(second & 0x3F)]
        count = 2
      } else {
        return 0
      }
      if entry >> 24 != wanted { return 0 }
      let next = unsafe p[count]
      if unsafe kinds[Int(next)] & ByteKind.mark != 0,
        unsafe UTF8ShiftedKernel.mayBeSelector(p + count)
      {
        return 0
      }
      unsafe UnsafeMutableRawPointer(o).storeBytes(
        of: UInt16(truncatingIfNeeded: entry), as: UInt16.self)
      unsafe o += 2
      unsafe p += count
      saved &+= count - 1
      lead = next
    }
  }

  /// The place of the first newline at or behind `p`, or `nil` when there is none before `end`.
  ///
  /// - Precondition: 64 bytes are readable from any place before `end` (padding).
  @unsafe @inline(__always) static func newline(
    from p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>,
    _ bytes: UnsafePointer<gaiji_structure_bytes>
  ) -> UnsafePointer<UInt8>? {
    var place = unsafe p
    while unsafe place < end {
      let mask = unsafe gaiji_masks64(place, bytes).newline
      if mask != 0 {
        let found = unsafe place + mask.trailingZeroBitCount
        return unsafe found < end ? found : nil
      }
      unsafe place += 64
    }
    return nil
  }
}
