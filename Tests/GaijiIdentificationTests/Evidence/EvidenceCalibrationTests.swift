import Foundation
import Testing

@testable import GaijiIdentification

/// Whether evidence is worth what it says: the odds that it gives against the odds that are seen,
/// for the right character and those that look like it.
@Suite(.enabled(if: SimulatedRegister.isReady, "needs the package unicode-data"))
struct EvidenceCalibrationTests {
  static let found = Result {
    let register = try SimulatedRegister()
    var readings = ReadingCollector()
    var neighbours = NeighbourCollector()
    register.forEachText {
      readings.add($0, kana: $1)
      neighbours.add($0)
    }
    return [
      EvidenceKind.readings: register.ratios(readings.evidence(facts: register.facts)),
      .neighbours: register.ratios(neighbours.evidence(facts: register.facts)),
    ]
  }

  @Test(arguments: [EvidenceKind.readings, .neighbours])
  func `No evidence claims more than is seen`(_ kind: EvidenceKind) throws {
    let found = try #require(try Self.found.get()[kind])
    #expect(found.right.count > 250 && found.wrong.count > 100)
    let weight = EvidenceWeight.weight(of: kind)
    let right = found.right.map(weight.apply)
    let wrong = found.wrong.map(weight.apply)
    for (low, high) in [(-9.0, -1.2), (-1.2, 0), (0.3, 1.2), (1.2, 9)] {
      let r = right.filter { $0 >= low && $0 < high }
      let w = wrong.filter { $0 >= low && $0 < high }
      guard r.count + w.count >= 20 else { continue }
      let (a, b) = (Double(r.count) + 0.5, Double(w.count) + 0.5)
      let seen = log(a / Double(right.count)) - log(b / Double(wrong.count))
      let given = (r + w).reduce(0, +) / Double(r.count + w.count)
      // Two standard errors of a log ratio of counts.
      let error = 2 * (1 / a + 1 / b).squareRoot()
      #expect(
        given < 0 ? seen < given + error : seen > given - error,
        "\(kind) \(low)..<\(high): \(r.count) right, \(w.count) wrong, seen \(seen), given \(given)"
      )
    }
  }

  @Test func `Readings tell most characters from those that look like them`() throws {
    let found = try #require(try Self.found.get()[.readings])
    let right = Double(found.right.count { $0 > 0 }) / Double(found.right.count)
    let wrong = Double(found.wrong.count { $0 > 0 }) / Double(found.wrong.count)
    #expect(right > 0.97 && wrong < 0.2, "\(right), \(wrong)")
  }

  @Test func `No weak evidence alone overrules a shape that is sure`() {
    for kind in EvidenceKind.allCases where kind != .approved {
      let against = Evidence(
        kind: kind, logLikelihoodRatio: EvidenceWeight.weight(of: kind).apply(-.infinity),
        japanese: "", english: "")
      let result = EvidenceCombination.combine(shape: [0.99, 0.005], evidence: [[against], []])
      #expect(result[0].probability > 0.8)
    }
    #expect(EvidenceWeight.weight(of: .readings).apply(.nan) == 0)
  }
}
