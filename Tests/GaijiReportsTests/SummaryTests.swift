import Foundation
import GaijiReports
import GaijiTranscoding
import Testing

@Suite struct SummaryTests {
  private func summary(_ report: RunReport) throws -> [String: Any] {
    let folder = try TemporaryFolder()
    try ReportWriter.write(report, to: folder.path)
    let data = Data(try folder.text("summary.json").utf8)
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func schema() throws -> JSONSchema {
    let url = ReportWriterTests.root.appending(path: "Data/schemas/summary.schema.json")
    return try JSONSchema(Data(contentsOf: url))
  }

  /// A report with nothing in it, and one of a scan without hashes.
  private var reports: [RunReport] {
    let full = SampleReport.make()
    var scan = full
    scan.outputName = ""
    scan.inputCompression = nil
    scan.outputCheck = nil
    scan.hashes = .init(hashed: false)
    scan.exit = .unmappedAboveLimit
    scan.exitDetail = "461 unmapped, 100 allowed"
    let empty = RunReport(
      toolVersion: "0.1.0", sourceName: "-", outputName: "-", policy: full.policy)
    return [full, scan, empty]
  }

  @Test func `Every summary is valid by the schema`() throws {
    let schema = try schema()
    for report in reports { #expect(try schema.faults(of: try summary(report)) == []) }
  }

  @Test func `The schema refuses what is not a summary`() throws {
    let schema = try schema()
    let good = try summary(SampleReport.make())
    for key in good.keys {
      var changed = good
      changed[key] = nil
      #expect(try schema.faults(of: changed) == ["$: no \(key)"])
      changed[key] = 1.5
      #expect(try !schema.faults(of: changed).isEmpty, "\(key)")
    }
    var extra = good
    extra["more"] = 1
    #expect(try schema.faults(of: extra) == ["$: unknown more"])
  }

  @Test func `The documentation names every key`() throws {
    let path = "Sources/GaijiReports/GaijiReports.docc/SummaryJSON.md"
    let text = try String(contentsOf: ReportWriterTests.root.appending(path: path), encoding: .utf8)
    var missing: Set<String> = []
    func visit(_ value: Any) {
      if let table = value as? [String: Any] {
        for (key, element) in table {
          if !text.contains("`\(key)`") { missing.insert(key) }
          if key != "effective" { visit(element) }
        }
      }
      for element in value as? [Any] ?? [] { visit(element) }
    }
    visit(try summary(SampleReport.make()))
    #expect(missing == [])
  }

  @Test func `Sums are those of the report`() throws {
    let summary = try summary(SampleReport.make())
    let conservation = try #require(summary["conservation"] as? [String: Any])
    let total = try #require(conservation["total"] as? [String: Any])
    #expect(total["charactersIn"] as? Int == 6_114_376)
    #expect(total["holds"] as? Bool == true)
    let unmapped = try #require(summary["unmapped"] as? [String: Int])
    // 412 + 206 + 35 + 17 + 13 + 6 gaiji (F9FC stands once, in no column), 7 kept, 6 failures.
    #expect(unmapped == ["gaijiOccurrences": 689, "gaijiDistinct": 3, "occurrences": 702])
    let findings = try #require(summary["findings"] as? [[String: Any]])
    let first = try #require(findings.first)
    #expect(first["kind"] as? String == "invalid")
    #expect(first["column"] as? Int == 2)
    let occurrences = findings.compactMap { $0["occurrences"] as? Int }
    // The 702 above, 3 overlong fields, 300 + 44 + 5 mapped, shrunk and lossy.
    #expect(occurrences.reduce(0, +) == 1054)
    let policy = try #require(summary["policy"] as? [String: Any])
    let effective = try #require(policy["effective"] as? [String: Any])
    #expect(effective["system"] as? String == "S-CITY/RESIDENT")
  }

  @Test func `Holds no text of the data`() throws {
    let folder = try TemporaryFolder()
    try ReportWriter.write(SampleReport.make(), to: folder.path)
    let text = try folder.text("summary.json")
    for sample in ["太郎", "花子", "飾区", "長い名前"] { #expect(!text.contains(sample)) }
  }
}
