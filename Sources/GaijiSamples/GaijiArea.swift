internal import GaijiCharsets
internal import GaijiModel

/// The user-defined codes of a charset, in the order of their private-use projection.
struct GaijiArea {
  struct Cell {
    /// The bytes of the code, most significant first; the scalar for a Unicode charset.
    let code: UInt32
    /// Private-use scalar.
    let scalar: UInt32
  }

  let cells: [Cell]

  /// At most the first `count` cells; none when the charset has no such area.
  init(_ charset: CharsetTable, count: Int) {
    if charset.states.isEmpty {
      // Unicode: Windows and most vendors begin at U+E000.
      cells = (0..<UInt32(min(count, 0x1900))).map { Cell(code: 0xE000 + $0, scalar: 0xE000 + $0) }
      return
    }
    var all: [Cell] = []
    for state in charset.states {
      for (table, lead) in [(state.one, 0), (state.two, 0), (state.three, 0x8F_0000)] {
        for index in 0..<table.count {
          let entry = DecodeEntry(rawValue: table[index])
          if entry.isGaiji, !entry.isSequence, !entry.isOneWay {
            all.append(Cell(code: UInt32(lead | index), scalar: entry.value))
          }
        }
      }
    }
    all.sort { $0.scalar < $1.scalar }
    cells = Array(all.prefix(count))
  }
}
