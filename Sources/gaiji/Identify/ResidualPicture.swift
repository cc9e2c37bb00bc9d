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

/// Makes the maps of a run's first candidates. Belongs to one thread.
final class ResidualMaps {
  /// Candidates that have a map.
  private static let count = 3
  /// Behind the first candidate, one whose character is less probable has none: the sheet of a gaiji
  /// draws it anew, and nobody looks for it in a list.
  private static let leastProbability = 0.001

  private let identifier: Identifier
  private let scratch: MatcherScratch

  init(_ identifier: Identifier) {
    self.identifier = identifier
    scratch = identifier.matcher.makeScratch()
  }

  /// A picture for each of the first candidates of a proposal; `nil` where there is none.
  func pictures(
    _ proposal: GlyphProposal, _ draw: (Int) throws -> GlyphRaster
  ) throws -> [[UInt8]?] {
    let entries = proposal.candidates.prefix(Self.count).enumerated().map { place, candidate in
      place == 0 || candidate.sameCharacter >= Self.leastProbability ? candidate.entry : nil
    }
    guard entries.contains(where: { $0 != nil }) else { return [] }
    let query = GlyphQuery(
      raster: try draw(Identifier.pixelsPerEm),
      outline: proposal.query.isOutline ? try draw(Identifier.finePixelsPerEm) : nil)
    return try entries.map { entry in
      try entry.flatMap {
        try identifier.matcher.residualMap(of: query, entry: $0, scratch: scratch)
      }.map { try ResidualPicture.png($0) }
    }
  }
}
