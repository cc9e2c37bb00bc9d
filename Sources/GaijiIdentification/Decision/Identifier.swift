internal import GaijiGlyphs

/// Everything that turns glyphs into proposals: the search, the ranking, the decision.
///
/// Any number of threads may use one. What comes out depends on the glyphs, the model, the index and
/// the rules; not on threads.
public struct Identifier: Sendable {
  /// Pixels per em that an outline is drawn with to be searched; a bitmap is taken as it is.
  public static let pixelsPerEm = 96
  /// Pixels per em that an outline's strokes are compared with.
  public static let finePixelsPerEm = 128

  public let matcher: Matcher
  public let ranker: CandidateRanker
  public let maker: DecisionMaker

  public init(matcher: Matcher, parameters: IdentifierParameters, rules: DecisionRules) {
    self.matcher = matcher
    ranker = CandidateRanker(parameters)
    maker = DecisionMaker(
      rules: rules, calibration: parameters.calibration, views: parameters.views)
  }

  /// The same without the list of pairs that always go to a person.
  public var withoutPairs: Self {
    var rules = maker.rules
    rules.closePairs = .none
    return Identifier(matcher: matcher, parameters: ranker.parameters, rules: rules)
  }

  /// Whose candidates the answers are.
  public func entry(_ row: Int) -> IndexEntry { matcher.index[row] }

  /// What one thread works with: a scratch of the matcher and what draws a collection.
  final class Worker {
    let scratch: MatcherScratch
    let reader: GlyphReader

    init(_ identifier: Identifier, _ collection: GlyphCollection) throws(GlyphError) {
      scratch = identifier.matcher.makeScratch()
      reader = try collection.reader()
    }

    /// A glyph of the collection as it is asked for.
    func query(_ number: Int) throws(GlyphError) -> GlyphQuery {
      let isOutline = reader.collection.glyphs[number].isOutline
      return GlyphQuery(
        raster: try reader.raster(number, pixelsPerEm: Identifier.pixelsPerEm),
        outline: isOutline
          ? try reader.raster(number, pixelsPerEm: Identifier.finePixelsPerEm) : nil)
    }
  }

  static func traits(_ query: GlyphQuery) -> QueryTraits {
    QueryTraits(pixelsPerEm: query.raster.pixelsPerEm, isOutline: query.outline != nil)
  }

  /// A query as the search needs it: what no term asks for is not computed.
  private func asked(_ query: GlyphQuery) -> GlyphQuery {
    ranker.parameters.needsFineResiduals ? query : GlyphQuery(raster: query.raster)
  }

  /// Candidates of an answer that are kept: what lies behind them has no weight, and collections of
  /// many glyphs keep their answers until all are known.
  public static let keptCandidates = 20

  /// What the shapes of some queries say.
  ///
  /// - Parameter kept: Candidates of each that are asked for, where they are more than usual.
  func answers(
    _ queries: [GlyphQuery], _ scratch: MatcherScratch, keeping kept: Int = 0
  ) throws(GlyphError) -> [ShapeAnswer] {
    let count = matcher.model.shortlist
    let found = try matcher.candidates(
      for: queries.map(asked), count: count, scratch: scratch)
    return zip(queries, found).map { query, candidates in
      var answer = ranker.answer(candidates, Self.traits(query)) { matcher.index[$0] }
      answer.ranked = Array(answer.ranked.prefix(max(Self.keptCandidates, kept)))
      return answer
    }
  }
}
