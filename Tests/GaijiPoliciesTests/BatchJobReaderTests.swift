import Foundation
import GaijiModel
import GaijiPolicies
import Testing

@Suite struct BatchJobReaderTests {
  private func job(_ text: String, _ path: String = "jobs/night.toml") throws -> BatchJob {
    try BatchJobReader.decode(Array(text.utf8), path: path)
  }

  private func messages(_ text: String, _ path: String = "night.toml") throws -> [String] {
    do {
      _ = try job(text, path)
      return []
    } catch let error as PolicyError {
      return error.problems.map(\.description)
    }
  }

  static let toml = """
    input = "extracts"
    unmatched = "skip"

    [defaults]
    to = "utf8"
    system = "市/住記"
    output = "{dir}/{name}.utf8{ext}"

    [[files]]
    match = "*.bak"
    skip = true

    [[files]]
    match = ["juki/**/*.csv", "a.csv"]
    policy = "../juki.toml"
    columns = ["氏名", 3]
    limits = { "氏名" = { max-chars = 20 } }

    [[files]]
    match = "*.dat"
    layout = "/abs/juki.cpy"
    framing = "delimited"
    record-end = "0d0A"
    out-format = "jsonl"
    system = "市/税"
    output = "{name}.jsonl"
    """

  static let json = """
    {"input": "extracts", "unmatched": "skip",
     "defaults": {"to": "utf8", "system": "市/住記", "output": "{dir}/{name}.utf8{ext}"},
     "files": [
      {"match": "*.bak", "skip": true},
      {"match": ["juki/**/*.csv", "a.csv"], "policy": "../juki.toml", "columns": ["氏名", 3],
       "limits": {"氏名": {"max-chars": 20}}},
      {"match": "*.dat", "layout": "/abs/juki.cpy", "framing": "delimited", "record-end": "0d0A",
       "out-format": "jsonl", "system": "市/税", "output": "{name}.jsonl"}]}
    """

  @Test func `Reads defaults, entries and paths`() throws {
    let job = try job(Self.toml)
    #expect(job.input == "jobs/extracts")
    #expect(job.unmatched == .skip)
    #expect(job.entries.map(\.treatment) == [.skip, .convert, .convert])
    #expect(job.entries.map(\.line) == [9, 13, 19])
    let (second, third) = (job.entries[1], job.entries[2])
    #expect(second.keys.policy == "jobs/../juki.toml")
    #expect(second.keys.columns == .some(.some([.name("氏名"), .index(3)])))
    #expect(second.keys.system?.description == "市/住記")
    #expect(second.keys.limits == [.init(column: .name("氏名"), unit: .characters, maximum: 20)])
    #expect(try second.output.path(for: "juki/x.csv") == "juki/x.utf8.csv")
    #expect(third.keys.layout == "/abs/juki.cpy")
    #expect(third.keys.framing == .delimited(terminator: [0x0D, 0x0A]))
    #expect(third.keys.outFormat == .jsonl)
    #expect(third.keys.system?.description == "市/税")
    #expect(third.keys.to == "utf8")
    #expect(job.entry(for: "juki/2026/x.csv") == 1)
    #expect(job.entry(for: "x.bak") == 0)
    #expect(job.entry(for: "x/y.dat") == nil)
  }

  @Test func `JSON says the same as TOML`() throws {
    var (toml, json) = (try job(Self.toml), try job(Self.json, "jobs/night.json"))
    toml.path = json.path
    toml.sha256 = json.sha256
    for index in toml.entries.indices {
      toml.entries[index].line = nil
      json.entries[index].line = nil
    }
    #expect(toml == json)
  }

  @Test func `The first entry that matches wins`() throws {
    let job = try job(
      "[[files]]\nmatch = \"a*\"\ncopy = true\n[[files]]\nmatch = \"*\"\nskip = true\n")
    #expect(job.entry(for: "ab") == 0)
    #expect(job.entry(for: "b") == 1)
  }

