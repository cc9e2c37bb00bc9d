import Foundation
import GaijiModel
import GaijiTranscoding
import Testing

@testable import GaijiReports

/// The combined report by itself: its parts from reports that are made here.
@Suite struct BatchReportTests {
  private static let run: BatchRun = {
    var run = BatchRun(
      toolVersion: "0.1.0", startedAt: "2026-11-21T01:02:03Z", jobName: "job.toml",
      jobSHA256: String(repeating: "a", count: 64), inputName: "in", outputName: "out",
      releaseName: "town.release", releaseEdition: "e",
      releaseSHA256: String(repeating: "b", count: 64))
    (run.status, run.exit) = (65, .incomplete)
    return run
  }()

  /// A batch of two converted files with the sample report, and one of each other state.
  private func write(
    in folder: TemporaryFolder, _ options: ReportOptions = .init(), earlier: EarlierBatch = .init()
  ) throws -> String {
    let report = SampleReport.make()
    let writer = try BatchReportWriter(
      directory: folder.path, options: options, earlier: earlier)
    for path in ["a/=cmd,\"x\".csv", "b.csv"] {
      var file = BatchFile(path: path, state: .started, bytes: 9, modified: "1.000000000")
      file.output = .init(path: path, bytes: 0, settings: String(repeating: "c", count: 64))
      try writer.begin(file)
      file.report = BatchReportWriter.reportFolder(of: path)
      let place = folder.path + "/" + (file.report ?? "")
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try ReportWriter.write(report, to: place, options: options)
      file.state = .complete
      file.entry = 1
      file.input.sha256 = report.hashes.input
      file.output?.bytes = 11
      file.output?.sha256 = report.hashes.output
      file.conversion = .init(report, counted: 5)
      try writer.add(file)
    }
    for state in [BatchFile.State.copied, .skipped, .notMatched, .failed, .notReached] {
      var file = BatchFile(
        path: "<\(state.rawValue)>\u{202E}", state: state, bytes: 1, modified: "1.000000000")
      file.detail = state == .failed ? "<b>broken</b>" : ""
      if state == .failed { file.stale = "old" }
      try writer.add(file)
    }
    return try writer.finish(Self.run)
  }

  private func schema() throws -> JSONSchema {
    let url = ReportWriterTests.root.appending(path: "Data/schemas/batch.schema.json")
    return try JSONSchema(Data(contentsOf: url))
  }

