import GaijiGlyphs
import GaijiIdentification

/// A residual map as the catalogue keeps it for the review page.
enum ResidualPicture {
  /// Edge strength that is white; `ResidualMap` has 1 for the mean of a glyph, strokes 1 to 4.
  static let white: Float = 4
  /// Cells along an edge. Outlines are compared with 64; of those four become one, which still shows
  /// every stroke: none counts that is not displaced by more than two cells.
  static let side = 32

  /// A grey PNG of two squares, one above the other: what only the gaiji has, what only the candidate
  /// has. Black is nothing; there are 16 levels.
  static func png(_ map: ResidualMap) throws(PNGWriterError) -> [UInt8] {
    let pixels = (reduced(map.extra, map.side) + reduced(map.missing, map.side)).map {
      $0.isFinite ? UInt8(max(0, min(255, ($0 / white * 255).rounded()))) : 0
    }
    return try PNGWriter.compact(pixels, width: side, height: 2 * side)
  }

  /// The mean of each square of cells that becomes one.
  private static func reduced(_ cells: [Float], _ count: Int) -> [Float] {
    guard count > side else { return cells }
    let step = count / side
    return (0..<side * side).map { place in
      let corner = place / side * step * count + place % side * step
      var sum: Float = 0
      for row in 0..<step {
        for column in 0..<step { sum += cells[corner + row * count + column] }
      }
      return sum / Float(step * step)
    }
  }
}
