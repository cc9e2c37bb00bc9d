import GaijiModel
import GaijiTranscoding

/// What `gaiji profile check` prints; its JSON.
struct ShownCheck: Encodable {
  struct Finding: Encodable {
    var rule: String
    /// From 1; absent for a rule of records or of the file.
    var column: Int?
    var name: String?
    var count: Int
    var places: [Place]
  }

  struct Place: Encodable {
    var record: Int
    var offset: Int
    var sample: String
    var firstRecord: Int?
  }

  var profile: String
  var holds: Bool
  var records: Int
  var bytes: Int
  var violations: Int
  var findings: [Finding]
  var warnings: [String]

  init(_ report: ProfileReport, _ profile: LinkageProfile) {
    self.profile = profile.name
    holds = report.holds
    records = report.records
    bytes = report.bytes
    violations = report.violations
    findings = report.findings.map { finding in
      Finding(
        rule: finding.rule.rawValue, column: finding.column.map { $0 + 1 },
        name: finding.column == nil ? nil : finding.columnName, count: finding.count,
        places: finding.places.map {
          Place(
            record: $0.record, offset: $0.offset, sample: $0.sample, firstRecord: $0.firstRecord)
        })
    }
    warnings = report.warnings
  }

  /// For people: a line for each finding and one for each of its places.
  static func text(_ report: ProfileReport) -> String {
    var lines = [
      "\(report.records) records, \(report.bytes) bytes: "
        + (report.holds ? "as the profile says" : "\(report.violations) violations")
    ]
    for finding in report.findings {
      let column = finding.column.map { " in column \($0 + 1) (\(finding.columnName))" } ?? ""
      lines.append("\(finding.rule.rawValue)\(column): \(finding.count)")
      for place in finding.places {
        var line = "  record \(place.record), byte \(place.offset)"
        if !place.sample.isEmpty { line += ": " + place.sample }
        if let first = place.firstRecord { line += " (first in record \(first))" }
        lines.append(line)
      }
      if finding.count > finding.places.count {
        lines.append("  ... and \(finding.count - finding.places.count) more")
      }
    }
    return lines.joined(separator: "\n")
  }
}