  @Test func `The summary is valid by its schema, and each line of the journal an element`() throws
  {
    let folder = try TemporaryFolder()
    let text = try write(in: folder)
    #expect(try folder.text("summary.json") == text)
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8))
    let schema = try schema()
    #expect(try schema.faults(of: value) == [])
    let summary = try #require(value as? [String: Any])
    for key in summary.keys {
      var changed = summary
      changed[key] = nil
      #expect(try schema.faults(of: changed) == ["$: no \(key)"])
      changed[key] = 1.5
      if key != "seconds" { #expect(try !schema.faults(of: changed).isEmpty, "\(key)") }
    }
    let lines = try folder.text("files.jsonl").split(separator: "\n")
    let journal = try lines.map {
      try JSONSerialization.jsonObject(with: Data($0.utf8)) as? NSDictionary
    }
    #expect(journal == (summary["files"] as? [NSDictionary] ?? []))
    #expect(journal.count == 7)
  }

  @Test func `Findings are added up by system, charset, code and kind`() throws {
    let folder = try TemporaryFolder()
    let text = try write(in: folder)
    let report = SampleReport.make()
    let value = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
    let findings = try #require(value?["findings"] as? [[String: Any]])
    var sums: [String: Int] = [:]
    for finding in report.findings {
      let code = finding.key.codeText(isUnicode: report.isUnicodeSource)
      sums[finding.key.kind.word + " " + code, default: 0] += 2 * finding.count
    }
    var found: [String: Int] = [:]
    for finding in findings {
      let key = "\(finding["kind"] ?? "") \(finding["code"] as? String ?? "")"
      found[key, default: 0] += finding["occurrences"] as? Int ?? 0
      #expect(finding["files"] as? Int == 2)
      #expect((finding["first"] as? [String: Any])?["file"] as? String == "a/=cmd,\"x\".csv")
    }
    #expect(found == sums)
    let counts = findings.compactMap { $0["occurrences"] as? Int }
    #expect(counts == counts.sorted(by: >))
  }

  @Test func `The combined lists are the single ones behind a path, safe for spreadsheets`() throws
  {
    let folder = try TemporaryFolder()
    _ = try write(in: folder)
    for name in ["unmapped.csv", "mapped.csv"] {
      let single = try folder.text("files/b.csv/" + name).components(separatedBy: "\r\n")
      let both = try folder.text(name).components(separatedBy: "\r\n")
      let rows = single.dropFirst().dropLast()
      #expect(
        both.first == "\u{FEFF}file," + single[0].dropFirst(0).replacing("\u{FEFF}", with: ""))
      #expect(
        Array(both.dropFirst().dropLast())
          == rows.map { "\"a/=cmd,\"\"x\"\".csv\"," + $0 } + rows.map { "b.csv," + $0 })
    }
  }

  @Test(arguments: ReportOptions.Language.allCases)
  func `The page shows everything escaped and refers only to the reports`(
    _ language: ReportOptions.Language
  ) throws {
    let folder = try TemporaryFolder()
    _ = try write(in: folder, .init(language: language))
    let page = try folder.text("report.html")
    #expect(page.contains("<html lang=\"\(language.rawValue)\">"))
    #expect(page.contains("&lt;b&gt;broken&lt;/b&gt;") && !page.contains("<b>broken"))
    #expect(page.contains("&lt;failed&gt;[U+202E]"))
    let links = page.matches(of: /href="([^"]*)"/).map { String($0.output.1) }
    #expect(links == ["./files/a/%3Dcmd%2C%22x%22.csv/report.html", "./files/b.csv/report.html"])
    for text in ["http:", "https:", "src=", "url(", "@import", "<script", "<link", "{{"] {
      #expect(!page.contains(text), "\(text)")
    }
  }

  @Test func `Every tag of the page's template has a value`() throws {
    var names: Set<String> = []
    func visit(_ value: Any) {
      for child in Mirror(reflecting: value).children {
        if let label = child.label { names.insert(label) }
        visit(child.value)
      }
    }
    var file = BatchFile(path: "a", state: .failed, bytes: 1, modified: "1.0")
    file.report = "files/a"
    let finding = BatchFinding(
      kind: "gaiji", code: "F040", charset: "cp932", system: "", scalar: "", identity: "",
      grade: "", ground: "", outputScalars: "U+3013", isUnmapped: true, firstFile: "a",
      firstRecord: 1, firstOffset: 0)
    visit(BatchPage(Self.run, files: [file], findings: [finding], options: .init()))
    var missing: Set<String> = []
    for match in batchTemplate.matches(of: /\{\{\{?[#^\/]?([A-Za-z.]+)\}?\}\}/) {
      for part in match.output.1.split(separator: ".") where !names.contains(String(part)) {
        missing.insert(String(part))
      }
    }
    #expect(missing == [])
  }

  @Test func `An earlier batch is known by its journal, cut off or not`() throws {
    let folder = try TemporaryFolder()
    _ = try write(in: folder)
    let path = folder.path + "/files.jsonl"
    let text = try folder.text("files.jsonl")
    try Data((text + "{\"path\":\"cut").utf8).write(to: URL(filePath: path))
    let earlier = try EarlierBatch(directory: folder.path)
    #expect(earlier["b.csv"]?.state == .complete)
    #expect(earlier["cut"] == nil)
    #expect(earlier.outputs == Set(["a/=cmd,\"x\".csv", "b.csv", "old"].map { Array($0.utf8) }))
    // What it knew stays known while the next batch runs.
    _ = try BatchReportWriter(directory: folder.path, options: .init(), earlier: earlier)
    #expect(try EarlierBatch(directory: folder.path)["b.csv"] == earlier["b.csv"])
    try Data((text + "no JSON\n").utf8).write(to: URL(filePath: path))
    let error = try #require(throws: EarlierBatchError.self) {
      try EarlierBatch(directory: folder.path)
    }
    #expect(error.line == 8)
  }

  @Test(arguments: [
    "a,b\r\n1,2\n", "a,b\r\n1,\"2\r\n", "a,b\r\n1,2",
  ])
  func `A list that was changed is not read to its end`(_ text: String) throws {
    var reader = try #require(CSVRecords(Array(text.utf8)))
    #expect(reader.header == ["a", "b"])
    while reader.next() != nil {}
    #expect(!reader.isAtEnd)
  }
}
