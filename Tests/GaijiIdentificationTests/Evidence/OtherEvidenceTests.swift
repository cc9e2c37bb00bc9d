import GaijiGlyphs
import GaijiModel
import Testing

@testable import GaijiIdentification

@Suite struct NeighbourEvidenceTests {
  typealias Fixtures = EvidenceFixtures

  private func evidence(_ texts: String...) -> NeighbourEvidence {
    var collector = NeighbourCollector()
    for text in texts { collector.add(Fixtures.units(text)) }
    return collector.evidence(facts: Fixtures.facts)
  }

  @Test func `Whoever stands beside the same characters is preferred`() {
    let found = evidence(
      "高橋", "橋本", "大橋", "田中", "中田", "本田", "山中", "高〓", "〓本", "嬌声")
    let ratios = Fixtures.ratios(found, "橋", "中", "嬌", "㐀")
    #expect(ratios[0] > 0.5 && ratios[0] > ratios[1] + 0.5)
    #expect(ratios[3].isNaN)
  }

  @Test func `A variant's plain form counts for the variant`() throws {
    let found = evidence("渡辺", "田辺", "川辺", "渡〓", "田〓", "田中", "中川")
    let variant = Fixtures.entry("邉", identity: "MJ026190")
    let answer = found.evidence(for: .init(code: 0xF040), candidates: [variant])[0]
    #expect(try #require(answer).logLikelihoodRatio > 0.5)
    #expect(answer?.english == "3 of its 3 neighbours stand beside the candidate elsewhere")
  }

  @Test func `Words are not glued over spaces`() {
    let found = evidence("高　橋", "高〓", "山本", "山田")
    // 橋 was never beside 高, only at an edge.
    #expect(Fixtures.ratios(found, "橋")[0].isNaN)
  }
}

@Suite struct CodeOrderEvidenceTests {
  /// A list in the order of radicals, 4 characters each; every fifth code is not identified.
  private func identified(_ shuffled: Bool) -> [CodeOrderEvidence.Identified] {
    (0..<120).compactMap { number in
      guard number % 5 != 2 else { return nil }
      let place = shuffled ? number * 77 % 120 : number
      return .init(code: 0xF040 + UInt32(number), scalars: [0x4E00 + UInt32(place)])
    }
  }

  private let facts = CharacterFacts(
    entries: Dictionary(
      uniqueKeysWithValues: (0..<3000).map { (number: Int) -> (UInt32, CharacterFacts.Entry) in
        (
          0x4E00 + UInt32(number),
          CharacterFacts.Entry(radical: 1 + number / 15, residualStrokes: number % 15)
        )
      }))

  private func ratios(_ evidence: CodeOrderEvidence, _ number: UInt32, _ places: UInt32...)
    -> [Double?]
  {
    evidence.evidence(
      for: .init(code: 0xF040 + number),
      candidates: places.map {
        IndexEntry(
          identity: nil, name: "", font: 0, glyph: 0, bases: [0x4E00 + $0], outlineGroup: 0)
      }
    ).map { $0?.logLikelihoodRatio }
  }

  @Test func `A list in order tells who belongs between its neighbours`() throws {
    let evidence = CodeOrderEvidence(
      identified: identified(false), orders: CodeOrder.standard(facts))
    #expect(evidence.best?.order.english == "by radical and strokes")
    let found = ratios(evidence, 52, 52, 90, 2000)
    #expect(try #require(found[0]) > 3)
    #expect(try #require(found[1]) < -1 && #require(found[2]) < -1)
  }

  @Test func `A list in no order says next to nothing`() throws {
    let evidence = CodeOrderEvidence(
      identified: identified(true), orders: CodeOrder.standard(facts))
    for number in [52 as UInt32, 57, 62] {
      for ratio in ratios(evidence, number, 52, 90, 2000) {
        #expect(abs(ratio ?? 0) < 0.8)
      }
    }
  }

  @Test func `Few identified codes, far neighbours and codes at the ends say nothing`() {
    let few = CodeOrderEvidence(
      identified: Array(identified(false).prefix(10)), orders: CodeOrder.standard(facts))
    #expect(few.best == nil && ratios(few, 2, 2) == [nil])
    let evidence = CodeOrderEvidence(
      identified: identified(false), orders: CodeOrder.standard(facts))
    #expect(ratios(evidence, 500, 5) == [nil])
    for code in [nil, 0, UInt32.max] {
      let query = EvidenceQuery(code: code)
      #expect(evidence.evidence(for: query, candidates: [EvidenceFixtures.entry("一")]) == [nil])
    }
  }

