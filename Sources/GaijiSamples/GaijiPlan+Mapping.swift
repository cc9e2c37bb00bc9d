internal import GaijiModel

extension GaijiPlan {
  /// The mapping file for `gaiji catalog import`: UTF-8, one line for each gaiji that somebody has
  /// decided about, in code order.
  public func mappingCSV() -> [UInt8] {
    var text =
      "organization,system,charset,code,character,grade,status,decided_by,decided_at,reason\n"
    for item in gaiji.sorted(by: { $0.code < $1.code }) {
      guard case .decided(let grade, let status) = item.decision else { continue }
      let character = grade == .none ? "" : item.identity.description
      text += [
        Self.organization, Self.system, charsetName, hexadecimal(item.code, digits: 4), character,
        grade.word, status.word, "市民課", "2026-04-01T09:00:00+09:00",
        Self.reason(grade, status),
      ].joined(separator: ",")
      text += "\n"
    }
    return Array(text.utf8)
  }

  private static func reason(_ grade: IdentificationGrade, _ status: IdentificationStatus) -> String
  {
    switch (grade, status) {
    case (_, .proposed): "担当者の候補。未承認"
    case (_, .held): "戸籍の原字と照合中"
    case (_, .rejected): "別の字形と判明"
    case (.exact, _): "字形一致"
    case (.design, _): "デザイン差（筆押さえ）"
    case (.similar, _): "類似文字。本人の了承あり"
    case (.none, _): "該当する文字図形なし"
    }
  }
}
