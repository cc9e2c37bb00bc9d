extension SheetCells {
  /// Cells between ruled lines, or boxes of their own with gutters between.
  ///
  /// - Returns: `nil` where there are no lines across the whole content that make cells of one size.
  static func ruled(_ image: InkImage) -> SheetCells? {
    guard let content = image.content,
      let columns = cells(image, .columns, across: content.rows.count, other: nil),
      let rows = cells(image, .rows, across: content.columns.count, other: columns)
    else { return nil }
    return SheetCells(rows: rows, columns: columns)
  }

  /// A group of rows (columns) that are one line.
  static func lines(
    _ image: InkImage, _ axis: InkImage.Axis, across length: Int, longerThan run: Int? = nil
  ) -> [Range<Int>] {
    let counts = image.profile(axis)
    let runs = image.runs(axis)
    var lines: [Range<Int>] = []
    for place in counts.indices {
      // Scanned lines have breaks; boxes with gutters between make broken lines.
      let isLine =
        counts[place] * 100 >= length * 75 || runs[place] * 100 >= length * 75
        || run.map { runs[place] > $0 } == true
      guard isLine else { continue }
      if let last = lines.last, place - last.upperBound <= 1 {
        lines[lines.count - 1] = last.lowerBound..<place + 1
      } else {
        lines.append(place..<place + 1)
      }
    }
    return lines
  }

  private static func cells(
    _ image: InkImage, _ axis: InkImage.Axis, across length: Int, other: [Range<Int>]?
  ) -> [Range<Int>]? {
    // The last row may have fewer cells and so shorter lines; nothing in a cell is longer than it.
    let run = other.flatMap { cells in
      cells.count >= 3 ? (cells[1].upperBound - cells[0].lowerBound) * 5 / 4 : nil
    }
    let lines = lines(image, axis, across: length, longerThan: run)
    guard lines.count >= 2 else { return nil }
    let gaps = zip(lines, lines.dropFirst()).map { $0.upperBound..<$1.lowerBound }
    guard let largest = gaps.map(\.count).max(), largest >= leastSide else { return nil }
    let cells = gaps.filter { $0.count * 10 >= largest * 6 }
    let isRegular = cells.allSatisfy { $0.count * 100 >= largest * 75 }
    // Thick lines are strokes.
    let isThin = lines.allSatisfy { $0.count * 8 <= largest }
    return isRegular && isThin ? cells : nil
  }

  /// Pixels of the smallest cell that is looked for.
  static let leastSide = 12
}
