import Foundation
import Glibc
import Testing

/// `transcode --checkpoint`: runs that are killed and go on.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct CheckpointTests {
  /// The register several times over, so that a kill comes in the middle.
  private func makeInput(_ town: Town, in folder: Scratch, times: Int) throws {
    let register = try Data(contentsOf: URL(filePath: town.register("cp932")))
    let header = try #require(register.firstIndex(of: 0x0A)) + 1
    var input = register
    for _ in 1..<times { input += register[header...] }
    folder.write("in.csv", input)
  }

  private func arguments(_ town: Town, _ output: String, _ report: String) -> [String] {
    [
      "transcode", "in.csv", "-o", output, "--report", report, "--occurrences", "--quiet",
      "--force",
    ]
      + town.flags("cp932")
  }

  /// The report without what differs between any two runs.
  private func report(_ folder: Scratch, _ name: String) throws -> String {
    var lines = try folder.text("\(name)/summary.json").split(separator: "\n").map(String.init)
    lines.removeAll { line in
      ["started", "total", "reading", "converting", "writing", "hashing", "\"name\""].contains {
        line.contains($0)
      }
    }
    return lines.joined(separator: "\n")
      + (try folder.text("\(name)/unmapped.csv")) + (try folder.text("\(name)/mapped.csv"))
  }

  @Test func `A run that is killed again and again ends as one that was left alone`() throws {
    let town = try Town.shared()
    let folder = try Scratch()
    try makeInput(town, in: folder, times: 40)
    let whole = try gaiji(arguments(town, "whole.csv", "whole"), in: folder)
    #expect(whole.status == 0, "\(whole.errors)")
    var random = Seeded(state: 7)
    var kills = 0
    var resumed = 0
    while true {
      if folder.exists("state") { resumed += 1 }
      let before = try? folder.state("state").inode
      let process = try GaijiProcess(
        arguments(town, "out.csv", "out") + [
          "--checkpoint", "state", "--checkpoint-every", "0", "--threads", "\(kills % 3 + 1)",
        ], in: folder)
      if kills < 8 {
        // Each run gets a little further than the last: a new checkpoint, and then some.
        while process.isRunning, (try? folder.state("state").inode) ?? before == before {
          usleep(500)
        }
        usleep(UInt32.random(in: 0...20_000, using: &random))
        process.send(SIGKILL)
      }
      let outcome = try process.wait()
      guard outcome.wasKilled else {
        #expect(outcome.status == 0, "\(outcome.errors)")
        break
      }
      kills += 1
    }
    #expect(kills > 1)
    #expect(resumed > 1)
    let sameOutput = try folder.data("out.csv") == folder.data("whole.csv")
    let sameLog =
      try folder.data("out/occurrences.csv.gz") == folder.data("whole/occurrences.csv.gz")
    #expect(sameOutput)
    #expect(sameLog)
    #expect(try report(folder, "out") == report(folder, "whole"))
    #expect(!folder.exists("state"))
  }

  @Test func `A signal keeps what was done, and the same command goes on`() throws {
    let town = try Town.shared()
    let folder = try Scratch()
    let register = try Data(contentsOf: URL(filePath: town.register("cp932")))
    folder.write("in.csv", register)
    let flags =
      town.flags("cp932") + ["--quiet", "--checkpoint", "state", "--checkpoint-every", "0"]
    let pipe = Pipe()
    let process = try GaijiProcess(
      ["transcode", "-", "-o", "out.csv"] + flags, in: folder, input: pipe.fileHandleForReading)
    try pipe.fileHandleForReading.close()
    let header = try #require(register.firstIndex(of: 0x0A)) + 1
    var sent = register
    for _ in 0..<12 { sent += register[header...] }
    // Blocks until the program has taken all but what a pipe holds.
    let writer = pipe.fileHandleForWriting
    try writer.write(contentsOf: sent)
    let limit = Date(timeIntervalSinceNow: 20)
    while !folder.exists("state"), Date() < limit { usleep(5000) }
    let busy = try gaiji(["transcode", "-", "-o", "out.csv"] + flags, in: folder, input: sent)
    #expect(busy.status == 64)
    #expect(busy.errors.contains("is still written by another run"), "\(busy.errors)")
    process.send(SIGTERM)
    let ended = try process.wait(seconds: 10)
    try writer.close()
    #expect(ended.status == 143)
    #expect(ended.errors.contains("the same command goes on from state"))
    #expect(folder.names.contains { $0.hasSuffix(".part") })
    // A pipe is read again up to where it was; another content is refused and nothing is lost.
    var other = sent
    other[other.startIndex + 3000] ^= 1
    let refused = try gaiji(["transcode", "-", "-o", "out.csv"] + flags, in: folder, input: other)
    #expect(refused.status == 64, "\(refused.errors)")
    #expect(refused.errors.contains("the input is not the one"))
    let done = try gaiji(["transcode", "-", "-o", "out.csv"] + flags, in: folder, input: sent)
    #expect(done.status == 0, "\(done.errors)")
    folder.write("sent.csv", sent)
    let whole = try gaiji(
      ["transcode", "sent.csv", "-o", "whole.csv", "--quiet"] + town.flags("cp932"), in: folder)
    #expect(whole.status == 0)
    let sameOutput = try folder.data("out.csv") == folder.data("whole.csv")
    #expect(sameOutput)
    #expect(folder.names == ["in.csv", "out.csv", "sent.csv", "whole.csv"])
  }

  @Test func `A checkpoint of another conversion is refused and left alone`() throws {
    let town = try Town.shared()
    let folder = try Scratch()
    try makeInput(town, in: folder, times: 24)
    let command =
      arguments(town, "out.csv", "out") + [
        "--checkpoint", "state", "--checkpoint-every", "0",
      ]
    let process = try GaijiProcess(command, in: folder)
    let limit = Date(timeIntervalSinceNow: 30)
    while !folder.exists("state"), process.isRunning, Date() < limit { usleep(1000) }
    process.send(SIGKILL)
    let killed = try process.wait()
    try #require(killed.wasKilled)
    let names = folder.names
    for (more, word) in [
      (["--substitute", "?"], "the policy's SHA-256"), (["--no-hash"], "--hash"),
      (["--max-record", "5000"], "--max-record"),
    ] {
      let refused = try gaiji(command + more, in: folder)
      #expect(refused.status == 64, "\(more)")
      #expect(refused.errors.contains("checkpoint state: \(word) was"), "\(refused.errors)")
      #expect(folder.names == names)
    }
    folder.write("state", "nonsense")
    let damaged = try gaiji(command, in: folder)
    #expect(damaged.status == 64)
    #expect(damaged.errors.contains("it is no checkpoint of this version"))
    let direct = try gaiji(
      ["transcode", "in.csv", "-o", "/dev/null", "--checkpoint", "other", "--quiet"]
        + town.flags("cp932"), in: folder)
    #expect(direct.status == 64)
    #expect(direct.errors.contains("/dev/null is written directly"))
  }
}

/// SplitMix64: the same kills in every run of the tests.
private struct Seeded: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
