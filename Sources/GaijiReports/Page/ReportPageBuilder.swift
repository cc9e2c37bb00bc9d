internal import GaijiModel
internal import GaijiTranscoding

/// Turns the values of a report into the texts of the page.
struct ReportPageBuilder {
  let report: RunReport
  let options: ReportOptions
  let terms: ReportTerms
  let mappedGroups: [FindingGroup]

  init(report: RunReport, options: ReportOptions) {
    self.report = report
    self.options = options
    terms = ReportTerms(language: options.language)
    mappedGroups = FindingGroup.groups(of: report.findings.filter { !$0.key.kind.isUnmapped })
  }

  func pick(_ japanese: String, _ english: String) -> String {
    options.language == .japanese ? japanese : english
  }

  var run: String {
    let output = report.outputName.isEmpty ? pick("（走査のみ）", "(scan only)") : report.outputName
    return "\(report.sourceName) → \(output)"
  }

  var cards: [ReportPage.Card] {
    let total = report.total
    func card(_ label: String, _ count: Int, isAlert: Bool = false) -> ReportPage.Card {
      .init(
        label: label, value: grouped(count), share: share(count, of: total.charactersIn),
        isAlert: isAlert)
    }
    let words = ReportWords.words(options.language)
    let distinct = groups { $0 == .gaiji }.count
    return [
      .init(
        label: words.charactersIn, value: grouped(total.charactersIn),
        share: pick("\(grouped(report.records)) レコード", "\(grouped(report.records)) records")),
      card(words.exactly, total.mappedExactly),
      card(words.lossy, total.mappedLossy),
      card(words.substituted, total.substituted),
      card(words.reported, total.reported),
      .init(
        label: words.unmappedGaiji, value: grouped(report.unmappedGaijiCount),
        share: pick("\(grouped(distinct)) 種類", "\(grouped(distinct)) distinct"),
        isAlert: report.unmappedGaijiCount > 0),
    ]
  }

  var facts: [ReportPage.Fact] {
    var facts: [ReportPage.Fact] = []
    func add(_ japanese: String, _ english: String, _ value: String) {
      facts.append(.init(label: pick(japanese, english), value: value))
    }
    let bytes = pick("バイト", "bytes")
    add(
      "入力", "Input",
      "\(report.sourceName) (\(report.sourceCharset), \(grouped(report.bytesIn)) \(bytes)"
        + stored(report.inputCompression) + ")")
    if !report.outputName.isEmpty {
      add(
        "出力", "Output",
        "\(report.outputName) (\(report.outputCharset), \(grouped(report.bytesOut)) \(bytes)"
          + stored(report.outputCompression) + ")")
    }
    add("変換先の形式", "Target form", report.target)
    if !report.system.isEmpty { add("外字の対応表", "Gaiji of", report.system) }
    add("対応表リリース", "Mapping release", joined(report.releaseName, report.releaseEdition))
    add("レコード数", "Records", grouped(report.records))
    if report.rejectedRecords > 0 || !report.rejectName.isEmpty {
      add(
        "除外したレコード", "Records rejected", joined(grouped(report.rejectedRecords), report.rejectName))
    }
    if report.shiftSequences > 0 {
      add("シフト符号・BOM", "Shift sequences, BOM", grouped(report.shiftSequences))
    }
    if !report.startedAt.isEmpty { add("開始日時", "Started", report.startedAt) }
    if report.durations.total > 0 {
      add("所要時間", "Duration", seconds(report.durations.total) + pick(" 秒", " s") + speed)
    }
    return facts
  }

  /// What a compressed file takes up; nothing for any other.
  private func stored(_ compression: RunReport.Compression?) -> String {
    guard let compression else { return "" }
    let (form, count) = (compression.form, grouped(compression.bytes))
    return pick("、\(form) で \(count) バイト", "; \(count) as \(form)")
  }

  private func joined(_ first: String, _ second: String) -> String {
    if first.isEmpty { return second.isEmpty ? "–" : second }
    return second.isEmpty ? first : "\(first) (\(second))"
  }

  /// Megabytes (10^6 bytes) of input a second.
  private var speed: String {
    guard report.durations.total > 0, report.bytesIn > 0 else { return "" }
    let rate = Double(report.bytesIn) * 1e3 / Double(report.durations.total)
    return " (\(grouped(Int(rate))) MB/s)"
  }

  var columns: [ReportPage.ColumnRow] {
    var rows = report.columns.map { column in
      row(
        number: column.index < 0 ? "–" : String(column.index + 1),
        name: column.index < 0 ? pick("（見出し行）", "(header)") : column.name,
        selected: terms.yes(column.selected), column.counts)
    }
    var sum = row(number: "", name: pick("合計", "Total"), selected: "", report.total)
    sum.isSum = true
    rows.append(sum)
    return rows
  }

  private func row(
    number: String, name: String, selected: String, _ counts: ColumnCounts
  ) -> ReportPage.ColumnRow {
    let (verdict, style) = mark(counts.isConserved)
    return .init(
      number: number, name: name, selected: selected, charactersIn: grouped(counts.charactersIn),
      exactly: grouped(counts.mappedExactly), lossy: grouped(counts.mappedLossy),
      substituted: grouped(counts.substituted), reported: grouped(counts.reported),
      gaiji: grouped(counts.gaijiMapped.total), verdict: verdict, verdictClass: style)
  }

  private func mark(_ holds: Bool) -> (verdict: String, style: String) {
    holds ? (pick("一致", "yes"), "ok") : (pick("不一致", "NO"), "ng")
  }

