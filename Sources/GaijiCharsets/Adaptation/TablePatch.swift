internal import GaijiModel

/// A charset table that is being changed in places.
///
/// Memory: the arrays of one charset, some 300 KiB a state.
struct TablePatch {
  let original: CharsetTable
  private var one: [[UInt32]]
  private var two: [[UInt32]]
  private var three: [[UInt32]]
  private var sequences: [UInt32]
  private var blocks: [UInt16]
  private var entries: [UInt32]
  private let pairKeys: [UInt64]
  private var pairEntries: [UInt32]

  init(_ table: CharsetTable) {
    original = table
    one = table.states.map(\.one.array)
    two = table.states.map(\.two.array)
    three = table.states.map(\.three.array)
    sequences = table.sequences.array
    blocks = table.encoding.blocks.array
    entries = table.encoding.entries.array
    pairKeys = table.encoding.pairKeys.array
    pairEntries = table.encoding.pairEntries.array
    if blocks.count != EncodeTable.blockCount {
      blocks = Array(repeating: 0, count: EncodeTable.blockCount)
      entries = Array(repeating: 0, count: 64)
    }
  }

  // MARK: Decoding

  /// Codes are those of `EncodeTable.entries`: byte count, state and bytes.
  func decodeEntry(_ code: UInt32) -> DecodeEntry {
    let state = Int(code >> 24 & 0xF)
    switch code >> 28 {
    case 1: return DecodeEntry(rawValue: one[state][Int(code & 0xFF)])
    case 2: return DecodeEntry(rawValue: two[state][Int(code & 0xFFFF)])
    default: return DecodeEntry(rawValue: three[state][Int(code & 0xFFFF)])
    }
  }

  mutating func setDecodeEntry(_ code: UInt32, _ raw: UInt32) {
    let state = Int(code >> 24 & 0xF)
    switch code >> 28 {
    case 1: one[state][Int(code & 0xFF)] = raw
    case 2: two[state][Int(code & 0xFFFF)] = raw
    default: three[state][Int(code & 0xFFFF)] = raw
    }
  }

  /// Makes a code stand for two scalars.
  mutating func setSequence(_ code: UInt32, _ first: UInt32, _ second: UInt32, flags: UInt32) {
    setDecodeEntry(code, UInt32(sequences.count / 2) | DecodeEntry.sequenceBit | flags)
    sequences += [first, second]
  }

  // MARK: Encoding

  /// One or two scalars, as `EncodeTable.pairKeys` has two; the second is 0 for one.
  typealias Key = UInt64

  static func key(_ first: UInt32, _ second: UInt32 = 0) -> Key {
    UInt64(first) << 21 | UInt64(second)
  }

  /// What a decode entry stands for; `nil` for no character.
  func key(of entry: DecodeEntry) -> Key? {
    guard entry.isCharacter else { return nil }
    guard entry.isSequence else { return Self.key(entry.value) }
    let index = Int(entry.value) * 2
    return Self.key(sequences[index], sequences[index + 1])
  }

  func encoded(_ key: Key) -> UInt32 {
    if key & 0x1F_FFFF == 0 {
      let scalar = UInt32(key >> 21)
      return entries[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)]
    }
    return pairIndex(key).map { pairEntries[$0] } ?? 0
  }

  private func pairIndex(_ key: Key) -> Int? {
    var low = 0
    var high = pairKeys.count
    while low < high {
      let middle = (low + high) / 2
      if pairKeys[middle] < key { low = middle + 1 } else { high = middle }
    }
    return low < pairKeys.count && pairKeys[low] == key ? low : nil
  }

  /// Sets the code of a scalar, 0 for none; of a pair only where it has one already.
  mutating func setEncoded(_ key: Key, _ code: UInt32) {
    guard key & 0x1F_FFFF == 0 else {
      if let index = pairIndex(key) { pairEntries[index] = code }
      return
    }
    let scalar = UInt32(key >> 21)
    let block = Int(scalar >> 6)
    if blocks[block] == 0 {
      guard code != 0 else { return }
      blocks[block] = UInt16(entries.count / 64)
      entries += repeatElement(0, count: 64)
    }
    entries[Int(blocks[block]) << 6 | Int(scalar & 63)] = code
  }

  // MARK: One-way codes

  /// Gives the characters of `keys` that are written with a code which means another one by now a
  /// code that does mean them, the lowest, where there is one; then says again which codes of these
  /// characters are one-way.
  mutating func settle(_ keys: Set<Key>) {
    var codes: [Key: [UInt32]] = [:]
    original.eachCode { code, _ in
      if let key = key(of: decodeEntry(code)), keys.contains(key) {
        codes[key, default: []].append(code)
      }
    }
    for (key, own) in codes {
      let written = encoded(key)
      if written != 0, self.key(of: decodeEntry(written)) != key { setEncoded(key, own[0]) }
      let code = encoded(key)
      guard code != 0 else { continue }
      for other in own {
        var raw = decodeEntry(other).rawValue & ~DecodeEntry.oneWayBit
        // The same bytes in another state are the same code.
        if (other ^ code) & ~(0xF << 24) != 0 { raw |= DecodeEntry.oneWayBit }
        setDecodeEntry(other, raw)
      }
    }
  }

  func finish() -> CharsetTable {
    CharsetTable(
      name: original.name, scheme: original.scheme,
      states: original.states.indices.map { number in
        CharsetTable.State(
          lengths: original.states[number].lengths, one: FlatTable(one[number]),
          two: FlatTable(two[number]), three: FlatTable(three[number]))
      },
      shifts: original.shifts, sequences: FlatTable(sequences),
      encoding: EncodeTable(
        blocks: FlatTable(blocks), entries: FlatTable(entries), pairKeys: FlatTable(pairKeys),
        pairEntries: FlatTable(pairEntries)),
      positions: original.positions)
  }
}
