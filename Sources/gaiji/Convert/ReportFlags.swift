import ArgumentParser
import GaijiReports

/// What a run tells, and where.
struct ReportFlags: ParsableArguments {
  @Option(help: "Directory for summary.json, unmapped.csv, mapped.csv and report.html.")
  var report: String?

  @Flag(help: "Also write occurrences.csv.gz: a line for each unmapped occurrence.")
  var occurrences = false

  @Flag(help: "Write ＊ for the neighbours of a character in the report's samples.")
  var maskContext = false

  @Option(help: "Language of report.html: ja or en.")
  var lang: Language = .ja

  @Flag(inversion: .prefixedNo, help: "SHA-256 of input and output.")
  var hash = true

  @Option(help: "Exit with status 2 when more characters than this are unmapped.")
  var failOnUnmapped: Int?

  @Flag(help: "No progress and no summary on standard error.")
  var quiet = false

  @Flag(help: "Print the summary as JSON on standard output (standard error with -o -).")
  var json = false

  enum Language: String, ExpressibleByArgument, CaseIterable { case ja, en }

  func validate() throws {
    if occurrences, report == nil {
      throw ValidationError("--occurrences writes into the report's directory: give --report DIR")
    }
  }
}

extension ReportFlags {
  var settings: ReportSettings {
    ReportSettings(
      report: report, occurrences: occurrences,
      options: ReportOptions(
        language: lang == .ja ? .japanese : .english, masksContext: maskContext),
      hash: hash, failOnUnmapped: failOnUnmapped, quiet: quiet, json: json)
  }
}

/// What a run tells, and where, as values.
struct ReportSettings {
  /// The report's directory.
  var report: String?
  var occurrences: Bool
  var options: ReportOptions
  /// SHA-256 of input and output.
  var hash: Bool
  var failOnUnmapped: Int?
  var quiet: Bool
  var json: Bool
}
