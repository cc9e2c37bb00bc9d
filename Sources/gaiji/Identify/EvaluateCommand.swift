import ArgumentParser
import Foundation
import GaijiFiles
import GaijiGlyphs
import GaijiIdentification

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure how well gaiji are identified, on glyphs whose answers are known.",
    usage: """
      gaiji evaluate SETDIR ... [--json]
      """,
    discussion: """
      SETDIR holds dev.truth.tsv, holdout.truth.tsv or both, each with its glyphs beside it: \
      concatenated images (dev.pbm, dev.pgm) or a font (…_dev.ttf). A folder of such folders is \
      taken, too. The columns of the truth: query, mj_exact and mj_same_ucs (names of MJ glyphs with \
      commas between them; - for a glyph that MJ does not have), and index, width and height of the \
      image or pua (U+E000) of the font; font, size, note and kind are conditions that figures are \
      given for.

      Prints for each split how often the right glyph (exact) or character (same) is among the \
      first 1, 5, 10 and 20 candidates, of those that MJ has; how many of all queries would be \
      proposed automatically at each target precision by the thresholds of the model, and how many \
      of these wrongly; and the milliseconds of processor time of a query. A query whose character MJ \
      has in other figures only counts in no rank, and is right when its character is accepted. \
      Pairs of the model's list go to a person and are never counted as accepted.

      Exit statuses: 0 success, 64 usage, 65 wrong data, 66 no input, 74 input/output error.
      """)

  @Argument(help: ArgumentHelp("Folders of evaluation sets.", valueName: "setdir"))
  var sets: [String]

  @Flag(help: "Print one JSON object on a line for each split.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write every query's candidates and probabilities, tab-separated.", valueName: "file"))
  var details: String?

  /// What the share of right first candidates is estimated from.
  enum Priors: String, ExpressibleByArgument, CaseIterable {
    case split, all, model
  }

  @Option(
    help: ArgumentHelp(
      "Whose scores say how much of a collection MJ has: of each split (as identify does for an "
        + "input), of all splits together, or nobody's (the model's own share).",
      valueName: "split|all|model"))
  var priors = Priors.split

  @Flag(help: "Leave out the list of pairs that always go to a person.")
  var withoutPairs = false

  @OptionGroup var flags: IdentifierFlags
  @OptionGroup var runFlags: RunFlags

  @Flag(help: "Say nothing about the index on standard error.")
  var quiet = false

  func run() throws {
    try withIdentifierStatus {
      Interruption.install()
      let splits = try sets.flatMap { try EvaluationSplitFiles.find(in: $0) }
      var identifier = try flags.identifier(target: .p999, threads: runFlags.count, isQuiet: quiet)
      if withoutPairs { identifier = identifier.withoutPairs }
      let details = try details.map { try EvaluationDetails(path: $0) }
      let evaluator = Evaluator(identifier)
      var asked: [(files: EvaluationSplitFiles, queries: [EvaluationQuery], Evaluator.Answers)] = []
      for split in splits {
        let truth = try EvaluationTruth(try SmallFile.bytes(split.truth), path: split.truth)
        let answers = try evaluator.answers(
          truth.queries, of: try GlyphCollection(path: split.glyphs), truthPath: split.truth,
          threads: runFlags.count
        ) {
          if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
        }
        asked.append((split, truth.queries, answers))
      }
      let shared = sharedPriors(evaluator, asked.flatMap(\.2.shapes))
      var pool: [(EvaluationQuery, EvaluationOutcome)] = []
      for (files, queries, answers) in asked {
        let priors = shared ?? evaluator.priors(answers.shapes)
        let outcomes = evaluator.outcomes(answers.shapes, priors)
        try details?.write(files, queries, answers.shapes, outcomes, identifier)
        pool += Array(zip(queries, outcomes))
        let evaluated = EvaluatedSplit(files, queries, outcomes, answers.seconds, priors)
        print(json ? try ShownEvaluation.line(evaluated) : EvaluationTable.text(evaluated))
      }
      if !json, splits.count > 1 {
        let figures = EvaluationFigures(pool.map(\.0), pool.map(\.1))
        print(EvaluationTable.pool(figures, splits: splits.count))
      }
      try details?.commit()
    }
  }

  private func sharedPriors(_ evaluator: Evaluator, _ answers: [ShapeAnswer]) -> CollectionPriors? {
    switch priors {
    case .split: nil
    case .all: evaluator.priors(answers)
    case .model: .calibrated(evaluator.identifier.maker.calibration)
    }
  }
}

