import GaijiGlyphs
import GaijiIdentification

/// A residual map as the catalogue keeps it for the review page.
enum ResidualPicture {
  /// Edge strength that is white; `ResidualMap` has 1 for the mean of a glyph, strokes 1 to 4.
  static let white: Float = 4

  /// A grey PNG of two squares, one above the other: what only the gaiji has, what only the candidate
  /// has. Black is nothing.
  static func png(_ map: ResidualMap) throws(PNGWriterError) -> [UInt8] {
    let pixels = (map.extra + map.missing).map {
      $0.isFinite ? UInt8(max(0, min(255, ($0 / white * 255).rounded()))) : 0
    }
    return try PNGWriter.bytes(pixels, form: .grey, width: map.side, height: 2 * map.side)
  }
}

/// Makes the maps of a run's first candidates. Belongs to one thread.
final class ResidualMaps {
  /// Candidates that have a map.
  private static let count = 3

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
    let entries = proposal.candidates.prefix(Self.count).map(\.entry)
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