  var outputChecks: [ReportPage.OutputCheckRow] {
    guard let check = report.outputCheck else { return [] }
    let (verdict, style) = mark(check.holds)
    let text = pick(
      "計数器の示す \(grouped(check.expectedCharacters)) 文字に対し、出力から数えて "
        + "\(grouped(check.countedCharacters)) 文字",
      "\(grouped(check.expectedCharacters)) characters by the counters, "
        + "\(grouped(check.countedCharacters)) counted in the output")
    return [.init(text: text, verdict: verdict, verdictClass: style)]
  }

  /// Most frequent first.
  func groups(_ isWanted: (FindingKind) -> Bool) -> [FindingGroup] {
    let groups = FindingGroup.groups(of: report.findings.filter { isWanted($0.key.kind) })
    // The order of equal counts is that of kind and code: enumerated, since sort is not stable.
    return groups.enumerated().sorted {
      ($1.element.merged.count, $0.offset) < ($0.element.merged.count, $1.offset)
    }.map(\.element)
  }

  func row(_ group: FindingGroup) -> ReportPage.FindingRow {
    let finding = group.merged
    let names = group.columns.map { report.columnName($0) }
    return .init(
      kind: terms.kind(finding.key.kind),
      code: finding.key.codeText(isUnicode: report.isUnicodeSource),
      scalar: finding.scalarText, identity: finding.identity?.description ?? "",
      count: grouped(finding.count), columns: names.joined(separator: pick("、", ", ")),
      place: place(record: finding.firstRecord, offset: finding.firstOffset),
      action: terms.action(finding.action),
      outputs: finding.output.isEmpty || finding.key.kind.isOfField ? [] : [finding.output],
      samples: finding.samples.map { sample in
        let context = SampleContext(sample, of: finding, in: report, options: options)
        return .init(
          record: grouped(sample.record), before: context.before, text: context.text,
          after: context.after)
      })
  }

  private func place(record: Int, offset: Int) -> String {
    if record == 0 {
      return pick("見出し行 / 位置 \(grouped(offset))", "header, byte \(grouped(offset))")
    }
    return pick(
      "\(grouped(record)) 件目 / 位置 \(grouped(offset))",
      "record \(grouped(record)), byte \(grouped(offset))")
  }

  func sum(of groups: [FindingGroup]) -> String {
    let count = groups.reduce(0) { $0 + $1.merged.count }
    return pick(
      "\(grouped(groups.count)) 種類、延べ \(grouped(count)) 件（件数の多い順）。",
      "\(grouped(groups.count)) distinct, \(grouped(count)) occurrences, most frequent first.")
  }

  var grades: [ReportPage.SumRow] {
    let counts = report.total.gaijiMapped
    let sums = [
      (IdentificationGrade.exact, counts.exact), (.design, counts.design),
      (.similar, counts.similar),
    ]
    // A gaiji that was also shrunk is listed as shrunk, but keeps its grade.
    func distinct(_ grade: IdentificationGrade?) -> Int {
      Set(
        mappedGroups.filter { $0.merged.grade != nil && (grade == nil || $0.merged.grade == grade) }
          .map { UInt64($0.merged.key.code) << 32 | UInt64($0.merged.key.second) }
      ).count
    }
    var rows = sums.map { grade, count in
      ReportPage.SumRow(
        name: terms.grade(grade), distinct: grouped(distinct(grade)), occurrences: grouped(count))
    }
    rows.append(
      .init(
        name: pick("合計", "Total"), distinct: grouped(distinct(nil)),
        occurrences: grouped(counts.total), isSum: true))
    return rows
  }

  /// Empty when nothing was shrunk.
  var grounds: [ReportPage.SumRow] {
    let shrunk = mappedGroups.filter { $0.merged.key.kind == .shrunk }
    guard !shrunk.isEmpty else { return [] }
    func row(_ name: String, _ groups: [FindingGroup], isSum: Bool = false) -> ReportPage.SumRow {
      .init(
        name: name, distinct: grouped(groups.count),
        occurrences: grouped(groups.reduce(0) { $0 + $1.merged.count }), isSum: isSum)
    }
    var rows: [ReportPage.SumRow] = []
    for ground in ShrinkGround.allCases {
      let groups = shrunk.filter { $0.merged.ground == ground }
      if !groups.isEmpty { rows.append(row(terms.ground(ground), groups)) }
    }
    let chosen = shrunk.filter { $0.merged.ground == nil }
    if !chosen.isEmpty { rows.append(row(pick("変換方針での個別指定", "chosen in the policy"), chosen)) }
    rows.append(row(pick("合計", "Total"), shrunk, isSum: true))
    return rows
  }

  var hashes: [ReportPage.Fact] {
    let hashes = report.hashes
    let none = pick("なし", "none")
    let off = pick("計算していません", "not computed")
    let layouts = [
      hashes.inputLayout.map {
        ReportPage.Fact(label: pick("入力レイアウト", "Input layout"), value: $0)
      },
      hashes.outputLayout.map {
        ReportPage.Fact(label: pick("出力レイアウト", "Output layout"), value: $0)
      },
    ].compactMap(\.self)
    return [
      .init(label: pick("入力", "Input"), value: hashes.input ?? (hashes.hashed ? none : off)),
      .init(label: pick("対応表リリース", "Mapping release"), value: hashes.release ?? none),
      .init(label: pick("変換方針", "Policy"), value: hashes.policy ?? none),
    ] + layouts + [
      .init(label: pick("出力", "Output"), value: hashes.output ?? (hashes.hashed ? none : off))
    ]
  }
}
