import Foundation
import GaijiIdentification

/// The figures of a split for people.
enum EvaluationTable {
  static func text(_ split: EvaluatedSplit) -> String {
    let figures = split.figures
    var lines = [
      "\(split.files.set) \(split.files.split): \(figures.queries) queries, \(figures.positives) "
        + "positives, \(number(split.millisecondsPerQuery, 2)) ms of processor time per query"
    ]
    lines.append(
      "  top-1/5/10/20 %, positives   exact \(ranks(figures.exact))   same \(ranks(figures.same))")
    lines.append(
      "  first candidate's character right for an estimated "
        + "\(number(100 * split.priors.character.share, 1)) %")
    lines += coverage("character accepted (of all)", figures.character)
    lines += coverage("figure accepted (of all)", figures.glyph)
    lines += coverage("character, best threshold in hindsight", figures.characterInHindsight)
    lines.append(
      "  called 該当なし: \(figures.negativesCalledNone) negatives, "
        + "\(figures.positivesCalledNone) positives")
    if !figures.bins.isEmpty {
      lines.append("  predicted / observed (queries), first candidate's character")
      lines.append(
        "    "
          + figures.bins.map {
            "\(number($0.predicted, 3)) / \(number($0.observed, 3)) (\($0.queries))"
          }.joined(separator: "  "))
    }
    if !split.conditions.isEmpty {
      lines.append("  by condition: queries, top-1 exact and same, top-10 same")
      for item in split.conditions where item.figures.positives > 0 {
        lines.append(
          "    " + pad("\(item.condition.name) \(item.condition.value)", 28)
            + pad("\(item.figures.queries)", 7) + number(item.figures.exact[1] ?? 0, 1) + "  "
            + number(item.figures.same[1] ?? 0, 1) + "  "
            + number(item.figures.same[10] ?? 0, 1))
      }
    }
    return lines.joined(separator: "\n")
  }

  /// Everything together, as one pool of queries.
  static func pool(_ figures: EvaluationFigures, splits: Int) -> String {
    var lines = [
      "all \(splits) splits: \(figures.queries) queries, \(figures.positives) positives",
      "  top-1/5/10/20 %, positives   exact \(ranks(figures.exact))   same \(ranks(figures.same))",
    ]
    lines += coverage("character accepted (of all)", figures.character)
    lines += coverage("figure accepted (of all)", figures.glyph)
    lines += coverage("character, best threshold in hindsight", figures.characterInHindsight)
    return lines.joined(separator: "\n")
  }

  private static func ranks(_ shares: [Int: Double]) -> String {
    EvaluationFigures.depths.map { number(shares[$0] ?? 0, 2) }.joined(separator: " / ")
  }

  private static func coverage(_ title: String, _ coverage: [TargetPrecision: EvaluationCoverage])
    -> [String]
  {
    let parts = TargetPrecision.allCases.compactMap { target in
      coverage[target].map {
        "\(number(100 * target.value, 1)) %: \(number($0.percent, 1)) % (\($0.errors)/\($0.accepted))"
      }
    }
    return ["  " + pad(title, 40) + parts.joined(separator: "   ")]
  }

  private static func number(_ value: Double, _ digits: Int) -> String {
    String(format: "%.\(digits)f", value)
  }

  private static func pad(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(1, width - text.unicodeScalars.count))
  }
}
