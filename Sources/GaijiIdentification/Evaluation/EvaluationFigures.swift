/// The figures of a split, or of the queries of one condition.
public struct EvaluationFigures: Hashable, Sendable {
  /// All of them.
  public var queries: Int
  /// Those that the index has a glyph for; the top-k figures are of these alone.
  public var positives: Int
  /// Percent of the positives whose glyph is among the first 1, 5, 10 and 20 candidates.
  public var exact: [Int: Double]
  /// The same for their character.
  public var same: [Int: Double]
  /// By the thresholds that are shipped. Of all queries; a soft one is right when its character is.
  public var character: [TargetPrecision: EvaluationCoverage]
  public var glyph: [TargetPrecision: EvaluationCoverage]
  /// The most that could be accepted with a threshold chosen on these very queries: optimistic, and
  /// only for comparison with figures that were made so.
  public var characterInHindsight: [TargetPrecision: EvaluationCoverage]
  /// Predicted against observed, for the first candidate's character.
  public var bins: [Bin]
  /// Positives that were called 該当なし, and negatives that were.
  public var positivesCalledNone: Int
  public var negativesCalledNone: Int

  public struct Bin: Hashable, Sendable, Codable {
    /// The predicted probabilities are from here up to the next bin's.
    public var from: Double
    public var queries: Int
    /// Means over the bin's queries.
    public var predicted: Double
    public var observed: Double

    public init(from: Double, queries: Int, predicted: Double, observed: Double) {
      self.from = from
      self.queries = queries
      self.predicted = predicted
      self.observed = observed
    }
  }

  /// How many candidates the figures look at.
  public static let depths = [1, 5, 10, 20]
  static let binEdges = [0, 0.5, 0.7, 0.8, 0.9, 0.95, 0.98, 0.99, 0.995, 0.999]

  /// - Precondition: an outcome for each query, in the same order.
  public init(_ queries: [EvaluationQuery], _ outcomes: [EvaluationOutcome]) {
    precondition(queries.count == outcomes.count, "outcomes of other queries")
    let pairs = Array(zip(queries, outcomes))
    let positives = pairs.filter { $0.0.kind == .positive }
    self.queries = pairs.count
    self.positives = positives.count
    exact = Self.shares(positives) { $0.exact }
    same = Self.shares(positives) { $0.same }
    let results = pairs.map { Result($0.0, $0.1) }
    character = [:]
    glyph = [:]
    characterInHindsight = [:]
    for target in TargetPrecision.allCases {
      let taken = results.filter { $0.outcome.acceptsCharacter[target] == true }
      character[target] = EvaluationCoverage(
        accepted: taken.count, errors: taken.count { !$0.isSame }, of: pairs.count)
      let glyphs = results.filter { $0.outcome.acceptsGlyph[target] == true }
      glyph[target] = EvaluationCoverage(
        accepted: glyphs.count, errors: glyphs.count { !$0.isExact }, of: pairs.count)
      characterInHindsight[target] = Self.best(results, target)
    }
    bins = Self.bins(results)
    positivesCalledNone = pairs.count { $0.0.kind == .positive && $0.1.decision == .none }
    negativesCalledNone = pairs.count { $0.0.kind == .negative && $0.1.decision == .none }
  }

  private struct Result {
    var outcome: EvaluationOutcome
    var isSame: Bool
    var isExact: Bool

    init(_ query: EvaluationQuery, _ outcome: EvaluationOutcome) {
      self.outcome = outcome
      isSame = outcome.names.first.map(query.same.contains) ?? false
      isExact = outcome.names.first.map(query.exact.contains) ?? false
    }
  }

  private static func shares(
    _ pairs: [(EvaluationQuery, EvaluationOutcome)], _ right: (EvaluationQuery) -> Set<String>
  ) -> [Int: Double] {
    var counts = depths.map { ($0, 0) }
    for (query, outcome) in pairs {
      let right = right(query)
      guard let place = outcome.names.firstIndex(where: right.contains) else { continue }
      for index in counts.indices where place < counts[index].0 { counts[index].1 += 1 }
    }
    return Dictionary(
      uniqueKeysWithValues: counts.map {
        ($0.0, pairs.isEmpty ? 0 : 100 * Double($0.1) / Double(pairs.count))
      })
  }

  /// Queries with one probability are taken together or not at all, as a threshold would.
  private static func best(_ results: [Result], _ target: TargetPrecision) -> EvaluationCoverage {
    let sorted = results.filter { !$0.outcome.names.isEmpty }
      .sorted { $0.outcome.sameCharacter > $1.outcome.sameCharacter }
    var best = (accepted: 0, errors: 0)
    var errors = 0
    for (index, result) in sorted.enumerated() {
      if !result.isSame { errors += 1 }
      let isLast =
        index + 1 == sorted.count
        || sorted[index + 1].outcome.sameCharacter != result.outcome.sameCharacter
      let accepted = index + 1
      if isLast, Double(errors) <= (1 - target.value) * Double(accepted) + 1e-9 {
        best = (accepted, errors)
      }
    }
    return EvaluationCoverage(accepted: best.accepted, errors: best.errors, of: results.count)
  }

  private static func bins(_ results: [Result]) -> [Bin] {
    let asked = results.filter { !$0.outcome.names.isEmpty }
    return binEdges.indices.compactMap { index in
      let from = binEdges[index]
      let to = index + 1 < binEdges.count ? binEdges[index + 1] : .infinity
      let inside = asked.filter {
        $0.outcome.sameCharacter >= from && $0.outcome.sameCharacter < to
      }
      guard !inside.isEmpty else { return nil }
      let count = Double(inside.count)
      return Bin(
        from: from, queries: inside.count,
        predicted: inside.reduce(0) { $0 + $1.outcome.sameCharacter } / count,
        observed: Double(inside.count { $0.isSame }) / count)
    }
  }
}
