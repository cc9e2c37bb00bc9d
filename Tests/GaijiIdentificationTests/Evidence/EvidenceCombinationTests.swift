import Testing

@testable import GaijiIdentification

@Suite struct EvidenceCombinationTests {
  private func evidence(_ ratio: Double, _ kind: EvidenceKind = .readings) -> Evidence {
    Evidence(kind: kind, logLikelihoodRatio: ratio, japanese: "", english: "")
  }

  private func isNear(_ a: Double, _ b: Double) -> Bool { abs(a - b) < 1e-12 }

  @Test func `Without evidence the shape stands`() {
    let result = EvidenceCombination.combine(shape: [0.7, 0.2], evidence: [[], []])
    #expect(isNear(result[0].probability, 0.7) && isNear(result[1].probability, 0.2))
  }

  @Test func `Is Bayes' rule`() {
    // Prior 0.5, 0.3, none 0.2; likelihoods 1, 4, 1: 0.5 + 1.2 + 0.2 = 1.9.
    let result = EvidenceCombination.combine(
      shape: [0.5, 0.3], evidence: [[], [evidence(1.3862943611198906)]])
    #expect(isNear(result[0].probability, 0.5 / 1.9) && isNear(result[1].probability, 1.2 / 1.9))
    #expect(result[1].shape == 0.3 && isNear(result[1].logLikelihoodRatio, 1.3862943611198906))
  }

  @Test func `What speaks for all candidates alike lowers only the chance of none`() {
    let result = EvidenceCombination.combine(
      shape: [0.6, 0.2], evidence: [[evidence(3)], [evidence(3)]])
    #expect(isNear(result[0].probability / result[1].probability, 3))
    #expect(result[0].probability + result[1].probability > 0.98)
  }

  @Test func `Extreme values give probabilities all the same`() {
    for (a, b) in [(2000.0, -2000.0), (-2000, -2000), (2000, 2000)] {
      let result = EvidenceCombination.combine(
        shape: [0.5, 0.5], evidence: [[evidence(a)], [evidence(b)]])
      for share in result { #expect((0...1).contains(share.probability)) }
    }
    #expect(EvidenceCombination.combine(shape: [], evidence: []).isEmpty)
    let rounded = EvidenceCombination.combine(shape: [1.0000001, -1e-9], evidence: [[], []])
    #expect(rounded[0].probability <= 1 && rounded[1].probability == 0)
  }

  @Test func `Evidence for both says nothing between them`() {
    let logit = EvidenceCombination.logit(2, evidence: [evidence(1.5)], rivals: [evidence(1.5)])
    #expect(logit == 2)
    #expect(EvidenceCombination.logit(2, evidence: [evidence(1)], rivals: [evidence(-3)]) == 3)
  }

  @Test func `A set scales, caps and leaves out what says nothing`() {
    struct Fixed: EvidenceSource {
      var kind: EvidenceKind { .approved }
      func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
        [
          Evidence(kind: .approved, logLikelihoodRatio: 100, japanese: "", english: ""), nil,
          Evidence(kind: .approved, logLikelihoodRatio: -.infinity, japanese: "", english: ""),
        ]
      }
    }
    let candidates = ["一", "二", "三"].map { EvidenceFixtures.entry($0) }
    let set = EvidenceSet([Fixed()])
    let lists = set.evidence(for: EvidenceQuery(code: 1), candidates: candidates)
    #expect(lists.map { $0.map(\.logLikelihoodRatio) } == [[6], [], [-6]])
    #expect(EvidenceSet.none.evidence(for: .init(code: 1), candidates: candidates) == [[], [], []])
    #expect(set.kinds == [.approved] && EvidenceSet.none.isEmpty)
  }
}
