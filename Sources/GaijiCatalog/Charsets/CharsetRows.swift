internal import GaijiCharsets
internal import GaijiModel

/// A charset table taken apart into rows, and rows put together to a table again.
///
/// What comes back decodes and encodes exactly as what went in; the numbering of sequences and
/// encoding blocks is by code and scalar, so that it does not depend on how the table was drawn.
struct CharsetRows {
  struct Flags: OptionSet {
    let rawValue: Int64
    static let decodes = Flags(rawValue: 1)
    static let encodes = Flags(rawValue: 2)
    static let oneWay = Flags(rawValue: 4)
    static let gaiji = Flags(rawValue: 8)
  }

  struct Code {
    var state: Int
    var byteCount: Int
    var code: UInt32
    var first: UInt32
    var second: UInt32
    var flags: Flags
  }

  struct Undefined {
    var state: Int
    var byteCount: Int
    var codes: ClosedRange<UInt32>
  }

  struct Area: Equatable {
    var firstCode: UInt32
    var lastCode: UInt32
    var firstScalar: UInt32
    var cellCount: Int
  }

  var lengths: [[UInt8]]
  var codes: [Code]
  var undefined: [Undefined]
  /// As in `CharsetTable.positions`.
  var positions: [UInt32] = []

  /// The only lead byte of three-byte codes.
  private static let threeByteLead: UInt32 = 0x8F

  init(lengths: [[UInt8]], codes: [Code], undefined: [Undefined]) {
    self.lengths = lengths
    self.codes = codes
    self.undefined = undefined
  }

  init(_ table: CharsetTable) {
    lengths = table.states.map(\.lengths.array)
    positions = table.positions.array
    codes = []
    undefined = []
    var encoded = Self.encodedCodes(table.encoding)
    let sequences = table.sequences.array
    for (number, state) in table.states.enumerated() {
      for (byteCount, values) in [
        (1, state.one.array), (2, state.two.array), (3, state.three.array),
      ] {
        let base = byteCount == 3 ? Self.threeByteLead << 16 : 0
        var run: ClosedRange<UInt32>?
        for (index, raw) in values.enumerated() {
          let code = base | UInt32(index)
          let entry = DecodeEntry(rawValue: raw)
          if entry == .undefined {
            if let known = run, known.upperBound + 1 == code {
              run = known.lowerBound...code
            } else {
              if let known = run { addUndefined(known, number, byteCount) }
              run = code...code
            }
          } else if entry.isCharacter {
            add(
              entry, code: code, byteCount: byteCount, state: number, sequences: sequences, &encoded
            )
          }
        }
        if let known = run { addUndefined(known, number, byteCount) }
      }
    }
    // Codes that are written but read as another character.
    for (key, target) in encoded.sorted(by: { $0.key < $1.key }) {
      codes.append(
        Code(
          state: Int(target >> 24 & 15), byteCount: Int(target >> 28), code: target & 0xFF_FFFF,
          first: UInt32(key >> 21), second: UInt32(key & 0x1F_FFFF), flags: .encodes))
    }
  }

  private mutating func addUndefined(_ codes: ClosedRange<UInt32>, _ state: Int, _ byteCount: Int) {
    undefined.append(Undefined(state: state, byteCount: byteCount, codes: codes))
  }

  private mutating func add(
    _ entry: DecodeEntry, code: UInt32, byteCount: Int, state: Int, sequences: [UInt32],
    _ encoded: inout [UInt64: UInt32]
  ) {
    var row = Code(
      state: state, byteCount: byteCount, code: code, first: entry.value, second: 0,
      flags: .decodes)
    if entry.isSequence {
      row.first = sequences[2 * Int(entry.value)]
      row.second = sequences[2 * Int(entry.value) + 1]
    }
    if entry.isOneWay { row.flags.insert(.oneWay) }
    if entry.isGaiji { row.flags.insert(.gaiji) }
    let key = UInt64(row.first) << 21 | UInt64(row.second)
    let target = UInt32(byteCount) << 28 | UInt32(state) << 24 | code
    if encoded[key] == target {
      row.flags.insert(.encodes)
      encoded[key] = nil
    }
    codes.append(row)
  }

  /// By first scalar << 21 | second.
  private static func encodedCodes(_ table: EncodeTable) -> [UInt64: UInt32] {
    var codes: [UInt64: UInt32] = [:]
    let entries = table.entries.array
    for (index, block) in table.blocks.array.enumerated() where block != 0 {
      for cell in 0..<64 where entries[Int(block) << 6 | cell] != 0 {
        codes[UInt64(index << 6 | cell) << 21] = entries[Int(block) << 6 | cell]
      }
    }
    // Block 0 is the empty one by its definition, so nothing of it is missed.
    for (key, entry) in zip(table.pairKeys.array, table.pairEntries.array) { codes[key] = entry }
    return codes
  }

