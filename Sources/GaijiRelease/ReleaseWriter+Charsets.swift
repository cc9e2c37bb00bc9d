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
    guard sorted.count <= ReleaseFormat.maximumCharsetCount else {
      throw .inconsistentContents("\(sorted.count) charsets")
    }
    var records: [UInt32] = []
    var states: [UInt32] = []
    var shifts: [UInt32] = []
    var tables = TablePool()
    for charset in sorted {
      guard charset.states.count <= ReleaseFormat.maximumStateCount,
        charset.shifts.count <= ReleaseFormat.maximumShiftCount
      else {
        throw .inconsistentContents(
          "charset \(charset.name): \(charset.states.count) states, \(charset.shifts.count) shifts")
      }
      records += try reference(charset.name)
      records += [UInt32(charset.scheme.rawValue)]
      records += [
        UInt32(states.count / CharsetRecord.stateWordCount), UInt32(charset.states.count),
      ]
      records += [
        UInt32(shifts.count / CharsetRecord.shiftWordCount), UInt32(charset.shifts.count),
      ]
      for state in charset.states {
        states.append(tables.add(state.lengths, to: &self))
        states.append(tables.add(state.one, to: &self))
        states.append(tables.add(state.two, to: &self))
        states.append(tables.add(state.three, to: &self))
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
      records.append(tables.add(charset.sequences, to: &self))
      records.append(tables.add(charset.encoding.blocks, to: &self))
      records.append(tables.add(charset.encoding.entries, to: &self))
      records.append(tables.add(charset.encoding.pairKeys, to: &self))
      records.append(tables.add(charset.encoding.pairEntries, to: &self))
      records.append(tables.add(charset.positions, to: &self))
      records.append(0)
    }
    add(.charsets, records)
    add(.charsetStates, states)
    add(.charsetShifts, shifts)
  }

  private func word(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    bytes.reversed().reduce(0) { $0 << 8 | UInt32($1) }
  }
}

/// The tables of all charsets; equal ones (the kanji of IBM 930 and 939) once.
private struct TablePool {
  private var numbers: [Content: UInt32] = [:]

  private struct Content: Hashable {
    var stride: Int
    var bytes: [UInt8]
  }

  /// The table's number in the release; 0 for an empty one.
  mutating func add<Element: BitwiseCopyable & Sendable>(
    _ table: FlatTable<Element>, to writer: inout ReleaseWriter
  ) -> UInt32 {
    guard table.count > 0 else { return 0 }
    let content = Content(stride: MemoryLayout<Element>.stride, bytes: memoryBytes(of: table.array))
    if let number = numbers[content] { return number }
    let number = writer.addTable(stride: content.stride, content.bytes)
    numbers[content] = number
    return number
  }
}
