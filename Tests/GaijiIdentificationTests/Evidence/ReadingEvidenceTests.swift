import Testing

@testable import GaijiIdentification

/// Real surnames with a gaiji at every place.
@Suite struct ReadingEvidenceTests {
  typealias Fixtures = EvidenceFixtures

  @Test(arguments: [
    ("高〓", "タカハシ", "はし"), ("〓本", "ハシモト", "はし"), ("〓本　太郎", "はしもと　たろう", "はし"),
    ("渡〓", "ワタナベ", "なべ"), ("田〓", "タナベ", "なべ"), ("田〓", "ﾀﾅﾍﾞ", "なべ"), ("〓", "ツジ", "つじ"),
    ("山〓", "ヤマザキ", "ざき"), ("山〓", "ヤマサキ", "さき"), ("大〓", "オオノ", "の"), ("大〓", "オーノ", "の"),
    ("井〓", "イノウエ", "うえ"), ("佐々〓", "ササキ", "き"), ("佐〓木", "ササキ", "さ"), ("〓校", "ガッコウ", "がつ"),
    ("中〓川", "ナカノガワ", "の"), ("山〓 太郎", "ヤマモトタロウ", "もと"),
  ])
  func `What a name's other characters do not say is the gaiji's`(
    _ name: String, _ kana: String, _ expected: String
  ) throws {
    let evidence = Fixtures.readings([(name, kana)])
    let readings = evidence.readings(of: 0xF040)
    #expect(try #require(readings.first).kana == expected, "\(readings)")
  }

  @Test func `Two gaiji in a name share what is left`() throws {
    let evidence = Fixtures.readings([("山〓＝", "ヤマサキガワ"), ("高〓", "タカサキ"), ("田〓", "タザキ")])
    #expect(evidence.readings(of: 0xF040).prefix(2).map(\.kana).contains("さき"))
    let second = evidence.readings(of: 0xF041)
    #expect(second.contains { $0.kana == "がわ" })
    // The others teach what 〓 is only through what is asked of them, so 川 must win for ＝.
    let answers = evidence.evidence(
      for: EvidenceQuery(code: 0xF041),
      candidates: [Fixtures.entry("川"), Fixtures.entry("野")])
    let (river, field) = (answers[0]?.logLikelihoodRatio, answers[1]?.logLikelihoodRatio)
    #expect(try #require(river) > #require(field))
  }

  @Test func `A candidate whose reading fits is preferred, one whose does not is not`() {
    let evidence = Fixtures.readings([("高〓", "タカハシ"), ("〓本", "ハシモト"), ("大〓", "オオハシ")])
    let ratios = Fixtures.ratios(evidence, "橋", "嬌", "槗", "㐀")
    #expect(ratios[0] > 3 && ratios[2] > 3)
    #expect(ratios[1] < -1)
    // Of a character without known readings nothing can be said.
    #expect(ratios[3].isNaN)
  }

  @Test func `Readings of a variant's plain form count for the variant`() throws {
    let evidence = Fixtures.readings([("田中", "タナカ"), ("渡辺", "ワタナベ"), ("田〓", "タナベ")])
    let variant = Fixtures.entry("邉", identity: "MJ026190")
    let answers = evidence.evidence(
      for: EvidenceQuery(code: 0xF040), candidates: [variant, Fixtures.entry("辻")])
    // 辺 is なべ in no dictionary; 渡辺 in the same data teaches it.
    #expect(try #require(answers[0]).logLikelihoodRatio > 2)
    #expect(try #require(answers[1]).logLikelihoodRatio < 0)
  }

  @Test func `More words of one reading weigh less than as many independent ones`() {
    let one = Fixtures.ratios(Fixtures.readings([("高〓", "タカハシ")]), "橋")[0]
    let four = Fixtures.ratios(
      Fixtures.readings([
        ("高〓", "タカハシ"), ("〓本", "ハシモト"), ("大〓", "オオハシ"), ("中〓", "ナカハシ"),
      ]), "橋")[0]
    #expect(four > 1.5 * one && four < 3 * one)
  }

  @Test func `The same word again says nothing new`() {
    let once = Fixtures.readings([("高〓", "タカハシ"), ("〓本", "ハシモト")])
    let often = Fixtures.readings(
      (0..<50).flatMap { _ in [("高〓", "タカハシ"), ("〓本　太郎", "ﾊｼﾓﾄ　ﾀﾛｳ")] }
        + [("〓本", "ハシモト")])
    #expect(Fixtures.ratios(once, "橋", "嬌") == Fixtures.ratios(often, "橋", "嬌"))
  }

  @Test func `One wrong row does not outweigh the right ones`() {
    let evidence = Fixtures.readings([
      ("高〓", "タカハシ"), ("〓本", "ハシモト"), ("大〓", "オオハシ"), ("山〓", "スズキ"),
    ])
    #expect(Fixtures.ratios(evidence, "橋")[0] > 1)
  }

  @Test func `The order of the rows changes nothing`() {
    let names = [
      ("高〓", "タカハシ"), ("〓本", "ハシモト"), ("渡辺", "ワタナベ"), ("田中", "タナカ"), ("大〓", "オオハシ"),
      ("山崎", "ヤマザキ"), ("井上", "イノウエ"),
    ]
    let there = Fixtures.readings(names)
    let back = Fixtures.readings(names.reversed())
    #expect(Fixtures.ratios(there, "橋", "嬌", "崎") == Fixtures.ratios(back, "橋", "嬌", "崎"))
    #expect(
      there.evidence(for: .init(code: 0xF040), candidates: [Fixtures.entry("橋")])
        == back.evidence(for: .init(code: 0xF040), candidates: [Fixtures.entry("橋")]))
  }

  @Test func `What is no name, or no reading, is left out`() {
    var collector = ReadingCollector()
    let long = String(repeating: "〓", count: 5000)
    for (name, kana) in [
      ("〓", ""), ("", "タカハシ"), ("〓", "?"), ("〓", "〓"), (long, String(repeating: "ア", count: 5000)),
      ("　", "　"), ("〓", "ー"),
    ] { collector.add(Fixtures.units(name), kana: Fixtures.scalars(kana)) }
    let evidence = collector.evidence(facts: Fixtures.facts)
    #expect(evidence.readings(of: 0xF040).isEmpty)
    #expect(collector.unreadableCount == 4 && collector.nameCount == 1)
    #expect(Fixtures.ratios(evidence, "橋")[0].isNaN)
    #expect(evidence.evidence(for: .init(code: nil), candidates: [Fixtures.entry("橋")]) == [nil])
  }
}
