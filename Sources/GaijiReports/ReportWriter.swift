public import GaijiTranscoding
internal import Glibc

/// Writes the files of a report into a directory: `summary.json`, `unmapped.csv`, `mapped.csv`,
/// `report.html`, and `policy.json` (the text whose SHA-256 the report carries).
public enum ReportWriter {
  public static let summaryName = "summary.json"
  public static let unmappedName = "unmapped.csv"
  public static let mappedName = "mapped.csv"
  public static let pageName = "report.html"
  public static let policyName = "policy.json"

  /// Creates the directory when its parent is there, and replaces files of an earlier report.
  ///
  /// Each file appears whole or not at all. The summary comes last: where it stands, the others
  /// belong to the same run.
  ///
  /// - Returns: The paths written.
  @discardableResult
  public static func write(
    _ report: RunReport, to directory: String, options: ReportOptions = ReportOptions()
  ) throws(ReportFileError) -> [String] {
    if unsafe mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw ReportFileError(path: directory, errno: errno)
    }
    let base = directory.hasSuffix("/") ? directory : directory + "/"
    // The summary of an earlier run must not vouch for new files when this run fails half-way.
    if unsafe unlink(base + summaryName) != 0, errno != ENOENT {
      throw ReportFileError(path: base + summaryName, errno: errno)
    }
    var files: [(name: String, text: String)] = [
      (unmappedName, unmappedCSV(of: report, options: options)),
      (mappedName, mappedCSV(of: report)),
      (pageName, reportHTML(of: report, options: options)),
    ]
    if !report.policyJSON.isEmpty { files.append((policyName, report.policyJSON)) }
    files.append((summaryName, summaryJSON(of: report)))
    var paths: [String] = []
    for file in files {
      var output = try ReportFile(path: base + file.name)
      try output.append(file.text.utf8)
      try output.finish()
      paths.append(base + file.name)
    }
    return paths
  }
}