  /// The table.
  func table(
    name: String, scheme: CodingScheme, shifts: [CharsetTable.Shift]
  ) -> CharsetTable {
    let needed = lengths.map { Set($0) }
    var one = lengths.map { _ in [UInt32](repeating: DecodeEntry.invalid.rawValue, count: 256) }
    var two = needed.map { Self.wide($0.contains(2)) }
    var three = needed.map { Self.wide($0.contains(3)) }
    func set(_ value: UInt32, _ state: Int, _ byteCount: Int, _ code: UInt32) {
      switch byteCount {
      case 1: one[state][Int(code & 0xFF)] = value
      case 2: two[state][Int(code & 0xFFFF)] = value
      default: three[state][Int(code & 0xFFFF)] = value
      }
    }
    for range in undefined {
      for code in range.codes {
        set(DecodeEntry.undefined.rawValue, range.state, range.byteCount, code)
      }
    }
    var sequences: [UInt32] = []
    var singles: [UInt32: UInt32] = [:]
    var pairs: [UInt64: UInt32] = [:]
    for row in codes {
      if row.flags.contains(.encodes) {
        let target = UInt32(row.byteCount) << 28 | UInt32(row.state) << 24 | row.code
        if row.second == 0 {
          singles[row.first] = target
        } else {
          pairs[UInt64(row.first) << 21 | UInt64(row.second)] = target
        }
      }
      guard row.flags.contains(.decodes) else { continue }
      var value = row.first
      if row.second != 0 {
        value = UInt32(sequences.count / 2) | DecodeEntry.sequenceBit
        sequences += [row.first, row.second]
      }
      if row.flags.contains(.oneWay) { value |= DecodeEntry.oneWayBit }
      if row.flags.contains(.gaiji) { value |= DecodeEntry.gaijiBit }
      set(value, row.state, row.byteCount, row.code)
    }
    let states = lengths.indices.map {
      CharsetTable.State(
        lengths: FlatTable(lengths[$0]), one: FlatTable(one[$0]), two: FlatTable(two[$0]),
        three: FlatTable(three[$0]))
    }
    return CharsetTable(
      name: name, scheme: scheme, states: states, shifts: shifts,
      sequences: FlatTable(sequences),
      encoding: lengths.isEmpty ? .empty : Self.encodeTable(singles, pairs),
      positions: FlatTable(positions))
  }

  private static func wide(_ isNeeded: Bool) -> [UInt32] {
    isNeeded ? Array(repeating: DecodeEntry.invalid.rawValue, count: 65_536) : []
  }

  private static func encodeTable(
    _ singles: [UInt32: UInt32], _ pairs: [UInt64: UInt32]
  ) -> EncodeTable {
    var blocks = [UInt16](repeating: 0, count: EncodeTable.blockCount)
    var entries = [UInt32](repeating: 0, count: 64)
    for scalar in singles.keys.sorted() {
      let block = Int(scalar >> 6)
      if blocks[block] == 0 {
        blocks[block] = UInt16(entries.count / 64)
        entries += repeatElement(0, count: 64)
      }
      entries[Int(blocks[block]) << 6 | Int(scalar & 63)] = singles[scalar] ?? 0
    }
    let keys = pairs.keys.sorted()
    return EncodeTable(
      blocks: FlatTable(blocks), entries: FlatTable(entries), pairKeys: FlatTable(keys),
      pairEntries: FlatTable(keys.map { pairs[$0] ?? 0 }))
  }

  /// The user-defined areas: runs of gaiji codes of one length whose private-use projections follow
  /// each other. A gap between rows (CP932 F07F, F0FD) does not end an area.
  var areas: [Area] {
    var areas: [Area] = []
    var previous: Code?
    for row in codes where row.flags.contains([.decodes, .gaiji]) {
      if let last = previous, last.byteCount == row.byteCount, last.first + 1 == row.first,
        last.state == row.state
      {
        areas[areas.count - 1].lastCode = row.code
        areas[areas.count - 1].cellCount += 1
      } else {
        areas.append(
          Area(firstCode: row.code, lastCode: row.code, firstScalar: row.first, cellCount: 1))
      }
      previous = row
    }
    return areas
  }
}
