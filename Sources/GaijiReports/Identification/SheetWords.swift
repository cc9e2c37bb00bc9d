internal import GaijiIdentification
internal import GaijiModel

/// The fixed words of explanation and contact sheets in one language, by the names that the
/// templates use.
struct SheetWords {
  let isJapanese: Bool
  let lang: String
  let title: String
  let contactTitle: String
  let gaiji: String
  let comparison: String
  let overlay: String
  let overlayNote: String
  let onlyGaiji: String
  let onlyCandidate: String
  let bothInk: String
  let nearInk: String
  let allCandidates: String
  let evidence: String
  let evidenceNote: String
  let siblings: String
  let siblingsNote: String
  let provenance: String
  let terms: String
  let footer: String
  let rank: String
  let candidate: String
  let codePoints: String
  let readings: String
  let radical: String
  let strokes: String
  let sameCharacter: String
  let sameGlyph: String
  let grade: String
  let reason: String
  let score: String
  let kind: String
  let factor: String
  let toCandidate: String
  let againstCandidate: String
  let basis: String
  let relation: String
  let noCandidates: String
  let jump: String
  let notShown: String
}

extension SheetWords {
  static func words(_ language: ReportOptions.Language) -> SheetWords {
    language == .japanese ? japanese : english
  }

  func pick(_ words: GlyphProposal.Words) -> String { isJapanese ? words.japanese : words.english }
  func pick(_ japanese: String, _ english: String) -> String { isJapanese ? japanese : english }

  func grade(_ grade: ProposedGrade) -> String {
    isJapanese ? grade.grade.japanese : "\(grade.grade.word) (\(grade.grade.japanese))"
  }

  /// What became of the glyph, as a heading.
  func decision(_ decision: GlyphProposal.Decision) -> String {
    switch decision {
    case .automatic: pick("自動提案（確認の対象）", "Proposed automatically, to be confirmed")
    case .review: pick("要確認（候補を順に表示）", "For review: candidates in order")
    case .none: pick("該当なしの候補（要確認）", "Perhaps nothing corresponds; for review")
    case .blank: pick("空白", "Blank")
    case .notdef: pick("字形なしの記号", "Sign for a missing glyph")
    case .duplicate: pick("他のコードと同じ字形", "Same figure as another code")
    }
  }

  func kind(_ kind: String) -> String {
    if kind == "shape" { return pick("字形", "shape") }
    guard let known = EvidenceKind(rawValue: kind) else { return kind }
    return isJapanese ? known.japanese : known.english
  }

  func relation(_ relation: ProposedSibling.Relation) -> String {
    switch relation {
    case .sameCharacter: pick("同じ文字の別の字形", "another figure of the character")
    case .neighbour: pick("字形の近い別の文字", "another character that looks like it")
    }
  }

  static let japanese = SheetWords(
    isJapanese: true, lang: "ja", title: "外字同定 説明書", contactTitle: "外字同定 一覧",
    gaiji: "外字", comparison: "字形の比較", overlay: "画の過不足",
    overlayNote: "大きさと位置をそろえて重ねた図です。色だけでなく、縞の向きと記号でも区別しています。",
    onlyGaiji: "外字だけにある画（赤・右上がりの縞・＋）", onlyCandidate: "候補だけにある画（青・右下がりの縞・−）",
    bothInk: "両方にある画（灰色）", nearInk: "許容範囲内のずれ（淡色）",
    allCandidates: "候補の一覧", evidence: "根拠の内訳",
    evidenceNote: "倍率は、その根拠が「この候補である」見込みを何倍にしたかを示します（1 倍は影響なし）。"
      + "字形の行は、字形だけで見た場合の見込み（オッズ）です。",
    siblings: "紛らわしい字形", siblingsNote: "最上位の候補と取り違えやすい字形です。得点にかかわらず表示しています。",
    provenance: "再現に必要な情報", terms: "用語の読み方",
    footer: "外部の資源を参照しない単一の HTML ファイルです。決定は人が行います。",
    rank: "順位", candidate: "候補", codePoints: "符号位置・異体字列", readings: "読み", radical: "部首",
    strokes: "総画数", sameCharacter: "同じ文字である確率", sameGlyph: "同じ字形である確率", grade: "同定区分（案）",
    reason: "理由", score: "字形の得点", kind: "根拠", factor: "倍率", toCandidate: "支持",
    againstCandidate: "反対", basis: "内容", relation: "関係", noCandidates: "候補はありません。",
    jump: "区分へ移動", notShown: "図なし")

  static let english = SheetWords(
    isJapanese: false, lang: "en", title: "Identification of a gaiji",
    contactTitle: "Identification of gaiji: contact sheet",
    gaiji: "Gaiji", comparison: "The figures", overlay: "Missing and extra strokes",
    overlayNote:
      "Both figures, brought to one size and place, over each other. Stripes and signs tell "
      + "the same as the colours.",
    onlyGaiji: "only in the gaiji (red, rising stripes, plus)",
    onlyCandidate: "only in the candidate (blue, falling stripes, minus)",
    bothInk: "in both (grey)", nearInk: "displaced within the tolerance (pale)",
    allCandidates: "All candidates", evidence: "What each kind of evidence adds",
    evidenceNote:
      "The factor says how many times likelier this evidence makes the candidate (1: no "
      + "influence). The row of the shape gives the odds by the shape alone.",
    siblings: "Easily confused",
    siblingsNote: "Figures easily taken for the first candidate; shown "
      + "whatever their score.",
    provenance: "What it takes to find this answer again", terms: "How to read the terms",
    footer: "One self-contained HTML file. People decide.",
    rank: "Rank", candidate: "Candidate", codePoints: "Code points, sequences",
    readings: "Readings",
    radical: "Radical", strokes: "Strokes", sameCharacter: "Same character, probability",
    sameGlyph: "Same figure, probability", grade: "Grade (proposal)", reason: "Reason",
    score: "Score of the shape", kind: "Evidence", factor: "Factor", toCandidate: "for",
    againstCandidate: "against", basis: "What was seen", relation: "Relation",
    noCandidates: "There are no candidates.", jump: "Jump to", notShown: "no picture")
}
