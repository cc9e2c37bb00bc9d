internal import GaijiModel

/// A charset table that is being filled; `finish()` makes it a `CharsetTable`.
///
/// Coding space first (`setLength`, `setTrails`), then characters (`define`). A code of the coding
/// space without a character stays undefined; everything outside it is invalid.
public struct CharsetDraft {
  private let name: String
  private let scheme: CodingScheme
  private let shifts: [CharsetTable.Shift]
  private var states: [State]
  private var sequences: [UInt32] = []
  private var singles: [UInt32: UInt32] = [:]
  private var pairs: [UInt64: UInt32] = [:]

  private struct State {
    var lengths = [UInt8](repeating: 0, count: 256)
    var one = [UInt32](repeating: DecodeEntry.invalid.rawValue, count: 256)
    var two: [UInt32] = []
    var three: [UInt32] = []
  }

  /// - Parameter shifts: In order of preference: an encoder writes the first one of a state.
  public init(
    name: String, scheme: CodingScheme, stateCount: Int = 1, shifts: [CharsetTable.Shift] = []
  ) {
    self.name = name
    self.scheme = scheme
    self.shifts = shifts
    states = Array(repeating: State(), count: stateCount)
  }

  /// States that codes which begin with these bytes have this length (1...3). The code of a byte
  /// of length 1 is undefined until it is defined.
  public mutating func setLength(_ length: UInt8, of leads: ClosedRange<UInt8>, state: Int = 0) {
    for lead in leads {
      states[state].lengths[Int(lead)] = length
      if length == 1 { states[state].one[Int(lead)] = DecodeEntry.undefined.rawValue }
    }
    if length == 2, states[state].two.isEmpty {
      states[state].two = Array(repeating: DecodeEntry.invalid.rawValue, count: 65536)
    }
    if length == 3, states[state].three.isEmpty {
      states[state].three = Array(repeating: DecodeEntry.invalid.rawValue, count: 65536)
    }
  }

  /// States that these bytes may follow a lead byte of a two-byte code.
  public mutating func setTrails(
    _ trails: ClosedRange<UInt8>, after leads: ClosedRange<UInt8>, state: Int = 0
  ) {
    for lead in leads {
      for trail in trails {
        states[state].two[Int(lead) << 8 | Int(trail)] = DecodeEntry.undefined.rawValue
      }
    }
  }

  /// States that these two bytes may follow the lead byte of three-byte codes.
  public mutating func setThreeByteTrails(
    second: ClosedRange<UInt8>, third: ClosedRange<UInt8>, state: Int = 0
  ) {
    for a in second {
      for b in third {
        states[state].three[Int(a) << 8 | Int(b)] = DecodeEntry.undefined.rawValue
      }
    }
  }

  /// Gives a code its character.
  ///
  /// - Precondition: The code lies in the coding space: its lead has this length in this state.
  /// - Parameters:
  ///   - code: The code's bytes, most significant first.
  ///   - byteCount: 1...3.
  ///   - second: The second scalar of a code for two; 0 otherwise.
  ///   - isOneWay: Whether the character encodes to another code; `nil`: when another code has
  ///     been defined for it before.
  ///   - isGaiji: `nil`: when `first` is a private-use scalar.
  public mutating func define(
    _ code: UInt32, byteCount: Int, state: Int = 0, _ first: UInt32, second: UInt32 = 0,
    isOneWay: Bool? = nil, isGaiji: Bool? = nil
  ) {
    let target = UInt32(byteCount) << 28 | UInt32(state) << 24 | code
    let pairKey = UInt64(first) << 21 | UInt64(second)
    let known = second == 0 ? singles[first] : pairs[pairKey]
    // The same bytes in another state (ASCII letters in JIS X 0201) are the same code.
    let oneWay = isOneWay ?? (known != nil && (known! ^ target) & ~(0xF << 24) != 0)
    if !oneWay, known == nil || isOneWay == false {
      if second == 0 { singles[first] = target } else { pairs[pairKey] = target }
    }

    var entry = first
    if second != 0 {
      entry = UInt32(sequences.count / 2) | DecodeEntry.sequenceBit
      sequences += [first, second]
    }
    if oneWay { entry |= DecodeEntry.oneWayBit }
    if isGaiji ?? isPrivateUse(first) { entry |= DecodeEntry.gaijiBit }
    set(code, byteCount: byteCount, state: state, entry: entry)
  }

  /// Gives a code a character that is not written with this charset's encoder.
  public mutating func defineDecodeOnly(
    _ code: UInt32, byteCount: Int, state: Int = 0, _ scalar: UInt32
  ) {
    set(code, byteCount: byteCount, state: state, entry: scalar)
  }

  /// Gives a code a meaning and leaves the encoder as it is.
  ///
  /// - Parameter isOneWay: Whether the character is written as another code or not at all.
  mutating func setMeaning(
    of code: UInt32, byteCount: Int, state: Int, first: UInt32, second: UInt32, isOneWay: Bool,
    isGaiji: Bool
  ) {
    var entry = first
    if second != 0 {
      entry = UInt32(sequences.count / 2) | DecodeEntry.sequenceBit
      sequences += [first, second]
    }
    if isOneWay { entry |= DecodeEntry.oneWayBit }
    if isGaiji { entry |= DecodeEntry.gaijiBit }
    set(code, byteCount: byteCount, state: state, entry: entry)
  }

  /// Writes a character as this code from now on.
  mutating func setCode(
    of first: UInt32, second: UInt32, to code: UInt32, byteCount: Int, state: Int
  ) {
    let target = UInt32(byteCount) << 28 | UInt32(state) << 24 | code
    if second == 0 {
      singles[first] = target
    } else {
      pairs[UInt64(first) << 21 | UInt64(second)] = target
    }
  }

  private mutating func set(_ code: UInt32, byteCount: Int, state: Int, entry: UInt32) {
    switch byteCount {
    case 1: states[state].one[Int(code)] = entry
    case 2: states[state].two[Int(code)] = entry
    default: states[state].three[Int(code & 0xFFFF)] = entry
    }
  }

  /// - Parameter positions: See `CharsetTable.positions`.
  public func finish(positions: [UInt32] = []) -> CharsetTable {
    CharsetTable(
      name: name, scheme: scheme,
      states: states.map {
        CharsetTable.State(
          lengths: FlatTable($0.lengths), one: FlatTable($0.one), two: FlatTable($0.two),
          three: FlatTable($0.three))
      },
      shifts: shifts, sequences: FlatTable(sequences), encoding: encodeTable(),
      positions: FlatTable(positions))
  }

  /// Blocks are numbered by ascending scalar, so that the same characters give the same table.
  private func encodeTable() -> EncodeTable {
    var blocks = [UInt16](repeating: 0, count: EncodeTable.blockCount)
    var entries = [UInt32](repeating: 0, count: 64)
    for scalar in singles.keys.sorted() {
      let block = Int(scalar >> 6)
      if blocks[block] == 0 {
        blocks[block] = UInt16(entries.count / 64)
        entries += repeatElement(0, count: 64)
      }
      entries[Int(blocks[block]) << 6 | Int(scalar & 63)] = singles[scalar]!
    }
    let keys = pairs.keys.sorted()
    return EncodeTable(
      blocks: FlatTable(blocks), entries: FlatTable(entries), pairKeys: FlatTable(keys),
      pairEntries: FlatTable(keys.map { pairs[$0]! }))
  }
}
