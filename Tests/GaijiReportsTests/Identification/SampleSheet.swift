import GaijiGlyphs

@testable import GaijiIdentification
@testable import GaijiReports

/// A sheet with everything that one can have, some of it hostile.
enum SampleSheet {
  static func raster(_ side: Int, _ isInk: (Int, Int) -> Bool) -> GlyphRaster {
    GlyphRaster(
      width: side, height: side,
      ink: (0..<side * side).map { isInk($0 % side, $0 / side) ? 255 : 0 }, pixelsPerEm: side)
  }

  /// A cross in a frame; `hasDot` adds a dot in the upper right.
  static func cross(_ side: Int, hasDot: Bool, hasBar: Bool = true) -> GlyphRaster {
    raster(side) { x, y in
      let (u, v) = (x * 64 / side, y * 64 / side)
      let isDot = hasDot && (46..<52).contains(u) && (8..<16).contains(v)
      let isBar = hasBar && (29..<35).contains(v) && (8..<56).contains(u)
      return isDot || isBar || (29..<35).contains(u) && (8..<56).contains(v)
    }
  }

  static func candidate(
    _ rank: Int, _ identity: String?, _ probability: Double, evidence: [EvidenceShare] = []
  ) -> ProposedCandidate {
    ProposedCandidate(
      rank: rank, identity: identity, name: "u\(rank)<b>", codePoints: ["U+9089"], score: 3.5,
      sameCharacter: probability, sameGlyph: probability / 2, grade: .exact,
      reason: .init(japanese: "右上に MJ026190 にない画がある", english: "one stroke in the upper right"),
      evidence: evidence, distances: ["mom": 91.25, "bboxs": 80], entry: nil)
  }

  static func proposal(
    _ decision: GlyphProposal.Decision = .review, code: String? = "F040", candidates: Int = 4
  ) -> GlyphProposal {
    let evidence = [
      EvidenceShare(kind: "shape", logLikelihoodRatio: 3.2),
      EvidenceShare(
        kind: "readings", logLikelihoodRatio: 2.5,
        words: .init(japanese: "読み<はし>", english: "read <hashi>")),
      EvidenceShare(kind: "order", logLikelihoodRatio: -1.2),
    ]
    return GlyphProposal(
      query: QueryGlyph(
        source: "港町<script>.ttf", place: "U+E000", code: code, codeValue: 0xF040,
        pixelsPerEm: 64, isOutline: true, digest: String(repeating: "ab", count: 32)),
      decision: decision,
      reasons: [.init(japanese: "しきい値に満たない & \u{202E}x", english: "below the <threshold>")],
      grade: .exact,
      candidates: (0..<candidates).map {
        candidate(
          $0 + 1, $0 == 1 ? nil : "MJ02619\($0)", $0 == 0 ? 0.99996 : 0.00001,
          evidence: $0 == 0 ? evidence : [])
      },
      siblings: [
        ProposedSibling(
          relation: .sameCharacter, identity: "MJ026197", name: "mj026197",
          codePoints: ["U+9089"], entry: nil)
      ])
  }

  static func overlay(hasDot: Bool = true, hasBar: Bool = true) -> IdentificationSheet.Overlay {
    // Cells of the map as edges of what differs, as the matcher has them.
    func cells(_ isIn: (Int, Int) -> Bool) -> [Float] {
      (0..<1024).map { isIn($0 % 32, $0 / 32) ? 2 : 0 }
    }
    let dot = cells { hasDot && (22..<27).contains($0) && (3..<9).contains($1) }
    let bar = cells { !hasBar && (4..<28).contains($0) && (13..<19).contains($1) }
    return .init(
      query: cross(128, hasDot: hasDot, hasBar: hasBar), candidate: cross(128, hasDot: false),
      map: ResidualMap(side: 32, extra: dot, missing: bar))
  }

  static func make(_ proposal: GlyphProposal = proposal()) -> IdentificationSheet {
    IdentificationSheet(
      proposal: proposal, system: "港町/register", query: cross(64, hasDot: true),
      candidates: [
        .init(
          picture: cross(64, hasDot: false), overlay: overlay(),
          facts: .init(
            sequences: ["U+9089", "U+9089 U+E010F"], text: "邉", readings: ["ヘン", "あたり"],
            radical: 162, strokes: [17, 19])),
        .init(picture: cross(64, hasDot: false)),
      ],
      siblings: [.init(picture: cross(48, hasDot: true), facts: .init(text: "\u{E000}"))],
      provenance: .init(
        tool: "gaiji identify 0.1.0", source: String(repeating: "c", count: 64),
        model: String(repeating: "d", count: 64), index: String(repeating: "e", count: 64),
        fonts: [.init(name: "ipamjm.ttf", digest: String(repeating: "f", count: 64))],
        settings: [.init(label: "目標精度", value: "99.9 %")]))
  }
}
