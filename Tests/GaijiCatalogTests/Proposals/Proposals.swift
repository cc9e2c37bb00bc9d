import GaijiModel

@testable import GaijiCatalog

/// Proposals of a run over a font of 港町.
enum Proposals {
  static let font = SourceRecord(
    kind: .glyphs, file: "港町.ttf", sha256: String(repeating: "ab", count: 32), edition: "",
    licence: "of the organisation that made it")

  static func run(
    _ system: String = "register", charset: String? = "cp932", tool: String = "gaiji identify 0.1.0"
  ) -> IdentificationRun {
    IdentificationRun(
      organization: "港町", system: system, charset: charset, tool: tool,
      model: String(repeating: "1", count: 64), index: String(repeating: "2", count: 64),
      parameters: #"{"target":"0.999"}"#)
  }

  static func digest(_ number: Int) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 64 - digits.utf8.count) + digits
  }

  static func one(
    _ code: UInt32, _ decision: ProposalDecision = .automatic, _ identity: String? = "MJ026190",
    grade: IdentificationGrade = .exact, probability: Double = 0.998, figure: Int? = 1,
    reason: String = "字形が同じ"
  ) -> ProposalRecord {
    let candidates = identity.map {
      [
        ProposalRecord.Candidate(
          identity: CharacterIdentity($0), name: "mj", grade: grade, sameCharacter: probability,
          sameGlyph: probability / 2, residual: [0x89, 0x50]),
        ProposalRecord.Candidate(
          identity: nil, name: "u9089.further", grade: .similar, sameCharacter: 0.001,
          sameGlyph: 0),
      ]
    }
    return ProposalRecord(
      code: code, decision: decision, candidates: candidates ?? [], reason: reason,
      details: #"{"reasons":["字形が同じ"]}"#,
      figure: figure.map { .init(digest: digest($0), pixelsPerEm: 64, png: [1, 2, 3]) },
      source: font)
  }
}
