internal import GaijiTranscoding
internal import Mustache

/// The text of a batch's `report.html`.
func batchHTML(
  _ run: BatchRun, files: [BatchFile], findings: [BatchFinding], options: ReportOptions
) -> String {
  BatchPage.template.render(BatchPage(run, files: files, findings: findings, options: options))
}

/// What the template shows, as text. Names are those of the template's tags.
struct BatchPage {
  /// More files would make the page slow; all are in `summary.json`.
  static let maximumFiles = 2000

  static let template = MustacheTemplate.page(batchTemplate)

  let words: BatchWords
  let style = reportStyle
  let source: String
  let run: String
  let verdict: String
  let verdictClass: String
  let verdictDetail: String
  let cards: [ReportPage.Card]
  let facts: [ReportPage.Fact]
  let troubles: [FileRow]
  let hasTroubles: Bool
  let troublesAreCut: Bool
  let files: [FileRow]
  let filesAreCut: Bool
  let findings: [Finding]
  let hasFindings: Bool
  let findingsAreCut: Bool
  let footer: String

  struct FileRow {
    let path: String
    /// Percent-encoded, at most one: none without a report.
    let links: [Link]
    let names: [String]
    let state: String
    let stateClass: String
    let detail: String
    let output: String
    let records: String
    let characters: String
    let unmapped: String
  }

  struct Link {
    let href: String
    let path: String
  }

  struct Finding {
    let system: String
    let charset: String
    let code: String
    let scalar: String
    let kind: String
    let count: String
    let files: String
    let place: String
    let written: [String]
  }

  init(_ run: BatchRun, files: [BatchFile], findings: [BatchFinding], options: ReportOptions) {
    let builder = BatchPageBuilder(run: run, language: options.language)
    let totals = BatchTotals(files)
    words = .words(options.language)
    source = visiblePath(run.jobName)
    self.run = "\(visiblePath(run.inputName)) → \(visiblePath(run.outputName))"
    verdict = builder.terms.exit(run.exit)
    verdictDetail = builder.terms.verdict(holds: totals.counts.holds)
    verdictClass =
      switch run.exit {
      case .complete: "good"
      case .unmappedAboveLimit: "warn"
      case .incomplete, .interrupted: "bad"
      }
    cards = builder.cards(totals, files: files.count)
    facts = builder.facts(totals)
    let troubled = files.filter {
      [.failed, .notMatched, .notReached].contains($0.state)
    }
    troubles = troubled.prefix(Self.maximumFiles).map(builder.row)
    hasTroubles = !troubled.isEmpty
    troublesAreCut = troubled.count > Self.maximumFiles
    self.files = files.prefix(Self.maximumFiles).map(builder.row)
    filesAreCut = files.count > Self.maximumFiles
    let unmapped = findings.filter(\.isUnmapped)
    self.findings = unmapped.prefix(ReportPage.maximumRows).map(builder.finding)
    hasFindings = !unmapped.isEmpty
    findingsAreCut = unmapped.count > ReportPage.maximumRows
    footer = "gaiji \(run.toolVersion)."
  }
}

/// Turns the values of a batch into the texts of the page.
struct BatchPageBuilder {
  let run: BatchRun
  let language: ReportOptions.Language

  var terms: BatchTerms { BatchTerms(language: language) }

  private func pick(_ japanese: String, _ english: String) -> String {
    terms.pick(japanese, english)
  }

  func cards(_ totals: BatchTotals, files: Int) -> [ReportPage.Card] {
    let words = ReportWords.words(language)
    let count = { (state: BatchFile.State) in totals.states[state] ?? 0 }
    let converted = count(.complete) + count(.unmappedAboveLimit)
    let lost = count(.failed) + count(.notMatched) + count(.notReached)
    func card(_ label: String, _ value: Int, _ share: String, isAlert: Bool = false)
      -> ReportPage.Card
    { .init(label: label, value: grouped(value), share: share, isAlert: isAlert) }
    return [
      card(
        pick("ファイル", "Files"), files,
        pick("変換済み \(grouped(converted))", "\(grouped(converted)) converted")),
      card(
        pick("完了せず", "Not done"), lost,
        pick("失敗 \(grouped(count(.failed)))", "\(grouped(count(.failed))) failed"),
        isAlert: lost > 0),
      card(
        words.charactersIn, totals.counts.charactersIn,
        pick("\(grouped(totals.records)) レコード", "\(grouped(totals.records)) records")),
      card(
        words.exactly, totals.counts.mappedExactly,
        share(totals.counts.mappedExactly, of: totals.counts.charactersIn)),
      card(
        words.substituted, totals.counts.substituted,
        share(totals.counts.substituted, of: totals.counts.charactersIn)),
      card(
        words.unmappedGaiji, totals.unmappedGaiji,
        pick("確認対象 延べ \(grouped(totals.unmapped))", "\(grouped(totals.unmapped)) findings"),
        isAlert: totals.unmappedGaiji > 0),
    ]
  }

