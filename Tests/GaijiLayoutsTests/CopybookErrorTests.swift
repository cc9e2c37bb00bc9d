import GaijiLayouts
import GaijiModel
import Testing

/// Each fault with its line and column, the word, and what was expected.
@Suite struct CopybookErrorTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var message: String
    var testDescription: String { message }

    init(_ text: String, _ message: String) {
      self.text = text
      self.message = message
    }
  }

  static let cases = [
    Case("", "test.cpy: has no data description; expected such as 01 RECORD."),
    Case("01 R.", "test.cpy:1:4: R has no PICTURE and no items below it; expected one of them"),
    Case(
      "01 R PIC X", "test.cpy:1:11: found the end of the text; expected a period at the end of R"),
    Case(
      "01 R.\n  50 A PIC X.",
      "test.cpy:2:3: level 50 is not known; expected 01 to 49, 66, 77 or 88"),
    Case(
      "01 R.\n  78 A VALUE 5.",
      "test.cpy:2:3: level 78 (a constant) is not known; write its value where it is used"),
    Case(
      "01 R.\n  A PIC X.", "test.cpy:2:3: found \"A\"; expected a level number (01 to 49, 77 or 88)"
    ),
    Case(
      "01 R.\n  COPY B.\n  05 A PIC X.",
      "test.cpy:2:3: COPY is not carried out; put the text that it stands for in its place"),
    Case("01 R.\n  05 A& PIC X.", "test.cpy:2:6: \"A&\" is not a name: it holds \"&\""),
    Case(
      "01 R.\n  05 A PIC X\n  05 B PIC X.",
      "test.cpy:3:3: found \"05\"; expected PIC, USAGE, SIGN, OCCURS, REDEFINES, VALUE, JUSTIFIED, "
        + "SYNCHRONIZED, BLANK or a period"),
    Case(
      "01 R.\n  05 A PIC X. 88 Y VALUE 1\n  05 B PIC X.",
      "test.cpy:3:6: found \"B\"; expected a value or a period"),
    Case(
      "01 R.\n  05 A PIC X VALUE 'abc.\n  05 B PIC X.",
      "test.cpy:2:20: the literal 'abc. is not closed on its line; expected '"),
    Case(
      "01 R.\n  05 A PIC.",
      "test.cpy:2:11: found the end of the entry; expected a picture such as X(10)"),
    Case(
      "01 R.\n  05 A PIC Q(3).",
      "test.cpy:2:12: PICTURE Q(3): \"Q\" is not a symbol; "
        + "known: X A N G 9 S V P Z * + - . , B / 0 CR DB"),
    Case(
      "01 R.\n  05 A PIC X(.", "test.cpy:2:12: PICTURE X(: expected a number and \")\" after \"(\""),
    Case("01 R.\n  05 A PIC X(0).", "test.cpy:2:12: PICTURE X(0): repeats a symbol 0 times"),
    Case(
      "01 R.\n  05 A PIC X(99999999999999999999).",
      "test.cpy:2:12: PICTURE X(99999999999999999999): repeats a symbol more than 16777216 times"),
    Case(
      "01 R.\n  05 A PIC 9S.",
      "test.cpy:2:12: PICTURE 9S: S must stand once, before everything else"),
    Case("01 R.\n  05 A PIC 9V9V9.", "test.cpy:2:12: PICTURE 9V9V9: V stands twice"),
    Case(
      "01 R.\n  05 A PIC 9P9.",
      "test.cpy:2:12: PICTURE 9P9: P must stand before or behind all digits"),
    Case(
      "01 R.\n  05 A PIC SV.", "test.cpy:2:12: PICTURE SV: has no digit; expected at least one 9"),
    Case(
      "01 R.\n  05 A PIC 9(39).", "test.cpy:2:12: PICTURE 9(39): has 39 digits; at most 38 are read"
    ),
    Case("01 R.\n  05 A PIC XN.", "test.cpy:2:12: PICTURE XN: X cannot stand with N"),
    Case(
      "01 R.\n  05 A PIC X PIC X.",
      "test.cpy:2:14: PICTURE stands twice in one entry; "
        + "is the period of the entry before it missing?"),
    Case(
      "01 R.\n  05 A PIC X(3) COMP-3.",
      "test.cpy:2:12: A COMP-3 takes digits only (9 S V P), not X(3)"),
    Case(
      "01 R.\n  05 A PIC 9(19) COMP.", "test.cpy:2:12: A COMP has 19 digits; binary has at most 18"),
    Case(
      "01 R.\n  05 A PIC 9 COMP-1.", "test.cpy:2:12: A COMP-1 takes no PICTURE; remove one of them"),
    Case(
      "01 R.\n  05 A PIC 9 COMP-6.",
      "test.cpy:2:14: found \"COMP-6\"; expected a usage that is known: COMP, COMP-1 to COMP-5"),
    Case(
      "01 R COMP-3.\n  05 A PIC 9 COMP.",
      "test.cpy:2:14: A is COMP in a group that is COMP-3; expected the same"),
    Case(
      "01 R.\n  05 A PIC 9 SIGN LEADING.",
      "test.cpy:2:14: SIGN of A: expected a PICTURE with S and USAGE DISPLAY"),
    Case("01 R.\n  05 A PIC 9 JUST.", "test.cpy:2:14: JUSTIFIED of A: it holds no text"),
    Case(
      "01 R.\n  05 A PIC X.\n    10 B PIC X.",
      "test.cpy:3:8: B stands below A, which has a PICTURE; expected a level not above 5"),
    Case(
      "77 R PIC X.\n  05 B PIC X.",
      "test.cpy:2:6: B of level 5 follows a level 77; expected 01 or 77"),
    Case("01 R OCCURS 2.\n  05 B PIC X.", "test.cpy:1:6: OCCURS cannot stand at level 1"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 0.", "test.cpy:2:14: OCCURS 0: a table has at least one element"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 5 TO 2.",
      "test.cpy:2:14: OCCURS 5 TO 2: the second number must be larger"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 1 TO 2.",
      "test.cpy:2:27: found the end of the entry; expected DEPENDING ON after OCCURS m TO n"),
    Case(
      "01 R.\n  05 A PIC X OCCURS N TIMES.",
      "test.cpy:2:21: found \"N\"; expected how many times, as a number"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 99999999999.",
      "test.cpy:2:21: 99999999999 is too large; at most 16777216"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 1 TO 2 DEPENDING ON N.",
      "test.cpy:2:41: A depends on N, which is not in this copybook"),
    Case(
      "01 R.\n  05 A PIC X OCCURS 1 TO 2 DEPENDING ON N.\n  05 N PIC 9.",
      "test.cpy:2:41: A depends on N, which is no elementary item before the table in the same "
        + "record, or is itself in a table or in a redefinition that is left out"),
    Case(
      "01 R.\n  05 N PIC 9V9.\n  05 A PIC X OCCURS 1 TO 2 DEPENDING ON N.",
      "test.cpy:3:41: A depends on N, which is no number without decimals"),
    Case(
      "01 R.\n  05 G. 10 N PIC 9.\n  05 H. 10 N PIC 9.\n  05 A PIC X OCCURS 1 TO 2 DEPENDING ON N.",
      "test.cpy:4:41: A depends on N, which stands 2 times; add OF and its group"),
    Case(
      "01 R.\n  05 N PIC 9.\n  05 T OCCURS 3.\n    10 A PIC X OCCURS 1 TO 2 DEPENDING ON N.",
      "test.cpy:3:8: T holds a table with OCCURS DEPENDING ON; such a table cannot stand inside "
        + "another table"),
    Case(
      "01 R.\n  05 N PIC 9.\n  05 G.\n    10 A PIC X OCCURS 1 TO 2 DEPENDING ON N.\n"
        + "  05 B REDEFINES G PIC X.",
      "test.cpy:5:18: B and G share their bytes, and G has OCCURS DEPENDING ON: a table of varying "
        + "size can neither redefine nor be redefined; remove one of the two"),
    Case(
      "01 R.\n  05 A PIC X.\n  05 B PIC X.\n  05 C REDEFINES A PIC X.",
      "test.cpy:4:18: C REDEFINES A; expected the item directly before it on its level, B"),
    Case(
      "01 R REDEFINES Q PIC X.",
      "test.cpy:1:16: REDEFINES Q: no level 01 of this name stands before"),
    Case(
      "01 R.\n  05 A PIC X.\n  05 A PIC X.",
      "test.cpy:2:6: A cannot be told from another item of this name, not even by their groups; "
        + "rename one of them"),
    Case(
      "01 R.\n  05 A PIC X(10000000).\n  05 B PIC X(10000000).",
      "test.cpy:3:6: the record has more than 16777216 bytes at B"),
    Case(
      "01 R.\n  05 A OCCURS 9999999. 10 B OCCURS 9999999. 15 C PIC X(9999999) OCCURS 9999999.",
      "test.cpy:2:48: the record has more than 16777216 bytes at C"),
    Case("01 R.\n  05 A PIC X OCCURS 65537.", "test.cpy: more than 65536 fields at A(65537)"),
    Case(
      "01 R.\n  05 " + String(repeating: "A", count: 64) + " PIC X.",
      "test.cpy:2:6: \"" + String(repeating: "A", count: 40)
        + "…\" has 64 characters; at most 63 are read"),
  ]

  @Test(arguments: cases)
  func `A fault is told with its place and what was expected`(_ fault: Case) {
    #expect(problems(fault.text).first == fault.message)
  }

  @Test func `Several faults are told at once, in the order of the file`() {
    let text = """
      01 R.
        05 A PIC Q.
        05 B PIC X(3) COMP-3.
        05 C PIC X VALUE.
        05 D PIC 9.
        05 E REDEFINES A PIC X.
      """
    #expect(
      problems(text) == [
        "test.cpy:2:12: PICTURE Q: \"Q\" is not a symbol; "
          + "known: X A N G 9 S V P Z * + - . , B / 0 CR DB",
        "test.cpy:3:12: B COMP-3 takes digits only (9 S V P), not X(3)",
        "test.cpy:4:19: found the end of the entry; expected the value",
        "test.cpy:6:18: E REDEFINES A; expected the item directly before it on its level, D",
      ])
  }

  @Test func `No more than twenty faults are told`() {
    let text = "01 R.\n" + String(repeating: "  05 A PIC Q.\n", count: 1_000)
    #expect(problems(text).count == LayoutLimits.problems)
  }

  @Test func `A copybook larger than the limit is refused`() {
    let text = String(repeating: "      *\n", count: 1 << 18)
    #expect(
      problems(text) == ["test.cpy: has 2097152 bytes; a copybook has at most 1048576"])
  }
}
