import Foundation
import GaijiModel
import Testing

@testable import GaijiIdentification

/// Proposals from scores, priors and evidence, on a small index made by hand.
@Suite struct DecisionMakerTests {
  private static func entry(_ number: UInt32, _ bases: [UInt32], outline: Int) -> IndexEntry {
    IndexEntry(
      identity: CharacterIdentity(.mj, number: number), name: "mj00000\(number)", font: 0,
      glyph: number, bases: bases, outlineGroup: outline)
  }

  /// 辺, its other figure, 旬, 䀏 and a glyph of a further font without a code point.
  private static let entries = [
    entry(1, [0x8FBA], outline: 0), entry(2, [0x8FBA], outline: 1),
    entry(3, [0x65EC], outline: 2), entry(4, [0x400F], outline: 3),
    IndexEntry(
      identity: nil, name: "glyph7", font: 1, glyph: 7, bases: [], outlineGroup: 4),
  ]

  private static let identity = TermNetwork(
    terms: ["x"], mean: [0], scale: [1], layers: [.init(weights: [[1]], bias: [0])])
  private static let calibration = IdentifierCalibration(
    character: .init(
      network: identity, thresholds: .init([.p99: 3, .p995: 4, .p998: 5, .p999: 6]), share: 0.7),
    glyph: .init(
      network: identity, thresholds: .init([.p99: 3, .p995: 4, .p998: 5, .p999: 6]), share: 0.6))

  private func maker(
    _ target: TargetPrecision = .p999, pairs: [(UInt32, UInt32)] = []
  ) -> DecisionMaker {
    DecisionMaker(
      rules: DecisionRules(target: target, closePairs: ClosePairs(pairs: pairs)),
      calibration: Self.calibration, views: ["mom"])
  }

  private func answer(_ rows: [(Int, Double)], _ character: Double, _ glyph: Double) -> ShapeAnswer
  {
    ShapeAnswer(
      ranked: rows.map {
        .init(candidate: GlyphCandidate(entry: $0.0, distances: [Float($0.1)]), score: $0.1)
      }, characterLogit: character, glyphLogit: glyph)
  }

  private func context(_ evidence: [[Evidence]] = []) -> DecisionMaker.Context {
    .init(
      entry: { Self.entries[$0] }, evidence: evidence,
      differences: { _ in StrokeDifferences(extra: [], missing: []) },
      siblings: [
        ProposedSibling(
          relation: .sameCharacter, identity: "MJ000002", name: "mj000002", codePoints: ["U+8FBA"],
          entry: 1)
      ])
  }

  private let query = QueryGlyph(
    source: "a.ttf", place: "U+E000", code: "U+E000", codeValue: 0xE000, pixelsPerEm: 64,
    isOutline: true)
  private let flat = CollectionPriors.calibrated(DecisionMakerTests.calibration)

  private func decide(
    _ maker: DecisionMaker, _ answer: ShapeAnswer, _ evidence: [[Evidence]] = [], count: Int = 10
  ) -> GlyphProposal {
    maker.proposal(query, answer, flat, context(evidence), count: count)
  }

  @Test func `Above the threshold it is automatic, below it goes to a person`() {
    let near = answer([(0, 1), (2, 9)], 6.5, 6.4)
    let sure = decide(maker(), near)
    #expect(sure.decision == .automatic && sure.grade == .exact)
    #expect(sure.candidates.map(\.identity) == ["MJ000001", "MJ000003"])
    #expect(sure.candidates[0].codePoints == ["U+8FBA"])
    #expect(sure.reasons[0].english.hasPrefix("the same character with probability 99.84 %"))
    let less = answer([(0, 1), (2, 9)], 5.9, 5)
    #expect(decide(maker(), less).decision == .review)
    #expect(decide(maker(.p998), less).decision == .automatic)
    #expect(decide(maker(), less).reasons[0].english.contains("below the 99.75 %"))
  }

  @Test
  func `Where the character is sure and the figure is not, the grade is a difference of design`() {
    let proposal = decide(maker(), answer([(0, 1), (1, 1.2)], 7, -2))
    #expect(proposal.decision == .automatic && proposal.grade == .design)
    #expect(proposal.reasons.count == 2)
    #expect(proposal.reasons[1].english.contains("1 other figure;"))
    #expect(proposal.reasons[1].japanese.contains("同じ文字に他の字形が 1"))
  }

