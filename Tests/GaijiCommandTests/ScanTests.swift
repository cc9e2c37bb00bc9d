import Foundation
import Testing

/// `gaiji scan`, `--json`, `--quiet`, and that the same input gives the same result.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct ScanTests {
  @Test(arguments: ["cp932", "utf16le"])
  func `A scan counts what a conversion counts and writes no data`(_ charset: String) throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    let scan = try gaiji(
      ["scan", town.register(charset), "--report", "scan"] + town.flags(charset), in: folder)
    #expect(scan.status == 0, "\(scan.errors)")
    #expect(scan.output.isEmpty)
    #expect(
      Set(folder.names)
        == Set(
          ["", "/mapped.csv", "/policy.json", "/report.html", "/summary.json", "/unmapped.csv"]
            .map { "scan" + $0 }))
    let run = try gaiji(
      ["transcode", town.register(charset), "-o", "out.csv", "--report", "run"]
        + town.flags(charset), in: folder)
    #expect(run.status == 0, "\(run.errors)")
    let scanned = try Summary(folder.data("scan/summary.json"))
    let converted = try Summary(folder.data("run/summary.json"))
    #expect(scanned.conservation == converted.conservation)
    #expect(scanned.findings == converted.findings)
    #expect(scanned.unmapped == converted.unmapped)
    #expect(scanned.source == converted.source)
    #expect(scanned.policy == converted.policy)
    #expect(scanned.output == nil)
    for name in ["unmapped.csv", "mapped.csv"] {
      #expect(try folder.data("scan/\(name)") == folder.data("run/\(name)"), "\(name)")
    }
    #expect(scan.errorLines.dropLast() == run.errorLines.dropLast())
  }

  @Test func `JSON goes to standard output, or to standard error beside data`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    let flags = town.flags("cp932")
    let file = try gaiji(
      ["transcode", town.register("cp932"), "-o", "out.csv", "--json", "--quiet"] + flags,
      in: folder)
    #expect(file.status == 0 && file.errors == "", "\(file.errors)")
    let summary = try Summary(file.output)
    #expect(summary.source.records == Town.rows)

    let pipe = try gaiji(
      ["transcode", town.register("cp932"), "-o", "-", "--json", "--quiet"] + flags, in: folder)
    #expect(try pipe.output == folder.data("out.csv"))
    let beside = try Summary(Data(pipe.errors.utf8))
    #expect(beside.conservation == summary.conservation)

    let scan = try gaiji(
      ["scan", town.register("cp932"), "--json", "--quiet"] + flags, in: folder)
    #expect(scan.errors == "")
    #expect(try Summary(scan.output).conservation == summary.conservation)
  }

  @Test(arguments: ["transcode", "scan", "verify", "sample", "catalog"])
  func `A quiet command that succeeds prints nothing`(_ command: String) throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    let register = town.register("cp932")
    let line: [String]
    switch command {
    case "transcode": line = [register, "-o", "out.csv", "--report", "report"]
    case "scan": line = [register, "--report", "report"]
    case "verify": line = [register, town.truth("cp932")]
    case "sample":
      line = [
        "--release", town.release, "--rows", "5", "-o", "a.csv", "--truth", "b.csv", "--mapping",
        "c.csv", "--vocabulary", Town.root.appending(path: "Data/sample").path,
      ]
    default: line = ["compile", "--catalog", town.catalog, "-o", "a.release"]
    }
    let takesFlags = ["transcode", "scan", "verify"].contains(command)
    let run = try gaiji(
      [command] + line + ["--quiet"] + (takesFlags ? town.flags("cp932") : []), in: folder)
    #expect(run.status == 0)
    #expect(run.output.isEmpty, "\(run.outputText)")
    #expect(run.errors == "")
  }

  @Test func `Two runs differ in their times only`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    for name in ["a", "b"] {
      try folder.makeFolder(name)
      let run = try gaiji(
        [
          "transcode", town.register("cp932"), "-o", "out.csv", "--force", "--report", "report",
          "--occurrences",
        ] + town.flags("cp932"), in: folder)
      #expect(run.status == 0, "\(run.errors)")
      for file in ["out.csv", "report"] {
        try FileManager.default.moveItem(atPath: folder[file], toPath: folder["\(name)/\(file)"])
      }
    }
    for file in ["out.csv", "unmapped.csv", "mapped.csv", "occurrences.csv.gz", "policy.json"] {
      let path = file == "out.csv" ? file : "report/" + file
      #expect(try folder.data("a/" + path) == folder.data("b/" + path), "\(file)")
    }
    func withoutTimes(_ name: String) throws -> NSDictionary {
      let value = try JSONSerialization.jsonObject(with: folder.data("\(name)/report/summary.json"))
      var summary = try #require(value as? [String: Any])
      #expect(summary.removeValue(forKey: "seconds") != nil)
      #expect(summary.removeValue(forKey: "startedAt") != nil)
      return summary as NSDictionary
    }
    #expect(try withoutTimes("a") == withoutTimes("b"))
  }

  @Test func `A catalogue and the release made from it give the same conversion`() throws {
    let (town, folder) = (try Town.shared(), try Scratch())
    var flags = town.flags("cp932")
    let run = try gaiji(["transcode", town.register("cp932"), "-o", "a.csv"] + flags, in: folder)
    #expect(run.status == 0, "\(run.errors)")
    flags.replaceSubrange(0..<2, with: ["--catalog", town.catalog])
    let other = try gaiji(["transcode", town.register("cp932"), "-o", "b.csv"] + flags, in: folder)
    #expect(other.status == 0, "\(other.errors)")
    #expect(try folder.data("a.csv") == folder.data("b.csv"))
  }
}
