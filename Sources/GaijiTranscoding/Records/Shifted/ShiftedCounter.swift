internal import GaijiCharsets
internal import GaijiModel

/// Counts the characters in the output of `ShiftedEngine` from its bytes and the charset's table alone:
/// the other side of the conservation account.
struct ShiftedCounter {
  /// A byte that may begin a shift sequence.
  private static let shiftLead: UInt8 = 0xFF

  /// By state and byte, 256 a state: the length of the code that the byte begins; 1 for a byte that
  /// begins none.
  private let lengths: [UInt8]
  /// By byte: 1 and the state that it leads to, where it is a whole shift sequence and begins no other.
  private let oneByteShifts: [UInt8]
  private let plainLengths: [FlatTable<UInt8>]
  private let shifts: [CharsetTable.Shift]
  private var state = 0
  /// Where bytes are kept that are no code, only a decoder can tell.
  private var decoder: ScalarDecoder?

  init(plan: ConversionPlan) {
    self.init(target: plan.target)
    decoder = plan.keepsBytes ? ScalarDecoder(plan.target) : nil
  }

  /// - Parameter target: its output holds nothing but whole codes.
  init(target: CharsetTable) {
    shifts = target.shifts.sorted { $0.bytes.count > $1.bytes.count }
    let leads = Set(target.shifts.map { $0.bytes[0] })
    plainLengths = target.states.map(\.lengths)
    lengths = target.states.flatMap { state in
      (0..<256).map { leads.contains(UInt8($0)) ? Self.shiftLead : max(1, state.lengths[$0]) }
    }
    oneByteShifts = (0..<256).map { byte in
      let beginning = target.shifts.filter { $0.bytes[0] == UInt8(byte) }
      guard beginning.count == 1, beginning[0].bytes.count == 1 else { return 0 }
      return UInt8(truncatingIfNeeded: beginning[0].state + 1)
    }
  }

  /// Returns to the initial state.
  mutating func begin() { state = 0 }

  /// Characters in the next bytes of the output, which end with a whole record.
  mutating func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    if decoder != nil {
      return unsafe decoder?.count(Span(_unsafeElements: bytes), isLast: false) ?? 0
    }
    guard let base = bytes.baseAddress else { return 0 }
    let end = unsafe base + bytes.count
    var p = unsafe base
    var count = 0
    while unsafe p < end {
      // One borrow of the tables for all shifts of one byte.
      unsafe lengths.withUnsafeBufferPointer { all in
        unsafe oneByteShifts.withUnsafeBufferPointer { oneByteShifts in
          // SAFETY: state < states, and a byte indexes 256 entries. p < end where it is read.
          while unsafe p < end {
            let lengths = unsafe all.baseAddress! + state << 8
            while unsafe p < end, unsafe lengths[Int(p[0])] == 1 {
              unsafe p += 1
              count &+= 1
            }
            while unsafe p < end, unsafe lengths[Int(p[0])] == 2 {
              unsafe p += 2
              count &+= 1
            }
            guard unsafe p < end else { break }
            if unsafe lengths[Int(p[0])] <= 2 { continue }
            let shift = unsafe oneByteShifts[Int(p[0])]
            if shift == 0 { break }
            state = Int(shift) - 1
            unsafe p += 1
          }
        }
      }
      guard unsafe p < end else { break }
      let length = unsafe lengths[state << 8 | Int(p[0])]
      let left = unsafe end - p
      let found = shifts.first { shift in
        shift.bytes.count <= left
          && shift.bytes.indices.allSatisfy { unsafe p[$0] == shift.bytes[$0] }
      }
      if let found {
        state = found.state
        unsafe p += found.bytes.count
      } else {
        // Not a shift after all, or a code of three bytes.
        unsafe p += length == Self.shiftLead ? codeLength(at: p) : Int(length)
        count &+= 1
      }
    }
    return count
  }

  /// The length of a code whose first byte may also begin a shift.
  @unsafe private func codeLength(at p: UnsafePointer<UInt8>) -> Int {
    unsafe max(1, Int(plainLengths[state][Int(p[0])]))
  }
}

/// Counts the characters of text fields that were written directly, each from its bytes alone.
struct DirectCount {
  private var counter: ShiftedCounter

  init(plan: ConversionPlan) { counter = ShiftedCounter(target: plan.target) }

  @unsafe mutating func characters(
    of field: UnsafeBufferPointer<UInt8>, content: HostStep.Content
  ) -> Int {
    switch content {
    case .single: return field.count
    case .double: return (field.count + 1) / 2
    default:
      // A field begins in the initial state, whatever the one before it left open.
      counter.begin()
      return unsafe counter.count(field)
    }
  }
}
