internal import GaijiModel
internal import GaijiTranscoding

/// Values of the model in words, and what the words mean.
struct ReportTerms {
  let language: ReportOptions.Language

  private func pick(_ japanese: String, _ english: String) -> String {
    language == .japanese ? japanese : english
  }

  func kind(_ kind: FindingKind) -> String {
    switch kind {
    case .invalid: pick("不正バイト列", "invalid bytes")
    case .undefined: pick("未定義コード", "undefined code")
    case .gaiji: pick("未対応外字", "unmapped gaiji")
    case .unencodable: pick("変換先で表せない文字", "not encodable")
    case .overflow: pick("桁あふれ", "field overflow")
    case .unregisteredSequence: pick("未登録の異体字列", "unregistered sequence")
    case .mappedGaiji: pick("変換した外字", "mapped gaiji")
    case .lossy: pick("多対一の変換", "many-to-one")
    case .shrunk: pick("縮退", "shrunk")
    case .keptGaiji: pick("対象外の列の外字", "gaiji in other columns")
    case .sizeShift: pick("文字サイズ指定のシフト", "shift with a character size")
    case .openShift: pick("シフト未閉鎖", "field left shifted out")
    case .cutCharacter: pick("文字の途中で切れた項目", "character cut by the field's end")
    case .badNumber: pick("不正な数値", "not a number")
    case .respelled: pick("表記の正規化", "written back with other bytes")
    case .cutField: pick("レコード末尾で切れた項目", "field cut by the record's end")
    }
  }

  func action(_ action: ConversionPolicy.Action?) -> String {
    switch action {
    case .keep?: pick("そのまま", "kept")
    case .substitute?: pick("代替文字", "substituted")
    case .escape?: pick("エスケープ表記", "escaped")
    case .reject?: pick("レコードを除外", "record rejected")
    case .stop?: pick("中止", "stopped")
    case nil: "–"
    }
  }

  func grade(_ grade: IdentificationGrade) -> String {
    pick(grade.japanese, "\(grade.word) (\(grade.japanese))")
  }

  func ground(_ ground: ShrinkGround) -> String {
    pick(ground.japanese, "\(ground.word) (\(ground.japanese))")
  }

  func yes(_ flag: Bool) -> String { flag ? pick("対象", "yes") : "–" }

  func status(_ status: IdentificationStatus) -> String {
    switch status {
    case .proposed: pick("提案", "proposed")
    case .approved: pick("承認済み", "approved")
    case .rejected: pick("却下", "rejected")
    case .held: pick("保留", "held")
    }
  }

  func exit(_ reason: RunReport.ExitReason) -> String {
    switch reason {
    case .complete: pick("変換は最後まで完了しました。", "The run is complete.")
    case .unmappedAboveLimit:
      pick(
        "変換は完了しましたが、未対応の文字が許容数を超えました。",
        "The run is complete, but there are more unmapped characters than allowed.")
    case .stopped:
      pick("変換方針の「中止」により途中で終了しました。", "An action \"stop\" of the policy ended the run.")
    case .conservationBroken:
      pick("文字数の照合が一致しません。出力は使用できません。", "The account does not hold. Do not use the output.")
    case .failed: pick("エラーにより途中で終了しました。", "An error ended the run.")
    }
  }

  /// What the auditor reads first: the account, in one sentence.
  func verdict(holds: Bool) -> String {
    holds
      ? pick(
        "すべての列で文字数が一致しました。計上されていない文字はありません。",
        "Every character of every column is accounted for.")
      : pick(
        "文字数が一致しない列があります。出力を使用しないでください。",
        "The account of at least one column does not hold. Do not use the output.")
  }

  struct Term {
    let name: String
    let meaning: String
  }

  var definitions: [Term] {
    language == .japanese ? Self.japaneseDefinitions : Self.englishDefinitions
  }

