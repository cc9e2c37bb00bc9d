/// Which cells of a residual map are told as a stroke in words and marked as one in pictures.
extension StrokeDifferences {
  /// How far the box around a cell reaches: 5 cells of 32, 9 of 64, about the length of a short stroke.
  public static func reach(side: Int) -> Int { side >= 64 ? 4 : 2 }

  /// Whether the mean of a box is that of a stroke, for maps of 32 and of 64 cells.
  ///
  /// On the evaluation sets, among the first six candidates: a stroke is told for 3 to 5 of 100 equal
  /// glyphs of grey Mincho drawings, 5 to 25 of bitmaps and Gothic, and none for 20 to 44 of 100 glyphs of
  /// other characters; with 64 cells (outlines) for 10 and 5 of 100.
  public static func isStroke(_ mean: Float, side: Int) -> Bool { mean >= (side >= 64 ? 1 : 0.6) }

  /// The means of the boxes by which strokes are told.
  ///
  /// - Precondition: `map` has `side * side` cells.
  public static func strokeMeans(of map: [Float], side: Int) -> [Float] {
    boxMeans(of: map, side: side, reach: reach(side: side))
  }

  /// The mean of the box that reaches so far around each cell; 0 where it does not fit: what lies nearer
  /// to the edge is in the box of a cell further inside.
  ///
  /// - Precondition: `map` has `side * side` cells.
  public static func boxMeans(of map: [Float], side: Int, reach: Int) -> [Float] {
    precondition(side >= 0 && map.count == side * side && reach >= 0, "a map of another size")
    let size = 2 * reach + 1
    var means = [Float](repeating: 0, count: side * side)
    guard side >= size else { return means }
    // Sums along the rows first, then along the columns.
    var rows = [Float](repeating: 0, count: side * side)
    for row in 0..<side {
      for column in reach..<side - reach {
        var sum: Float = 0
        for other in column - reach...column + reach { sum += map[row * side + other] }
        rows[row * side + column] = sum
      }
    }
    for row in reach..<side - reach {
      for column in reach..<side - reach {
        var sum: Float = 0
        for other in row - reach...row + reach { sum += rows[other * side + column] }
        means[row * side + column] = sum / Float(size * size)
      }
    }
    return means
  }
}
