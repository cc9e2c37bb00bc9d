import Foundation
import Glibc
import Testing

/// What a batch refuses before it writes anything, what it lists, and how it ends early.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct BatchRefusalTests {
  struct Refusal: Sendable, CustomTestStringConvertible {
    var name: String
    /// Appended to, or in place of, the job file.
    var job: String
    var arguments: [String] = []
    var status: Int32 = 64
    var message: String
    var testDescription: String { name }
  }

  static let refusals = [
    Refusal(
      name: "two inputs with one output",
      job: "[[files]]\nmatch = \"*.xyz\"\ncopy = true\noutput = \"host/h.csv\"\n",
      message: "gaiji: host/h.dat and odd.xyz would both become host/h.csv; give one of them "
        + "another \"output\" in job.toml\n"),
    Refusal(
      name: "an output that is the folder of another",
      job: "[[files]]\nmatch = \"*.xyz\"\ncopy = true\noutput = \"host\"\n",
      message: "gaiji: host would be the output of odd.xyz and the folder of that of host/h.dat; "
        + "give one of them another \"output\"\n"),
    Refusal(
      name: "a charset that is not in the release",
      job: "[[files]]\nmatch = \"nothing\"\nfrom = \"utf7\"\ncolumns = \"all\"\n",
      message: "gaiji: job.toml:24: charset \"utf7\" is not in the mapping release; it has: "),
    Refusal(
      name: "an entry without charset",
      job: "[[files]]\nmatch = \"nothing\"\ncolumns = \"all\"\n",
      message: "gaiji: job.toml:24: no source charset; give \"source\" in the policy or --from\n"),
    Refusal(
      name: "an entry without columns",
      job: "[[files]]\nmatch = \"*.xyz\"\nfrom = \"utf8\"\n",
      message: "gaiji: job.toml:24: odd.xyz: no columns: name those whose gaiji are mapped"),
    Refusal(
      name: "a policy that is not there",
      job: "[[files]]\nmatch = \"nothing\"\npolicy = \"none.toml\"\n",
      message: "gaiji: none.toml: cannot read the policy: No such file or directory\n"),
    Refusal(
      name: "outputs among the inputs", job: "", arguments: ["--out", "in/out"],
      message: "gaiji: --out in/out lies in the input folder in; keep the three folders apart\n"),
    Refusal(
      name: "the report among the outputs", job: "", arguments: ["--report", "out/rep"],
      status: 66, message: "gaiji: cannot open "),
    Refusal(
      name: "one folder for report and outputs", job: "", arguments: ["--report", "out"],
      message: "gaiji: --out out lies in --report out; keep the three folders apart\n"),
    Refusal(
      name: "no such folder", job: "", arguments: ["--input", "none"], status: 66,
      message: "gaiji: cannot open none: No such file or directory\n"),
    Refusal(
      name: "no such system", job: "", arguments: ["--system", "他市/税"],
      message: "gaiji: job.toml:12: system \"他市/税\" is not in the mapping release; it has: "),
  ]

  @Test(arguments: refusals)
  func `Refuses before anything is written`(_ refusal: Refusal) throws {
    let tree = try BatchTree()
    tree.folder.write("job.toml", try tree.folder.text("job.toml") + refusal.job)
    let before = tree.folder.names
    let run = try tree.run(refusal.arguments, status: refusal.status)
    #expect(run.errors.hasPrefix(refusal.message), "\(run.errors)")
    #expect(tree.folder.names == before)
  }

  @Test func `Files without an entry are skipped, copied or refused as the job file says`() throws {
    let tree = try BatchTree()
    try FileManager.default.removeItem(atPath: tree.folder["in/juki/damaged.csv"])
    tree.folder.write("job.toml", try BatchTree.job(tree.town, unmatched: "error"))
    let refused = try tree.run(status: 64)
    #expect(refused.errors.hasPrefix("gaiji: job.toml: no entry matches odd.xyz; add one, or "))
    tree.folder.write("job.toml", try BatchTree.job(tree.town, unmatched: "skip"))
    _ = try tree.run(["--quiet"], status: 0)
    #expect(try tree.summary().states["odd.xyz"] == "skipped")
    tree.folder.write("job.toml", try BatchTree.job(tree.town, unmatched: "copy"))
    _ = try tree.run(["--quiet", "--force"], status: 0)
    #expect(try tree.folder.text("out/odd.xyz") == "odd")
    #expect(try tree.summary().exit == .init(reason: "complete", status: 0))
  }

  @Test func `More unmapped characters than allowed end it with status 2, all outputs in place`()
    throws
  {
    let tree = try BatchTree()
    try FileManager.default.removeItem(atPath: tree.folder["in/juki/damaged.csv"])
    tree.folder.write("job.toml", try BatchTree.job(tree.town, unmatched: "skip"))
    _ = try tree.run(["--quiet", "--fail-on-unmapped", "0"], status: 2)
    #expect(try tree.summary().states["juki/a.csv"] == "unmapped-above-limit")
    #expect(tree.files("out") == BatchTests.outputs)
    // Another limit needs no other conversion.
    _ = try tree.run(["--quiet", "--continue"], status: 0)
    let again = try tree.summary()
    #expect(again.kept == 6 && again.states["juki/a.csv"] == "complete")
  }

  @Test func `What cannot be an input is listed with the reason`() throws {
    let tree = try BatchTree()
    let manager = FileManager.default
    try manager.createSymbolicLink(
      atPath: tree.folder["in/utf8/out.csv"], withDestinationPath: "/etc/passwd")
    try manager.createSymbolicLink(
      atPath: tree.folder["in/utf8/in.csv"], withDestinationPath: tree.folder["in/utf8/u.csv"])
    try manager.createSymbolicLink(
      atPath: tree.folder["in/utf8/none.csv"], withDestinationPath: "nowhere")
    try manager.createSymbolicLink(
      atPath: tree.folder["in/utf8/loop"], withDestinationPath: "../juki")
    #expect(unsafe mkfifo(tree.folder["in/utf8/pipe.csv"], 0o600) == 0)
    // CP932 for 外.csv: no UTF-8.
    let name = Array((tree.folder["in/utf8/"]).utf8) + [0x8A, 0x4F] + Array(".csv\0".utf8)
    // SAFETY: NUL-terminated, for the length of the call.
    let file = unsafe name.withUnsafeBufferPointer { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { unsafe creat($0.baseAddress!, 0o600) }
    }
    #expect(file >= 0)
    close(file)
    _ = try tree.run(["--quiet"], status: 65)
    let files = try tree.summary().files.filter { $0.path.hasPrefix("utf8/") }
    let details = Dictionary(uniqueKeysWithValues: files.map { ($0.path, $0.detail) })
    #expect(
      details == [
        "utf8/\\x8AO.csv": "has a name that is not UTF-8; rename it", "utf8/in.csv": "",
        "utf8/loop": "is a link to a folder, which is not followed",
        "utf8/none.csv": "is a link that leads nowhere",
        "utf8/out.csv": "is a link that leads out of the input folder; put the file itself there",
        "utf8/pipe.csv": "is no regular file", "utf8/u.csv": "",
      ])
    #expect(files.filter { $0.state == "complete" }.map(\.path) == ["utf8/in.csv", "utf8/u.csv"])
    #expect(!tree.folder.exists("out/utf8/out.out.csv"))
  }

  @Test func `A list shows the treatment of each file and writes nothing`() throws {
    let tree = try BatchTree()
    let before = tree.folder.names
    let run = try gaiji(["batch", "job.toml", "--list"], in: tree.folder)
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      run.outputText == """
        copy        copy/raw.pdf -> copy/raw.pdf (entry 2, line 8)
        convert     host/h.dat -> host/h.csv (entry 5, line 20)
        convert     juki/2026/b.csv -> juki/2026/b.out.csv (entry 3, line 12)
        convert     juki/a.csv -> juki/a.out.csv (entry 3, line 12)
        convert     juki/damaged.csv -> juki/damaged.out.csv (entry 3, line 12)
        convert     juki/x[U+000A]y"..<b>.csv -> juki/x[U+000A]y"..<b>.out.csv (entry 3, line 12)
        not-matched odd.xyz
        skip        old.bak (entry 1, line 5)
        convert     utf8/u.csv -> utf8/u.out.csv (entry 4, line 16)

        """)
    #expect(tree.folder.names == before)
  }

  @Test(arguments: [SIGINT, SIGKILL])
  func `A batch that is ended can be continued`(_ signal: Int32) throws {
    let tree = try BatchTree()
    try FileManager.default.removeItem(atPath: tree.folder["in/juki/damaged.csv"])
    tree.folder.write("job.toml", try BatchTree.job(tree.town, unmatched: "skip"))
    // Large enough to be ended in its middle.
    let line = Data("1,葛城\r\n".utf8)
    var big = Data("番号,氏名\r\n".utf8)
    for _ in 0..<400_000 { big.append(line) }
    tree.folder.write("in/utf8/big.csv", big)
    let process = try GaijiProcess(tree.arguments, in: tree.folder)
    let limit = Date(timeIntervalSinceNow: 30)
    while (try? tree.folder.text("rep/files.jsonl").contains("utf8/big.csv\",\"state\":\"started"))
      != true
    {
      try #require(Date() < limit && process.isRunning)
      usleep(1000)
    }
    process.send(signal)
    let run = try process.wait()
    #expect(run.wasKilled == (signal == SIGKILL))
    #expect(!tree.folder.exists("out/utf8/big.out.csv"))
    if signal == SIGINT {
      #expect(run.status == 130)
      let summary = try tree.summary()
      #expect(summary.exit == .init(reason: "interrupted", status: 130))
      #expect(summary.states["utf8/big.csv"] == "not-reached")
      #expect(summary.states["utf8/u.csv"] == "not-reached")
      #expect(summary.states["juki/a.csv"] == "complete")
      #expect(!tree.folder.names.contains { $0.hasSuffix(".part") })
    } else {
      #expect(!tree.folder.exists("rep/summary.json"))
    }
    _ = try tree.run(["--continue", "--quiet"], status: 0)
    let summary = try tree.summary()
    #expect(summary.kept == 5)
    #expect(try tree.folder.data("out/utf8/big.out.csv") == big)
    #expect(summary.states["utf8/u.csv"] == "complete")
  }
}
