import Foundation
import Testing

/// Every documented exit status, with the message that comes with it, and nothing left behind.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct ExitStatusTests {
  /// A command that fails.
  struct Failure: CustomTestStringConvertible, Sendable {
    let line: String
    let status: Int32
    /// All of standard error; `…` at the end leaves the rest open.
    let message: String
    var files: [String: [UInt8]] = [:]

    init(_ line: String, _ status: Int32, _ message: String, files: [String: [UInt8]] = [:]) {
      self.line = line
      self.status = status
      self.message = message
      self.files = files
    }

    var testDescription: String { "\(status): gaiji \(line)" }
  }

  static let charsetList =
    "utf8, utf16, utf16le, utf16be, utf32, utf32le, utf32be, cp932, shift_jis, eucjp-ms, euc-jp, "
    + "iso-2022-jp, ibm930, ibm939, ibm1390, ibm1399, shift_jis-2004, euc-jis-2004"
    + ", fujitsu-ascii, fujitsu-ebcdic, fujitsu-ebcdik, hitachi-ebcdic, hitachi-ebcdik"
    + ", ibm1027, ibm16684, ibm290, ibm300, jef, jef-ascii, jef-ebcdic, jef-ebcdik, jipse"
    + ", jipse-ebcdik, jipsj, jipsj-ebcdik, jipsj-jis8, keis78, keis78-ebcdic, keis78-ebcdik"
    + ", keis83, keis83-ebcdic, keis83-ebcdik, keis90, keis90-ebcdic, keis90-ebcdik"
    + ", nec-ebcdik, nec-jis8"
  static let systemList =
    "サンプル市/住民記録-cp932, サンプル市/住民記録-eucjp-ms, サンプル市/住民記録-ibm1399, "
    + "サンプル市/住民記録-utf16le, サンプル市/住民記録-utf8"

  static let usage: [Failure] = [
    Failure(
      "transcode in.csv -o out.csv \(plain) --colums 1", 64, "Error: Unknown option '--colums'…"),
    Failure(
      "transcode in.csv \(plain)", 64, "Error: Missing expected argument '--output <output>'…"),
    Failure(
      "transcode in.csv -o out.csv --from utf8 --release town.release", 64,
      "Error: no columns: name those whose gaiji are mapped with --columns (or --columns all)…"),
    Failure(
      "transcode in.csv -o out.csv --release town.release --columns all", 64,
      "gaiji: no source charset; give \"source\" in the policy or --from\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --policy typo.toml", 64,
      "gaiji: typo.toml:2: unknown key \"acton\"; did you mean \"actions\"?\n",
      files: ["typo.toml": Array("target = \"utf8\"\nacton.gaiji = \"stop\"\n".utf8)]),
    Failure(
      "transcode in.csv -o out.csv --release town.release --from utf8 --columns 氏名カナ", 64,
      "gaiji: there is no column \"氏名カナ\"; the header has: 番号, 氏名\n"),
    Failure(
      "transcode in.csv -o out.csv --release town.release --from utf8 --columns 3", 64,
      "gaiji: there is no column 3; the file has columns 1 to 2\n"),
    Failure(
      "transcode twice.csv -o out.csv --release town.release --from utf8 --columns 氏名", 64,
      "gaiji: column name \"氏名\" occurs at positions 1, 2; give the position\n",
      files: ["twice.csv": Array("氏名,氏名\n山,田\n".utf8)]),
    Failure(
      "transcode in.csv -o out.csv --release town.release --from utf8 --columns 氏名 --no-header", 64,
      "gaiji: \"columns\" names \"氏名\", but \"header\" is false; give the column's number\n"),
    Failure(
      "transcode in.csv -o out.csv --release town.release --from cp1047 --columns all", 64,
      "gaiji: charset \"cp1047\" is not in the mapping release; it has: \(charsetList)\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --to utf7", 64,
      "gaiji: charset \"utf7\" is not in the mapping release; it has: \(charsetList)\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --to utf16", 64,
      "gaiji: target \"utf16\" does not fix a byte order; write utf16le or utf16be\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --system 他市/税", 64,
      "gaiji: system \"他市/税\" is not in the mapping release; it has: \(systemList)\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --system 他市", 64,
      "Error: --system 他市: expected ORGANISATION/SYSTEM…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --on-gaiji skip", 64,
      "Error: --on-gaiji skip: expected keep, substitute, escape, reject, stop…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --prefer area", 64,
      "Error: --prefer area: expected glyph, position…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --projection F900", 64,
      "Error: --projection F900: expected a private-use code point from E000 to F8FF…"),
    Failure(
      "transcode in.csv -o out.csv \(plainCP932) --projection F800", 64,
      "gaiji: projection U+F800 puts the last gaiji of cp932 at U+FF57; the private use area is "
        + "U+E000 to U+F8FF: choose a lower code point\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --double-space 2", 64,
      "Error: --double-space 2: expected table, 4040, a1a1, two-spaces…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --catalog catalog.sqlite", 64,
      "Error: give --release or --catalog, not both…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --occurrences", 64,
      "Error: --occurrences writes into the report's directory: give --report DIR…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --rejected side.csv", 64,
      "Error: --rejected has no use: no action of the policy is reject…"),
    Failure(
      "transcode in.csv -o - \(plain) --on-gaiji reject", 64,
      "Error: the policy rejects records: say where they go with --rejected FILE…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --on-gaiji reject --rejected out.csv", 64,
      "gaiji: out.csv is both --output and --rejected; give each its own file\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --max-bytes 氏名=many", 64,
      "Error: --max-bytes 氏名=many: expected COLUMN=N with N of at least 1…"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --max-bytes 氏=9", 64,
      "gaiji: there is no column \"氏\"; the header has: 番号, 氏名\n"),
    Failure(
      "transcode gaiji.csv -o out.csv \(plainCP932) --to shift_jis --substitute 髙", 64,
      "gaiji: the substitute for gaiji, U+9AD9, cannot be written in shift_jis; "
        + "choose another in [substitutes]\n"),
    Failure(
      "sample --release town.release", 64, "Error: nothing to write: give -o, --truth or --mapping…"
    ),
    Failure(
      "catalog init --catalog there.sqlite", 64,
      "gaiji: there.sqlite exists already; --force replaces it and its decisions\n",
      files: ["there.sqlite": [1]]),
  ]

  static let badData: [Failure] = [
    Failure(
      "transcode gaiji.csv -o out.csv \(plainCP932) --on-gaiji stop", 65,
      "gaiji: record 1, column 2, byte 15: gaiji F040; the policy says stop. Map it, or choose "
        + "another action for gaiji\n"),
    Failure(
      "transcode bad.csv -o out.csv \(plain) --on-invalid stop", 65,
      "gaiji: record 1, column 1, byte 3: invalid FF; the policy says stop. Map it, or choose "
        + "another action for invalid\n", files: ["bad.csv": [0x61, 0x0A, 0x62, 0xFF, 0x0A]]),
    Failure(
      "transcode open.csv -o out.csv \(plain)", 65,
      "gaiji: record 1, column 2, byte 6: a quoted field that begins here is still open at the end "
        + "of the input\n", files: ["open.csv": Array("a,b\n1,\"2\n3,4\n".utf8)]),
    Failure(
      "transcode long.csv -o out.csv \(plain) --max-record 200000", 65,
      "gaiji: record 1, column 1, byte 2: the record does not end within 200000 bytes; raise "
        + "--max-record or check the quotes\n",
      files: ["long.csv": Array("a\n".utf8) + Array(repeating: 0x62, count: 300_000) + [0x0A]]),
    Failure(
      "transcode in.csv -o out.csv --release text.release --from utf8 --columns all", 65,
      "gaiji: text.release: not a mapping release; make one with `gaiji catalog compile`\n",
      files: ["text.release": Array("organization,system\n".utf8)]),
    Failure(
      "transcode in.csv -o out.csv --release empty.release --from utf8 --columns all", 65,
      "gaiji: empty.release: not a mapping release; make one with `gaiji catalog compile`\n",
      files: ["empty.release": []]),
    Failure(
      "transcode in.csv -o out.csv --catalog text.sqlite --from utf8 --columns all", 65,
      "gaiji: text.sqlite is not a gaiji catalogue: …", files: ["text.sqlite": Array("text".utf8)]),
    Failure(
      "catalog compile --catalog text.sqlite -o out.csv", 65,
      "gaiji: text.sqlite is not a gaiji catalogue: …", files: ["text.sqlite": Array("text".utf8)]),
  ]

  static let noInput: [Failure] = [
    Failure(
      "transcode no.csv -o out.csv \(plain)", 66,
      "gaiji: cannot open no.csv: No such file or directory\n"),
    Failure("transcode . -o out.csv \(plain)", 66, "gaiji: cannot open .: Is a directory\n"),
    Failure("scan no.csv \(plain)", 66, "gaiji: cannot open no.csv: No such file or directory\n"),
    Failure(
      "verify in.csv no.csv \(plain)", 66, "gaiji: cannot open no.csv: No such file or directory\n"),
    Failure(
      "transcode in.csv -o out.csv --release no.release --from utf8 --columns all", 66,
      "gaiji: cannot open mapping release no.release: No such file or directory\n"),
    Failure(
      "transcode in.csv -o out.csv --catalog no.sqlite --from utf8 --columns all", 66,
      "gaiji: there is no catalogue at no.sqlite; make one with `gaiji catalog init`\n"),
    Failure(
      "catalog compile --catalog no.sqlite -o out.csv", 66,
      "gaiji: there is no catalogue at no.sqlite; make one with `gaiji catalog init`\n"),
  ]

  static let inputOutput: [Failure] = [
    Failure(
      "transcode in.csv -o /dev/full \(plain)", 74,
      "gaiji: cannot write /dev/full: No space left on device\n"),
    Failure("transcode in.csv -o . \(plain)", 74, "gaiji: cannot create .: Is a directory\n"),
    Failure(
      "transcode in.csv -o no/out.csv \(plain)", 74,
      "gaiji: cannot create no/out.csv: No such file or directory\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --report no/report", 74,
      "gaiji: no/report: cannot write the report: No such file or directory\n"),
    Failure(
      "transcode in.csv -o out.csv \(plain) --report in.csv", 74,
      "gaiji: in.csv/summary.json: cannot write the report: Not a directory\n"),
    Failure(
      "sample --release town.release --rows 9 -o /dev/full --vocabulary "
        + Town.root.appending(path: "Data/sample").path, 74,
      "gaiji: cannot write /dev/full: No space left on device\n"),
  ]

  @Test(arguments: usage + badData + noInput + inputOutput)
  func `A failing command says why, ends with its status and leaves nothing`(
    _ failure: Failure
  ) throws {
    let desk = try Desk(failure.files)
    let states = try desk.folder.names.map { try desk.folder.state($0) }
    let run = try desk.run(failure.line)
    #expect(run.status == failure.status)
    #expect(!run.wasKilled)
    #expect(run.output.isEmpty)
    if failure.message.hasSuffix("…") {
      #expect(run.errors.hasPrefix(failure.message.dropLast()), "\(run.errors)")
    } else {
      #expect(run.errors == failure.message)
    }
    #expect(desk.added == [])
    #expect(try desk.folder.names.map { try desk.folder.state($0) } == states)
  }

  @Test func `Status 0 says what was counted`() throws {
    let desk = try Desk()
    let run = try desk.run("transcode in.csv -o out.csv \(plain)")
    #expect(run.status == 0)
    // With its selector 葛 is one character; the header is counted too: 4 + 3 + 3 characters.
    // U+E0100 is a sequence of Adobe-Japan1, not of Moji_Joho: it is kept and reported.
    #expect(
      run.errors == """
        gaiji: note: no system was named, so no gaiji is mapped; the release has: \
        \(Self.systemList)
        2 records, 10 characters = 9 exact + 0 lossy + 0 substituted + 1 reported
        gaiji: 0 mapped (字形一致 0, デザイン差 0, 類似文字 0), 0 unmapped

        """)
    #expect(run.output.isEmpty)
    #expect(try desk.folder.text("out.csv").utf8.elementsEqual(Desk.plainCSV.utf8))
    #expect(desk.added == ["out.csv"])
  }

  @Test func `Status 2 comes above the limit, not at it, and keeps the output`() throws {
    let desk = try Desk()
    let over = try desk.run("transcode gaiji.csv -o over.csv \(plainCP932) --fail-on-unmapped 0")
    #expect(over.status == 2)
    #expect(
      over.errorLines.last
        == "gaiji: 1 characters are unmapped, more than --fail-on-unmapped allows")
    #expect(try desk.folder.text("over.csv") == "番号,氏名\r\n1,山〓田\r\n")
    let at = try desk.run("transcode gaiji.csv -o at.csv \(plainCP932) --fail-on-unmapped 1")
    #expect(at.status == 0, "\(at.errors)")
    let scan = try desk.run("scan gaiji.csv \(plainCP932) --fail-on-unmapped 0")
    #expect(scan.status == 2)
    #expect(desk.added == ["at.csv", "over.csv"])
  }

  /// A conversion checks what it uses, so damage elsewhere may go unseen, but then it has done no
  /// harm; the full check sees it everywhere.
  @Test func `A damaged release is refused, or the damage is in what was not used`() throws {
    let desk = try Desk()
    let release = try Data(contentsOf: URL(filePath: desk.town.release))
    let line = "transcode in.csv -o out.csv --from utf8 --columns all --release"
    #expect(try desk.run("\(line) \(desk.town.release)").status == 0)
    let sound = try desk.folder.data("out.csv")
    try FileManager.default.removeItem(at: URL(filePath: desk.folder["out.csv"]))
    var random = SeededRandom(state: 42)
    for round in 0..<6 {
      var damaged = release
      let place = Int.random(in: 0..<damaged.count, using: &random)
      damaged[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      desk.folder.write("bad.release", damaged)
      let check = try desk.run("catalog verify-release bad.release")
      #expect(check.status == 65, "round \(round), byte \(place)")
      let run = try desk.run("\(line) bad.release")
      if run.status == 0 {
        #expect(try desk.folder.data("out.csv") == sound, "round \(round), byte \(place)")
        try FileManager.default.removeItem(at: URL(filePath: desk.folder["out.csv"]))
      } else {
        #expect(run.status == 65, "round \(round), byte \(place)")
      }
      #expect(desk.added == ["bad.release"])
    }
    desk.folder.write("bad.release", release.dropLast(1000))
    let cut = try desk.run(
      "transcode in.csv -o out.csv --from utf8 --columns all --release bad.release")
    #expect(cut.status == 65)
    #expect(
      cut.errors == "gaiji: bad.release: mapping release is cut short: \(release.count - 1000) of "
        + "\(release.count) bytes; copy it again\n")
    #expect(desk.added == ["bad.release"])
  }

  @Test func `A damaged catalogue is refused unchanged`() throws {
    let desk = try Desk()
    var bytes = try Data(contentsOf: URL(filePath: desk.town.catalog))
    // Whole pages in the middle: a b-tree of facts is broken.
    let middle = bytes.count / 2 / 4096 * 4096
    bytes.replaceSubrange(middle..<middle + 8 * 4096, with: Data(repeating: 0xA5, count: 8 * 4096))
    desk.folder.write("bad.sqlite", bytes)
    let state = try desk.folder.state("bad.sqlite")
    for line in [
      "transcode in.csv -o out.csv --from utf8 --columns all --catalog bad.sqlite",
      "catalog compile --catalog bad.sqlite -o out.release",
    ] {
      let run = try desk.run(line)
      #expect(run.status == 65)
      #expect(run.errors.hasPrefix("gaiji: catalogue bad.sqlite is damaged: "), "\(run.errors)")
      #expect(run.errors.hasSuffix("; restore it from a copy\n"), "\(run.errors)")
      #expect(desk.added == ["bad.sqlite"])
      #expect(try desk.folder.state("bad.sqlite") == state)
    }
  }

  @Test func `A pipe closed by its reader is an output failure`() throws {
    let desk = try Desk()
    let pipe = Pipe()
    try pipe.fileHandleForReading.close()
    let run = try GaijiProcess(
      "transcode in.csv -o - \(plain)".split(separator: " ").map(String.init), in: desk.folder,
      output: pipe.fileHandleForWriting
    ).wait()
    #expect(run.status == 74)
    #expect(!run.wasKilled)
    #expect(run.errors == "gaiji: cannot write -: Broken pipe\n")
  }

  @Test(arguments: ["transcode", "scan", "verify", "catalog"])
  func `The help names every status that the tests above met`(_ command: String) throws {
    let folder = try Scratch()
    let run = try gaiji([command, "--help"], in: folder)
    #expect(run.status == 0)
    let statuses = command == "verify" ? ["0", "64", "65", "66"] : ["0", "64", "65", "66", "74"]
    for status in statuses + (command == "transcode" ? ["2", "70", "130", "143"] : []) {
      #expect(run.outputText.contains(" \(status)"), "\(status) in \(command) --help")
    }
  }
}

/// SplitMix64: the same numbers in every run.
struct SeededRandom: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
