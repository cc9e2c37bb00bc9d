public import GaijiGlyphs
internal import GaijiModel

/// Answers the queries of an evaluation set as those of a town would be answered.
public struct Evaluator: Sendable {
  public let identifier: Identifier

  public init(_ identifier: Identifier) { self.identifier = identifier }

  public struct Answers: Sendable {
    /// For each query, in order.
    public var shapes: [ShapeAnswer]
    /// Processor time of drawing, search, ranking and residuals, of all threads.
    public var seconds: Double
  }

  /// How many candidates of each query are kept.
  public static let depth = 20

  /// What the shapes say.
  ///
  /// - Parameters:
  ///   - queries: Of the truth file.
  ///   - collection: The split's glyphs.
  ///   - truthPath: For messages.
  /// - Throws: `IdentificationFileError`, `GlyphError`; what `shouldStop` throws.
  public func answers(
    _ queries: [EvaluationQuery], of collection: GlyphCollection, truthPath: String,
    threads: Int, shouldStop: @Sendable () throws -> Void = {}
  ) throws -> Answers {
    let glyphs = try Self.glyphs(queries, collection, truthPath)
    let batch = GlyphCoder.batch
    let pieces = try Parallel.run((queries.count + batch - 1) / batch, threads: threads) {
      try Identifier.Worker(identifier, collection)
    } _: { worker, piece in
      try shouldStop()
      let range = piece * batch..<min(queries.count, (piece + 1) * batch)
      let start = ThreadClock.seconds
      let asked = try range.map { try worker.query(glyphs[$0]) }
      let answers = try identifier.answers(asked, worker.scratch)
      let seconds = ThreadClock.seconds - start
      for (number, query) in zip(range, asked) {
        try Self.check(queries[number], query.raster, truthPath)
      }
      return (answers: answers, seconds: seconds)
    }
    return Answers(
      shapes: pieces.flatMap(\.answers), seconds: pieces.reduce(0) { $0 + $1.seconds })
  }

  /// The priors that the queries of one collection lead to.
  public func priors(_ answers: [ShapeAnswer]) -> CollectionPriors {
    CollectionPriors(answers, identifier.maker.calibration)
  }

  /// What would be proposed.
  public func outcomes(_ answers: [ShapeAnswer], _ priors: CollectionPriors) -> [EvaluationOutcome]
  {
    answers.map { outcome($0, priors) }
  }

  private func outcome(_ answer: ShapeAnswer, _ priors: CollectionPriors) -> EvaluationOutcome {
    let context = DecisionMaker.Context(entry: { identifier.entry($0) })
    var character: [TargetPrecision: Bool] = [:]
    var glyph: [TargetPrecision: Bool] = [:]
    for target in TargetPrecision.allCases {
      let accepted = identifier.maker.acceptance(answer, priors, context, at: target)
      character[target] = accepted.character
      glyph[target] = accepted.glyph
    }
    let proposal = identifier.maker.proposal(
      QueryGlyph(source: "", place: "", pixelsPerEm: 1, isOutline: false), answer, priors, context,
      count: 1)
    return EvaluationOutcome(
      names: answer.ranked.prefix(Self.depth).map { identifier.entry($0.candidate.entry).name },
      acceptsCharacter: character, acceptsGlyph: glyph,
      sameCharacter: proposal.candidates.first?.sameCharacter ?? 0,
      sameGlyph: proposal.candidates.first?.sameGlyph ?? 0, decision: proposal.decision)
  }

  /// The place of each query's glyph in the collection.
  private static func glyphs(
    _ queries: [EvaluationQuery], _ collection: GlyphCollection, _ truthPath: String
  ) throws(IdentificationFileError) -> [Int] {
    var codes: [UInt32: Int] = [:]
    for (place, glyph) in collection.glyphs.enumerated() {
      if case .unicode(let sequence) = glyph.code, sequence.selector == 0 {
        codes[sequence.base] = codes[sequence.base] ?? place
      }
    }
    var places: [Int] = []
    for query in queries {
      switch query.place {
      case .image(let index, _, _):
        guard collection.glyphs.indices.contains(index) else {
          throw IdentificationFileError(
            truthPath,
            "\(query.name): image \(index) is not in \(collection.path), which has "
              + "\(collection.glyphs.count)")
        }
        places.append(index)
      case .code(let code):
        guard let place = codes[code] else {
          throw IdentificationFileError(
            truthPath,
            "\(query.name): \(collection.path) has no glyph for \(DecisionWords.codePoint(code))")
        }
        places.append(place)
      }
    }
    return places
  }

  /// An image of another size than the truth says is another image.
  private static func check(_ query: EvaluationQuery, _ raster: GlyphRaster, _ truthPath: String)
    throws(IdentificationFileError)
  {
    guard case .image(let index, let width, let height) = query.place else { return }
    guard raster.width == width, raster.height == height else {
      throw IdentificationFileError(
        truthPath,
        "\(query.name): image \(index) is \(raster.width) x \(raster.height) pixels, not "
          + "\(width) x \(height)")
    }
  }
}
