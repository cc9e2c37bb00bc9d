import Foundation
import GaijiModel
import Testing

@testable import GaijiIdentification

/// What evidence about characters, and about figures, makes of the probabilities of both.
@Suite struct FigureEvidenceTests {
  private static func entry(_ number: UInt32, _ base: UInt32, outline: Int) -> IndexEntry {
    IndexEntry(
      identity: CharacterIdentity(.mj, number: number), name: "mj\(number)", font: 0,
      glyph: number, bases: [base], outlineGroup: outline)
  }

  /// 辺 twice, 旬, and 辺 a third time with the outline of the second.
  private static let entries = [
    entry(1, 0x8FBA, outline: 0), entry(2, 0x8FBA, outline: 1), entry(3, 0x65EC, outline: 2),
    entry(4, 0x8FBA, outline: 1),
  ]

  private func weigh(
    _ character: Double, _ glyph: Double, scores: [Double] = [1, 2, 3],
    _ evidence: [[Evidence]] = []
  ) -> [WeighedCandidate] {
    let network = TermNetwork(
      terms: ["x"], mean: [0], scale: [1], layers: [.init(weights: [[1]], bias: [0])])
    let part = IdentifierCalibration.Question(network: network, thresholds: .init([:]), share: 0.5)
    let calibration = IdentifierCalibration(character: part, glyph: part)
    let maker = DecisionMaker(rules: DecisionRules(), calibration: calibration, views: ["mom"])
    let answer = ShapeAnswer(
      ranked: scores.enumerated().map {
        .init(candidate: GlyphCandidate(entry: $0.offset, distances: [0]), score: $0.element)
      }, characterLogit: character, glyphLogit: glyph)
    let context = DecisionMaker.Context(entry: { Self.entries[$0] }, evidence: evidence)
    return maker.weigh(answer, .calibrated(calibration), context)
      .sorted { $0.ranked.candidate.entry < $1.ranked.candidate.entry }
  }

  private func approved(_ own: Double, other: Double) -> [Evidence] {
    [
      Evidence(
        kind: .approved, logLikelihoodRatio: own, otherFigure: other, japanese: "", english: "")
    ]
  }

  /// The first candidate's figure, or the second's, is approved.
  private func approval(of place: Int) -> [[Evidence]] {
    (0..<3).map { approved($0 == place ? 6 : $0 == 2 ? -6 : 0.5, other: $0 == 2 ? -6 : 0.5) }
  }

  @Test func `An approved figure raises the figure and its character`() {
    let shape = weigh(1, 0)
    let found = weigh(1, 0, approval(of: 0))
    #expect(found[0].glyph > 0.97 && found[0].glyph <= found[0].character)
    #expect(found[0].character > shape[0].character && found[0].glyphLogit > 3.5)
    #expect(found[1].glyph < shape[1].glyph && found[2].character < shape[2].character)
    // Odds of the figure against all else move by the evidence, less what that has itself.
    #expect(abs(found[0].glyphLogit - PriorEstimate.logit(found[0].glyph)) < 1e-9)
  }

  @Test func `Another figure of the character is put first when that was approved`() {
    let found = weigh(1, 0, approval(of: 1))
    #expect(found[1].glyph > 0.9 && found[0].glyph < 0.05)
    #expect(found[0].character == found[1].character)
  }

  @Test func `A shape that is sure is not overruled`() {
    // 3 in 1,000,000 that it is the second figure.
    let sure = weigh(14, 13, scores: [1, 13, 20])
    let found = weigh(14, 13, scores: [1, 13, 20], approval(of: 1))
    #expect(sure[0].glyph > 0.99 && found[0].glyph > 0.99 && found[1].glyph < 0.01)
    let other = (0..<3).map { approved($0 == 2 ? 6 : -6, other: $0 == 2 ? 6 : -6) }
    let torn = weigh(14, 13, scores: [1, 13, 20], other)
    #expect(torn[0].character > 0.85 && torn[2].character < 0.15)
  }

  @Test func `Evidence about the character leaves the shares of its figures`() {
    let shape = weigh(1, 0)
    let readings = (0..<3).map { place -> [Evidence] in
      let ratio = place == 2 ? -1.5 : 2
      return [
        Evidence(kind: .readings, logLikelihoodRatio: ratio, japanese: "", english: "")
      ]
    }
    let found = weigh(1, 0, readings)
    for place in 0..<2 {
      let before = shape[place].glyph / shape[place].character
      #expect(abs(found[place].glyph / found[place].character - before) < 1e-9)
    }
    // Two to 1 - p: Bayes by hand.
    let odds = shape.map(\.character)
    let none = 1 - odds[0] - odds[2]
    let sum = odds[0] * exp(2) + odds[2] * exp(-1.5) + none
    #expect(abs(found[0].character - odds[0] * exp(2) / sum) < 1e-9)
  }

  @Test func `Of two candidates with one outline the approved one is first`() {
    var evidence = (0..<4).map { _ in approved(0.5, other: 0.5) }
    evidence[2] = approved(-6, other: -6)
    evidence[3] = approved(6, other: 0.5)
    let found = weigh(1, 0, scores: [1, 2, 3, 4], evidence)
    #expect(found[3].glyph > 0.5 && found[1].glyph < found[3].glyph / 100)
    #expect(found.filter { $0.group == 0 }.allSatisfy { $0.glyph <= $0.character })
  }

  @Test(arguments: [-Double.infinity, -30, 0, 30, 60, Double.infinity])
  func `Extreme shapes give probabilities all the same`(_ logit: Double) {
    for glyph in [-Double.infinity, -5, logit] {
      for place in 0..<3 {
        for item in weigh(logit, glyph, approval(of: place)) {
          #expect(item.character >= 0 && item.character <= 1 + 1e-12)
          #expect(item.glyph >= 0 && item.glyph <= item.character)
          #expect(!item.characterLogit.isNaN && !item.glyphLogit.isNaN)
        }
      }
    }
  }
}
