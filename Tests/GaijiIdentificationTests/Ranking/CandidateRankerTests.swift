import Foundation
import Testing

@testable import GaijiIdentification

/// The order of candidates and what their calibration sees.
@Suite struct CandidateRankerTests {
  private static func linear(_ terms: [String], _ weights: [Double]) -> TermNetwork {
    TermNetwork(
      terms: terms, mean: Array(repeating: 0, count: terms.count),
      scale: Array(repeating: 1, count: terms.count), layers: [.init(weights: [weights], bias: [0])]
    )
  }

  private static func question(_ terms: [String], _ weights: [Double])
    -> IdentifierCalibration.Question
  {
    .init(network: linear(terms, weights), thresholds: .init([.p999: 5]), share: 0.5)
  }

  private static func parameters(
    ranking: TermNetwork = linear(["sqrt(d_mom)", "q-c2 blob"], [1, 10]),
    preliminary: TermNetwork? = linear(["sqrt(d_mom)"], [1]),
    calibration: [String] = ["margin"]
  ) throws -> IdentifierParameters {
    try IdentifierParameters(
      ranking: ranking, preliminary: preliminary,
      calibration: .init(
        character: question(calibration, [1]), glyph: question(["margin"], [1])),
      views: ["mom", "m16"])
  }

  private func candidate(_ entry: Int, _ distance: Float, blob: Float?) -> GlyphCandidate {
    let measure = StrokeResidual.Measure(mean: 0, blob: 0, cubic: 0)
    return GlyphCandidate(
      entry: entry, distances: [distance, 0],
      residual: blob.map {
        StrokeResidual(
          query: [measure, .init(mean: 0, blob: $0, cubic: 0)], candidate: [measure, measure])
      })
  }

  /// Entries 0 and 1 are one character, 2 looks exactly like 0.
  private func entry(_ row: Int) -> IndexEntry {
    IndexEntry(
      identity: nil, name: "\(row)", font: 0, glyph: 0,
      bases: row == 1 ? [100] : [100 + UInt32(row)],
      outlineGroup: row == 2 ? 0 : row)
  }

  private let traits = QueryTraits(pixelsPerEm: 24, isOutline: false)

