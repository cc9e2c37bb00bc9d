import Foundation
import Testing

/// Files that must not be lost: the input, and whatever stands where something is to be written.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct OutputSafetyTests {
  @Test func `An existing output is replaced with --force only`() throws {
    let desk = try Desk(["out.csv": Array("old".utf8)])
    let state = try desk.folder.state("out.csv")
    let refused = try desk.run("transcode in.csv -o out.csv \(plain)")
    #expect(refused.status == 64)
    #expect(refused.errors == "gaiji: out.csv exists; use --force to replace it\n")
    #expect(try desk.folder.state("out.csv") == state)
    let forced = try desk.run("transcode in.csv -o out.csv --force \(plain)")
    #expect(forced.status == 0, "\(forced.errors)")
    #expect(try desk.folder.data("out.csv") == Data(Desk.plainCSV.utf8))
    #expect(desk.added == [])
  }

  @Test func `A failed run with --force leaves the old output`() throws {
    let desk = try Desk(["out.csv": Array("old".utf8)])
    let state = try desk.folder.state("out.csv")
    let run = try desk.run("transcode gaiji.csv -o out.csv --force --on-gaiji stop \(plainCP932)")
    #expect(run.status == 65)
    #expect(try desk.folder.state("out.csv") == state)
    #expect(desk.added == [])
  }

  @Test(arguments: ["in.csv", "./in.csv", "link.csv", "hard.csv", "sub/../in.csv"])
  func `The input is refused as output under every name it has`(_ name: String) throws {
    let desk = try Desk()
    try desk.folder.makeFolder("sub")
    try FileManager.default.createSymbolicLink(
      atPath: desk.folder["link.csv"], withDestinationPath: "in.csv")
    try FileManager.default.linkItem(atPath: desk.folder["in.csv"], toPath: desk.folder["hard.csv"])
    let (state, names) = (try desk.folder.state("in.csv"), desk.folder.names)
    let output = try desk.run("transcode in.csv -o \(name) --force \(plain)")
    #expect(output.status == 64)
    #expect(
      output.errors == "gaiji: \(name) is both input and output; the input is never touched, "
        + "write elsewhere\n")
    let side = try desk.run(
      "transcode in.csv -o out.csv --on-gaiji reject --rejected \(name) --force \(plain)")
    #expect(side.status == 64)
    #expect(side.errors == output.errors)
    #expect(try desk.folder.state("in.csv") == state)
    #expect(desk.folder.names == names)
  }

  @Test func `The input is never touched`() throws {
    let desk = try Desk()
    let town = desk.town
    let folder = try Scratch()
    folder.write("register.csv", try Data(contentsOf: URL(filePath: town.register("cp932"))))
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o444], ofItemAtPath: folder["register.csv"])
    let state = try folder.state("register.csv")
    for arguments in [
      ["transcode", "register.csv", "-o", "out.csv", "--report", "report"],
      ["scan", "register.csv"], ["verify", "register.csv", "out.csv"],
    ] {
      let run = try gaiji(arguments + town.flags("cp932"), in: folder)
      #expect(run.status == 0, "\(run.errors)")
      #expect(try folder.state("register.csv") == state)
    }
  }

  /// A file of a report would replace what the command reads or writes.
  @Test(arguments: [
    ("transcode report/mapped.csv -o out.csv", "report/mapped.csv"),
    ("transcode link.csv -o out.csv", "link.csv"),
    ("transcode in.csv -o report/unmapped.csv", "report/unmapped.csv"),
    (
      "transcode in.csv -o out.csv --on-gaiji reject --rejected report/../report/summary.json",
      "report/../report/summary.json"
    ),
    ("transcode in.csv -o out.csv --policy report/policy.json", "report/policy.json"),
    ("scan report/mapped.csv", "report/mapped.csv"),
  ])
  func `A report is refused where it would replace a file of the command`(
    _ line: String, _ path: String
  ) throws {
    let desk = try Desk()
    try desk.folder.makeFolder("report")
    desk.folder.write("report/mapped.csv", Desk.plainCSV)
    desk.folder.write("report/policy.json", "{\"target\": \"utf8\"}")
    try FileManager.default.createSymbolicLink(
      atPath: desk.folder["link.csv"], withDestinationPath: "report/mapped.csv")
    let names = desk.folder.names
    let states = try ["report/mapped.csv", "report/policy.json"].map { try desk.folder.state($0) }
    let force = line.hasPrefix("transcode") ? "--force" : ""
    let run = try desk.run("\(line) \(force) --report report \(plain)")
    #expect(run.status == 64)
    #expect(
      run.errors == "gaiji: the report in report would replace \(path); "
        + "give --report another folder\n")
    #expect(desk.folder.names == names)
    #expect(
      try ["report/mapped.csv", "report/policy.json"].map { try desk.folder.state($0) } == states)
  }

  @Test func `Without its report an output does not get its name`() throws {
    let desk = try Desk()
    // A folder where a file of the report is to be written.
    try desk.folder.makeFolder("report/unmapped.csv")
    let run = try desk.run("transcode in.csv -o out.csv --report report \(plain)")
    #expect(run.status == 74)
    #expect(
      run.errorLines.last == "gaiji: report/unmapped.csv: cannot write the report: Is a directory")
    #expect(!desk.folder.exists("out.csv"))
    #expect(!desk.folder.names.contains { $0.hasSuffix(".part") })
    #expect(!desk.folder.exists("report/summary.json"))
  }

  @Test func `Rejected records go to the side file and can be run again`() throws {
    let desk = try Desk()
    var lines = Desk.gaijiCSV
    lines += [0x32, 0x2C, 0x8E, 0x52, 0x0D, 0x0A]  // 2,山
    desk.folder.write("two.csv", lines)
    let run = try desk.run("transcode two.csv -o out.csv --on-gaiji reject \(plainCP932)")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try desk.folder.text("out.csv") == "番号,氏名\r\n2,山\r\n")
    // The header and the whole record, as the source has them.
    #expect(try desk.folder.data("out.csv.rejected") == Data(Desk.gaijiCSV))
    #expect(run.errorLines.contains("1 records rejected into out.csv.rejected"))
    let check = try desk.run("verify two.csv out.csv --on-gaiji reject \(plainCP932)")
    #expect(check.status == 0, "\(check.outputText)\(check.errors)")
    let again = try desk.run("transcode out.csv.rejected -o again.csv \(plainCP932)")
    #expect(again.status == 0, "\(again.errors)")
    #expect(try desk.folder.text("again.csv") == "番号,氏名\r\n1,山〓田\r\n")
    // Nothing to reject: no side file.
    let clean = try desk.run("transcode in.csv -o clean.csv --on-gaiji reject \(plain)")
    #expect(clean.status == 0, "\(clean.errors)")
    #expect(!desk.folder.exists("clean.csv.rejected"))
  }
}
