internal import GaijiCharsets

/// Finds shift sequences: most bytes are told by one look into a table of 256.
struct ShiftFinder: Sendable {
  struct Facts: Sendable {
    let byteCount: Int
    let state: Int
    /// An encoder writes this sequence for its state.
    let isPreferred: Bool
    /// It also says how large the characters are printed.
    let carriesSize: Bool
  }

  let facts: [Facts]
  private let charset: HostCharset
  /// By first byte: -1 for none, the number of the only sequence when that has one byte, -2 when
  /// more has to be looked at.
  private let firsts: [Int8]

  init(_ charset: HostCharset) {
    self.charset = charset
    let sizes = charset.table.sizeShifts
    facts = charset.table.shifts.map { shift in
      Facts(
        byteCount: shift.bytes.count, state: shift.state,
        isPreferred: charset.isPreferred(shift), carriesSize: sizes.contains(shift.bytes))
    }
    var firsts = [Int8](repeating: -1, count: 256)
    for (number, shift) in charset.table.shifts.enumerated() {
      let first = Int(shift.bytes[0])
      firsts[first] =
        shift.bytes.count == 1 && firsts[first] == -1 && number < 127 ? Int8(number) : -2
    }
    self.firsts = firsts
  }

  /// The number of the sequence at `p`, which is before `end`; -1 for none.
  @unsafe @inline(__always) func find(
    _ p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> Int {
    let first = unsafe firsts[Int(p[0])]
    if first != -2 { return Int(first) }
    guard let shift = unsafe charset.shift(at: p, before: end) else { return -1 }
    return charset.table.shifts.firstIndex(of: shift) ?? -1
  }
}
