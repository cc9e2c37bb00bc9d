import Foundation
import Testing

/// `gaiji charset` on a copy of the shared catalogue: what is imported is listed, shown, compared and
/// turned round, and comes into a release.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct CharsetCommandTests {

  /// Two codes of 一, a sequence beside its base, one code that is only written.
  static let table =
    "code,unicode,second,use\n41,0041,,\nA1A1,8FBB,E0102,\nA1A2,8FBB,,\nA1A3,4E00,,\n"
    + "A1A4,4E00,,decode\nA1A5,E000,,\nA1A6,4E01,,encode\n"

  struct Desk {
    let folder: Scratch

    init() throws {
      folder = try Scratch()
      folder.write("c.sqlite", try Data(contentsOf: URL(filePath: Town.shared().catalog)))
      folder.write("t.csv", CharsetCommandTests.table)
    }

    func run(_ line: String) throws -> GaijiProcess.Outcome {
      try gaiji(line.split(separator: " ").map(String.init), in: folder)
    }

    func json(_ line: String) throws -> Any {
      let outcome = try run(line + " --json")
      try #require(outcome.status == 0, "\(outcome.errors)")
      return try JSONSerialization.jsonObject(with: outcome.output)
    }
  }

  @Test func `An imported table is listed, shown, turned round and compiled`() throws {
    let desk = try Desk()
    let imported = try desk.run("charset import --catalog c.sqlite --as small t.csv")
    #expect(imported.errors == "")
    #expect(imported.outputText == "t.csv: 7 rows as small; drawn: small\n")

    let listed = try #require(
      desk.json("charset list --catalog c.sqlite") as? [[String: Any]])
    let line = try #require(listed.first { $0["name"] as? String == "small" })
    #expect(line["scheme"] as? String == "lead byte")
    #expect(line["codes"] as? Int == 6)
    #expect(line["oneWay"] as? Int == 1)
    #expect(line["gaiji"] as? Int == 1)
    #expect(line["undefined"] as? Int == 1)
    let source = try #require(line["source"] as? [String: Any])
    #expect(source["file"] as? String == "t.csv")
    #expect((source["sha256"] as? String)?.utf8.count == 64)

    let shown = try #require(
      desk.json("charset show small --catalog c.sqlite") as? [String: Any])
    let groups = try #require(shown["groups"] as? [[String: Any]])
    #expect(groups.map { $0["codes"] as? [String] } == [["A1A3", "A1A4"]])
    let dropped = try #require(shown["groupsWithoutSelectors"] as? [[String: Any]])
    #expect(dropped.map { $0["codes"] as? [String] } == [["A1A3", "A1A4"], ["A1A2", "A1A1"]])
    let written = try #require(shown["writtenOnly"] as? [[String: Any]])
    #expect(written.map { $0["code"] as? String } == ["A1A6"])

    let codes = try desk.run("charset show small --codes A1A1-A1A6 --catalog c.sqlite")
    #expect(
      codes.outputText == """
        A1A1  辻\u{E0102} U+8FBB U+E0102
        A1A2  辻 U+8FBB
        A1A3  一 U+4E00
        A1A4  一 U+4E00  (one-way)
        A1A5  U+E000  (gaiji)
        A1A6  undefined

        """)

    // A release has the same table.
    #expect(try desk.run("catalog compile --catalog c.sqlite -o r.release --quiet").status == 0)
    for store in ["--catalog c.sqlite", "--release r.release"] {
      let trip = try #require(
        desk.json("charset roundtrip small \(store)") as? [String: Any])
      #expect(trip["codes"] as? Int == 6)
      #expect(trip["exact"] as? Int == 5)
      let failures = try #require(trip["failures"] as? [[String: Any]])
      #expect(failures.map { $0["code"] as? String } == ["A1A4"])
      #expect(failures.map { $0["written"] as? String } == ["A1A3"])
    }
    let same = try #require(
      desk.json("charset diff small small --catalog c.sqlite --second-release r.release")
        as? [String: [Any]])
    #expect(same.count == 5)
    #expect(same.values.reduce(0) { $0 + $1.count } == 0)
  }

  @Test func `Another table under the name replaces the first`() throws {
    let desk = try Desk()
    _ = try desk.run("charset import --catalog c.sqlite --as small t.csv --quiet")
    desk.folder.write("u.txt", "0x41\t0x0042\n0xA1A1\t0x8FBB+0xE0103\n")
    let again = try desk.run("charset import --catalog c.sqlite u.txt=small")
    #expect(
      again.outputText
        == "u.txt: 2 rows as small, in place of an earlier table; drawn: small\n")
    let codes = try desk.run("charset show small --codes 41 --catalog c.sqlite")
    #expect(codes.outputText == "41  B U+0042\n")
  }

  struct Failure: CustomTestStringConvertible, Sendable {
    var line: String
    var status: Int32
    /// The beginning of standard error.
    var message: String
    var testDescription: String { "\(status): gaiji \(line)" }
  }

  static let failures = [
    Failure(
      line: "charset import --catalog c.sqlite t.csv", status: 64,
      message: "Error: under which name? Write t.csv=NAME, or --as NAME"),
    Failure(
      line: "charset import --catalog c.sqlite", status: 64,
      message: "Error: give table files, or --from-dir with a folder of them"),
    Failure(
      line: "charset import --catalog c.sqlite --as x --format yaml t.csv", status: 64,
      message: "Error: The value 'yaml' is invalid for '--format <format>'"),
    Failure(
      line: "charset import --catalog c.sqlite --as cp932 t.csv", status: 65,
      message: "gaiji: \"cp932\" is the name of a charset that this program draws"),
    Failure(
      line: "charset import --catalog c.sqlite --as x none.csv", status: 66,
      message: "gaiji: cannot open none.csv: it is not there"),
    Failure(
      line: "charset import --catalog c.sqlite --as x bad.csv", status: 65,
      message: "gaiji: bad.csv: line 2, column 6: expected hexadecimal digits of a code point"),
    Failure(
      line: "charset import --catalog c.sqlite --as jef t.csv", status: 65,
      message: "gaiji: table jef, row 1: code 41"),
    Failure(
      line: "charset import --catalog c.sqlite --from-dir empty", status: 66,
      message: "gaiji: empty has none of the files of jef4j (fujitsu_ebcdic_mapping.json, "),
    Failure(
      line: "charset show nothing --catalog c.sqlite", status: 64,
      message: "gaiji: c.sqlite has no charset \"nothing\"; `gaiji charset list` shows those it has"
    ),
    Failure(
      line: "charset show cp932 --codes 40-A1A1 --catalog c.sqlite", status: 64,
      message: "Error: \"40-A1A1\" is not a code or a range of codes such as 41A1-41FE"),
    Failure(
      line: "charset list --catalog none.sqlite", status: 66,
      message: "gaiji: there is no catalogue at none.sqlite"),
    Failure(
      line: "charset roundtrip cp932 --release t.csv", status: 65,
      message: "gaiji: t.csv: not a mapping release"),
    Failure(
      line: "charset diff cp932 eucjp-ms --catalog c.sqlite --release r", status: 64,
      message: "Error: give --release or --catalog, not both"),
  ]

  @Test(arguments: failures)
  func `What is wrong is said, and the catalogue stays as it was`(_ failure: Failure) throws {
    let desk = try Desk()
    desk.folder.write("bad.csv", "code,unicode\n8140,x\n")
    try desk.folder.makeFolder("empty")
    let before = try desk.folder.data("c.sqlite")
    let outcome = try desk.run(failure.line)
    #expect(outcome.status == failure.status)
    #expect(outcome.errors.hasPrefix(failure.message), "\(outcome.errors)")
    #expect(try desk.folder.data("c.sqlite") == before)
  }

  static let vendor =
    (ProcessInfo.processInfo.environment["GAIJI_REFERENCE"]
      ?? Town.root.deletingLastPathComponent().appending(path: "shared/reference").path) + "/vendor"

  @Test(
    .enabled(
      if: FileManager.default.fileExists(atPath: vendor + "/fujitsu_jef_mapping.json"),
      "needs vendor/*.json under GAIJI_REFERENCE"))
  func `The published tables of a folder make JEF with its sequences`() throws {
    let desk = try Desk()
    let imported = try desk.run(
      "charset import --catalog c.sqlite --json --from-dir \(Self.vendor)")
    try #require(imported.status == 0, "\(imported.errors)")
    let reports = try #require(
      JSONSerialization.jsonObject(with: imported.output) as? [[String: Any]])
    #expect(reports.count == 12)
    #expect(
      reports.allSatisfy { $0["edition"] as? String == "0e4e9fd7320e0b2098451c5d246fa46b7e2dce4b" })

    let shown = try #require(
      desk.json("charset show jef --catalog c.sqlite") as? [String: Any])
    // Without selectors 1,265 codes fall on 626 characters; with them 44 at most share one.
    let dropped = try #require(shown["groupsWithoutSelectors"] as? [[String: Any]])
    #expect(dropped.count == 626)
    #expect(dropped.reduce(0) { $0 + (($1["codes"] as? [String])?.count ?? 0) } == 1265)
    let kept = try #require(shown["groups"] as? [[String: Any]])
    #expect(kept.reduce(0) { $0 + (($1["codes"] as? [String])?.count ?? 0) } <= 44)
    let areas = try #require(shown["areas"] as? [[String: Any]])
    #expect(areas.map { $0["kind"] as? String } == ["other", "other", "gaiji", "JIS"])
    #expect(areas.map { $0["first"] as? String } == ["4040", "41A1", "80A1", "A1A1"])
    #expect(areas[2]["characters"] as? Int == 3102)

    let forms = try desk.run("charset show jef --codes C4D4 --catalog c.sqlite")
    let other = try desk.run("charset show jef --codes 67A5 --catalog c.sqlite")
    #expect(forms.outputText.contains("U+8FBB U+E0"))
    #expect(other.outputText.contains("U+8FBB"))
    #expect(forms.outputText.dropFirst(4) != other.outputText.dropFirst(4))
  }
}
