extension SheetCells {
  /// Cells between ruled lines, or boxes of their own with gutters between.
  ///
  /// - Returns: `nil` where there are no lines across the content that make cells of one size.
  static func ruled(_ image: InkImage) -> SheetCells? {
    guard let content = image.content else { return nil }
    let rows = Lines(image, .rows, across: content.columns.count)
    let columns = Lines(image, .columns, across: content.rows.count)
    // Lines across three quarters; less where the last row has fewer boxes, if there are so many cells
    // that it is no character.
    var best: SheetCells?
    for share in [75, 55, 40] {
      guard let columnCells = columns.cells(share, run: nil) else { continue }
      // Nothing in a cell is longer than the cell.
      let run =
        columnCells.count >= 3
        ? (columnCells[1].upperBound - columnCells[0].lowerBound) * 5 / 4 : nil
      guard let rowCells = rows.cells(share, run: run) else { continue }
      let cells = SheetCells(rows: rowCells, columns: columnCells)
      guard cells.count > best?.count ?? 0, share == 75 || cells.count >= 6,
        isPlausible(cells, content, rows.lines(share, run: run) + columns.lines(share))
      else { continue }
      best = cells
    }
    return best
  }

  /// Cells about as high as wide that take up most of what there is; few of them only between thin lines of
  /// one thickness, which the strokes of 圖 are not.
  private static func isPlausible(
    _ cells: SheetCells, _ content: (rows: Range<Int>, columns: Range<Int>), _ lines: [Range<Int>]
  ) -> Bool {
    let (height, width) = (cells.rows[0].count, cells.columns[0].count)
    let covered = (
      cells.rows.reduce(0) { $0 + $1.count }, cells.columns.reduce(0) { $0 + $1.count }
    )
    guard height <= 2 * width, width <= 2 * height, covered.0 * 10 >= content.rows.count * 6,
      covered.1 * 10 >= content.columns.count * 6
    else { return false }
    let (thinnest, thickest) = (lines.map(\.count).min() ?? 0, lines.map(\.count).max() ?? 0)
    return cells.count >= 6
      || (thickest - thinnest <= 1 && thickest * 40 <= min(height, width) + 40)
  }

  /// Pixels of the smallest cell that is looked for.
  static let leastSide = 12
}

/// What tells lines from strokes: how dark each row (column) of an image is.
struct Lines {
  private let counts: [Int]
  private let runs: [Int]
  private let length: Int

  /// - Parameter length: Of the content, across which the lines go.
  init(_ image: InkImage, _ axis: InkImage.Axis, across length: Int) {
    counts = image.profile(axis)
    runs = image.runs(axis)
    self.length = length
  }

  /// Rows (columns) that are dark for a share, in hundredths, of the length, or for a run of pixels.
  func lines(_ share: Int, run: Int? = nil) -> [Range<Int>] {
    var lines: [Range<Int>] = []
    for place in counts.indices {
      // Scanned lines have breaks; boxes with gutters between make broken lines.
      let isLine =
        counts[place] * 100 >= length * share || run.map { runs[place] > $0 } == true
      guard isLine else { continue }
      if let last = lines.last, place - last.upperBound <= 1 {
        lines[lines.count - 1] = last.lowerBound..<place + 1
      } else {
        lines.append(place..<place + 1)
      }
    }
    return lines
  }

  /// What lies between lines, if it is of one size; gutters are left out.
  func cells(_ share: Int, run: Int?) -> [Range<Int>]? {
    let lines = lines(share, run: run)
    guard lines.count >= 2 else { return nil }
    let gaps = zip(lines, lines.dropFirst()).map { $0.upperBound..<$1.lowerBound }
    guard let largest = gaps.map(\.count).max(), largest >= SheetCells.leastSide else { return nil }
    let cells = gaps.filter { $0.count * 10 >= largest * 6 }
    let isRegular = cells.allSatisfy { $0.count * 100 >= largest * 75 }
    // Thick lines are strokes.
    let isThin = lines.allSatisfy { $0.count * 8 <= largest }
    return isRegular && isThin ? cells : nil
  }
}
