import Foundation
import GaijiReports
import GaijiTranscoding
import Testing

@Suite struct ReportWriterTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test func `Writes five files and no parts`() throws {
    let folder = try TemporaryFolder()
    // GAIJI_KEEP_REPORT names a folder for a person to look at the result.
    let kept = ProcessInfo.processInfo.environment["GAIJI_KEEP_REPORT"]
    for language in ReportOptions.Language.allCases {
      let directory = (kept ?? folder.path) + "/" + language.rawValue
      let paths = try ReportWriter.write(
        SampleReport.make(), to: directory, options: .init(language: language))
      let names = ["unmapped.csv", "mapped.csv", "report.html", "policy.json", "summary.json"]
      #expect(paths == names.map { directory + "/" + $0 })
      let found = try FileManager.default.contentsOfDirectory(atPath: directory)
      #expect(found.sorted() == names.sorted())
    }
  }

  @Test func `The same report gives the same bytes`() throws {
    let (first, second) = (try TemporaryFolder(), try TemporaryFolder())
    try ReportWriter.write(SampleReport.make(), to: first.path)
    var shuffled = SampleReport.make()
    shuffled.findings.reverse()
    try ReportWriter.write(shuffled, to: second.path + "/")
    for name in try first.names { #expect(try first.text(name) == second.text(name), "\(name)") }
  }

  @Test func `A folder that cannot be made is named with the reason`() throws {
    #expect(throws: ReportFileError(path: "/nonexistent/a/b", errno: ENOENT)) {
      try ReportWriter.write(SampleReport.make(), to: "/nonexistent/a/b")
    }
    #expect(
      ReportFileError(path: "a/report.html", errno: ENOSPC).description
        == "a/report.html: cannot write the report: No space left on device")
  }

  @Test func `A report that fails half-way leaves no summary of an earlier run`() throws {
    let folder = try TemporaryFolder()
    try ReportWriter.write(SampleReport.make(), to: folder.path)
    try FileManager.default.removeItem(atPath: folder.path + "/report.html")
    // A folder in its place: the rename fails.
    try FileManager.default.createDirectory(
      atPath: folder.path + "/report.html", withIntermediateDirectories: false)
    #expect(throws: ReportFileError(path: folder.path + "/report.html", errno: EISDIR)) {
      try ReportWriter.write(SampleReport.make(), to: folder.path)
    }
    #expect(try folder.names == ["mapped.csv", "policy.json", "report.html", "unmapped.csv"])
  }

  @Test func `Preparing a folder removes what an earlier run left, and nothing else`() throws {
    let folder = try TemporaryFolder()
    let directory = folder.path + "/report"
    try ReportWriter.prepare(directory)
    try ReportWriter.write(SampleReport.make(), to: directory)
    try OccurrenceWriter(path: directory + "/occurrences.csv.gz").finish()
    try Data("mine".utf8).write(to: URL(filePath: directory + "/notes.txt"))
    try ReportWriter.prepare(directory)
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory) == ["notes.txt"])
    #expect(throws: ReportFileError(path: directory + "/notes.txt/summary.json", errno: ENOTDIR)) {
      try ReportWriter.prepare(directory + "/notes.txt")
    }
  }

  @Test func `The policy in the folder is the text that was hashed`() throws {
    let folder = try TemporaryFolder()
    let report = SampleReport.make()
    try ReportWriter.write(report, to: folder.path)
    #expect(try folder.text("policy.json") == report.policyJSON)
  }
}
