internal import GaijiTranscoding

extension ReportPageBuilder {
  /// What `mapped.csv` holds besides the gaiji.
  var mappedNote: String {
    let lossy = mappedGroups.filter { $0.merged.key.kind == .lossy }
    let count = lossy.reduce(0) { $0 + $1.merged.count }
    return pick(
      "コード表の上で多対一になる文字: \(grouped(lossy.count)) 種類、延べ \(grouped(count)) 件。"
        + "一字ごとの内訳は mapped.csv にあります。",
      "Many-to-one by the code tables: \(grouped(lossy.count)) distinct, \(grouped(count)) "
        + "occurrences. Each character is listed in mapped.csv.") + unwrittenNote
  }

  /// What the output does not say although every character of it is right; empty without such.
  private var unwrittenNote: String {
    func count(_ kind: FindingKind) -> Int {
      mappedGroups.reduce(0) { $0 + ($1.merged.key.kind == kind ? $1.merged.count : 0) }
    }
    let sizes = count(.sizeShift)
    let respelled = count(.respelled)
    var note = ""
    if sizes > 0 {
      note += pick(
        "文字サイズを指定するシフト \(grouped(sizes)) 件のサイズ情報は、出力に残りません。",
        " The output does not have the character sizes of \(grouped(sizes)) shift sequences.")
    }
    if respelled > 0 {
      note += pick(
        "\(grouped(respelled)) 項目は、意味を変えずに元と異なるバイト列で書き戻しました。",
        " \(grouped(respelled)) fields were written back with other bytes of the same meaning.")
    }
    return note
  }
}
