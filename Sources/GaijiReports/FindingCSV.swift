internal import GaijiModel
internal import GaijiTranscoding

let unmappedHeader =
  [
    "column", "column_name", "kind", "code", "scalar", "identity", "grade", "count",
    "first_record", "last_record", "first_offset", "last_offset", "action", "output",
    "output_scalars",
  ] + (1...Finding.maximumSamples).map { "sample_\($0)" }

let mappedHeader = [
  "kind", "code", "scalar", "identity", "grade", "ground", "output", "output_scalars", "count",
  "columns", "first_record", "first_offset",
]

/// `unmapped.csv`: one row for each distinct code, kind and column that a person has to look at,
/// in the order of column, kind and code.
func unmappedCSV(of report: RunReport, options: ReportOptions) -> String {
  var csv = CSVText(header: unmappedHeader)
  for finding in report.findings.sorted(by: { $0.key < $1.key }) where finding.key.kind.isUnmapped {
    var fields: [CSVText.Field] = [
      .number(finding.key.column + 1), .text(report.columnName(finding.key.column)),
      .text(finding.key.kind.word), .text(finding.key.codeText(isUnicode: report.isUnicodeSource)),
      .text(finding.scalarText), .text(finding.identity?.description ?? ""),
      .text(finding.grade?.word ?? ""), .number(finding.count), .number(finding.firstRecord),
      .number(finding.lastRecord), .number(finding.firstOffset), .number(finding.lastOffset),
      .text(finding.action?.word ?? ""), .text(finding.output),
      .text(VisibleText.scalarNames(finding.output)),
    ]
    for index in 0..<Finding.maximumSamples {
      let sample = index < finding.samples.count ? finding.samples[index] : nil
      fields.append(.text(sample.map { line(of: $0, finding, in: report, options) } ?? ""))
    }
    csv.append(fields)
  }
  return csv.text
}

/// `12: 渡[U+E000]太郎`: the record's number, then the context with the character in brackets.
private func line(
  of sample: Finding.Sample, _ finding: Finding, in report: RunReport, _ options: ReportOptions
) -> String {
  let context = SampleContext(sample, of: finding, in: report, options: options)
  let text = context.isCode ? context.text : "[" + context.text + "]"
  return "\(sample.record): " + VisibleText.coded(context.before) + text
    + VisibleText.coded(context.after)
}

/// A sample as it may be shown: masked when asked, and the character as a code where it has no
/// figure of its own.
struct SampleContext {
  let before: String
  /// The character, or a code in brackets.
  let text: String
  let isCode: Bool
  let after: String

  init(
    _ sample: Finding.Sample, of finding: Finding, in report: RunReport, options: ReportOptions
  ) {
    before = options.masksContext ? VisibleText.masked(sample.before) : sample.before
    after = options.masksContext ? VisibleText.masked(sample.after) : sample.after
    let code = finding.key.codeText(isUnicode: report.isUnicodeSource)
    switch finding.key.kind {
    case .overflow, .openShift, .badNumber, .respelled, .cutField:
      // The text of a field is context as much as what surrounds it.
      text = options.masksContext ? VisibleText.masked(sample.text) : sample.text
      isCode = false
    case .invalid, .undefined, .cutCharacter, .sizeShift:
      text = "[" + code + "]"
      isCode = true
    default:
      let coded = VisibleText.coded(sample.text)
      isCode =
        sample.text.isEmpty || sample.text.unicodeScalars.contains(where: VisibleText.mustBeCoded)
      text = sample.text.isEmpty ? "[" + code + "]" : coded
    }
  }
}

/// `mapped.csv`: what was converted as the release and the policy say, one row for each distinct
/// code, kind and output over all columns, in the order of kind and code.
func mappedCSV(of report: RunReport) -> String {
  var csv = CSVText(header: mappedHeader)
  for group in FindingGroup.groups(of: report.findings.filter { !$0.key.kind.isUnmapped }) {
    let finding = group.merged
    csv.append([
      .text(finding.key.kind.word), .text(finding.key.codeText(isUnicode: report.isUnicodeSource)),
      .text(finding.scalarText), .text(finding.identity?.description ?? ""),
      .text(finding.grade?.word ?? ""), .text(finding.ground?.word ?? ""), .text(finding.output),
      .text(VisibleText.scalarNames(finding.output)), .number(finding.count),
      .text(group.columns.map { String($0 + 1) }.joined(separator: " ")),
      .number(finding.firstRecord), .number(finding.firstOffset),
    ])
  }
  return csv.text
}

extension RunReport {
  /// The codes of the source are scalars.
  var isUnicodeSource: Bool { sourceCharset.hasPrefix("utf") }

  func columnName(_ index: Int) -> String {
    columns.first { $0.index == index }?.name
      ?? (index < 0 ? ColumnReport.headerName : String(index + 1))
  }
}

extension Finding {
  /// Such as `U+E000`, `U+845B U+E0101`; empty where the source has no scalar.
  var scalarText: String {
    guard scalar != 0 else { return "" }
    return scalarName(scalar) + (key.second == 0 ? "" : " " + scalarName(key.second))
  }
}