  func facts(_ totals: BatchTotals) -> [ReportPage.Fact] {
    let bytes = pick("バイト", "bytes")
    let states = BatchFile.State.allCases.compactMap { state in
      totals.states[state].map { "\(terms.state(state)) \(grouped($0))" }
    }
    let release = run.releaseEdition.isEmpty ? "" : " (\(run.releaseEdition))"
    var facts: [ReportPage.Fact] = [
      .init(label: pick("ジョブファイル", "Job file"), value: visiblePath(run.jobName)),
      .init(label: pick("同 SHA-256", "Its SHA-256"), value: run.jobSHA256),
      .init(
        label: pick("対応表リリース", "Mapping release"), value: visiblePath(run.releaseName) + release),
      .init(label: pick("同 SHA-256", "Its SHA-256"), value: run.releaseSHA256 ?? "–"),
      .init(
        label: pick("入力", "Input"),
        value: "\(visiblePath(run.inputName)) (\(grouped(totals.bytesIn)) \(bytes))"),
      .init(
        label: pick("出力", "Output"),
        value: "\(visiblePath(run.outputName)) (\(grouped(totals.bytesOut)) \(bytes))"),
      .init(label: pick("ファイルの状態", "States"), value: states.joined(separator: pick("、", "; "))),
    ]
    if totals.kept > 0 {
      facts.append(
        .init(
          label: pick("前回までに変換済み", "Done by earlier batches"), value: grouped(totals.kept)))
    }
    facts.append(.init(label: pick("開始日時", "Started"), value: run.startedAt))
    facts.append(
      .init(
        label: pick("所要時間", "Duration"), value: seconds(run.nanoseconds) + pick(" 秒", " s")))
    return facts
  }

  func row(_ file: BatchFile) -> BatchPage.FileRow {
    let path = visiblePath(file.path)
    let links = file.report.map {
      [BatchPage.Link(href: Self.link($0 + "/" + ReportWriter.pageName), path: path)]
    }
    let style =
      switch file.state {
      case .complete, .copied: "ok"
      case .failed, .notMatched, .notReached, .unmappedAboveLimit: "ng"
      case .skipped, .started: ""
      }
    let state = terms.state(file.state) + (file.isKept ? pick("（前回）", " (earlier)") : "")
    return .init(
      path: path, links: links ?? [], names: links == nil ? [path] : [], state: state,
      stateClass: style, detail: file.detail + stale(file),
      output: file.output.map { visiblePath($0.path) } ?? "",
      records: file.conversion.map { grouped($0.records) } ?? "",
      characters: file.conversion.map { grouped($0.counts.charactersIn) } ?? "",
      unmapped: file.conversion.map { grouped($0.unmapped.occurrences) } ?? "")
  }

  private func stale(_ file: BatchFile) -> String {
    guard let path = file.stale.map(visiblePath) else { return "" }
    return (file.detail.isEmpty ? "" : " ")
      + pick(
        "以前の出力 \(path) が残っていますが、このファイルの現在の内容のものではありません。",
        "An earlier output still stands at \(path); it is not of this file as it is now.")
  }

  func finding(_ finding: BatchFinding) -> BatchPage.Finding {
    let kind = FindingKind.allCases.first { $0.word == finding.kind }
    let record =
      finding.firstRecord == 0
      ? pick("見出し行", "header")
      : pick("\(grouped(finding.firstRecord)) 件目", grouped(finding.firstRecord))
    let isOfField = kind?.isOfField ?? false
    return .init(
      system: finding.system, charset: finding.charset, code: finding.code, scalar: finding.scalar,
      kind: kind.map(ReportTerms(language: language).kind) ?? finding.kind,
      count: grouped(finding.count), files: grouped(finding.files),
      place: "\(visiblePath(finding.firstFile)) / \(record) / \(grouped(finding.firstOffset))",
      written: isOfField ? [] : Self.text(finding.outputScalars))
  }

  /// The text of `U+845B U+E0101`; none for none.
  static func text(_ scalarNames: String) -> [String] {
    var text = String.UnicodeScalarView()
    for name in scalarNames.split(separator: " ") {
      if let value = UInt32(name.dropFirst(2), radix: 16), let scalar = Unicode.Scalar(value) {
        text.append(scalar)
      }
    }
    return text.isEmpty ? [] : [String(text)]
  }

  /// A relative reference: every byte but letters, digits and `-._~/` as `%20`.
  static func link(_ path: String) -> String {
    var text = "./"
    for byte in path.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x2F, 0x5F, 0x7E:
        text.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        text += "%" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return text
  }
}
