import Foundation
import Glibc
import Testing

/// Runs that are ended from outside, in the middle of their work.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct InterruptionTests {
  /// A conversion that has read one register of several blocks from a pipe and waits for more.
  private func startWaiting(
    _ more: [String] = [], in folder: Scratch
  ) throws -> (process: GaijiProcess, writer: FileHandle) {
    let town = try Town.shared()
    let pipe = Pipe()
    let process = try GaijiProcess(
      ["transcode", "-", "-o", "out.csv"] + more + town.flags("cp932"), in: folder,
      input: pipe.fileHandleForReading)
    try pipe.fileHandleForReading.close()
    let block = try Data(contentsOf: URL(filePath: town.register("cp932")))
    let writer = pipe.fileHandleForWriting
    // Blocks until the program has taken all but what a pipe holds (64 KiB).
    for _ in 0..<8 { try writer.write(contentsOf: block) }
    // The first block has gone through: something stands in the temporary file.
    let limit = Date(timeIntervalSinceNow: 20)
    while try temporary(in: folder).isEmpty, Date() < limit { usleep(5000) }
    #expect(try !temporary(in: folder).isEmpty)
    #expect(process.isRunning)
    return (process, writer)
  }

  private func temporary(in folder: Scratch) throws -> Data {
    let name = folder.names.first { $0.hasPrefix("out.csv.") && $0.hasSuffix(".part") }
    return try name.map { try folder.data($0) } ?? Data()
  }

  @Test(arguments: [(SIGTERM, "SIGTERM"), (SIGINT, "SIGINT"), (SIGHUP, "SIGHUP")])
  func `A signal ends a waiting run and removes what it wrote`(
    _ signal: (number: Int32, name: String)
  ) throws {
    let folder = try Scratch()
    let (process, writer) = try startWaiting(["--quiet"], in: folder)
    process.send(signal.number)
    let run = try process.wait(seconds: 10)
    try writer.close()
    #expect(run.status == 128 + signal.number)
    #expect(!run.wasKilled)
    #expect(run.errors == "gaiji: ended by signal \(signal.number); no output was left\n")
    #expect(folder.names == [])
  }

  @Test func `The report of an interrupted run says so`() throws {
    let folder = try Scratch()
    let (process, writer) = try startWaiting(["--report", "report", "--occurrences"], in: folder)
    process.send(SIGTERM)
    let run = try process.wait(seconds: 10)
    try writer.close()
    #expect(run.status == 143)
    #expect(!folder.exists("out.csv"))
    #expect(!folder.names.contains { $0.hasSuffix(".part") || $0.hasSuffix(".partial") })
    let summary = try Summary(folder.data("report/summary.json"))
    #expect(summary.exit.reason == "failed")
    #expect(summary.exit.detail == "ended by signal 15; no output was left")
    #expect(summary.output == nil)
  }

  @Test func `A run that is killed leaves nothing under the final name`() throws {
    let folder = try Scratch()
    folder.write("old.csv", "what stood there before")
    let (process, writer) = try startWaiting(in: folder)
    process.send(SIGKILL)
    let run = try process.wait(seconds: 10)
    try writer.close()
    #expect(run.wasKilled && run.status == SIGKILL)
    #expect(!folder.exists("out.csv"))
    // Nobody could remove the temporary file; its name says what it is.
    let left = folder.names.filter { $0 != "old.csv" }
    #expect(left == ["out.csv.gaiji-\(process.identifier).part"])
  }

  @Test func `What a killed run of the same process number left is in nobody's way`() throws {
    let desk = try Desk()
    let run = try GaijiProcess(
      "transcode in.csv -o out.csv --quiet \(plain)".split(separator: " ").map(String.init),
      in: desk.folder, preparation: "echo old > out.csv.gaiji-$$.part"
    ).wait()
    #expect(run.status == 0, "\(run.errors)")
    #expect(try desk.folder.data("out.csv") == Data(Desk.plainCSV.utf8))
    // It is not this run's to remove.
    #expect(desk.added.count == 2)
    let left = try #require(desk.added.last)
    #expect(left.hasPrefix("out.csv.gaiji-") && left.hasSuffix(".part"))
    #expect(try desk.folder.text(left) == "old\n")
  }

  @Test func `A file that was to be replaced survives an interrupted run`() throws {
    let folder = try Scratch()
    folder.write("out.csv", "what stood there before")
    let state = try folder.state("out.csv")
    let (process, writer) = try startWaiting(["--force"], in: folder)
    process.send(SIGINT)
    let run = try process.wait(seconds: 10)
    try writer.close()
    #expect(run.status == 130)
    #expect(try folder.state("out.csv") == state)
    #expect(folder.names == ["out.csv"])
  }

  @Test func `A run that waits to write into a pipe can be ended too`() throws {
    let town = try Town.shared()
    let folder = try Scratch()
    let pipe = Pipe()
    let process = try GaijiProcess(
      ["transcode", town.register("cp932"), "-o", "-", "--quiet"] + town.flags("cp932"),
      in: folder, output: pipe.fileHandleForWriting)
    try pipe.fileHandleForWriting.close()
    // The output is larger than a pipe holds and nobody reads more than its first byte: the program
    // has begun to write and waits.
    let first = try #require(try pipe.fileHandleForReading.read(upToCount: 1))
    #expect(first.count == 1)
    usleep(200_000)
    #expect(process.isRunning)
    process.send(SIGTERM)
    let run = try process.wait(seconds: 10)
    #expect(run.status == 143)
    #expect(run.errors == "gaiji: ended by signal 15; no output was left\n")
    try pipe.fileHandleForReading.close()
  }

  @Test(arguments: ["1", "2", "5"])
  func `A run whose output fails does not wait for its input`(_ threads: String) throws {
    let town = try Town.shared()
    let folder = try Scratch()
    let pipe = Pipe()
    let process = try GaijiProcess(
      ["transcode", "-", "-o", "/dev/full", "--quiet", "--threads", threads] + town.flags("cp932"),
      in: folder, input: pipe.fileHandleForReading)
    let register = try Data(contentsOf: URL(filePath: town.register("cp932")))
    let writer = pipe.fileHandleForWriting
    let reader = pipe.fileHandleForReading
    DispatchQueue.global().async {
      for _ in 0..<16 { try? writer.write(contentsOf: register) }
    }
    let run = try process.wait(seconds: 20)
    // Whoever writes still, writes into a pipe that nobody reads.
    try reader.close()
    #expect(run.status == 74)
    #expect(run.errors.contains("/dev/full"), "\(run.errors)")
    withExtendedLifetime(writer) {}
  }
}
