import Foundation
import Testing

/// `gaiji layout show`.
@Suite(.enabled(if: GaijiProcess.executable != nil, "gaiji was not built"))
struct LayoutShowTests {
  private func run(_ arguments: String...) throws -> GaijiProcess.Outcome {
    let folder = try Scratch()
    folder.write(
      "a.cpy", "01 R.\n  05 NO PIC 9(3).\n  05 氏名 PIC N(4).\n  05 B REDEFINES 氏名 PIC X.\n")
    folder.write(
      "a.toml", "framing = \"delimited\"\nnewline = \"15\"\ncopybook = \"a.cpy\"\nuse = [\"B\"]\n")
    folder.write("bad.cpy", "01 R.\n  05 A PIC Q.\n  05 B COMP-9.\n")
    folder.write("a.txt", "01 R PIC X.\n")
    return try gaiji(["layout", "show"] + arguments, in: folder)
  }

  @Test func `A copybook is printed as a table`() throws {
    let outcome = try run("a.cpy")
    #expect(outcome.status == 0)
    #expect(
      outcome.outputText == """
        record R, 11 bytes, 2 fields
          offset length  kind    picture  name
               0      3  zoned   9(3)     NO
               3      8  double  N(4)     氏名

        notes
          a.cpy:4:6: B shares its bytes with 氏名 and is left out; use = ["B"] would take it instead

        """)
  }

  @Test func `A layout file has its framing, and JSON says the same`() throws {
    let text = try run("a.toml").outputText
    #expect(
      text.hasPrefix("framing delimited, records end with 15\n\nrecord R, 11 bytes, 3 fields\n"))
    struct Shown: Decodable {
      struct Framing: Decodable { var kind: String, newline: String? }
      struct Record: Decodable { var layout: Layout }
      struct Layout: Decodable { var name: String, fields: [Field] }
      struct Field: Decodable { var name: String, offset: Int, length: Int, type: String }
      var framing: Framing, records: [Record], notes: [String]
    }
    let shown = try JSONDecoder().decode(Shown.self, from: try run("a.toml", "--json").output)
    #expect(shown.framing.kind == "delimited")
    #expect(shown.framing.newline == "15")
    #expect(
      shown.records.first?.layout.fields.map { "\($0.name) \($0.offset) \($0.length) \($0.type)" }
        == ["NO 0 3 zoned", "B 3 1 mixed", "FILLER-1 4 7 raw"])
    #expect(shown.notes.count == 1)
  }

  @Test func `Faults go to standard error with their places, and the status tells of what kind`()
    throws
  {
    let bad = try run("bad.cpy")
    #expect(bad.status == 65)
    #expect(bad.output.isEmpty)
    #expect(
      bad.errorLines == [
        "gaiji: bad.cpy:2:12: PICTURE Q: \"Q\" is not a symbol; "
          + "known: X A N G 9 S V P Z * + - . , B / 0 CR DB",
        "bad.cpy:3:8: found \"COMP-9\"; expected a usage that is known: COMP, COMP-1 to COMP-5",
      ])
    #expect(try run("nowhere.cpy").status == 66)
    #expect(try run("a.txt").status == 65)
    #expect(try run("a.toml", "--use", "B").status == 64)
    #expect(try run("a.cpy", "--use", "NO").status == 65)
  }
}
