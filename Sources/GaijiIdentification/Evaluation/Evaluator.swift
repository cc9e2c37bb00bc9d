public import GaijiGlyphs
internal import GaijiModel

/// Answers the queries of an evaluation set as those of a town would be answered.
public struct Evaluator: Sendable {
  public let identifier: Identifier

  public init(_ identifier: Identifier) { self.identifier = identifier }

  public struct Run: Sendable {
    /// For each query, in order.
    public var outcomes: [EvaluationOutcome]
    public var answers: [ShapeAnswer]
    /// Processor time of drawing, search, ranking and residuals, of all threads.
    public var seconds: Double
    /// What the glyphs told about each other; `nil` for images, which are no one collection.
    public var priors: CollectionPriors?
  }

  /// How many candidates of each query are kept.
  public static let depth = 20

  /// - Parameters:
  ///   - queries: Of the truth file.
  ///   - collection: The split's glyphs.
  ///   - truthPath: For messages.
  ///   - adaptsToFont: Whether the priors of a font are estimated from its own scores. Images of a set
  ///     come from many fonts, chosen one by one, so they are answered with the calibration as it is.
  /// - Throws: `IdentificationFileError`, `GlyphError`.
  public func run(
    _ queries: [EvaluationQuery], of collection: GlyphCollection, truthPath: String,
    threads: Int, adaptsToFont: Bool = true
  ) throws -> Run {
    let glyphs = try Self.glyphs(queries, collection, truthPath)
    let batch = GlyphCoder.batch
    let pieces = try Parallel.run((queries.count + batch - 1) / batch, threads: threads) {
      try Identifier.Worker(identifier, collection)
    } _: { worker, piece in
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
    let answers = pieces.flatMap(\.answers)
    let calibration = identifier.maker.calibration
    let isFont = collection.glyphs.first?.isOutline == true
    let priors =
      adaptsToFont && isFont ? CollectionPriors(answers, calibration) : .calibrated(calibration)
    return Run(
      outcomes: answers.map { outcome($0, priors) }, answers: answers,
      seconds: pieces.reduce(0) { $0 + $1.seconds },
      priors: adaptsToFont && isFont ? priors : nil)
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
