internal import GaijiCharsets
internal import GaijiModel

/// The small tables of the kernels towards charsets with shift states, in memory that stays where it
/// is.
@safe final class ShiftedTables {
  /// The bits of a fast entry's state.
  static let stateMask: UInt32 = 0xF << 24

  /// Output bytes for one byte of the source, at most: a code of three, a shift before it, and the
  /// return to the initial state before a newline.
  let growth: Int
  /// The bytes that begin no ordinary character outside quotes, and inside.
  let plainKinds: UnsafePointer<UInt8>
  let quotedKinds: UnsafePointer<UInt8>
  /// `ShiftedView.shifts`.
  let shifts: UnsafePointer<UInt64>
  /// `ShiftedView.singles` for columns that are not selected, selected ones, and quoted fields, in
  /// which other bytes are structure.
  private let singleMemory: UnsafeMutablePointer<UInt8>
  private let stops: [UInt8]

  init(source: CharsetTable, target: CharsetTable, format: RecordFormat) {
    let plain: [UInt8]
    let quoted: [UInt8]
    switch format {
    case .delimited(let delimiter):
      plain = [ASCII.newline, delimiter, ASCII.quote, ASCII.carriageReturn]
      quoted = [ASCII.quote]
    case .lines:
      plain = [ASCII.newline, ASCII.carriageReturn]
      quoted = plain
    }
    stops = plain
    unsafe plainKinds = Self.kinds(plain, source)
    unsafe quotedKinds = Self.kinds(quoted, source)
    let memory = UnsafeMutablePointer<UInt64>.allocate(capacity: 32)
    unsafe memory.initialize(repeating: 0, count: 32)
    var longest = 0
    // The first sequence that leads to a state is the one that is written, as by `ScalarEncoder`.
    for state in target.states.indices.prefix(16) {
      let bytes = target.shifts.first { $0.state == state }?.bytes ?? []
      precondition(bytes.count <= 8, "a shift sequence has 1...8 bytes")
      longest = max(longest, bytes.count)
      for (index, byte) in bytes.enumerated() {
        // SAFETY: state < 16, here and below.
        unsafe memory[2 * state] |= UInt64(byte) << UInt64(8 * index)
      }
      unsafe memory[2 * state + 1] = UInt64(bytes.count)
    }
    unsafe shifts = UnsafePointer(memory)
    growth = 3 + 2 * longest
    unsafe singleMemory = .allocate(capacity: 3 * 256)
    unsafe singleMemory.initialize(repeating: 0, count: 3 * 256)
  }

  deinit {
    unsafe plainKinds.deallocate()
    unsafe quotedKinds.deallocate()
    unsafe shifts.deallocate()
    unsafe singleMemory.deallocate()
  }

  private static func kinds(_ bytes: [UInt8], _ source: CharsetTable) -> UnsafePointer<UInt8> {
    let stops = StopBytes(bytes, source: source)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: 256)
    // SAFETY: `StopBytes` has 256 kinds from `kindsOffset` on.
    unsafe memory.initialize(from: stops.base + StopBytes.kindsOffset, count: 256)
    if source.scheme == .utf8 {
      for lead in [0xEF, 0xF3] { unsafe memory[lead] |= ByteKind.mark }
    }
    return unsafe UnsafePointer(memory)
  }

  @unsafe func singles(selected: Bool) -> UnsafePointer<UInt8> {
    unsafe UnsafePointer(singleMemory + (selected ? 256 : 0))
  }

  /// Answers nothing.
  var noSingles: UnsafePointer<UInt8> { unsafe UnsafePointer(singleMemory + 512) }

  /// Takes up an ASCII character's fast entry where it is a one-byte code of state 0.
  func remember(_ entry: UInt32, of byte: UInt8, selected: Bool) {
    guard entry >> 28 == 1, entry & Self.stateMask == 0, byte < 0x80, !stops.contains(byte) else {
      return
    }
    // SAFETY: a byte indexes 256 bytes.
    unsafe singleMemory[Int(byte) + (selected ? 256 : 0)] = UInt8(truncatingIfNeeded: entry)
  }
}
