internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiModel

/// Counts the codes of a charset in bytes that are known to be codes, sixty-four bytes a step.
///
/// The other side of the conservation account for table charsets: it looks at lead bytes alone and
/// knows nothing of the tables that the output was written with.
struct CodeCounter: Sendable {
  private enum Form {
    /// Every byte from `from` on belongs to a code of two such bytes. Below it, `shift` begins a code
    /// of two bytes and `triple` one of three, the others of which are such bytes.
    case high(from: UInt8, shift: UInt8, triple: UInt8)
    /// Codes of two bytes, whose second byte may look like a first one. The first bytes are those of
    /// two ranges.
    case lead(first: Range, second: Range)
    /// Every byte is a code.
    case single
  }

  private struct Range: Hashable {
    var low: UInt8
    /// The highest less the lowest.
    var span: UInt8
  }

  private let form: Form

  /// - Returns: `nil` for a charset that cannot be counted so.
  init?(_ charset: CharsetTable) {
    guard charset.scheme == .leadByte, charset.states.count == 1 else { return nil }
    let state = charset.states[0]
    let high = 0x80..<0x100
    guard (0..<0x80).allSatisfy({ state.lengths[$0] == 1 }) else { return nil }
    let triples = high.filter { state.lengths[$0] == 3 }
    let doubles = high.filter { state.lengths[$0] == 2 }
    if doubles.isEmpty, triples.isEmpty {
      form = .single
      return
    }
    // Bytes that begin no code are not in the output.
    let singles = high.filter { state.lengths[$0] == 1 }
    let from = (singles.last ?? 0x7F) + 1
    let shifts = doubles.filter { $0 < from }
    if state.lengths[0xFF] == 0, from < 0xFF, shifts.count <= 1, triples.count <= 1,
      triples.allSatisfy({ $0 < from }),
      Self.trails(state, doubles, areFrom: from)
    {
      // FF, which begins no code, where there is none.
      form = .high(
        from: UInt8(from), shift: UInt8(shifts.first ?? 0xFF),
        triple: UInt8(triples.first ?? 0xFF))
      return
    }
    guard triples.isEmpty else { return nil }
    var ranges: [Range] = []
    for byte in doubles {
      if let last = ranges.last, Int(last.low) + Int(last.span) + 1 == byte {
        ranges[ranges.count - 1].span += 1
      } else {
        ranges.append(Range(low: UInt8(byte), span: 0))
      }
    }
    guard ranges.count <= 2, let first = ranges.first else { return nil }
    form = .lead(first: first, second: ranges.count == 2 ? ranges[1] : first)
  }

  private static func trails(
    _ state: CharsetTable.State, _ leads: [Int], areFrom from: Int
  ) -> Bool {
    leads.allSatisfy { lead in
      (0..<from).allSatisfy { state.two[lead << 8 | $0] == DecodeEntry.invalid.rawValue }
    }
  }

  /// What has been seen of the bytes so far.
  private struct Sums {
    var trails = 0
    /// First bytes of codes of three.
    var triples = 0
    /// 1 when the last byte is the first of a code.
    var carry: UInt64 = 0
  }

  /// The codes in `bytes`, of which none is cut.
  @unsafe func count(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = bytes.baseAddress else { return 0 }
    var sums = Sums()
    var index = 0
    // SAFETY: 64 bytes from the index on lie in the buffer; the last ones are read from a copy.
    while bytes.count - index >= 64 {
      unsafe add(base + index, .max, to: &sums)
      index += 64
    }
    let left = bytes.count - index
    if left > 0 {
      unsafe withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64) { tail in
        let copy = tail.baseAddress!
        unsafe copy.initialize(repeating: 0, count: 64)
        unsafe copy.update(from: base + index, count: left)
        unsafe add(copy, (1 << UInt64(left)) &- 1, to: &sums)
      }
    }
    switch form {
    case .single: return bytes.count
    case .lead: return bytes.count - sums.trails
    // High bytes are counted as trails: two are a code, or three, of which the first is counted apart.
    case .high: return bytes.count - sums.trails + (sums.trails - sums.triples) / 2
    }
  }

  @inline(__always) private func add(
    _ part: UnsafePointer<UInt8>, _ inside: UInt64, to sums: inout Sums
  ) {
    switch form {
    case .single: break
    case .high(let from, let shift, let triple):
      let bytes = unsafe gaiji_range64(part, from, 0xFF - from)
      let shifts = unsafe gaiji_find64(part, shift)
      let triples = unsafe gaiji_find64(part, triple) & inside
      sums.trails &+= ((bytes | shifts) & inside | triples).nonzeroBitCount
      sums.triples &+= triples.nonzeroBitCount
    case .lead(let first, let second):
      let some = unsafe gaiji_range64(part, first.low, first.span)
      let others = unsafe gaiji_range64(part, second.low, second.span)
      let leads = Self.leads((some | others) & inside & ~sums.carry)
      sums.trails &+= leads.nonzeroBitCount
      sums.carry = leads >> 63
    }
  }

  /// Of bytes that may be first bytes, those that are: every other one of a run, from its first.
  /// (The byte before a run is none, so a code begins where the run does.)
  @inline(__always) static func leads(_ bytes: UInt64) -> UInt64 {
    let even: UInt64 = 0x5555_5555_5555_5555
    let starts = bytes & ~(bytes << 1)
    // Adding a run's start to it carries through the run and leaves none of its bits.
    let evenRuns = bytes & ~(bytes &+ (starts & even))
    return evenRuns & even | (bytes ^ evenRuns) & ~even
  }
}
