/// The fixed words of a batch's `report.html` in one language, by the names that the template uses.
struct BatchWords {
  let lang: String
  let title: String
  let overview: String
  let attention: String
  let noAttention: String
  let files: String
  let moreFiles: String
  let unmapped: String
  let noUnmapped: String
  let unmappedNote: String
  let moreFindings: String
  let footer: String
  // Headings of tables.
  let file: String
  let state: String
  let detail: String
  let output: String
  let records: String
  let characters: String
  let unmappedCount: String
  let system: String
  let code: String
  let scalar: String
  let kind: String
  let count: String
  let fileCount: String
  let firstPlace: String
  let written: String
}

extension BatchWords {
  static func words(_ language: ReportOptions.Language) -> BatchWords {
    language == .japanese ? japanese : english
  }

  static let japanese = BatchWords(
    lang: "ja",
    title: "文字変換報告書（一括）",
    overview: "一括変換の概要",
    attention: "完了しなかったファイル",
    noAttention: "対象のファイルはすべて処理されました。",
    files: "ファイル",
    moreFiles: "一部のみ表示しています。全件は summary.json にあります。",
    unmapped: "確認が必要な文字（全ファイル）",
    noUnmapped: "未対応外字・不正バイト列・未定義コードなどはありません。",
    unmappedNote: "システム・文字コード・コード・種別ごとに全ファイルを合算し、件数の多い順に示します。"
      + "列ごとの明細と文脈は unmapped.csv と各ファイルの報告書にあります。",
    moreFindings: "上位のみ表示しています。",
    footer: "外部の資源を参照しない HTML ファイルです。各ファイルの報告書（files/ 以下）へのリンクを含みます。",
    file: "ファイル",
    state: "状態",
    detail: "内容",
    output: "出力",
    records: "レコード数",
    characters: "入力文字数",
    unmappedCount: "未対応等",
    system: "システム / 文字コード",
    code: "コード",
    scalar: "符号位置",
    kind: "種別",
    count: "件数",
    fileCount: "ファイル数",
    firstPlace: "最初の出現（ファイル / 件 / バイト位置）",
    written: "出力した文字")

  static let english = BatchWords(
    lang: "en",
    title: "Character conversion report (batch)",
    overview: "The batch",
    attention: "Files that are not done",
    noAttention: "Every file was dealt with.",
    files: "Files",
    moreFiles: "Not all are shown. All of them are in summary.json.",
    unmapped: "Characters that a person has to look at, over all files",
    noUnmapped: "No unmapped gaiji, invalid bytes, undefined codes or the like.",
    unmappedNote: "Added up over all files by system, charset, code and kind, most frequent first. "
      + "Columns and context are in unmapped.csv and in the report of each file.",
    moreFindings: "Only the most frequent are shown.",
    footer: "A self-contained HTML file with links to the reports of the files (below files/).",
    file: "File",
    state: "State",
    detail: "What happened",
    output: "Output",
    records: "Records",
    characters: "Characters in",
    unmappedCount: "Unmapped",
    system: "System / charset",
    code: "Code",
    scalar: "Scalar",
    kind: "Kind",
    count: "Count",
    fileCount: "Files",
    firstPlace: "First place (file, record, byte)",
    written: "Written as")
}

/// Values in words.
struct BatchTerms {
  let language: ReportOptions.Language

  func pick(_ japanese: String, _ english: String) -> String {
    language == .japanese ? japanese : english
  }

  func state(_ state: BatchFile.State) -> String {
    switch state {
    case .started: pick("処理中", "begun")
    case .complete: pick("完了", "complete")
    case .unmappedAboveLimit: pick("完了（未対応が許容数超過）", "complete, too many unmapped")
    case .copied: pick("そのまま複写", "copied")
    case .skipped: pick("対象外", "skipped")
    case .notMatched: pick("設定に該当なし", "no entry matches")
    case .failed: pick("失敗", "failed")
    case .notReached: pick("未処理", "not reached")
    }
  }

  func exit(_ reason: BatchRun.ExitReason) -> String {
    switch reason {
    case .complete: pick("すべてのファイルの処理が完了しました。", "Every file is complete.")
    case .unmappedAboveLimit:
      pick(
        "変換は完了しましたが、未対応の文字が許容数を超えたファイルがあります。",
        "Every file is complete, but some have more unmapped characters than allowed.")
    case .incomplete:
      pick("完了しなかったファイルがあります。", "Some files failed or match no entry of the job file.")
    case .interrupted: pick("途中で中断されました。", "The batch was interrupted.")
    }
  }

  func verdict(holds: Bool) -> String {
    holds
      ? pick(
        "出力のあるファイルでは、文字数がすべて一致しています。",
        "In every file that has an output, each character is accounted for.")
      : pick(
        "文字数が一致しないファイルがあります。", "The account of at least one file does not hold.")
  }
}