  @Test(arguments: [
    ("", "night.toml: a job needs one or more [[files]] with \"match\""),
    ("files = 1", "night.toml:1: a job needs one or more [[files]] with \"match\""),
    (
      "[[files]]\nfrom = \"cp932\"",
      "night.toml:1: \"files[1]\" needs \"match\", the patterns of its files"
    ),
    (
      "[[files]]\nmatch = \"*\"\ncolums = \"all\"",
      "night.toml:3: unknown key \"files[1].colums\"; did you mean \"columns\"?"
    ),
    (
      "unmached = \"skip\"\n[[files]]\nmatch = \"*\"",
      "night.toml:1: unknown key \"unmached\"; did you mean \"unmatched\"?"
    ),
    (
      "unmatched = \"drop\"\n[[files]]\nmatch = \"*\"",
      "night.toml:1: \"unmatched\" cannot be \"drop\"; one of: report, skip, copy, error"
    ),
    (
      "[[files]]\nmatch = \"a/../*\"",
      "night.toml:2: \"files[1].match\": \"a/../*\" cannot hold .. as a name"
    ),
    (
      "[[files]]\nmatch = \"*\"\noutput = \"../{name}\"",
      "night.toml:3: \"files[1].output\": \"../{name}\" gives the path \"../name\", in which \"..\" is no name"
    ),
    (
      "[[files]]\nmatch = \"*\"\nskip = true\ncopy = true",
      "night.toml:4: \"files[1]\" has \"skip\" and \"copy\"; keep one"
    ),
    (
      "[[files]]\nmatch = \"*\"\nskip = true\nfrom = \"cp932\"",
      "night.toml:4: \"files[1].from\" has no use: the files are skipped"
    ),
    (
      "[[files]]\nmatch = \"*\"\nframing = \"rdw\"",
      "night.toml:3: \"files[1].framing\" goes with \"layout\" or \"out-layout\""
    ),
    (
      "[[files]]\nmatch = \"*\"\nlayout = \"a.cpy\"\nframing = \"fixed\"",
      "night.toml:4: \"files[1].framing\" needs \"record-length\" beside it"
    ),
    (
      "[[files]]\nmatch = \"*\"\nlayout = \"a.cpy\"\nrecord-end = \"1\"",
      "night.toml:4: \"files[1].record-end\" must be 1 to 4 bytes in hexadecimal such as \"15\", not \"1\""
    ),
    (
      "[[files]]\nmatch = \"*\"\nout-layout = \"same\"",
      "night.toml:3: \"files[1].out-layout\" is \"same\", which needs \"layout\""
    ),
    (
      "[[files]]\nmatch = \"*\"\nlayout = \"a.cpy\"\nprofile = \"p.toml\"",
      "night.toml:4: \"files[1].profile\" is for delimited text; \"layout\" says what host records are"
    ),
    (
      "[[files]]\nmatch = \"*\"\nsystem = \"市\"",
      "night.toml:3: \"system\" must be ORGANISATION/SYSTEM, not \"市\""
    ),
    (
      "[defaults]\nto = 1\n[[files]]\nmatch = \"*\"",
      "night.toml:2: \"defaults.to\" must be a string, not an integer"
    ),
    (
      "[[files]]\nmatch = []",
      "night.toml:2: \"files[1].match\" must be an array of one or more strings"
    ),
    (
      "[[files]]\nmatch = \"*\"\nmax-record = 9",
      "night.toml:3: \"files[1].max-record\" must be from 1024 to 1099511627776, not 9"
    ),
  ])
  func `Every problem is named with its line and key`(_ text: String, _ message: String) throws {
    #expect(try messages(text) == [message])
  }

  @Test func `A problem of the defaults is said once, not with each entry`() throws {
    let text = "[defaults]\nframin = \"rdw\"\n[[files]]\nmatch = \"a\"\n[[files]]\nmatch = \"b\"\n"
    #expect(try messages(text).count == 1)
  }

  @Test func `The example of the documentation can be read, and its files are there`() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let job = try BatchJobReader.read(path: root.appending(path: "Data/jobs/town.toml").path)
    #expect(job.entries.map(\.treatment) == [.skip, .copy, .convert, .convert, .convert])
    let named = job.entries.flatMap { [$0.keys.policy, $0.keys.layout] }.compactMap(\.self)
    #expect(named.count == 2)
    for path in named { #expect(FileManager.default.fileExists(atPath: path), "\(path)") }
  }
}
