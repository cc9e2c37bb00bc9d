internal import Foundation
public import GaijiTranscoding

/// The text of `summary.json`: keys sorted, two spaces of indentation, a newline at the end.
///
/// Described in SummaryJSON.md and, for machines, in Data/schemas/summary.schema.json.
public func summaryJSON(of report: RunReport) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  // Numbers are finite and strings are valid: encoding plain values cannot fail.
  let data = try! encoder.encode(SummaryDocument(report))
  return String(decoding: data, as: UTF8.self) + "\n"
}

/// `summary.json` as values; property names are its keys.
private struct SummaryDocument: Encodable {
  var schema = "gaiji-summary"
  var schemaVersion = 1
  var tool: Tool
  var startedAt: Nullable<String>
  var source: Source
  var output: Nullable<Output>
  var target: String
  var system: Nullable<String>
  var release: Release
  var policy: Policy
  var hashing: Bool
  var rejected: Rejected
  var conservation: Conservation
  /// Of conversions of host records only.
  var layouts: Layouts?
  var unmapped: Unmapped
  var findings: [FindingSum]
  var seconds: Seconds
  var exit: Exit
  var warnings: [String]

  init(_ report: RunReport) {
    tool = Tool(version: report.toolVersion)
    startedAt = Nullable(report.startedAt.isEmpty ? nil : report.startedAt)
    source = Source(report)
    output = Nullable(report.outputName.isEmpty ? nil : Output(report))
    target = report.target
    system = Nullable(report.system.isEmpty ? nil : report.system)
    release = Release(
      name: report.releaseName, edition: report.releaseEdition,
      sha256: Nullable(report.hashes.release))
    policy = Policy(
      sha256: Nullable(report.hashes.policy),
      effective: Nullable(
        try? JSONDecoder().decode(JSONValue.self, from: Data(report.policyJSON.utf8))))
    if report.hashes.inputLayout != nil || report.hashes.outputLayout != nil {
      layouts = Layouts(
        input: Nullable(report.hashes.inputLayout), output: Nullable(report.hashes.outputLayout))
    }
    hashing = report.hashes.hashed
    rejected = Rejected(
      name: Nullable(report.rejectName.isEmpty ? nil : report.rejectName),
      records: report.rejectedRecords)
    conservation = Conservation(
      holds: report.conservation, total: Counts(report.total),
      columns: report.columns.map { Column($0) })
    unmapped = Unmapped(report)
    findings = FindingSum.sums(of: report.findings)
    seconds = Seconds(report.durations)
    exit = Exit(reason: report.exit.rawValue, detail: report.exitDetail)
    warnings = report.warnings
  }

  struct Tool: Encodable {
    var name = "gaiji"
    var version: String
  }

  struct Source: Encodable {
    var name: String
    var charset: String
    var bytes: Int
    var records: Int
    var shiftSequences: Int
    var sha256: Nullable<String>
    var compression: Nullable<Compression>

    init(_ report: RunReport) {
      name = report.sourceName
      charset = report.sourceCharset
      bytes = report.bytesIn
      records = report.records
      shiftSequences = report.shiftSequences
      sha256 = Nullable(report.hashes.input)
      compression = Nullable(report.inputCompression.map(Compression.init))
    }
  }

  struct Output: Encodable {
    var name: String
    var charset: String
    var bytes: Int
    var sha256: Nullable<String>
    var compression: Nullable<Compression>
    var check: Nullable<Check>

    init(_ report: RunReport) {
      name = report.outputName
      charset = report.outputCharset
      bytes = report.bytesOut
      sha256 = Nullable(report.hashes.output)
      compression = Nullable(report.outputCompression.map(Compression.init))
      check = Nullable(report.outputCheck.map(Check.init))
    }

    struct Check: Encodable {
      var expectedCharacters: Int
      var countedCharacters: Int
      var holds: Bool

      init(_ check: RunReport.OutputCheck) {
        expectedCharacters = check.expectedCharacters
        countedCharacters = check.countedCharacters
        holds = check.holds
      }
    }
  }

  /// Of the file as it is stored.
  struct Compression: Encodable {
    var form: String
    var storedBytes: Int

    init(_ compression: RunReport.Compression) {
      form = compression.form
      storedBytes = compression.bytes
    }
  }

  struct Release: Encodable {
    var name: String
    var edition: String
    var sha256: Nullable<String>
  }

  /// SHA-256 of the layouts.
  struct Layouts: Encodable {
    var input: Nullable<String>
    var output: Nullable<String>
  }

  struct Policy: Encodable {
    var sha256: Nullable<String>
    var effective: Nullable<JSONValue>
  }

  struct Rejected: Encodable {
    var name: Nullable<String>
    var records: Int
  }

  struct Conservation: Encodable {
    var holds: Bool
    var total: Counts
    var columns: [Column]
  }

  struct Column: Encodable {
    /// 1 is the first column, 0 the header record.
    var number: Int
    var name: String
    var selected: Bool
    var counts: Counts

    init(_ column: RunReport.ColumnReport) {
      number = column.index + 1
      name = column.name
      selected = column.selected
      counts = Counts(column.counts)
    }
  }

  struct Counts: Encodable {
    var charactersIn: Int
    var mappedExactly: Int
    var mappedLossy: Int
    var substituted: Int
    var reported: Int
    var gaijiMapped: Grades
    var holds: Bool

    struct Grades: Encodable {
      var exact: Int
      var design: Int
      var similar: Int
    }

    init(_ counts: ColumnCounts) {
      charactersIn = counts.charactersIn
      mappedExactly = counts.mappedExactly
      mappedLossy = counts.mappedLossy
      substituted = counts.substituted
      reported = counts.reported
      gaijiMapped = Grades(
        exact: counts.gaijiMapped.exact, design: counts.gaijiMapped.design,
        similar: counts.gaijiMapped.similar)
      holds = counts.isConserved
    }
  }

  struct Unmapped: Encodable {
    var occurrences: Int
    var gaijiOccurrences: Int
    var gaijiDistinct: Int

    init(_ report: RunReport) {
      occurrences = report.unmappedCount
      gaijiOccurrences = report.unmappedGaijiCount
      gaijiDistinct =
        FindingGroup.groups(of: report.findings.filter { $0.key.kind == .gaiji }).count
    }
  }

  struct FindingSum: Encodable {
    var kind: String
    var column: Int
    var distinct: Int
    var occurrences: Int

    /// In the order of column and kind.
    static func sums(of findings: [Finding]) -> [FindingSum] {
      var sums: [FindingSum] = []
      for finding in findings.sorted(by: { $0.key < $1.key }) {
        let (kind, column) = (finding.key.kind.word, finding.key.column + 1)
        if let last = sums.indices.last, sums[last].kind == kind, sums[last].column == column {
          sums[last].distinct += 1
          sums[last].occurrences += finding.count
        } else {
          sums.append(
            FindingSum(kind: kind, column: column, distinct: 1, occurrences: finding.count))
        }
      }
      return sums
    }
  }

  struct Seconds: Encodable {
    var total: Double
    var reading: Double
    var converting: Double
    var writing: Double
    var hashing: Double

    init(_ durations: RunReport.Durations) {
      total = Double(durations.total) / 1e9
      reading = Double(durations.reading) / 1e9
      converting = Double(durations.converting) / 1e9
      writing = Double(durations.writing) / 1e9
      hashing = Double(durations.hashing) / 1e9
    }
  }

  struct Exit: Encodable {
    var reason: String
    var detail: String
  }
}