  @Test func `Codes that follow another table row by row name the very character`() throws {
    func character(_ row: Int) -> UInt32 { 0x4E00 + UInt32(row * 37 % 400) }
    var keys: [UInt32: Int] = [:]
    for row in 0..<400 { keys[character(row)] = row }
    let rows = CodeOrder(
      japanese: "IBM 拡張文字順", english: "as the IBM extensions", keys: keys, isDense: true)
    var identified: [CodeOrderEvidence.Identified] = []
    for number in 0..<60 where number % 6 != 3 {
      identified.append(
        .init(code: 0xF040 + UInt32(number), scalars: [character(number + 100)]))
    }
    let evidence = CodeOrderEvidence(
      identified: identified, orders: CodeOrder.standard(facts) + [rows])
    #expect(evidence.best?.order.english == "as the IBM extensions")
    let found = ratios(evidence, 21, UInt32(121 * 37 % 400), UInt32(130 * 37 % 400))
    #expect(try #require(found[0]) > 3 && #require(found[1]) < -1)
  }
}

@Suite struct SheetHintEvidenceTests {
  private func answers(_ hint: SheetHint, _ candidates: String...) -> [Evidence?] {
    SheetHintEvidence(hints: [0xF040: hint], facts: EvidenceFixtures.facts)
      .evidence(
        for: .init(code: 0xF040), candidates: candidates.map { EvidenceFixtures.entry($0) })
  }

  @Test func `Radical and reading that agree speak for a candidate, others against it`() throws {
    let hint = SheetHint(radical: 75, readings: EvidenceFixtures.scalars("キョウ、はし"))
    let found = answers(hint, "橋", "嬌", "辻", "㐀")
    #expect(try #require(found[0]).logLikelihoodRatio > 1)
    #expect(found[0]?.japanese == "部首 75 が一致、読み きよう・はし が一致")
    #expect(found[0]?.english == "radical 75 agrees, reading きよう・はし agrees")
    // The reading agrees, the radical does not.
    #expect(try abs(#require(found[1]).logLikelihoodRatio) < 1)
    #expect(try #require(found[2]).logLikelihoodRatio < -2)
    #expect(found[3] == nil)
  }

  @Test func `The rates of each table are probabilities`() {
    let differences = SheetHintEvidence.strokesDiffer
    for side in [differences.right, differences.wrong] {
      #expect(abs(side.reduce(0, +) - 1) < 1e-9 && side.count == 4)
    }
  }

  @Test func `An empty hint and hostile numbers say nothing wrong`() {
    #expect(answers(SheetHint(), "橋") == [nil])
    #expect(answers(SheetHint(radical: .max, strokes: .min + 100), "橋")[0] != nil)
    #expect(answers(SheetHint(readings: EvidenceFixtures.scalars("???ー")), "橋") == [nil])
  }
}

@Suite struct ApprovedGlyphsTests {
  private func glyph(
    _ digest: String, _ identity: String, _ bases: String, _ grade: IdentificationGrade = .exact
  ) -> ApprovedGlyph {
    ApprovedGlyph(
      digest: digest, identity: CharacterIdentity(identity)!,
      bases: EvidenceFixtures.scalars(bases), grade: grade, place: "港町/register F040")
  }

  private let candidates = [
    EvidenceFixtures.entry("橋", identity: "MJ014000"),
    EvidenceFixtures.entry("橋", identity: "MJ014001"),
    EvidenceFixtures.entry("嬌", identity: "MJ009000"),
  ]

  private func ratios(_ source: ApprovedGlyphs, _ query: EvidenceQuery) -> [Double?] {
    source.evidence(for: query, candidates: candidates).map { $0?.logLikelihoodRatio }
  }

  @Test func `The same image names its identity, and its other forms before other characters`()
    throws
  {
    let source = ApprovedGlyphs([glyph("a", "MJ014000", "橋")])
    let found = ratios(source, .init(code: 1, glyphDigest: "a"))
    #expect(try #require(found[0]) > 6 && #require(found[1]) > 0)
    #expect(try #require(found[1]) < 3 && #require(found[2]) < -6)
    #expect(ratios(source, .init(code: 1, glyphDigest: "b")) == [nil, nil, nil])
  }

  @Test func `A design difference weighs less, a similar character nothing`() throws {
    let design = ratios(
      ApprovedGlyphs([glyph("a", "MJ014000", "橋", .design)]), .init(code: 1, glyphDigest: "a"))
    let exact = ratios(
      ApprovedGlyphs([glyph("a", "MJ014000", "橋")]), .init(code: 1, glyphDigest: "a"))
    #expect(try #require(design[0]) < #require(exact[0]))
    let similar = ApprovedGlyphs([glyph("a", "MJ014000", "橋", .similar)])
    #expect(ratios(similar, .init(code: 1, glyphDigest: "a")) == [nil, nil, nil])
  }

