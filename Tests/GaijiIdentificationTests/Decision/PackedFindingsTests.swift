import Foundation
import Testing

@testable import GaijiIdentification

/// What a collection keeps of each glyph, and what a catalogue keeps of each proposal.
@Suite struct PackedFindingsTests {
  private let answer = ShapeAnswer(
    ranked: (0..<20).map { place in
      .init(
        candidate: GlyphCandidate(
          entry: place * 2999, distances: [Float(place) / 3, .pi, 1e9]),
        score: Double(place) / 7 - 21)
    }, characterLogit: 5.588250996675397, glyphLogit: -.infinity)

  @Test func `An answer comes back bit by bit, without residuals`() {
    #expect(PackedAnswer(answer).answer == answer)
    var residual = answer
    let measure = StrokeResidual.Measure(mean: 1, blob: 2, cubic: 3)
    residual.ranked[0].candidate.residual = .init(query: [measure], candidate: [measure])
    #expect(PackedAnswer(residual).answer == answer)
    let nothing = PackedAnswer(IdentifiedGlyph.nothing)
    #expect(nothing.isEmpty && nothing.answer == IdentifiedGlyph.nothing)
  }

  @Test func `Differences come back in their order`() {
    func spots(_ count: Int) -> [StrokeDifferences.Spot] {
      (0..<count).map { .init(column: $0 % 3, row: $0 / 2 % 3, strength: 2 - Float($0) / 7) }
    }
    var packed = PackedDifferences()
    let sent = [
      7: StrokeDifferences(extra: spots(6), missing: []),
      59_160: StrokeDifferences(extra: [], missing: spots(3)),
      0: StrokeDifferences(extra: [], missing: []),
    ]
    for (entry, differences) in sent { packed.add(differences, entry: entry) }
    #expect(packed.differences == sent)
    #expect(PackedDifferences().differences.isEmpty)
  }

  private func proposal() -> GlyphProposal {
    let words = GlyphProposal.Words(japanese: "右に画がない", english: "without one stroke")
    return GlyphProposal(
      query: QueryGlyph(
        source: "/home/town/eudc.tte", place: "U+E000", code: "F040", codeValue: 0xF040,
        pixelsPerEm: 96, isOutline: true, digest: "d", marks: ["small"]),
      decision: .duplicate, reasons: [words], duplicateOf: "U+E001", grade: .design,
      candidates: (0..<3).map { place in
        ProposedCandidate(
          rank: place + 1, identity: place == 2 ? nil : "MJ00000\(place)", name: "mj00000\(place)",
          codePoints: ["U+8FBA"], score: -21.582789047562517 + Double(place),
          sameCharacter: 0.9, sameGlyph: 0.3, grade: place == 0 ? .design : .none, reason: words,
          evidence: [
            .init(kind: "shape", logLikelihoodRatio: 5.588250996675397),
            .init(kind: "readings", logLikelihoodRatio: -0.25, words: words),
          ], distances: ["mom": 81.21499633789062, "box": 77.33649444580078], entry: place)
      },
      siblings: [
        .init(
          relation: .neighbour, identity: "MJ043352", name: "mj043352", codePoints: ["U+258F1"],
          entry: 9)
      ])
  }

  @Test func `A proposal comes back from columns and supplement, rounded and without paths`() throws
  {
    let sent = proposal()
    let json = try JSONEncoder().encode(ProposalSupplement(sent))
    let supplement = try JSONDecoder().decode(ProposalSupplement.self, from: json)
    #expect(!String(decoding: json, as: UTF8.self).contains("home"))
    let columns = sent.candidates.map {
      ProposalSupplement.Column(
        identity: $0.identity, name: $0.name, grade: $0.grade, sameCharacter: $0.sameCharacter,
        sameGlyph: $0.sameGlyph)
    }
    let found = supplement.proposal(
      sent.decision, code: "F040", codeValue: 0xF040, digest: "d", source: "eudc.tte",
      columns: columns)
    var expected = sent
    expected.query.source = "eudc.tte"
    for place in expected.candidates.indices {
      expected.candidates[place].entry = nil
      expected.candidates[place].score = [-21.583, -20.583, -19.583][place]
      expected.candidates[place].evidence[0].logLikelihoodRatio = 5.588
      expected.candidates[place].distances = ["mom": 81.2, "box": 77.3]
    }
    expected.siblings[0].entry = nil
    #expect(found == expected)
    let other = supplement.proposal(
      .review, code: nil, codeValue: nil, digest: nil, source: "", columns: [])
    #expect(other == nil)
  }
}
