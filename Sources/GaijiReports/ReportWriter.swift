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
  /// Every name in a report's directory.
  public static let fileNames = [
    summaryName, unmappedName, mappedName, pageName, policyName, OccurrenceWriter.fileName,
  ]

  /// Creates the directory when its parent is there, and removes the files of an earlier report,
  /// `occurrences.csv.gz` among them. Call it before the run, so that no file of another run stays
  /// beside the new ones and a folder that cannot be written is found out early.
  public static func prepare(_ directory: String) throws(ReportFileError) {
    let base = try base(of: directory)
    for name in fileNames { try remove(base + name) }
  }

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
    let base = try base(of: directory)
    // The summary of an earlier run must not vouch for new files when this run fails half-way.
    try remove(base + summaryName)
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

  private static func base(of directory: String) throws(ReportFileError) -> String {
    if unsafe mkdir(directory, 0o755) != 0, errno != EEXIST {
      throw ReportFileError(path: directory, errno: errno)
    }
    return directory.hasSuffix("/") ? directory : directory + "/"
  }

  private static func remove(_ path: String) throws(ReportFileError) {
    if unsafe unlink(path) != 0, errno != ENOENT { throw ReportFileError(path: path, errno: errno) }
  }
}
