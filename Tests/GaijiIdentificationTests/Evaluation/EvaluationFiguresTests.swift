import Testing

@testable import GaijiIdentification

/// The figures of small cases that can be counted by hand.
@Suite struct EvaluationFiguresTests {
  private func query(_ exact: Set<String>, _ same: Set<String>) -> EvaluationQuery {
    EvaluationQuery(name: "q", place: .code(0), exact: exact, same: same.union(exact))
  }

  private func outcome(
    _ names: [String], _ probability: Double, accepts: Set<TargetPrecision> = [],
    decision: GlyphProposal.Decision = .review
  ) -> EvaluationOutcome {
    EvaluationOutcome(
      names: names,
      acceptsCharacter: Dictionary(
        uniqueKeysWithValues: TargetPrecision.allCases.map { ($0, accepts.contains($0)) }),
      acceptsGlyph: [.p995: accepts.contains(.p999)], sameCharacter: probability,
      sameGlyph: probability / 2, decision: decision)
  }

  @Test func `Ranks are counted among positives, acceptance among all`() {
    let others = (0..<30).map { "x\($0)" }
    let queries = [
      query(["a"], ["a", "b"]),  // first, exactly
      query(["a"], ["a", "b"]),  // the character first, the figure fifth
      query(["a"], ["a"]),  // sixth
      query(["a"], ["a"]),  // twentieth
      query(["a"], ["a"]),  // nowhere
      query([], ["b"]),  // soft: its character is right
      query([], []),  // negative
    ]
    let all = Set(TargetPrecision.allCases)
    let outcomes = [
      outcome(["a"] + others, 0.9, accepts: all),
      outcome(["b", "x", "y", "z", "a"] + others, 0.8, accepts: [.p99, .p995]),
      outcome(Array(others[..<5]) + ["a"], 0.3),
      outcome(Array(others[..<19]) + ["a"], 0.2, decision: .none),
      outcome([], 0, decision: .none),
      outcome(["b"] + others, 0.95, accepts: [.p99]),
      outcome(others, 0.7, accepts: [.p99], decision: .none),
    ]
    let figures = EvaluationFigures(queries, outcomes)
    #expect(figures.queries == 7 && figures.positives == 5)
    #expect(figures.exact == [1: 20, 5: 40, 10: 60, 20: 80])
    #expect(figures.same == [1: 40, 5: 40, 10: 60, 20: 80])
    #expect(figures.character[.p999] == EvaluationCoverage(accepted: 1, errors: 0, of: 7))
    #expect(figures.character[.p995] == EvaluationCoverage(accepted: 2, errors: 0, of: 7))
    #expect(figures.character[.p99] == EvaluationCoverage(accepted: 4, errors: 1, of: 7))
    #expect(figures.glyph[.p995] == EvaluationCoverage(accepted: 1, errors: 0, of: 7))
    #expect(figures.positivesCalledNone == 2 && figures.negativesCalledNone == 1)
    // 0.95, 0.9, 0.8 are right; with 0.7 one of four would be wrong.
    #expect(figures.characterInHindsight[.p99] == .init(accepted: 3, errors: 0, of: 7))
  }

  @Test func `Bins hold predicted and observed, and only what has a candidate`() {
    let queries = [query(["a"], ["a"]), query([], []), query(["a"], ["a"]), query([], [])]
    let figures = EvaluationFigures(
      queries,
      [outcome(["a"], 0.96), outcome(["a"], 0.96), outcome(["a"], 1), outcome([], 0)])
    #expect(figures.bins.map(\.from) == [0.95, 0.999])
    #expect(figures.bins.map(\.queries) == [2, 1])
    #expect(figures.bins[0].observed == 0.5 && abs(figures.bins[0].predicted - 0.96) < 1e-12)
  }

  @Test func `A threshold in hindsight cannot part equal probabilities`() {
    let right = query(["a"], ["a"])
    let wrong = query(["b"], ["b"])
    let figures = EvaluationFigures(
      [right, right, wrong], [outcome(["a"], 0.9), outcome(["a"], 0.8), outcome(["a"], 0.8)])
    #expect(figures.characterInHindsight[.p99]?.accepted == 1)
  }

  @Test func `A set without queries or positives has figures, too`() {
    #expect(EvaluationFigures([], []).same == [1: 0, 5: 0, 10: 0, 20: 0])
    #expect(EvaluationFigures([], []).character[.p99]?.percent == 0)
  }
}
