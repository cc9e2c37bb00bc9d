internal import Foundation

/// The text of a batch's `summary.json`: keys sorted, two spaces of indentation, a newline at the
/// end. Described in Data/schemas/batch.schema.json.
func batchSummaryJSON(_ run: BatchRun, files: [BatchFile], findings: [BatchFinding]) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  // Numbers are finite and strings are valid: encoding plain values cannot fail.
  let data = try! encoder.encode(BatchSummaryDocument(run, files: files, findings: findings))
  return String(decoding: data, as: UTF8.self) + "\n"
}

/// The summary as values; property names are its keys.
private struct BatchSummaryDocument: Encodable {
  var schema = "gaiji-batch"
  var schemaVersion = 1
  var tool: Tool
  var startedAt: String
  var job: Named
  var input: String
  var output: String
  var release: Release
  var states: [String: Int]
  var kept: Int
  var total: Total
  var files: [BatchFile]
  var findings: [Finding]
  var seconds: Double
  var exit: Exit

  init(_ run: BatchRun, files: [BatchFile], findings: [BatchFinding]) {
    let totals = BatchTotals(files)
    tool = Tool(version: run.toolVersion)
    startedAt = run.startedAt
    job = Named(name: run.jobName, sha256: run.jobSHA256)
    input = run.inputName
    output = run.outputName
    release = Release(
      name: run.releaseName, edition: run.releaseEdition, sha256: Nullable(run.releaseSHA256))
    states = [:]
    for state in BatchFile.State.allCases where state != .started {
      states[state.rawValue] = totals.states[state] ?? 0
    }
    kept = totals.kept
    total = Total(
      files: files.count, bytesIn: totals.bytesIn, bytesOut: totals.bytesOut,
      records: totals.records, rejectedRecords: totals.rejectedRecords, counts: totals.counts,
      unmapped: .init(occurrences: totals.unmapped, gaijiOccurrences: totals.unmappedGaiji))
    self.files = files
    self.findings = findings.map(Finding.init)
    seconds = Double(run.nanoseconds) / 1e9
    exit = Exit(reason: run.exit.rawValue, status: run.status)
  }

  struct Tool: Encodable {
    var name = "gaiji"
    var version: String
  }

  struct Named: Encodable {
    var name: String
    var sha256: String
  }

  struct Release: Encodable {
    var name: String
    var edition: String
    var sha256: Nullable<String>
  }

  struct Total: Encodable {
    var files: Int
    var bytesIn: Int
    var bytesOut: Int
    var records: Int
    var rejectedRecords: Int
    var counts: BatchCounts
    var unmapped: Unmapped
  }

  struct Unmapped: Encodable {
    var occurrences: Int
    var gaijiOccurrences: Int
  }

  struct Finding: Encodable {
    var system: Nullable<String>
    var charset: String
    var code: Nullable<String>
    var kind: String
    var scalar: Nullable<String>
    var identity: Nullable<String>
    var outputScalars: String
    var occurrences: Int
    var files: Int
    var first: Place

    init(_ finding: BatchFinding) {
      func some(_ text: String) -> Nullable<String> { Nullable(text.isEmpty ? nil : text) }
      system = some(finding.system)
      charset = finding.charset
      code = some(finding.code)
      kind = finding.kind
      scalar = some(finding.scalar)
      identity = some(finding.identity)
      outputScalars = finding.outputScalars
      occurrences = finding.count
      files = finding.files
      first = Place(
        file: finding.firstFile, record: finding.firstRecord, offset: finding.firstOffset)
    }
  }

  struct Place: Encodable {
    var file: String
    var record: Int
    var offset: Int
  }

  struct Exit: Encodable {
    var reason: String
    var status: Int
  }
}
