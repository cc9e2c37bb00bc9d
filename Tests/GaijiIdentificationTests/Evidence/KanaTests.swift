import Testing

@testable import GaijiIdentification

@Suite struct KanaTests {
  private func kana(_ text: String) -> String? { Kana(EvidenceFixtures.scalars(text))?.text }

  @Test(arguments: [
    ("タカハシ", "たかはし"), ("たかはし", "たかはし"), ("ﾀｶﾊｼ", "たかはし"), ("ﾜﾀﾅﾍﾞ", "わたなべ"),
    ("ワタナヘ゛", "わたなべ"), ("わたなへ\u{3099}", "わたなべ"), ("ｻｯﾎﾟﾛ", "さつぽろ"), ("サッポロ", "さつぽろ"),
    ("ジユンイチ", "じゆんいち"), ("ジュンイチ", "じゆんいち"), ("ｼﾞｭﾝｲﾁ", "じゆんいち"), ("オオノ", "おうの"),
    ("オウノ", "おうの"), ("オーノ", "おうの"), ("ｵｰﾉ", "おうの"), ("ユーコ", "ゆうこ"), ("ケーコ", "けいこ"),
    ("ケエコ", "けいこ"), ("ハナヂ", "はなじ"), ("シミヅ", "しみず"), ("ヲノ", "おの"), ("キヱ", "きえ"),
    ("スヾ", "すず"), ("ミヽ", "みみ"), ("ヴァ", "ばあ"), ("ヶ", "け"), ("おがわ", "おがわ"),
  ])
  func `Every spelling of a reading is one`(_ spelling: String, _ folded: String) {
    #expect(kana(spelling) == folded)
  }

  @Test(arguments: ["", "橋", "タカ橋", "ABC", "゛ア", "ー", "アーー", "ア゛゛", "カ゜", "123", "\u{E000}"])
  func `What is no reading is refused`(_ text: String) {
    #expect(kana(text) == nil)
  }

  @Test(arguments: [
    ("HASHI", "はし"), ("KYOU", "きよう"), ("TAKAI", "たかい"), ("SHOU", "しよう"), ("JUN", "じゆん"),
    ("TSUJI", "つじ"), ("FUTOI", "ふとい"), ("KATTA", "かつた"), ("MATCHA", "まつちや"), ("SHINNOU", "しんのう"),
    ("HEN", "へん"), ("OO", "おう"), ("NYUU", "にゆう"), ("SHIMBASHI", "しんばし"), ("DZU", "ず"),
  ])
  func `Reads the Latin letters of Unihan`(_ latin: String, _ folded: String) {
    #expect(Kana(romaji: latin)?.text == folded)
  }

  @Test(arguments: ["", "X", "Q1", "橋", "HASH", "TAKA-I"])
  func `What is no Latin reading is refused`(_ text: String) {
    #expect(Kana(romaji: text) == nil)
  }

  @Test func `Runs and their numbers are one to one`() {
    for text in ["", "は", "はし", "うけたまわり"] {
      let kana = Kana(bytes: text.unicodeScalars.map { UInt8($0.value - 0x3040) })
      let segment = kana.segment
      #expect(segment.map { Kana($0).text } == text)
      #expect(segment.map(Kana.length) == text.unicodeScalars.count)
    }
    #expect(Kana(bytes: Array(repeating: 2, count: 7)).segment == nil)
  }
}
