import Foundation
import GaijiIdentification

/// What `gaiji evaluate` says of one split.
struct EvaluatedSplit {
  var files: EvaluationSplitFiles
  var figures: EvaluationFigures
  /// By condition, in the order in which they occur.
  var conditions: [(condition: EvaluationQuery.Condition, figures: EvaluationFigures)]
  /// Milliseconds of processor time.
  var millisecondsPerQuery: Double
  /// By which it was decided.
  var priors: CollectionPriors
}

/// `--json`: an object on a line of its own.
struct ShownEvaluation: Encodable {
  struct Coverage: Encodable {
    var percent: Double
    var accepted: Int
    var errors: Int

    init(_ coverage: EvaluationCoverage) {
      percent = rounded(coverage.percent)
      accepted = coverage.accepted
      errors = coverage.errors
    }
  }

  struct Condition: Encodable {
    var name: String
    var value: String
    var queries: Int
    var positives: Int
    var top1Exact: Double
    var top1Same: Double
    var top10Same: Double
    var coverage: [String: Coverage]
    var coverageExact: [String: Coverage]

    enum CodingKeys: String, CodingKey {
      case name, value, queries, positives
      case top1Exact = "top1_exact"
      case top1Same = "top1_same"
      case top10Same = "top10_same"
      case coverage
      case coverageExact = "coverage_exact"
    }
  }

  struct Bin: Encodable {
    var from: Double
    var queries: Int
    var predicted: Double
    var observed: Double
  }

  private let split: EvaluatedSplit

  init(_ split: EvaluatedSplit) { self.split = split }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    let figures = split.figures
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(split.files.set, forKey: Key("set"))
    try keys.encode(split.files.split, forKey: Key("split"))
    try keys.encode(figures.queries, forKey: Key("queries"))
    try keys.encode(figures.positives, forKey: Key("positives"))
    for depth in EvaluationFigures.depths {
      try keys.encode(rounded(figures.exact[depth] ?? 0), forKey: Key("top\(depth)_exact"))
      try keys.encode(rounded(figures.same[depth] ?? 0), forKey: Key("top\(depth)_same"))
    }
    try keys.encode(coverage(figures.character), forKey: Key("coverage"))
    try keys.encode(coverage(figures.glyph), forKey: Key("coverage_exact"))
    try keys.encode(rounded(split.millisecondsPerQuery), forKey: Key("ms_per_query"))
    try keys.encode(figures.positivesCalledNone, forKey: Key("positives_called_none"))
    try keys.encode(figures.negativesCalledNone, forKey: Key("negatives_called_none"))
    try keys.encode(rounded(split.priors.character.share), forKey: Key("estimated_share"))
    try keys.encode(
      figures.bins.map {
        Bin(
          from: $0.from, queries: $0.queries, predicted: rounded($0.predicted),
          observed: rounded($0.observed))
      }, forKey: Key("calibration"))
    try keys.encode(
      split.conditions.map { item in
        Condition(
          name: item.condition.name, value: item.condition.value, queries: item.figures.queries,
          positives: item.figures.positives, top1Exact: rounded(item.figures.exact[1] ?? 0),
          top1Same: rounded(item.figures.same[1] ?? 0),
          top10Same: rounded(item.figures.same[10] ?? 0),
          coverage: coverage(item.figures.character),
          coverageExact: coverage(item.figures.glyph))
      }, forKey: Key("conditions"))
  }

  private func coverage(_ coverage: [TargetPrecision: EvaluationCoverage]) -> [String: Coverage] {
    Dictionary(uniqueKeysWithValues: coverage.map { ($0.rawValue, Coverage($1)) })
  }

  static func line(_ split: EvaluatedSplit) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(ShownEvaluation(split)), as: UTF8.self)
  }
}

/// Three digits behind the point: what is left out is below what any set can tell.
private func rounded(_ value: Double) -> Double { (value * 1000).rounded() / 1000 }
