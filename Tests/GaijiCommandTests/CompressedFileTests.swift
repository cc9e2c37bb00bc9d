import Foundation
import Glibc
import Testing

/// Compressed input and output: the same conversion, digests and account as of plain files.
@Suite(
  .enabled(if: Town.isReady, Town.comment),
  .enabled(if: Unpacked.areReady, "gzip and zstd are not both installed (Scripts/setup)"))
struct CompressedFileTests {
  private let town: Town
  private let folder: Scratch
  private let plainText: Data

  init() throws {
    town = try Town.shared()
    folder = try Scratch()
    plainText = try Data(contentsOf: URL(filePath: town.truth("cp932")))
    for (name, ending) in [("gzip", "gz"), ("zstd", "zst")] {
      folder.write("in.csv." + ending, try Unpacked.packed(town.register("cp932"), by: name))
    }
  }

  private func run(_ arguments: [String], input: Data? = nil) throws -> GaijiProcess.Outcome {
    try gaiji(arguments + town.flags("cp932"), in: folder, input: input)
  }

  @Test(arguments: [("gz", "zst"), ("zst", "gz"), ("gz", "csv")])
  func `The content is converted, and the summary says how it is stored`(
    _ endings: (from: String, to: String)
  ) throws {
    let output = endings.to == "csv" ? "out.csv" : "out.csv." + endings.to
    let plain = try run(["transcode", town.register("cp932"), "-o", "p.csv", "--report", "plain"])
    #expect(plain.status == 0, "\(plain.errors)")
    let input = "in.csv." + endings.from
    let packed = try run(["transcode", input, "-o", output, "--report", "packed", "--occurrences"])
    #expect(packed.status == 0, "\(packed.errors)")
    let text =
      try endings.to == "csv" ? folder.data(output) : Unpacked.data(folder[output])
    #expect(text == plainText)

    let (one, two) = (
      try Summary(folder.data("plain/summary.json")),
      try Summary(folder.data("packed/summary.json"))
    )
    #expect(one.source.compression == nil && one.output?.compression == nil)
    #expect(one.source.sha256 == two.source.sha256 && one.source.bytes == two.source.bytes)
    #expect(one.output?.sha256 == two.output?.sha256 && one.output?.bytes == two.output?.bytes)
    #expect(one.conservation == two.conservation && one.findings == two.findings)
    let words = ["gz": "gzip", "zst": "zstd"]
    #expect(two.source.compression?.form == words[endings.from])
    #expect(try two.source.compression?.storedBytes == folder.data(input).count)
    #expect(two.output?.compression?.form == words[endings.to])
    if endings.to != "csv" {
      #expect(try two.output?.compression?.storedBytes == folder.data(output).count)
    }
    let page = try folder.text("packed/report.html")
    #expect(page.contains(words[endings.from]! + " で "))

    let verify = try run(["verify", input, output])
    #expect(verify.status == 0, "\(verify.errors)")
    #expect(verify.outputText.contains("unexplained: 0"))
  }

  @Test func `Pipes are read and written compressed`() throws {
    let input = try folder.data("in.csv.zst")
    let piped = try run(
      ["transcode", "-", "-o", "-", "--compress", "gzip", "--compress-level", "9", "--quiet"],
      input: input)
    #expect(piped.status == 0, "\(piped.errors)")
    folder.write("piped.gz", piped.output)
    #expect(try Unpacked.data(folder["piped.gz"]) == plainText)
    let scan = try run(["scan", "-", "--json", "--quiet"], input: input)
    #expect(scan.status == 0)
    #expect(try Summary(scan.output).source.compression?.storedBytes == input.count)
  }

  @Test func `Flags stand above names`() throws {
    let plain = try run(["transcode", "in.csv.gz", "-o", "a.gz", "--compress", "none", "--quiet"])
    #expect(plain.status == 0)
    #expect(try folder.data("a.gz") == plainText)
    // Not decompressed, the file is no CSV in CP932: the header has not the columns.
    let raw = try run(["transcode", "in.csv.gz", "-o", "b.csv", "--decompress", "none", "--quiet"])
    #expect(raw.status == 64)
    #expect(!folder.exists("b.csv"))
    for (arguments, message) in [
      (["--compress-level", "3"], "--compress-level has no use: c.csv is not compressed"),
      (["--compress", "gzip", "--compress-level", "10"], "--compress-level 10: gzip has 1 to 9"),
      (["--compress", "zstd", "--compress-level", "0"], "--compress-level 0: zstd has 1 to 19"),
    ] {
      let refused = try run(["transcode", "in.csv.gz", "-o", "c.csv"] + arguments)
      #expect(refused.status == 64 && refused.errors.contains(message), "\(refused.errors)")
    }
    #expect(!folder.names.contains { $0.hasPrefix("c.csv") })
  }

  @Test(arguments: ["gz", "zst"])
  func `A file that is cut off leaves no output, and a report that says why`(
    _ ending: String
  ) throws {
    let stored = try folder.data("in.csv." + ending)
    folder.write("cut.csv." + ending, stored.prefix(stored.count - 5))
    let cut = try run([
      "transcode", "cut.csv." + ending, "-o", "out.csv.gz", "--report", "report", "--quiet",
    ])
    #expect(cut.status == 65)
    #expect(cut.errors.contains("the file ends at byte \(stored.count - 5)"), "\(cut.errors)")
    #expect(!folder.names.contains { $0.hasPrefix("out.csv") })
    let summary = try Summary(folder.data("report/summary.json"))
    #expect(summary.exit.reason == "failed" && summary.exit.detail.contains("are cut off"))
  }

  @Test func `Rejected records are compressed as their file's name says`() throws {
    let run = try run([
      "transcode", "in.csv.gz", "-o", "out.csv.gz", "--on-gaiji", "reject", "--quiet",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let rejected = try Unpacked.data(folder["out.csv.rejected.gz"])
    let register = try Data(contentsOf: URL(filePath: town.register("cp932")))
    let header = try #require(register.firstRange(of: [0x0D, 0x0A]))
    #expect(rejected.prefix(header.upperBound) == register.prefix(header.upperBound))
    #expect(rejected.count > header.upperBound)
  }

  @Test(arguments: ["gz", "zst"])
  func `A signal ends a run that waits for the rest of a compressed pipe`(
    _ ending: String
  ) throws {
    let stored = try folder.data("in.csv." + ending)
    let pipe = Pipe()
    let process = try GaijiProcess(
      ["transcode", "-", "-o", "out.csv.zst", "--quiet"] + town.flags("cp932"), in: folder,
      input: pipe.fileHandleForReading)
    try pipe.fileHandleForReading.close()
    try pipe.fileHandleForWriting.write(contentsOf: stored.prefix(stored.count / 2))
    // Its part is there, so its handlers are.
    let limit = Date(timeIntervalSinceNow: 20)
    while !folder.names.contains(where: { $0.hasSuffix(".part") }), Date() < limit { usleep(5000) }
    usleep(100_000)
    process.send(SIGTERM)
    let run = try process.wait(seconds: 10)
    try pipe.fileHandleForWriting.close()
    #expect(run.status == 143 && !run.wasKilled)
    #expect(run.errors == "gaiji: ended by signal 15; no output was left\n")
    #expect(!folder.names.contains { $0.hasPrefix("out.csv") })
  }
}
