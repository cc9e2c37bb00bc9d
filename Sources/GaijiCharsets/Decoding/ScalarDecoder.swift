internal import GaijiModel

/// Decodes a stream of bytes to units, one unit a character, error or shift sequence.
///
/// The plain, generic decoder: it works for every charset from its table alone. Promises, each with
/// a test of the same words:
/// - The input is always drained; at most seven bytes of an unfinished unit are kept inside.
/// - Cutting the input anywhere gives the same units with the same offsets.
/// - The units cover the input without a gap or overlap.
///
/// An invalid unit covers
/// - one byte in the table charsets: the first one; what follows it is looked at again,
/// - in UTF-8, the longest start of a well-formed sequence, or one byte (Unicode 15, section 3.9,
///   "U+FFFD Substitution of Maximal Subparts"),
/// - in UTF-16, a lone surrogate (2 bytes), in UTF-32, a value that is no scalar (4 bytes); in both,
///   what is left at the end of the input when it is too short for a unit.
///
/// A byte order mark at the start of a stream, and a shift sequence anywhere, is a unit of kind
/// `shift`. `code` is FEFF for a mark; for shift sequences and invalid units it is their bytes, the
/// first one most significant.
///
/// Ordinary characters take short loops (`ScalarDecoder+Ordinary.swift`), all others a step of the
/// whole machine. The engine has its own loops over the same tables.
public struct ScalarDecoder: Sendable {
  public let table: CharsetTable
  /// Index into `table.states` of a shifted charset; 0 for others.
  public private(set) var state = 0 {
    didSet { if state != oldValue { current = views[state] } }
  }
  /// The tables of `state`; empty without tables.
  private(set) var current: StateView
  /// Views into `table`, by state.
  private let views: [StateView]
  /// `table.shifts`.
  let shifts: [ShiftView]
  /// Bytes from the start of the stream to the next byte that is in no unit yet.
  ///
  /// May be set between two units, where the bytes before have been decoded by another decoder.
  public var offset = 0

  /// One bit for each byte that begins a shift sequence: most bytes are told apart by it.
  private let shiftLeads: SIMD4<UInt64>
  /// Bytes given but not yet in a unit.
  private var pending: [UInt8] = []
  private(set) var isBigEndian: Bool
  private(set) var isAtStart = true
  /// Off only in the test that compares the short loops with the whole machine.
  var usesShortLoops = true

  /// No unit, and no shift sequence that a table can have, is longer.
  static let maximumUnitByteCount = 8

  public init(_ table: CharsetTable) {
    self.table = table
    views = table.states.map(StateView.init)
    current = views.first ?? StateView()
    isBigEndian = table.scheme != .utf16le && table.scheme != .utf32le
    precondition(
      table.shifts.allSatisfy { (1...Self.maximumUnitByteCount).contains($0.bytes.count) },
      "a shift sequence has 1...8 bytes")
    shifts = table.shifts.map(ShiftView.init)
    var leads = SIMD4<UInt64>()
    for shift in table.shifts {
      leads[Int(shift.bytes[0] >> 6)] |= 1 << UInt64(shift.bytes[0] & 63)
    }
    shiftLeads = leads
  }

  /// Decodes all of `source`.
  ///
  /// - Parameters:
  ///   - isLast: Whether no input follows; only then is an unfinished unit an error. After it the
  ///     decoder is as new, but for the offset.
  ///   - emit: Called for each unit, in order.
  public mutating func decode(
    _ source: Span<UInt8>, isLast: Bool, _ emit: (DecodedUnit) -> Void
  ) {
    var batch: [DecodedUnit] = []
    decode(source, isLast: isLast, batchByteCount: Self.batchByteCount, into: &batch) { units in
      for unit in units { emit(unit) }
      units.removeAll(keepingCapacity: true)
    }
  }

  /// Decodes all of `source` and appends its units: the same units, and the faster way to many.
  public mutating func decode(
    _ source: Span<UInt8>, isLast: Bool, into units: inout [DecodedUnit]
  ) {
    decode(source, isLast: isLast, batchByteCount: source.count, into: &units) { _ in }
  }

  /// Decodes all of `source` and counts its units other than shifts.
  public mutating func count(_ source: Span<UInt8>, isLast: Bool) -> Int {
    var count = 0
    var batch: [DecodedUnit] = []
    decode(source, isLast: isLast, batchByteCount: Self.batchByteCount, into: &batch) { units in
      for unit in units where unit.kind != .shift { count += 1 }
      units.removeAll(keepingCapacity: true)
    }
    return count
  }

  /// Bytes that the closure form decodes at a time: their units (24 KiB) stay in the nearest cache.
  private static let batchByteCount = 1024

  private mutating func decode(
    _ source: Span<UInt8>, isLast: Bool, batchByteCount: Int, into units: inout [DecodedUnit],
    whenFull: (inout [DecodedUnit]) -> Void
  ) {
    var start = 0
    if !pending.isEmpty {
      // The seam: the kept bytes and enough of the new ones to finish any unit that they begin.
      let carried = pending.count
      let taken = min(source.count, Self.maximumUnitByteCount)
      var seam = pending
      for index in 0..<taken { seam.append(source[index]) }
      let end = append(
        seam.span, from: 0, startLimit: carried, isLast: isLast && taken == source.count,
        to: &units)
      whenFull(&units)
      if end < carried {
        // Still unfinished, so the seam had all there is.
        pending = Array(seam[end...])
        return
      }
      pending.removeAll(keepingCapacity: true)
      start = end - carried
    }
    while start < source.count {
      let limit = min(source.count, start + batchByteCount)
      let end = append(source, from: start, startLimit: limit, isLast: isLast, to: &units)
      whenFull(&units)
      start = end
      if end < limit { break }
    }
    for index in start..<source.count { pending.append(source[index]) }
    if isLast {
      resetState()
      isAtStart = true
      isBigEndian = table.scheme != .utf16le && table.scheme != .utf32le
    }
  }

