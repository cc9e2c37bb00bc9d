public import GaijiTranscoding
internal import Glibc

/// Writes the combined report of a batch into a folder, file by file: `files.jsonl` at once, and in
/// the end `unmapped.csv`, `mapped.csv`, `report.html` and, last, `summary.json`.
///
/// The reports of the single files stand in `files/PATH` below it; their lists are what is added up,
/// so the combined numbers are the sums of the single ones, and a file that an earlier batch
/// converted counts like any other. Memory follows the number of files and the variety of codes, not
/// the number of findings.
public final class BatchReportWriter {
  /// Below the folder of the batch's report.
  public static let filesFolder = "files"
  public static let fileNames = [
    ReportWriter.summaryName, ReportWriter.unmappedName, ReportWriter.mappedName,
    ReportWriter.pageName, BatchJournal.fileName,
  ]

  private let directory: String
  private let options: ReportOptions
  private let journal: BatchJournal
  private var unmapped: CombinedCSV?
  private var mapped: CombinedCSV?
  private var files: [BatchFile] = []
  private var findings = BatchFindings()

  /// Creates the folder when its parent is there, and removes the combined report of an earlier
  /// batch but for what `earlier` knows of its files.
  public init(
    directory: String, options: ReportOptions, earlier: EarlierBatch
  ) throws(ReportFileError) {
    try ReportWriter.prepare(directory)
    self.directory = directory
    self.options = options
    journal = try BatchJournal(directory: directory, files: earlier.all)
    unmapped = try CombinedCSV(path: directory + "/" + ReportWriter.unmappedName)
    mapped = try CombinedCSV(path: directory + "/" + ReportWriter.mappedName)
  }

  /// The folder of a file's own report, below that of the batch's.
  public static func reportFolder(of path: String) -> String { filesFolder + "/" + path }

  /// Notes that a file is begun, before anything of it is written.
  public func begin(_ file: BatchFile) throws(ReportFileError) { try journal.append(file) }

  /// Adds a file that is done, in the order of the report, and what its own report lists.
  ///
  /// - Throws: `ReportFileError` when the combined report cannot be written, or the file's own list
  ///   is not as it was written (EBADMSG).
  public func add(_ file: BatchFile) throws(ReportFileError) {
    guard try merge(file) else {
      throw ReportFileError(
        path: directory + "/" + (file.report ?? ""), errno: EBADMSG)
    }
    try journal.append(file)
  }

  /// Adds a file that an earlier batch converted; false, and nothing added, when its own report is
  /// not there any more or was changed.
  public func addKept(_ file: BatchFile) throws(ReportFileError) -> Bool { try merge(file) }

  private func merge(_ file: BatchFile) throws(ReportFileError) -> Bool {
    // What failed has no output; its findings stand in its own report.
    if file.conversion != nil, file.output != nil, let report = file.report {
      let folder = directory + "/" + report + "/"
      guard
        let first = FindingTable(
          path: folder + ReportWriter.unmappedName, header: unmappedHeader, isUnmapped: true),
        let second = FindingTable(
          path: folder + ReportWriter.mappedName, header: mappedHeader, isUnmapped: false)
      else { return false }
      findings.add(first.rows + second.rows, of: file)
      try unmapped?.append(first, of: file.path)
      try mapped?.append(second, of: file.path)
    }
    files.append(file)
    return true
  }

  /// Writes what is left to write. Call once, last.
  ///
  /// - Returns: the text of `summary.json`.
  public func finish(_ run: BatchRun) throws(ReportFileError) -> String {
    if let unmapped = unmapped.take() { try unmapped.finish(header: unmappedHeader) }
    if let mapped = mapped.take() { try mapped.finish(header: mappedHeader) }
    let findings = findings.sorted
    try write(
      ReportWriter.pageName, batchHTML(run, files: files, findings: findings, options: options))
    // Without the lines of files that are no more, and of attempts.
    _ = try BatchJournal(directory: directory, files: files)
    let summary = batchSummaryJSON(run, files: files, findings: findings)
    try write(ReportWriter.summaryName, summary)
    return summary
  }

  private func write(_ name: String, _ text: String) throws(ReportFileError) {
    var output = try ReportFile(path: directory + "/" + name)
    try output.append(text.utf8)
    try output.finish()
  }
}

/// A path for people: signs that would be invisible, break the line or change the order of the text
/// as `[U+000A]`.
public func visiblePath(_ path: String) -> String {
  var text = ""
  for part in path.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
    if !text.isEmpty || part.startIndex != path.unicodeScalars.startIndex { text += "[U+000A]" }
    text += VisibleText.coded(String(part))
  }
  return text
}
