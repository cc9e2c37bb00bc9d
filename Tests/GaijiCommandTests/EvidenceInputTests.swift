import Foundation
import Testing

/// The files that evidence comes from: what is wrong in them is named, before anything is compared.
@Suite(.enabled(if: Town.isReady, Town.comment)) struct EvidenceInputTests {
  /// Standard error of a run that must end with the status.
  private func errors(
    _ arguments: [String], status: Int32, _ files: [String: String]
  ) throws -> String {
    let (town, folder) = (try Town.shared(), try Scratch())
    folder.write("e000.pbm", "P1\n2 2\n1 0 0 1\n")
    for (name, text) in files { folder.write(name, text) }
    let run = try gaiji(
      ["identify", "e000.pbm", "--out", "p.jsonl", "--catalog", town.catalog] + arguments,
      in: folder)
    #expect(run.status == status, "\(run.errors)")
    #expect(!folder.exists("p.jsonl"))
    return run.errors
  }

  @Test(arguments: [
    ("kode\nF040\n", "list.csv: the header must have the column code"),
    (
      "code,radical\nF040,75\nG040,75\n",
      "list.csv: record 3, column code: \"G040\" is not a code in hexadecimal digits"
    ),
    ("code,radical\nF040,215\n", "record 2, column radical: \"215\" is not a radical: 1 to 214"),
    ("code,radical\nF040,橋\n", "record 2, column radical: \"橋\" is not a radical"),
    ("code,strokes\nF040,0\n", "record 2, column strokes: \"0\" is not a number of strokes"),
    ("code,strokes\n\"F040\",\"x\"\n", "record 2, column strokes: \"x\" is not"),
  ])
  func `A wrong list of gaiji is named by record and column`(
    _ list: String, _ message: String
  ) throws {
    let text = try errors(["--gaiji-list", "list.csv"], status: 65, ["list.csv": list])
    #expect(text.contains(message), "\(text)")
  }

  @Test func `A column that is not there is named with those that are`() throws {
    let text = try errors(
      ["--text", "d.csv", "--name-column", "氏名", "--reading-column", "カナ"], status: 65,
      ["d.csv": "氏名,氏名カナ\n高橋,タカハシ\n"])
    #expect(text.contains("d.csv: there is no column \"カナ\"; its header has 氏名, 氏名カナ"))
  }

  @Test func `Missing files and charsets are named`() throws {
    #expect(
      try errors(["--names", "absent.tsv"], status: 66, [:]).contains("absent.tsv"))
    let text = try errors(
      ["--text", "d.csv", "--text-column", "1", "--text-charset", "cp999"], status: 65,
      ["d.csv": "a\n"])
    #expect(text.contains("\"cp999\" is not a charset of the catalogue"))
  }

  @Test(arguments: [
    (["--name-column", "氏名"], "1 --name-column and 0 --reading-column"),
    (["--text", "d.csv"], "--text needs --name-column with --reading-column, or --text-column"),
    (["--text-column", "住所"], "columns are named, but no --text that has them"),
    (["--evidence", "smell"], "--evidence smell: expected shape, readings, neighbours"),
    (["--explain", "F040"], "--explain F040: name its page, --out sheet.html"),
    (["--contact-sheet", "all.pdf"], "expected a name that ends with .html"),
  ])
  func `Flags that do not go together are usage errors`(
    _ arguments: [String], _ message: String
  ) throws {
    let text = try errors(arguments, status: 64, [:])
    #expect(text.contains(message), "\(text)")
  }
}
