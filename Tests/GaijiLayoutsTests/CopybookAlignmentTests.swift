import GaijiLayouts
import GaijiModel
import Testing

/// SYNCHRONIZED. The rules are those of IBM Enterprise COBOL for z/OS, Language Reference,
/// "SYNCHRONIZED clause": boundaries of 2, 4, 4 and 8 bytes for binary of up to 4 digits, larger
/// binary, COMP-1 and COMP-2; slack bytes before an item, and behind each element of a table.
@Suite struct CopybookAlignmentTests {
  @Test func `Slack bytes stand before an item that would not be aligned`() throws {
    // The record FIELD-A of the reference: 5 and 2 bytes, then a fullword at 8.
    let text = """
      01 FIELD-A.
         05 FIELD-B PIC X(5).
         05 FIELD-C.
            10 FIELD-D PIC XX.
            10 FIELD-E PIC S9(6) COMP SYNC.
      """
    #expect(
      try fields(text) == [
        "FIELD-B 0 5 mixed", "FIELD-D 5 2 mixed", "FILLER-1 7 1 raw", "FIELD-E 8 4 binary",
      ])
  }

  @Test func `Slack bytes behind each element keep the next ones aligned`() throws {
    // The table of the reference: elements of 1 + 2 slack + 4 + 2 + 5 + 2 slack = 16 bytes.
    let text = """
      01 WORK-RECORD.
         05 WORK-CODE PIC X.
         05 COMP-TABLE OCCURS 10 TIMES.
            10 COMP-TYPE PIC X.
            10 COMP-PAY PIC S9(4)V99 COMP SYNC.
            10 COMP-HRS PIC S9(3) COMP SYNC.
            10 COMP-NAME PIC X(5).
      """
    let layout = try layouts(text).layouts[0]
    #expect(
      lines(layout).prefix(7) == [
        "WORK-CODE 0 1 mixed", "COMP-TYPE(1) 1 1 mixed", "FILLER-1(1) 2 2 raw",
        "COMP-PAY(1) 4 4 binary", "COMP-HRS(1) 8 2 binary", "COMP-NAME(1) 10 5 mixed",
        "FILLER-2(1) 15 2 raw",
      ])
    #expect(layout.maximumByteCount == 161)
    for field in layout.fields where field.name.hasPrefix("COMP-PAY") {
      #expect(field.offset % 4 == 0)
    }
    #expect(coversEveryByte(layout))
  }

  @Test(arguments: [
    ("PIC 9(4) COMP", 2), ("PIC 9(5) COMP", 4), ("PIC 9(18) COMP-5", 4), ("COMP-1", 4),
    ("COMP-2", 8), ("INDEX", 4), ("PIC 9(5) COMP-3", 1), ("PIC 9(5)", 1), ("PIC X(4)", 1),
  ])
  func `Each usage has its boundary`(_ clauses: String, _ boundary: Int) throws {
    for clause in ["SYNC", "SYNCHRONIZED RIGHT", "SYNC LEFT"] {
      let layout = try layouts("01 R. 05 A PIC X. 05 B \(clauses) \(clause).").layouts[0]
      #expect(layout.fields.last?.offset == boundary)
      #expect(coversEveryByte(layout))
    }
    // Without the clause nothing is aligned; at level 01 it holds for every item.
    #expect(try layouts("01 R. 05 A PIC X. 05 B \(clauses).").layouts[0].fields.last?.offset == 1)
    #expect(
      try layouts("01 R SYNC. 05 A PIC X. 05 B \(clauses).").layouts[0].fields.last?.offset
        == boundary)
  }

  @Test func `Slack bytes before the first item of a table stand before the table`() throws {
    let text = "01 R. 05 A PIC X. 05 T OCCURS 2. 10 B PIC 9(9) COMP SYNC. 10 C PIC X."
    let layout = try layouts(text).layouts[0]
    #expect(
      lines(layout) == [
        "A 0 1 mixed", "FILLER-1 1 3 raw", "B(1) 4 4 binary", "C(1) 8 1 mixed",
        "FILLER-2(1) 9 3 raw", "B(2) 12 4 binary", "C(2) 16 1 mixed", "FILLER-2(2) 17 3 raw",
      ])
  }

  @Test func `Where the place is not known it is an error`() {
    #expect(
      problems(
        """
        01 R.
           05 N PIC 9.
           05 T PIC X OCCURS 1 TO 5 DEPENDING ON N.
           05 B PIC 9(9) COMP SYNC.
        """) == [
          "test.cpy:4:23: B is SYNCHRONIZED behind T, whose size varies: its place is not known; "
            + "remove SYNCHRONIZED or declare the fields in a layout file"
        ])
    #expect(
      problems("01 R.\n  05 Z PIC X.\n  05 A PIC X(4).\n  05 B REDEFINES A PIC 9(9) COMP SYNC.")
        == [
          "test.cpy:4:6: B is SYNCHRONIZED to 4 bytes, but redefines A at offset 1"
        ])
  }
}