  @Test func `Known pairs go to a person at any probability`() {
    let near = answer([(2, 1), (3, 30)], 20, 20)
    #expect(decide(maker(), near).decision == .automatic)
    let proposal = decide(maker(pairs: [(0x65EC, 0x400F)]), near)
    #expect(proposal.decision == .review)
    #expect(proposal.reasons[0].english == "a stroke away from another character: 䀏 U+400F")
    #expect(
      decide(maker(pairs: [(0x65EC, 0x400F)]), answer([(0, 1)], 20, 20)).decision == .automatic)
  }

  @Test func `Where nothing is probable 該当なし is proposed, and all the same ranked`() {
    let proposal = decide(maker(), answer([(0, 30), (2, 31)], -6, -8))
    #expect(proposal.decision == .none && proposal.candidates.count == 2)
    #expect(proposal.candidates.allSatisfy { $0.sameCharacter < 0.01 })
    let empty = decide(maker(), ShapeAnswer(ranked: [], characterLogit: -.infinity, glyphLogit: 0))
    #expect(empty.decision == .none && empty.candidates.isEmpty && !empty.reasons.isEmpty)
  }

  @Test func `A collection with few negatives moves the log odds, and what they decide`() {
    let shape = answer([(0, 1), (2, 9)], 5, 5)
    let sure = CollectionPriors(
      character: .init(share: 0.95, shift: 1.5, glyphs: 500),
      glyph: .init(share: 0.9, shift: 1.2, glyphs: 500))
    #expect(decide(maker(), shape).decision == .review)
    let moved = maker().proposal(query, shape, sure, context(), count: 5)
    #expect(moved.decision == .automatic)
    #expect(abs(moved.candidates[0].evidence[0].logLikelihoodRatio - 6.5) < 1e-9)
  }

  @Test func `Evidence moves the order and is shown with its share`() throws {
    let shape = answer([(2, 1), (3, 1.5), (0, 6)], 0.2, 0.1)
    let readings = Evidence(
      kind: .readings, logLikelihoodRatio: 3, japanese: "読み「シュン」", english: "read as shun")
    let proposal = decide(maker(), shape, [[], [readings], []])
    #expect(proposal.candidates.map(\.identity) == ["MJ000004", "MJ000003", "MJ000001"])
    #expect(proposal.candidates[0].evidence.map(\.kind) == ["shape", "readings"])
    #expect(proposal.candidates[0].evidence[1].words?.english == "read as shun")
    #expect(proposal.candidates[0].sameCharacter > 0.7)
    let sum = proposal.candidates.reduce(0) { $0 + $1.sameCharacter }
    #expect(sum <= 1 + 1e-9)
    let alone = decide(maker(), shape)
    #expect(alone.candidates.map(\.identity) == ["MJ000003", "MJ000004", "MJ000001"])
  }

  @Test
  func `Evidence for the first adds to its log odds where hardly anything is left for others`() {
    let shape = answer([(0, 1), (2, 40)], 5, 5)
    let approved = Evidence(
      kind: .approved, logLikelihoodRatio: 2, japanese: "承認済み", english: "approved")
    let proposal = decide(maker(), shape, [[approved], []])
    #expect(proposal.decision == .automatic)
    // 5 + 2: sigmoid(7) = 0.99909.
    #expect(abs(proposal.candidates[0].sameCharacter - 0.999089) < 1e-5)
  }

  @Test func `Glyphs without a code point are characters of their own`() {
    #expect(DecisionMaker.groups([0, 1, 4, 2, 4].map { Self.entries[$0] }) == [0, 0, 1, 2, 3])
  }

  @Test func `As JSON it reads back, names no row of an index, and has plain words`() throws {
    let proposal = decide(maker(), answer([(0, 1), (4, 3)], 6.5, 6.4))
    let data = try JSONEncoder().encode(proposal)
    let text = String(decoding: data, as: UTF8.self)
    #expect(!text.contains("\"entry\""))
    for part in [
      "\"grade\":\"exact\"", "\"decision\":\"automatic\"", "\"ja\":", "\"codeValue\":57344",
    ] {
      #expect(text.contains(part), "\(part) in \(text)")
    }
    var read = try JSONDecoder().decode(GlyphProposal.self, from: data)
    #expect(read.candidates[0].entry == nil)
    for index in read.candidates.indices { read.candidates[index].entry = [0, 4][index] }
    for index in read.siblings.indices { read.siblings[index].entry = 1 }
    #expect(read == proposal)
  }

  @Test func `Percentages are rounded down`() {
    #expect(DecisionWords.percent(0.99999) == "99.99 %")
    #expect(DecisionWords.percent(1) == "100 %" && DecisionWords.percent(0.995) == "99.5 %")
    #expect(DecisionWords.percent(0.0003) == "0.03 %" && DecisionWords.percent(.nan) == "0 %")
  }
}
