internal import GaijiModel

/// EUC-JP, eucJP-ms and EUC-JIS-2004.
extension CharsetBuilder {
  /// - Parameter hasC1: Whether 80–8D and 90–9F are the control characters U+0080–U+009F.
  static func eucDraft(_ name: String, hasC1: Bool) -> CharsetDraft {
    var draft = CharsetDraft(name: name, scheme: .leadByte)
    draft.setLength(1, of: 0x00...0x7F)
    defineASCII(in: &draft)
    if hasC1 {
      for range in [UInt8(0x80)...0x8D, 0x90...0x9F] {
        draft.setLength(1, of: range)
        for byte in range { draft.define(UInt32(byte), byteCount: 1, UInt32(byte)) }
      }
    }
    draft.setLength(2, of: 0x8E...0x8E)
    draft.setTrails(0xA1...0xDF, after: 0x8E...0x8E)
    defineHalfWidthKana(in: &draft, lead: 0x8E)
    draft.setLength(2, of: 0xA1...0xFE)
    draft.setTrails(0xA1...0xFE, after: 0xA1...0xFE)
    draft.setLength(3, of: 0x8F...0x8F)
    draft.setThreeByteTrails(second: 0xA1...0xFE, third: 0xA1...0xFE)
    return draft
  }

  private static func threeByte(_ row: Int, _ cell: Int) -> UInt32 {
    0x8F0000 | RowCellCode.euc(row, cell)
  }

  static func eucJP(_ name: String) throws(CharsetBuildError) -> CharsetTable {
    let sets = try JISSets(charset: name)
    var draft = eucDraft(name, hasC1: true)
    sets.x0208.each(rows: JISSets.x0208Rows) { row, cell, scalar in
      draft.define(RowCellCode.euc(row, cell), byteCount: 2, scalar)
    }
    sets.x0212.each(rows: 2...77) { row, cell, scalar in
      draft.define(threeByte(row, cell), byteCount: 3, scalar)
    }
    return draft.finish()
  }

  /// The order of definition decides which of two codes for a character is the preferred one:
  /// JIS X 0208, NEC row 13, JIS X 0212, IBM extensions.
  static func eucJPMS(_ name: String) throws(CharsetBuildError) -> CharsetTable {
    let windows = try converter("ibm-943_P15A-2003", for: name)
    let cp932 = drawGrid(windows, rows: Array(1...8) + [13] + Array(16...84)) {
      bytes(RowCellCode.shiftJIS($0, $1), count: 2)
    }
    var sets = try JISSets(charset: name)
    // ¦ is full-width, as code page 932 has it (FA55).
    sets.x0212[2, 35] = 0xFFE4
    var draft = eucDraft(name, hasC1: true)
    cp932.each(rows: JISSets.x0208Rows + [13]) { row, cell, scalar in
      draft.define(RowCellCode.euc(row, cell), byteCount: 2, scalar)
    }
    sets.x0212.each(rows: 2...77) { row, cell, scalar in
      draft.define(threeByte(row, cell), byteCount: 3, scalar)
    }
    var row = 83
    var cell = 83
    for scalar in try ibmExtensions(of: name, windows: windows, cp932: cp932, sets: sets) {
      draft.define(threeByte(row, cell), byteCount: 3, scalar)
      (row, cell) = cell == 94 ? (row + 1, 1) : (row, cell + 1)
    }
    for row in 85...94 {
      for cell in 1...94 {
        let index = UInt32((row - 85) * 94 + cell - 1)
        draft.define(RowCellCode.euc(row, cell), byteCount: 2, 0xE000 + index)
        draft.define(threeByte(row, cell), byteCount: 3, 0xE3AC + index)
      }
    }
    return draft.finish()
  }

  /// The 106 characters of 8FF3F3–8FF4FE: what code page 932 has in FA40–FC4B (IBM extensions) and
  /// neither JIS X 0208 nor JIS X 0212 has, in the order of code page 932. № is in JIS X 0212 but
  /// stands here too (8FF4AC), as eucJP-ms has it.
  private static func ibmExtensions(
    of name: String, windows: ICUConverter, cp932: RowCellGrid, sets: JISSets
  ) throws(CharsetBuildError) -> [UInt32] {
    var known = sets.x0212.characters
    known.remove(0x2116)
    cp932.each(rows: JISSets.x0208Rows) { _, _, scalar in known.insert(scalar) }
    var found: [UInt32] = []
    for lead in UInt8(0xFA)...0xFC {
      for trail in shiftJISTrails.joined() {
        if case .success(let scalars) = windows.decode([lead, trail]), !known.contains(scalars[0]) {
          found.append(scalars[0])
        }
      }
    }
    guard found.count == 106 else {
      throw .unexpectedCount(
        charset: name, what: "IBM extension characters outside JIS X 0208 and 0212",
        found: found.count, expected: 106)
    }
    return found
  }

  static func eucJIS2004(_ name: String, _ jisx0213: JISX0213Rows) -> CharsetTable {
    var draft = eucDraft(name, hasC1: false)
    for row in jisx0213.rows {
      if row.plane == 1 {
        draft.define(
          RowCellCode.euc(row.row, row.cell), byteCount: 2, row.first, second: row.second)
      } else {
        draft.define(threeByte(row.row, row.cell), byteCount: 3, row.first, second: row.second)
      }
    }
    return draft.finish()
  }
}
