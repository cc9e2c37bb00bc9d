internal import GaijiCharsets
internal import GaijiModel

extension ReleaseWriter {
  /// Charsets in the order of `CharsetNames.standard`, then the others by name.
  mutating func addCharsets(_ charsets: [CharsetTable]) throws(ReleaseError) {
    let order = Dictionary(
      uniqueKeysWithValues: CharsetNames.standard.enumerated().map { ($1, $0) })
    let sorted = charsets.sorted {
      let a = order[$0.name] ?? Int.max
      let b = order[$1.name] ?? Int.max
      return a == b ? $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) : a < b
    }
    for (a, b) in zip(sorted, sorted.dropFirst()) where a.name == b.name {
      throw .inconsistentContents("two charsets are named \(a.name)")
    }
    var records: [UInt32] = []
    var states: [UInt32] = []
    var shifts: [UInt32] = []
    var tables = TablePool()
    for charset in sorted {
      records += reference(charset.name)
      records += [UInt32(charset.scheme.rawValue)]
      records += [
        UInt32(states.count / CharsetRecord.stateWordCount), UInt32(charset.states.count),
      ]
      records += [
        UInt32(shifts.count / CharsetRecord.shiftWordCount), UInt32(charset.shifts.count),
      ]
      for state in charset.states {
        states += tables.add(state.lengths) + tables.add(state.one)
        states += tables.add(state.two) + tables.add(state.three)
      }
      for shift in charset.shifts {
        guard (1...CharsetRecord.maximumShiftByteCount).contains(shift.bytes.count) else {
          throw .inconsistentContents("charset \(charset.name): a shift of 0 or over 8 bytes")
        }
        var bytes = shift.bytes
        bytes += [UInt8](repeating: 0, count: CharsetRecord.maximumShiftByteCount - bytes.count)
        shifts += [UInt32(shift.bytes.count), UInt32(shift.state)]
        shifts += [word(bytes[0..<4]), word(bytes[4..<8])]
      }
      records += tables.add(charset.sequences)
      records += tables.add(charset.encoding.blocks) + tables.add(charset.encoding.entries)
      records += tables.add(charset.encoding.pairKeys) + tables.add(charset.encoding.pairEntries)
      records += tables.add(charset.positions)
      records.append(0)
    }
    add(.charsets, records)
    add(.charsetStates, states)
    add(.charsetShifts, shifts)
    add(.charsetTables, tables.bytes)
  }

  private func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// The tables of all charsets one after another; equal ones (the kanji of IBM 930 and 939) once.
private struct TablePool {
  var bytes: [UInt8] = []
  private var starts: [[UInt8]: UInt32] = [:]

  /// Start in units of 8 bytes, and element count.
  mutating func add<Element: BitwiseCopyable & Sendable>(_ table: FlatTable<Element>) -> [UInt32] {
    guard table.count > 0 else { return [0, 0] }
    let content = memoryBytes(of: table.array)
    if let start = starts[content] { return [start, UInt32(table.count)] }
    let start = UInt32(bytes.count / 8)
    starts[content] = start
    bytes += content
    bytes += [UInt8](repeating: 0, count: ReleaseFormat.padded(content.count) - content.count)
    return [start, UInt32(table.count)]
  }
}
