/// A 94 × 94 set of characters by row and cell (区点, both 1...94), as the JIS standards number them.
struct RowCellGrid {
  /// Row-major; 0: no character. 94 * 94 = 8,836 entries.
  private var cells = [UInt32](repeating: 0, count: 94 * 94)

  subscript(row: Int, cell: Int) -> UInt32 {
    get { cells[(row - 1) * 94 + cell - 1] }
    set { cells[(row - 1) * 94 + cell - 1] = newValue }
  }

  /// Rows whose characters are wanted, in the order in which they claim their characters.
  func each(rows: some Sequence<Int>, _ body: (_ row: Int, _ cell: Int, _ scalar: UInt32) -> Void) {
    for row in rows {
      for cell in 1...94 where self[row, cell] != 0 { body(row, cell, self[row, cell]) }
    }
  }

  var characters: Set<UInt32> { Set(cells.filter { $0 != 0 }) }
}

/// Where the coding schemes put a row and a cell.
enum RowCellCode {
  /// EUC: A1...FE twice; 7-bit JIS is the same without the high bits.
  static func euc(_ row: Int, _ cell: Int) -> UInt32 { UInt32((0xA0 + row) << 8 | (0xA0 + cell)) }

  /// Shift_JIS: two rows share a lead byte; trails 40–7E, 80–9E for odd rows, 9F–FC for even ones.
  static func shiftJIS(_ row: Int, _ cell: Int) -> UInt32 {
    let lead = (row - 1) / 2 + (row <= 62 ? 0x81 : 0xC1)
    return UInt32(lead << 8 | shiftJISTrail(row, cell))
  }

  /// Plane 2 of JIS X 0213 in Shift_JIS-2004 (JIS X 0213:2004, annex 1): F0–F4 hold rows 1, 8, 3,
  /// 4, 5, 12, 13, 14, 15, 78; from there on in order up to FC. `nil` for the other rows.
  static func shiftJISPlane2(_ row: Int, _ cell: Int) -> UInt32? {
    let lead: Int
    switch row {
    case 1, 3, 4, 5, 8, 12...15: lead = (row + 0x1DF) / 2 - row / 8 * 3
    case 78...94: lead = (row + 0x19B) / 2
    default: return nil
    }
    return UInt32(lead << 8 | shiftJISTrail(row, cell))
  }

  private static func shiftJISTrail(_ row: Int, _ cell: Int) -> Int {
    row % 2 == 0 ? 0x9E + cell : 0x3F + cell + (cell >= 64 ? 1 : 0)
  }
}

/// The JIS sets, drawn from ICU's tables by row and cell.
///
/// JIS X 0208 and JIS X 0212 come from `ibm-954_P101-2007` (EUC), whose plain rows agree with
/// glibc's but for the cells in `JISSets.standardCells`.
struct JISSets {
  /// Rows 1–8 and 16–84: 6,879 characters.
  var x0208: RowCellGrid
  /// Rows 2–77: 6,067 characters.
  var x0212: RowCellGrid

  /// Rows of JIS X 0208 that hold characters; 9–15 and 85–94 are not defined.
  static let x0208Rows = Array(1...8) + Array(16...84)

  /// Cells where `ibm-954` follows Microsoft or JIS X 0213. In their place stands the table that
  /// the Unicode Consortium published for JIS X 0208 (JIS0208.TXT: 2015 for ―, and the half-width
  /// ¢ £ ¬), which glibc uses for SJIS, EUC-JP and ISO-2022-JP.
  static let standardCells: [(row: Int, cell: Int, scalar: UInt32)] = [
    (1, 29, 0x2015), (1, 81, 0x00A2), (1, 82, 0x00A3), (2, 44, 0x00AC),
  ]

  init(charset: String) throws(CharsetBuildError) {
    let icu = try converter("ibm-954_P101-2007", for: charset)
    x0208 = drawGrid(icu, rows: Self.x0208Rows) { bytes(RowCellCode.euc($0, $1), count: 2) }
    x0212 = drawGrid(icu, rows: 2...77) { [0x8F] + bytes(RowCellCode.euc($0, $1), count: 2) }
    for (row, cell, scalar) in Self.standardCells { x0208[row, cell] = scalar }
    let counts = [(x0208, "JIS X 0208", 6879), (x0212, "JIS X 0212", 6067)]
    for (grid, name, expected) in counts where grid.characters.count != expected {
      throw .unexpectedCount(
        charset: charset, what: "characters of \(name)", found: grid.characters.count,
        expected: expected)
    }
  }
}

/// Opens a converter that a charset is drawn from.
func converter(_ name: String, for charset: String) throws(CharsetBuildError) -> ICUConverter {
  guard let icu = ICUConverter(name) else {
    throw .converterMissing(charset: charset, converter: name, icuVersion: ICUConverter.version)
  }
  return icu
}

/// Reads the single characters of some rows; a code without one leaves its cell empty.
func drawGrid(
  _ icu: ICUConverter, rows: some Sequence<Int>, code: (_ row: Int, _ cell: Int) -> [UInt8]
) -> RowCellGrid {
  var grid = RowCellGrid()
  for row in rows {
    for cell in 1...94 {
      if case .success(let scalars) = icu.decode(code(row, cell)), scalars.count == 1 {
        grid[row, cell] = scalars[0]
      }
    }
  }
  return grid
}

/// The last `count` bytes of a code, most significant first.
func bytes(_ code: UInt32, count: Int) -> [UInt8] {
  (0..<count).reversed().map { UInt8(truncatingIfNeeded: code >> (8 * UInt32($0))) }
}
