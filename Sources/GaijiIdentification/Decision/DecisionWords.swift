internal import GaijiModel
internal import Glibc

/// The sentences of proposals.
enum DecisionWords {
  typealias Words = GlyphProposal.Words

  static let noCandidate = Words(
    japanese: "候補がない", english: "there is no candidate")
  static let blank = Words(japanese: "空白の字形", english: "the glyph has no ink")
  static let notdef = Words(
    japanese: "字形のないことを示す記号(.notdef)", english: "the font's sign for a missing glyph (.notdef)")

  static let frame = Words(
    japanese: "空の枠。口か囗か、字形のないことを示す記号", english: "an empty frame: 口, 囗 or a sign for a missing glyph"
  )

  static func unreadable(_ problem: String) -> Words {
    Words(japanese: "字形を読めない: \(problem)", english: "the glyph cannot be drawn: \(problem)")
  }

  static func duplicate(of place: String) -> Words {
    Words(japanese: "\(place) と同じ字形", english: "the same image as \(place)")
  }

  static func automatic(_ probability: Double, _ target: TargetPrecision) -> Words {
    Words(
      japanese: "同じ文字である確率 \(percent(probability))(目標精度 \(percent(target.value)))",
      english: "the same character with probability \(percent(probability)) "
        + "(target precision \(percent(target.value)))")
  }

  static func belowThreshold(_ probability: Double, _ least: Double, _ target: TargetPrecision)
    -> Words
  {
    Words(
      japanese: "同じ文字である確率 \(percent(probability)) は、目標精度 \(percent(target.value)) に要る "
        + "\(percent(least)) に満たない",
      english: "the same character with probability \(percent(probability)), below the "
        + "\(percent(least)) that a precision of \(percent(target.value)) takes")
  }

  static func figureUnsure(_ probability: Double, _ others: Int) -> Words {
    Words(
      japanese: "同じ文字に他の字形が \(others) あり、この字形である確率は \(percent(probability))",
      english: "its character has \(others) other figure\(others == 1 ? "" : "s"); this one with "
        + "probability \(percent(probability))")
  }

  static func closePair(_ partners: [UInt32]) -> Words {
    let shown = partners.prefix(4).map { "\(character($0)) \(codePoint($0))" }
    let more = partners.count > 4 ? " …" : ""
    return Words(
      japanese: "一画違いの文字がある: " + shown.joined(separator: "、") + more,
      english: "a stroke away from another character: " + shown.joined(separator: ", ") + more)
  }

  static func nothingNear(_ probability: Double) -> Words {
    Words(
      japanese: "候補のいずれかである確率は \(percent(probability))",
      english: "any of the candidates with probability \(percent(probability)) only")
  }

  /// What a candidate's class rests on.
  static func reason(
    _ grade: IdentificationGrade, _ entry: IndexEntry, _ differences: StrokeDifferences?
  ) -> Words {
    let name = entry.identity?.description ?? entry.name
    guard let differences else {
      return Words(
        japanese: "画の比較は上位の候補のみ", english: "strokes are compared for the first candidates only")
    }
    var words = differences.words(candidate: name)
    if grade == .design, differences.extra.isEmpty, differences.missing.isEmpty {
      words = Words(
        japanese: "画の過不足は見当たらないが、形が異なる",
        english: "no stroke is missing or extra, but the form differs")
    }
    return words
  }

  static func codePoint(_ value: UInt32) -> String {
    let digits = String(value, radix: 16, uppercase: true)
    return "U+" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
  }

  private static func character(_ value: UInt32) -> String {
    Unicode.Scalar(value).map { String(Character($0)) } ?? ""
  }

  /// Two digits behind the point, rounded down: 99.996 % is not 100 %.
  static func percent(_ share: Double) -> String {
    let hundredths = Int((min(1, max(0, share)) * 10_000 + 1e-7).rounded(.down))
    let rest = hundredths % 100
    if rest == 0 { return "\(hundredths / 100) %" }
    let digits = rest % 10 == 0 ? "\(rest / 10)" : rest < 10 ? "0\(rest)" : "\(rest)"
    return "\(hundredths / 100).\(digits) %"
  }
}