extension EvaluatedSplit {
  /// Values of a condition beyond this are a list, not a condition.
  private static let mostValues = 40

  init(
    _ files: EvaluationSplitFiles, _ queries: [EvaluationQuery], _ outcomes: [EvaluationOutcome],
    _ seconds: Double, _ priors: CollectionPriors
  ) {
    self.files = files
    figures = EvaluationFigures(queries, outcomes)
    millisecondsPerQuery = 1000 * seconds / Double(max(1, queries.count))
    self.priors = priors
    var groups: [EvaluationQuery.Condition: [Int]] = [:]
    for (place, query) in queries.enumerated() {
      for condition in query.conditions { groups[condition, default: []].append(place) }
    }
    let names = Dictionary(grouping: groups.keys, by: \.name)
    conditions = groups.keys
      .filter { names[$0.name]!.count <= Self.mostValues }
      .sorted { ($0.name, $0.value) < ($1.name, $1.value) }
      .map { condition in
        let places = groups[condition]!
        return (
          condition,
          EvaluationFigures(places.map { queries[$0] }, places.map { outcomes[$0] })
        )
      }
  }
}

/// A line for each query: what was found, beside what is right.
final class EvaluationDetails {
  private let output: OutputFile

  init(path: String) throws {
    output = try OutputFile(path: path, replaces: true)
    let columns = [
      "set", "split", "query", "kind", "decision", "same_logit", "exact_logit", "same", "exact",
      "right_same", "right_exact", "candidates",
    ]
    try output.write(Array((columns.joined(separator: "\t") + "\n").utf8))
  }

  func write(
    _ split: EvaluationSplitFiles, _ queries: [EvaluationQuery], _ answers: [ShapeAnswer],
    _ outcomes: [EvaluationOutcome], _ identifier: Identifier
  ) throws {
    for (place, query) in queries.enumerated() {
      let outcome = outcomes[place]
      let answer = answers[place]
      let first = outcome.names.first
      let candidates = answer.ranked.prefix(Evaluator.depth).map { item in
        let candidate = item.candidate
        let distances = candidate.distances.map { String(format: "%.2f", $0) }
        // The largest stroke that only one of them has: of the query, of the candidate.
        let strokes = [candidate.residual, candidate.fineResidual].compactMap { $0 }.map {
          String(format: "%.3f,%.3f", $0.query[1].blob, $0.candidate[1].blob)
        }
        return
          ([
            identifier.entry(candidate.entry).name, String(format: "%.4f", item.score),
            distances.joined(separator: ","),
          ] + strokes).joined(separator: ":")
      }
      let fields = [
        split.set, split.split, query.name, "\(query.kind)", outcome.decision.rawValue,
        String(format: "%.4f", answer.characterLogit), String(format: "%.4f", answer.glyphLogit),
        String(format: "%.6f", outcome.sameCharacter), String(format: "%.6f", outcome.sameGlyph),
        first.map { query.same.contains($0) } == true ? "1" : "0",
        first.map { query.exact.contains($0) } == true ? "1" : "0",
        candidates.joined(separator: " "),
      ]
      try output.write(Array((fields.joined(separator: "\t") + "\n").utf8))
    }
  }

  func commit() throws { try output.commit() }
}