  /// Returns to the initial state: for fields that each begin in it.
  ///
  /// - Precondition: The input so far ended with a whole unit, or what is pending belongs to what
  ///   follows.
  public mutating func resetState() { state = 0 }

  /// Makes a new decoder one for the bytes behind the start of a stream, where U+FEFF is a character.
  ///
  /// - Parameter mark: The byte order mark of the stream: it decides the byte order of UTF-16 and
  ///   UTF-32. Empty when there was none.
  public mutating func start(behind mark: [UInt8]) {
    decode(mark.span, isLast: false) { _ in }
    isAtStart = false
    offset = 0
  }

  /// The units of a whole byte string.
  ///
  /// - Parameter isStart: `false` for a piece from within a stream, where U+FEFF is a character.
  public static func units(
    of bytes: [UInt8], in table: CharsetTable, isStart: Bool = true
  ) -> [DecodedUnit] {
    var decoder = ScalarDecoder(table)
    decoder.isAtStart = isStart
    var units: [DecodedUnit] = []
    units.reserveCapacity(bytes.count)
    decoder.decode(bytes.span, isLast: true, into: &units)
    return units
  }

  /// As `run`, at the end of an array that grows by doubling.
  private mutating func append(
    _ source: Span<UInt8>, from: Int, startLimit: Int, isLast: Bool,
    to units: inout [DecodedUnit]
  ) -> Int {
    // A unit has one byte at least.
    let room = startLimit - from
    if units.capacity - units.count < room {
      units.reserveCapacity(max(2 * units.capacity, units.count + room))
    }
    var end = from
    units.append(addingCapacity: room) { output in
      end = run(source, from: from, startLimit: startLimit, isLast: isLast, into: &output)
    }
    return end
  }

  /// Decodes the units that start at `from..<startLimit`; returns where the first one starts that
  /// is not decoded (an unfinished one, or the one at or after the limit).
  private mutating func run(
    _ source: Span<UInt8>, from: Int, startLimit: Int, isLast: Bool,
    into output: inout OutputSpan<DecodedUnit>
  ) -> Int {
    var position = from
    while position < startLimit {
      // Most characters are ordinary; one step of the whole machine is for what stops them.
      if usesShortLoops, !isAtStart {
        position = ordinary(source, from: position, startLimit: startLimit, into: &output)
        guard position < startLimit else { break }
      }
      var step =
        switch table.scheme {
        case .leadByte: leadByteStep(source, at: position, isLast: isLast)
        case .shifted: shiftedStep(source, at: position, isLast: isLast)
        case .utf8: utf8Step(source, at: position, isLast: isLast)
        case .utf16, .utf16le, .utf16be: utf16Step(source, at: position, isLast: isLast)
        case .utf32, .utf32le, .utf32be: utf32Step(source, at: position, isLast: isLast)
        }
      guard step.unit.byteCount > 0 else { break }
      step.unit.offset = offset
      if step.state != state { state = step.state }
      isBigEndian = step.isBigEndian
      isAtStart = false
      position += Int(step.unit.byteCount)
      offset += Int(step.unit.byteCount)
      output.append(step.unit)
    }
    return position
  }

  /// Decodes ordinary characters from `from` on; returns where the first other unit starts, or the
  /// limit or what lies beyond it.
  private mutating func ordinary(
    _ source: Span<UInt8>, from: Int, startLimit: Int,
    into output: inout OutputSpan<DecodedUnit>
  ) -> Int {
    let end =
      switch table.scheme {
      case .leadByte, .shifted:
        ordinaryCodes(source, from: from, startLimit: startLimit, into: &output)
      case .utf8: ordinaryUTF8(source, from: from, startLimit: startLimit, into: &output)
      case .utf16, .utf16le, .utf16be:
        ordinaryUTF16(source, from: from, startLimit: startLimit, into: &output)
      case .utf32, .utf32le, .utf32be: from
      }
    offset += end - from
    return end
  }

  /// One unit and what the decoder is after it. A unit of no bytes: more input is needed.
  struct Step {
    var unit: DecodedUnit
    var state: Int
    var isBigEndian: Bool
  }

  // The functions that make a step change nothing; they are `mutating` because the compiler would
  // else copy the decoder for each of them (half the time of a run, measured with perf).

  mutating func mayBeginShift(_ byte: UInt8) -> Bool {
    shiftLeads[Int(byte >> 6)] >> UInt64(byte & 63) & 1 == 1
  }

  mutating func step(
    _ kind: DecodedUnit.Kind, byteCount: Int, code: UInt32, scalar: UInt32 = 0, second: UInt32 = 0,
    isOneWay: Bool = false, state: Int? = nil, isBigEndian: Bool? = nil
  ) -> Step {
    Step(
      unit: DecodedUnit(
        kind: kind, isOneWay: isOneWay, byteCount: UInt8(byteCount), code: code, scalar: scalar,
        second: second, offset: 0),
      state: state ?? self.state, isBigEndian: isBigEndian ?? self.isBigEndian)
  }

  var needsMoreInput: Step {
    mutating get { step(.invalid, byteCount: 0, code: 0) }
  }
}