  private static let japaneseDefinitions = [
    Term(name: "字形一致", meaning: "外字の字形と同定先の文字の字形が同じもの。"),
    Term(name: "デザイン差", meaning: "筆の止め・はねなど書体設計上の違いだけがあるもの。"),
    Term(name: "類似文字", meaning: "似ているが同じ文字とはいえないもの。使用には本人・所管課の確認が要ります。"),
    Term(name: "該当なし", meaning: "対応する文字が見つからないもの。変換せず、未対応外字として報告します。"),
    Term(
      name: "縮退",
      meaning: "変換先で使えない文字を、MJ縮退マップなどの根拠に基づき別の文字で書くこと。元の字形には戻せません。"),
    Term(name: "不正（invalid）", meaning: "その文字コードとしてあり得ないバイト列。データの破損や文字コードの取り違えで生じます。"),
    Term(name: "未定義（undefined）", meaning: "コードの形は正しいが、文字が割り当てられていないもの。"),
    Term(name: "未対応（unmapped）", meaning: "外字領域のコードで、承認された同定がないもの。"),
    Term(name: "多対一で変換", meaning: "元の異なるコードが同じ出力になる変換。出力から元のコードは一意に決まりません。"),
    Term(name: "報告対象", meaning: "そのまま残した、エスケープ表記にした、またはレコードごと除外した文字。すべて一覧にあります。"),
    Term(name: "文字サイズ指定のシフト", meaning: "ホストの漢字シフトのうち印字サイズも指定するもの。文字は変換しましたが、サイズは出力に残りません。"),
    Term(name: "シフト未閉鎖", meaning: "2バイト文字の状態のまま終わった項目。次の項目は初期状態から読んでいます。"),
    Term(name: "文字の途中で切れた項目", meaning: "項目の末尾に文字の一部だけが残っているもの。推測による補完はしません。"),
    Term(name: "不正な数値", meaning: "数値項目のうち、数値として読めないバイト列。"),
    Term(name: "表記の正規化", meaning: "意味は同じで、元と異なるバイト列で書き戻した項目。"),
    Term(name: "未登録の異体字列", meaning: "字形選択子が付いているが、対応表リリースに登録のない組合せ。"),
  ]

  private static let englishDefinitions = [
    Term(
      name: "exact (字形一致)", meaning: "The gaiji and the identified character have the same figure."),
    Term(name: "design (デザイン差)", meaning: "They differ in typeface design only."),
    Term(
      name: "similar (類似文字)",
      meaning: "They look alike but are not the same character; the office concerned has to agree."),
    Term(
      name: "none (該当なし)",
      meaning: "No character corresponds. It is not converted, but reported as unmapped."),
    Term(
      name: "shrunk (縮退)",
      meaning: "Written with another character on a ground of the shrink maps, because the target "
        + "lacks the character. The figure cannot be recovered."),
    Term(
      name: "invalid",
      meaning: "Bytes that cannot be a code of the charset: damaged data or the wrong charset."),
    Term(name: "undefined", meaning: "A well-formed code to which no character is assigned."),
    Term(
      name: "unmapped",
      meaning: "A code of a user-defined area without an approved identification."),
    Term(
      name: "lossily",
      meaning: "Different source codes give this same output, which does not lead back to one code."
    ),
    Term(
      name: "reported",
      meaning: "Kept as it was, escaped, or left out with its record; each is in the lists."),
    Term(
      name: "shift with a character size",
      meaning: "A host's shift sequence that also says how large characters are printed. The "
        + "characters were converted; the size is not in the output."),
    Term(
      name: "field left shifted out",
      meaning:
        "A field that ends in the two-byte state. The next field is read from the initial one."
    ),
    Term(
      name: "character cut by the field's end",
      meaning: "Part of a character stands at the end of a field. Nothing was guessed."),
    Term(name: "not a number", meaning: "The bytes of a numeric field that are no number."),
    Term(
      name: "written back with other bytes",
      meaning: "A field whose bytes changed although its meaning did not."),
    Term(
      name: "unregistered sequence",
      meaning: "A character with a variation selector that the mapping release does not know."),
  ]
}