  @Test func `Approvals that contradict each other say little`() throws {
    let source = ApprovedGlyphs([
      glyph("a", "MJ014000", "橋"), glyph("a", "MJ009000", "嬌"),
    ])
    let found = ratios(source, .init(code: 1, glyphDigest: "a"))
    #expect(try abs(#require(found[0])) < 1 && abs(#require(found[2])) < 1)
  }

  @Test func `A near image counts by its distance, a far one not at all`() throws {
    let source = ApprovedGlyphs([glyph("a", "MJ014000", "橋")])
    func near(_ squared: Float, _ digest: String = "a") -> [Double?] {
      ratios(
        source,
        .init(code: 1, nearApproved: [.init(digest: digest, squaredDistance: squared)]))
    }
    #expect(try #require(near(100)[0]) > 4)
    #expect(try #require(near(100)[0]) > #require(near(380)[0]) && #require(near(380)[0]) > 1)
    // That a figure resembles another character's is nothing new: the shape has counted it.
    #expect(try #require(near(100)[2]) == 0)
    #expect(near(401) == [nil, nil, nil])
    #expect(near(.nan) == [nil, nil, nil] && near(.infinity) == [nil, nil, nil])
    #expect(near(1, "b") == [nil, nil, nil])
  }

  @Test func `The same image comes before a near one, and the nearest that tells anything counts`()
    throws
  {
    let source = ApprovedGlyphs([
      glyph("a", "MJ014000", "橋"), glyph("b", "MJ009000", "嬌"),
      glyph("c", "MJ009000", "嬌", .similar),
    ])
    let near = ["c", "b", "a"].map { CodedFigures.Near(digest: $0, squaredDistance: 4) }
    let exact = ratios(source, .init(code: 1, glyphDigest: "a", nearApproved: near))
    #expect(try #require(exact[0]) > 6 && #require(exact[2]) < 0)
    let found = ratios(source, .init(code: 1, glyphDigest: "z", nearApproved: near))
    #expect(try #require(found[2]) > 3 && found[0] == 0)
  }

  @Test func `A gaiji is no evidence for itself`() {
    var own = glyph("a", "MJ014000", "橋")
    own.ownCode = 0xF040
    let source = ApprovedGlyphs([own])
    #expect(ratios(source, .init(code: 0xF040, glyphDigest: "a")) == [nil, nil, nil])
    #expect(ratios(source, .init(code: 0xF041, glyphDigest: "a"))[0] != nil)
    #expect(ratios(source, .init(code: nil, glyphDigest: "a"))[0] != nil)
  }

  @Test func `An approval tells the figure from others of its character`() throws {
    let source = ApprovedGlyphs([glyph("a", "MJ014000", "橋")])
    let found = source.evidence(for: .init(code: 1, glyphDigest: "a"), candidates: candidates)
    let own = try #require(found[0])
    #expect(own.otherFigure < own.logLikelihoodRatio - 3)
    // Of the sibling's character the same is known, and the sibling is no more than another figure.
    #expect(found[1]?.otherFigure == own.otherFigure)
    #expect(found[1]?.logLikelihoodRatio == own.otherFigure)
    #expect(found[2]?.otherFigure == found[2]?.logLikelihoodRatio)
  }
}

@Suite struct GlyphDigestTests {
  private func raster(_ width: Int, _ height: Int, _ em: Int, _ ink: [UInt8]) -> GlyphRaster {
    GlyphRaster(width: width, height: height, ink: ink, pixelsPerEm: em)
  }

  @Test func `Margins do not matter, ink and size do`() {
    let bare = raster(2, 2, 16, [255, 0, 9, 255])
    let framed = raster(4, 3, 16, [0, 0, 0, 0, 0, 255, 0, 0, 0, 9, 255, 0])
    #expect(bare.digest == framed.digest && bare.digest?.utf8.count == 64)
    #expect(bare.digest != raster(2, 2, 24, [255, 0, 9, 255]).digest)
    #expect(bare.digest != raster(2, 2, 16, [255, 0, 8, 255]).digest)
    #expect(raster(4, 1, 16, [1, 2, 3, 4]).digest != raster(2, 2, 16, [1, 2, 3, 4]).digest)
  }

  @Test func `A glyph without ink has none`() {
    #expect(raster(2, 2, 16, [0, 0, 0, 0]).digest == nil)
    #expect(raster(0, 0, 16, []).digest == nil)
  }
}
