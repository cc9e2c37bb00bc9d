internal import GaijiModel
internal import GaijiTranscoding

/// The fixed words of `report.html` in one language, by the names that the template uses.
struct ReportWords {
  let lang: String
  let title: String
  let overview: String
  let result: String
  let conservation: String
  let conservationRule: String
  let unmappedGaiji: String
  let noUnmappedGaiji: String
  let otherFindings: String
  let noOtherFindings: String
  let mapped: String
  let byGrade: String
  let byGround: String
  let digests: String
  let digestsOff: String
  let digestsUse: String
  let policy: String
  let policyText: String
  let terms: String
  let warnings: String
  let moreRows: String
  let maskedNote: String
  let footer: String
  // Headings of tables.
  let column: String
  let selected: String
  let charactersIn: String
  let exactly: String
  let lossy: String
  let substituted: String
  let reported: String
  let gaijiMapped: String
  let holds: String
  let total: String
  let outputCheck: String
  let code: String
  let scalar: String
  let count: String
  let columns: String
  let firstPlace: String
  let action: String
  let context: String
  let kind: String
  let character: String
  let grade: String
  let ground: String
  let distinct: String
  let occurrences: String
}

extension ReportWords {
  static func words(_ language: ReportOptions.Language) -> ReportWords {
    language == .japanese ? japanese : english
  }

  static let japanese = ReportWords(
    lang: "ja",
    title: "文字変換報告書",
    overview: "変換の概要",
    result: "結果",
    conservation: "文字数の照合（列別）",
    conservationRule: "入力文字数 ＝ 正確に変換 ＋ 多対一で変換 ＋ 代替文字 ＋ 報告対象。"
      + "入力文字数は復号の時点で、他の欄とは別に数えています。",
    unmappedGaiji: "未対応外字",
    noUnmappedGaiji: "変換対象の列に、対応付けのない外字はありません。",
    otherFindings: "その他の確認事項",
    noOtherFindings: "不正バイト列・未定義コード・桁あふれなどはありません。",
    mapped: "対応付けに基づく変換",
    byGrade: "同定区分別",
    byGround: "縮退の根拠別",
    digests: "ハッシュ値（SHA-256）",
    digestsOff: "入力と出力のハッシュ計算は --no-hash により行っていません。"
      + "この報告書だけでは、どのファイルの結果かを証明できません。",
    digestsUse: "入力・対応表リリース・変換方針（ホストのレコードではレイアウトも）のハッシュ値が同じであれば、"
      + "同じ変換を再現できます。",
    policy: "変換方針",
    policyText: "適用した方針の全文（変換方針のハッシュ値はこの文字列のもの。policy.json と同じ）",
    terms: "用語の読み方",
    warnings: "注意",
    moreRows: "件数の多い順に上位のみ表示しています。全件は unmapped.csv にあります。",
    maskedNote: "文脈の文字は ＊ に置き換えてあります。",
    footer: "外部の資源を参照しない単一の HTML ファイルです。私用領域の文字はコードで表記しています。",
    column: "列",
    selected: "変換対象",
    charactersIn: "入力文字数",
    exactly: "正確に変換",
    lossy: "多対一で変換",
    substituted: "代替文字",
    reported: "報告対象",
    gaijiMapped: "うち変換した外字",
    holds: "照合",
    total: "合計",
    outputCheck: "出力の再計数",
    code: "コード",
    scalar: "符号位置",
    count: "件数",
    columns: "列",
    firstPlace: "最初の出現（件 / バイト位置）",
    action: "処置",
    context: "文脈",
    kind: "種別",
    character: "文字",
    grade: "同定区分",
    ground: "根拠",
    distinct: "種類",
    occurrences: "延べ件数")

  static let english = ReportWords(
    lang: "en",
    title: "Character conversion report",
    overview: "The run",
    result: "Result",
    conservation: "Account of characters, by column",
    conservationRule: "Characters in = mapped exactly + mapped lossily + substituted + reported. "
      + "Characters in are counted by the decoder, apart from the other sums.",
    unmappedGaiji: "Unmapped gaiji",
    noUnmappedGaiji: "The selected columns hold no gaiji without an identification.",
    otherFindings: "Other findings",
    noOtherFindings: "No invalid bytes, undefined codes, overlong fields or the like.",
    mapped: "Converted by the mapping",
    byGrade: "By identification grade",
    byGround: "By shrink ground",
    digests: "Digests (SHA-256)",
    digestsOff: "Hashing of input and output was switched off with --no-hash. "
      + "This report alone cannot prove which files it is about.",
    digestsUse: "Equal digests of input, mapping release and policy reproduce the same conversion.",
    policy: "Policy",
    policyText:
      "The whole effective policy (the policy digest is that of this text; also policy.json)",
    terms: "How to read the terms",
    warnings: "Warnings",
    moreRows: "Only the most frequent are shown. All of them are in unmapped.csv.",
    maskedNote: "The characters of the context are replaced with ＊.",
    footer: "One self-contained HTML file. Private-use characters are shown as codes.",
    column: "Column",
    selected: "Selected",
    charactersIn: "Characters in",
    exactly: "Exactly",
    lossy: "Lossily",
    substituted: "Substituted",
    reported: "Reported",
    gaijiMapped: "Gaiji mapped",
    holds: "Holds",
    total: "Total",
    outputCheck: "Output counted again",
    code: "Code",
    scalar: "Scalar",
    count: "Count",
    columns: "Columns",
    firstPlace: "First place",
    action: "Action",
    context: "Context",
    kind: "Kind",
    character: "Character",
    grade: "Grade",
    ground: "Ground",
    distinct: "Distinct",
    occurrences: "Occurrences")
}
