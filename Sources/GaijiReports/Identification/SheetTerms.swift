/// What the terms of the sheets mean.
enum SheetTerms {
  static func terms(_ words: SheetWords) -> [ReportTerms.Term] {
    words.isJapanese ? japanese : english
  }

  private static let japanese: [ReportTerms.Term] = [
    .init(name: "同じ文字である確率", meaning: "外字が、候補と同じ符号位置の文字（字形の違いは問わない）である見込み。"),
    .init(name: "同じ字形である確率", meaning: "外字が、候補の MJ 文字図形そのものである見込み。同じ文字である確率を超えません。"),
    .init(name: "字形一致", meaning: "外字と候補の字形が同じもの。"),
    .init(name: "デザイン差", meaning: "書体設計上の違いだけがあるもの。"),
    .init(name: "類似文字", meaning: "似ているが同じ文字とはいえないもの。"),
    .init(name: "該当なし", meaning: "索引に同じ字形が見当たらないもの。人の確認が要ります。"),
    .init(name: "自動提案", meaning: "較正した確率がしきい値を超えた候補。承認されるまで変換には使われません。"),
  ]

  private static let english: [ReportTerms.Term] = [
    .init(
      name: "same character",
      meaning: "The gaiji is a figure of the candidate's code point, whichever figure."),
    .init(
      name: "same figure",
      meaning: "The gaiji is this very MJ figure; never likelier than the same character."),
    .init(name: "exact (字形一致)", meaning: "Both have the same figure."),
    .init(name: "design (デザイン差)", meaning: "They differ in typeface design only."),
    .init(name: "similar (類似文字)", meaning: "Alike, but not the same character."),
    .init(
      name: "none (該当なし)", meaning: "Nothing in the index has this figure; a person has to confirm."
    ),
    .init(
      name: "proposed automatically",
      meaning: "Its calibrated probability is above the threshold. No conversion uses it before it "
        + "is approved."),
  ]
}