  @Test func `Those that were compared stroke by stroke come first, and scores never fall`() throws
  {
    let ranker = CandidateRanker(try Self.parameters())
    let answer = ranker.answer(
      [
        candidate(5, 1, blob: nil), candidate(3, 4, blob: 1), candidate(4, 9, blob: 0),
        candidate(6, 400, blob: nil),
      ], traits, entry: entry)
    #expect(answer.ranked.map(\.candidate.entry) == [4, 3, 5, 6])
    let scores = answer.ranked.map(\.score)
    #expect(scores[0] == 3 && scores[1] == 12)
    #expect(zip(scores, scores.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test
  func `The margin of the character passes its other figures, that of the figure its doubles`()
    throws
  {
    let ranker = CandidateRanker(try Self.parameters())
    let answer = ranker.answer(
      [
        candidate(0, 1, blob: 0), candidate(2, 4, blob: 0), candidate(1, 9, blob: 0),
        candidate(3, 16, blob: 0), candidate(4, 0, blob: nil),
      ], traits, entry: entry)
    #expect(answer.ranked.map(\.candidate.entry) == [0, 2, 1, 3, 4])
    // 2 is of another character; 1 shares the base with 0 and has another outline.
    #expect(answer.characterLogit == 1)
    #expect(answer.glyphLogit == 2)
  }

  @Test func `Without a rival among those compared the margin is the largest`() throws {
    let ranker = CandidateRanker(try Self.parameters())
    let alone = ranker.answer(
      [candidate(0, 1, blob: 0), candidate(3, 2, blob: nil)], traits, entry: entry)
    #expect(alone.characterLogit == 8)
    let none = ranker.answer([], traits, entry: entry)
    #expect(none.ranked.isEmpty && none.characterLogit == -.infinity)
  }

  @Test func `Equal scores stand in the order of the index`() throws {
    let ranker = CandidateRanker(try Self.parameters())
    let answer = ranker.answer(
      [candidate(9, 4, blob: 0), candidate(7, 4, blob: 0), candidate(8, 4, blob: 0)], traits,
      entry: entry)
    #expect(answer.ranked.map(\.candidate.entry) == [7, 8, 9])
  }

  @Test(arguments: [
    "sqrt(d_mom)", "d_m16/50", "q-c1 mean", "c-q2 p3", "q-c2 blob 128", "margin", "sqrt(margin)",
    "log2 size", "outline",
  ])
  func `Knows the terms of the model by name`(_ name: String) {
    #expect(ShapeTerm(name: name, views: ["mom", "m16"]) != nil)
    for wrong in [name + " ", name.uppercased(), "x" + name] {
      #expect(ShapeTerm(name: wrong, views: ["mom", "m16"]) == nil)
    }
  }

  @Test func `Values of terms are those of the model's description`() {
    var one = candidate(0, 25, blob: 0.5)
    one.distances = [25, 100]
    func value(_ name: String, margin: Double = 0, _ traits: QueryTraits? = nil) -> Double? {
      ShapeTerm(name: name, views: ["mom", "m16"])?
        .value(one, traits ?? self.traits, margin: margin)
    }
    #expect(value("sqrt(d_mom)") == 5 && value("d_m16/50") == 2)
    #expect(value("q-c2 blob") == 0.5 && value("q-c2 blob 128") == 0)
    #expect(value("margin", margin: 20) == 8 && value("margin", margin: -1) == 0)
    #expect(value("sqrt(margin)", margin: 4) == 2 && value("margin", margin: .infinity) == 8)
    #expect(value("log2 size", QueryTraits(pixelsPerEm: 16, isOutline: true)) == 4)
    #expect(value("log2 size", QueryTraits(pixelsPerEm: 96, isOutline: true)) == 6)
    #expect(value("outline") == 0)
    #expect(value("outline", QueryTraits(pixelsPerEm: 96, isOutline: true)) == 1)
  }

  @Test func `Parameters that cannot be used are refused, with the part that is wrong`() {
    func message(_ make: () throws -> IdentifierParameters) -> String {
      do {
        _ = try make()
        return "was taken"
      } catch { return "\(error)" }
    }
    #expect(
      message { try Self.parameters(ranking: Self.linear(["colour"], [1])) }
        .contains("ranking has the term \"colour\""))
    #expect(message { try Self.parameters(preliminary: nil) }.contains("preliminary"))
    #expect(
      message { try Self.parameters(preliminary: Self.linear(["q-c1 mean"], [1])) }
        .contains("ranking/preliminary"))
    #expect(
      message { try Self.parameters(calibration: ["sqrt(d_x)"]) }.contains("calibration/same"))
    #expect(message { try Self.parameters(ranking: Self.linear([], [])) }.contains("terms"))
  }

  @Test func `The model that is shipped is taken, and its thresholds rise with the precision`()
    throws
  {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Data/identifier")
    let parameters = try IdentifierParameters(folder: folder.path)
    for question in [parameters.calibration.character, parameters.calibration.glyph] {
      let logits = TargetPrecision.allCases.map { question.thresholds[$0] }
      #expect(logits == logits.sorted() && logits[0] > 0)
      #expect(question.share > 0.5 && question.share < 1)
    }
    let pairs = try ClosePairs(
      [UInt8](Data(contentsOf: folder.appending(path: "close-pairs.tsv"))), path: "close-pairs.tsv")
    #expect(pairs.partners(of: [0x65EC]).contains(0x400F))
  }

  @Test(arguments: [
    "", "[]", "{", "{\"views\":[],\"ranking\":{},\"calibration\":{}}",
    "{\"views\":[{\"name\":\"a\"}],\"ranking\":{\"terms\":[],\"mean\":[],\"scale\":[],\"layers\":[]},"
      + "\"calibration\":{\"same\":{},\"exact\":{}}}",
  ])
  func `A description that is none is an error with its path`(_ text: String) throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gaiji-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "identifier.json"))
    do throws(IdentifierModelError) {
      _ = try IdentifierParameters(folder: folder.path)
      Issue.record("was read")
    } catch {
      #expect("\(error)".hasPrefix(folder.path + "/identifier.json: "), "\(error)")
    }
  }
}
