import Foundation
import Testing

/// Many files by a job file: what fails does not touch the others, and the combined report is the
/// sum of the single ones.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct BatchTests {
  static let states = [
    "copy/raw.pdf": "copied", "host/h.dat": "complete", "juki/2026/b.csv": "complete",
    "juki/a.csv": "complete", "juki/damaged.csv": "failed", "odd.xyz": "not-matched",
    "old.bak": "skipped", "utf8/u.csv": "complete", BatchTree.hostileName: "complete",
  ]
  static let outputs = [
    "out/copy/raw.pdf", "out/host/h.csv", "out/juki/2026/b.out.csv", "out/juki/a.out.csv",
    "out/juki/x\ny\"..<b>.out.csv", "out/utf8/u.out.csv",
  ]

  @Test func `Each file is treated by the first entry that matches, and a failure stays alone`()
    throws
  {
    let tree = try BatchTree()
    let run = try tree.run(status: 65)
    let summary = try tree.summary()
    #expect(summary.states == Self.states)
    #expect(
      summary.files.map(\.path)
        == Self.states.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) })
    #expect(summary.exit == .init(reason: "incomplete", status: 65))
    // Nothing half-written, and nothing of the files that failed.
    #expect(tree.files("out") == Self.outputs)
    let failed = try #require(summary.files.first { $0.state == "failed" })
    #expect(failed.status == 65)
    #expect(
      failed.detail
        == "record 1, column 2, byte 27: a quoted field that begins here is still open at the end of "
        + "the input")
    #expect(run.errors.contains("gaiji: juki/damaged.csv: record 1, column 2, byte 27: "))
    #expect(run.errors.contains("gaiji: odd.xyz: no entry of job.toml matches it\n"))
    #expect(
      run.errors.contains("9 files: 5 complete, 1 copied, 1 skipped, 1 not-matched, 1 failed"))
    #expect(try tree.folder.data("out/copy/raw.pdf") == tree.folder.data("in/copy/raw.pdf"))
    #expect(try tree.folder.text("out/host/h.csv") == "T\nABCD\nEFGH\n")
  }

  @Test func `A file becomes what transcode makes of it, with the same report`() throws {
    let tree = try BatchTree()
    _ = try tree.run(status: 65)
    let single = try gaiji(
      ["transcode", "in/juki/a.csv", "-o", "single.csv", "--report", "single", "--quiet"]
        + ["--policy", "juki.toml", "--release", tree.town.release]
        + ["--system", try #require(tree.town.system("cp932"))], in: tree.folder)
    #expect(single.status == 0, "\(single.errors)")
    #expect(try tree.folder.data("out/juki/a.out.csv") == tree.folder.data("single.csv"))
    for name in ["unmapped.csv", "mapped.csv", "policy.json"] {
      let own = try tree.folder.data("rep/files/juki/a.csv/" + name)
      #expect(try own == tree.folder.data("single/" + name), "\(name)")
    }
  }

  @Test func `The combined numbers are the sums of the single reports`() throws {
    let tree = try BatchTree()
    _ = try tree.run(status: 65)
    let summary = try tree.summary()
    var (records, characters, gaiji, unmapped, bytesOut) = (0, 0, 0, 0, 3)
    var rows: [String: [Int]] = ["unmapped.csv": [], "mapped.csv": []]
    var lines: [String: [[String]]] = [:]
    for file in summary.files {
      guard file.state == "complete", let report = file.report else { continue }
      let own = try Summary(tree.folder.data("rep/\(report)/summary.json"))
      records += own.source.records
      characters += own.conservation.total.charactersIn
      gaiji += own.conservation.total.gaijiMapped.exact
      unmapped += own.unmapped.occurrences
      bytesOut += own.output?.bytes ?? 0
      #expect(own.output?.sha256 == file.output?.sha256)
      for name in ["unmapped.csv", "mapped.csv"] {
        let table = try Self.table(tree.folder.data("rep/\(report)/\(name)"))
        rows[name]! += table.compactMap { Int($0["count"] ?? "") }
        lines[name, default: []] += table.map { [file.path, $0["kind"] ?? "", $0["code"] ?? ""] }
      }
    }
    #expect(summary.total.records == records && records > 600 + 240)
    #expect(summary.total.counts.charactersIn == characters)
    #expect(summary.total.counts.gaijiMapped.exact == gaiji && gaiji > 0)
    #expect(summary.total.unmapped.occurrences == unmapped && unmapped > 0)
    #expect(summary.total.bytesOut == bytesOut)
    #expect(
      summary.findings.reduce(0) { $0 + $1.occurrences } == rows.values.joined().reduce(0, +))
    // Every row of every single list stands in the combined one, behind its file's path.
    for name in ["unmapped.csv", "mapped.csv"] {
      let table = try Self.table(tree.folder.data("rep/" + name))
      #expect(table.compactMap { Int($0["count"] ?? "") } == rows[name])
      #expect(
        table.map { [$0["file"] ?? "", $0["kind"] ?? "", $0["code"] ?? ""] } == lines[name])
    }
    // b.csv is the beginning of a.csv: what is in it is found in both, and first in it.
    let shared = summary.findings.filter { $0.files > 1 }
    #expect(!shared.isEmpty)
    #expect(shared.allSatisfy { $0.first.file == "juki/2026/b.csv" && $0.occurrences >= 2 })
    #expect(summary.findings.allSatisfy { $0.charset == "cp932" || $0.kind != "gaiji" })
  }

  @Test func `The page names every file and links to its report`() throws {
    let tree = try BatchTree()
    _ = try tree.run(["--lang", "en"], status: 65)
    let page = try tree.folder.text("rep/report.html")
    #expect(page.contains("<a href=\"./files/juki/a.csv/report.html\">juki/a.csv</a>"))
    #expect(
      page.contains(
        "<a href=\"./files/juki/x%0Ay%22..%3Cb%3E.csv/report.html\">juki/x[U+000A]y&quot;..&lt;b&gt;.csv</a>"
      ))
    #expect(page.contains("<td>odd.xyz</td>"))
    #expect(!page.contains("<b>.csv"))
    #expect(tree.folder.exists("rep/files/" + BatchTree.hostileName + "/report.html"))
  }

  @Test func `Continuing does only what is not done or has changed`() throws {
    let tree = try BatchTree()
    _ = try tree.run(status: 65)
    let before = try tree.summary()
    let kept = try tree.folder.state("out/juki/a.out.csv")
    // Without --continue the outputs are in the way.
    let refused = try tree.run(status: 64)
    #expect(refused.errors.hasPrefix("gaiji: out/copy/raw.pdf exists; use --force"))
    #expect(try tree.summary() == before)

    tree.folder.write("in/juki/damaged.csv", BatchTree.header + Data("1,,,\n".utf8))
    tree.folder.write("in/utf8/u.csv", Desk.plainCSV + "3,新\r\n")
    try FileManager.default.removeItem(atPath: tree.folder["out/host/h.csv"])
    let run = try tree.run(["--continue"], status: 65)
    let after = try tree.summary()
    #expect(after.states.filter { $0.value == "failed" } == [:])
    let keptFiles = Set(after.files.filter(\.kept).map(\.path))
    #expect(keptFiles == ["copy/raw.pdf", "juki/2026/b.csv", "juki/a.csv", BatchTree.hostileName])
    #expect(try tree.folder.state("out/juki/a.out.csv") == kept)
    #expect(run.errors.contains("juki/a.csv: complete (earlier), 600 records"))
    #expect(try tree.folder.text("out/utf8/u.out.csv").hasSuffix("3,新\r\n"))
    // The same report as of a batch that did everything at once, but for what was kept.
    let fresh = try gaiji(
      ["batch", "job.toml", "--out", "out2", "--report", "rep2", "--release", tree.town.release],
      in: tree.folder)
    #expect(fresh.status == 65)
    let other = try BatchSummary(tree.folder.data("rep2/summary.json"))
    #expect(other.findings == after.findings)
    #expect(other.total == after.total)
    for name in ["unmapped.csv", "mapped.csv"] {
      #expect(try tree.folder.data("rep/" + name) == tree.folder.data("rep2/" + name))
    }
    // A file that was converted and now fails: its older output stays and is named as such.
    let good = try tree.folder.data("in/utf8/u.csv")
    tree.folder.write("in/utf8/u.csv", "番号,氏名\r\n1,\"")
    let failing = try tree.run(["--continue", "--quiet"], status: 65)
    #expect(failing.errors.contains("; an earlier output still stands at utf8/u.out.csv\n"))
    tree.folder.write("in/utf8/u.csv", good)
    _ = try tree.run(["--continue", "--quiet"], status: 65)
    #expect(try tree.summary().states["utf8/u.csv"] == "complete")
    // Another policy is another output, and a changed list is not believed.
    let text = try tree.folder.text("juki.toml")
    tree.folder.write("juki.toml", text + "ivs = \"always\"\n")
    _ = try tree.run(["--continue", "--quiet"], status: 65)
    #expect(
      try tree.summary().files.filter(\.kept).map(\.path)
        == ["copy/raw.pdf", "host/h.dat", "utf8/u.csv"])
    tree.folder.write("rep/files/utf8/u.csv/mapped.csv", "kind\r\n")
    _ = try tree.run(["--continue", "--quiet"], status: 65)
    #expect(try tree.summary().files.filter { !$0.kept }.map(\.path).contains("utf8/u.csv"))
  }

  /// Rows by the names of the header.
  private static func table(_ data: Data) throws -> [[String: String]] {
    let rows = CSVRows(data).rows.map { $0.map { String(decoding: $0, as: UTF8.self) } }
    let header = try #require(rows.first)
    return rows.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
  }
}
