import GaijiGlyphs
import GaijiIdentification

/// What the catalogue keeps of a proposal beside what the proposal says.
struct ProposalPictures: Sendable {
  /// The figure as it was compared, as PNG; `nil` without ink.
  var figure: [UInt8]?
  /// Residual maps of the first candidates; `nil` where none is kept.
  var residuals: [[UInt8]?] = []
  /// What no column of the catalogue says, as JSON.
  var details = ""
}

/// Makes them, on all threads: drawing and packing take as long as the matching itself.
struct ProposalPainter {
  /// Candidates that have a map.
  private static let count = 3
  /// Behind the first candidate, one whose character is less probable has none: the sheet of a gaiji
  /// draws it anew, and nobody looks for it in a list.
  private static let leastProbability = 0.001
  /// Proposals that a thread takes at a time.
  private static let piece = 16

  let identifier: Identifier
  let threads: Int

  /// Working memory of one thread.
  private final class Brush {
    let reader: GlyphReader
    let scratch: MatcherScratch

    init(_ identifier: Identifier, _ collection: GlyphCollection) throws {
      reader = try collection.reader()
      scratch = identifier.matcher.makeScratch()
    }
  }

  /// - Returns: in the order of the proposals, whatever the number of threads.
  func pictures(
    of portion: [IdentifyRun.Identified], _ collection: GlyphCollection
  ) throws -> [ProposalPictures] {
    let piece = Self.piece
    return try Parallel.run(
      (portion.count + piece - 1) / piece, threads: threads
    ) {
      try Brush(identifier, collection)
    } _: { brush, number in
      try portion[number * piece..<min(portion.count, (number + 1) * piece)].map {
        try pictures(of: $0, brush)
      }
    }.flatMap { $0 }
  }

  private func pictures(
    of identified: IdentifyRun.Identified, _ brush: Brush
  ) throws -> ProposalPictures {
    let proposal = identified.proposal
    func draw(_ pixelsPerEm: Int) throws -> GlyphRaster {
      try brush.reader.raster(identified.number, pixelsPerEm: pixelsPerEm)
    }
    var pictures = ProposalPictures()
    pictures.details = try JSONText.line(ProposalSupplement(proposal))
    if proposal.query.digest != nil {
      pictures.figure = try PNGWriter.compact(draw(proposal.query.pixelsPerEm))
    }
    let entries = proposal.candidates.prefix(Self.count).enumerated().map { place, candidate in
      place == 0 || candidate.sameCharacter >= Self.leastProbability ? candidate.entry : nil
    }
    guard entries.contains(where: { $0 != nil }) else { return pictures }
    let query = GlyphQuery(
      raster: try draw(Identifier.pixelsPerEm),
      outline: proposal.query.isOutline ? try draw(Identifier.finePixelsPerEm) : nil)
    let shown = entries.compactMap { $0 }
    let maps = try identifier.matcher.residualMaps(
      of: query, entries: shown, scratch: brush.scratch)
    let drawn = try maps.map { try $0.map { try ResidualPicture.png($0) } }
    pictures.residuals = entries.map { entry in
      entry.flatMap { entry in shown.firstIndex(of: entry).flatMap { drawn[$0] } }
    }
    return pictures
  }
}
