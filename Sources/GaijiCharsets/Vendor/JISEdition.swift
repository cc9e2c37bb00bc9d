/// The editions of the JIS kanji set that code systems follow.
///
/// Facts of what changed: JIS X 0208:1997, annex 2 and its history of the standard.
public enum JISEdition: Sendable {
  /// JIS C 6226-1978.
  case of1978
  /// JIS X 0208-1983 (first called C 6226-1983).
  case of1983
  /// JIS X 0208:1990 and the same characters in 1997.
  case of1990
}

/// JIS X 0208 by row and cell in one edition, with the mapping of the Unicode Consortium's
/// JIS0208.TXT.
public struct JISX0208: Sendable {
  private let grid: RowCellGrid

  /// Draws the edition of 1990 from the system's ICU and takes back what came later than `edition`.
  public init(_ edition: JISEdition = .of1990) throws(CharsetBuildError) {
    var grid = try JISSets(charset: "JIS X 0208").x0208
    if edition != .of1990 {
      for cell in 5...6 { grid[84, cell] = 0 }
    }
    if edition == .of1978 { Self.return1978(&grid) }
    self.grid = grid
  }

  /// The scalar of a cell; `nil` when the edition has none there.
  ///
  /// - Precondition: Row and cell are in 1...94.
  public func scalar(_ row: Int, _ cell: Int) -> UInt32? {
    grid[row, cell] == 0 ? nil : grid[row, cell]
  }

  /// All characters of some rows, by row and cell.
  func each(
    rows: ClosedRange<Int>, _ body: (_ row: Int, _ cell: Int, _ scalar: UInt32) -> Void
  ) {
    grid.each(rows: rows, body)
  }

  /// 1983 exchanged 22 pairs of kanji between the levels, moved four to row 84 and put their simple
  /// forms in their places, and added 39 symbols in row 2 and the ruled lines of row 8.
  ///
  /// Changes of form alone (辻, 葛, ...) have no other code point and are not seen here.
  private static func return1978(_ grid: inout RowCellGrid) {
    for (a, b) in exchanged {
      let kept = grid[a.row, a.cell]
      grid[a.row, a.cell] = grid[b.row, b.cell]
      grid[b.row, b.cell] = kept
    }
    for (index, cell) in moved.enumerated() {
      grid[cell.row, cell.cell] = grid[84, index + 1]
      grid[84, index + 1] = 0
    }
    for cell in 15...94 { grid[2, cell] = 0 }
    for cell in 1...94 { grid[8, cell] = 0 }
  }

  typealias Cell = (row: Int, cell: Int)

  /// A level 1 cell and a level 2 cell whose kanji 1983 exchanged (鰺 and 鯵, ...).
  static let exchanged: [(Cell, Cell)] = [
    ((16, 19), (82, 45)), ((18, 9), (82, 84)), ((19, 34), (73, 58)), ((19, 41), (57, 88)),
    ((19, 86), (67, 62)), ((20, 35), (62, 85)), ((20, 50), (75, 61)), ((23, 59), (80, 84)),
    ((25, 60), (66, 72)), ((28, 41), (73, 2)), ((31, 57), (80, 55)), ((33, 8), (76, 45)),
    ((36, 59), (52, 68)), ((37, 55), (66, 74)), ((37, 78), (59, 77)), ((37, 83), (62, 25)),
    ((38, 86), (77, 78)), ((39, 72), (74, 4)), ((41, 16), (59, 56)), ((43, 89), (48, 54)),
    ((44, 89), (73, 14)), ((47, 22), (68, 38)),
  ]

  /// Cells that held 堯 槇 遙 瑤 before these went to row 84, cells 1...4.
  static let moved: [Cell] = [(22, 38), (43, 74), (45, 58), (64, 86)]
}
