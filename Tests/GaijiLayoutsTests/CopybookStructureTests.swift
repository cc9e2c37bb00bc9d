import GaijiLayouts
import GaijiModel
import Testing

/// Groups, tables, redefinitions, names.
@Suite struct CopybookStructureTests {
  @Test func `Tables in tables have subscripts from the outside in`() throws {
    let text = """
      01 R.
         05 A OCCURS 2.
            10 B PIC X.
            10 C OCCURS 2 TIMES ASCENDING KEY IS D INDEXED BY I J PIC 99.
         05 E PIC X.
      """
    let layout = try layouts(text).layouts[0]
    #expect(
      lines(layout) == [
        "B(1) 0 1 mixed", "C(1,1) 1 2 zoned", "C(1,2) 3 2 zoned", "B(2) 5 1 mixed",
        "C(2,1) 6 2 zoned", "C(2,2) 8 2 zoned", "E 10 1 mixed",
      ])
    #expect(layout.tables.isEmpty)
    #expect(layout.maximumByteCount == 11)
  }

  @Test func `A variable table has a counter, bounds and elements`() throws {
    let text = """
      01 R.
         05 H. 10 N PIC 9(2). 10 M PIC S9(4) COMP.
         05 A OCCURS 1 TO 3 TIMES DEPENDING ON N OF H INDEXED BY I.
            10 B PIC X(2).
            10 C PIC X OCCURS 2.
         05 D PIC X OCCURS 0 TO 2 DEPENDING M.
         05 E PIC X(5).
      """
    let layout = try layouts(text).layouts[0]
    #expect(
      layout.tables == [
        VariableTable(counter: 0, offset: 4, elementByteCount: 4, minimum: 1, maximum: 3),
        VariableTable(counter: 1, offset: 16, elementByteCount: 1, minimum: 0, maximum: 2),
      ])
    #expect(layout.maximumByteCount == 23)
    #expect(layout.minimumByteCount == 13)
    #expect(coversEveryByte(layout))
    let last = try #require(layout.fields.last)
    #expect(last.cell == nil)
    #expect(layout.offset(of: last, counts: [1, 0]) == 8)
    let second = try #require(layout.fields.first { $0.name == "C(2,1)" })
    #expect(second.cell == .init(table: 0, element: 2))
    #expect(layout.offset(of: second, counts: [1, 0]) == nil)
    #expect(layout.offset(of: second, counts: [2, 0]) == 10)
  }

  @Test func `DEPENDING ON without TO begins at one element`() throws {
    let text = "01 R. 05 N PIC 9. 05 A PIC X OCCURS 4 DEPENDING ON N."
    let layout = try layouts(text).layouts[0]
    #expect(layout.tables.map(\.minimum) == [1])
  }

  static let redefinition = """
    01 R.
       05 A PIC X(6).
       05 B REDEFINES A.
          10 B1 PIC 9(4).
       05 C REDEFINES A PIC X(8).
       05 D PIC X.
    """

  @Test func `Of items that share bytes the first is read, and the rest of the area kept`() throws {
    let copybook = try layouts(Self.redefinition)
    #expect(
      lines(copybook.layouts[0]) == ["A 0 6 mixed", "FILLER-1 6 2 raw", "D 8 1 mixed"])
    #expect(
      copybook.notes.map(\.description) == [
        "test.cpy:3:7: B shares its bytes with A and is left out; use = [\"B\"] would take it instead",
        "test.cpy:5:7: C has 8 bytes and redefines A of 6: what follows begins behind the larger one",
        "test.cpy:5:7: C shares its bytes with A and is left out; use = [\"C\"] would take it instead",
      ])
  }

  @Test func `An option takes a redefinition instead`() throws {
    #expect(
      try fields(Self.redefinition) { $0.use = ["b"] } == [
        "B1 0 4 zoned", "FILLER-1 4 4 raw", "D 8 1 mixed",
      ])
    #expect(
      try fields(Self.redefinition) { $0.use = ["C"] } == ["C 0 8 mixed", "D 8 1 mixed"])
    #expect(
      problems(Self.redefinition) { $0.use = ["B", "C"] } == [
        "test.cpy:5:7: use: B and C are the same bytes; keep one"
      ])
    #expect(
      problems(Self.redefinition) { $0.use = ["B-1", "D"] } == [
        "test.cpy: use: \"B-1\" is no item with REDEFINES",
        "test.cpy: use: \"D\" is no item with REDEFINES",
      ])
  }

  @Test func `Redefinitions in tables repeat with them`() throws {
    let text = """
      01 R.
         05 T OCCURS 2.
            10 A PIC X(3).
            10 B REDEFINES A PIC X(2).
            10 C REDEFINES B.
               15 C1 PIC X OCCURS 3.
      """
    #expect(
      try fields(text) { $0.use = ["B"] } == [
        "B(1) 0 2 mixed", "FILLER-1(1) 2 1 raw", "B(2) 3 2 mixed", "FILLER-1(2) 5 1 raw",
      ])
    #expect(
      try fields(text) { $0.use = ["C"] } == [
        "C1(1,1) 0 1 mixed", "C1(1,2) 1 1 mixed", "C1(1,3) 2 1 mixed", "C1(2,1) 3 1 mixed",
        "C1(2,2) 4 1 mixed", "C1(2,3) 5 1 mixed",
      ])
  }

  @Test func `FILLER is raw and numbered, without a name too`() throws {
    let text = """
      01 R.
         05 FILLER PIC X(2).
         05 PIC N(3).
         05 FILLER OCCURS 2.
            10 A PIC X.
            10 FILLER PIC X(2).
         05 FILLER-2 PIC X.
      """
    #expect(
      try fields(text) == [
        "FILLER-1 0 2 raw", "FILLER-3 2 6 raw", "A(1) 8 1 mixed", "FILLER-4(1) 9 2 raw",
        "A(2) 11 1 mixed", "FILLER-4(2) 12 2 raw", "FILLER-2 14 1 mixed",
      ])
    #expect(
      try fields("01 R. 05 FILLER PIC N(3).") { $0.fillersAreRaw = false } == [
        "FILLER-1 0 6 double"
      ])
  }

  @Test func `Names that stand twice are qualified as far as needed`() throws {
    let text = """
      01 R.
         05 G.
            10 A. 15 X PIC X. 15 Y PIC X.
            10 B. 15 X PIC X.
         05 H.
            10 A. 15 X PIC X.
      """
    #expect(
      try fields(text) == [
        "G.A.X 0 1 mixed", "Y 1 1 mixed", "B.X 2 1 mixed", "H.A.X 3 1 mixed",
      ])
  }

  @Test func `Levels 66, 77 and 88 and several records`() throws {
    let text = """
      01 R.
         05 A PIC X.
            88 A-YES VALUE "Y", "y".
            88 A-MANY VALUES ARE "1" THRU "3"
               "5" THROUGH "7"
               SPACE ZEROS.
            88 A-NO VALUE IS X"00" WHEN SET TO FALSE IS "Z".
         05 B PIC S9. 88 NEGATIVE VALUE -9 THRU -1.
         66 C RENAMES A THRU B OF R.
      77 D PIC X(3).
      01 E REDEFINES R PIC X(2).
      """
    let copybook = try layouts(text)
    #expect(copybook.layouts.map(\.name) == ["R", "D", "E"])
    #expect(copybook.layouts.map(\.maximumByteCount) == [2, 3, 2])
    #expect(lines(copybook.layouts[0]) == ["A 0 1 mixed", "B 1 1 zoned"])
  }

  @Test func `Items without a level 01 are a record with the copybook's name`() throws {
    let copybook = try CopybookParser.parse(
      "05 A PIC X.\n05 B PIC X(2).", name: "/copy/juki-rec.cpy")
    #expect(copybook.layouts.map(\.name) == ["JUKI-REC"])
    #expect(lines(copybook.layouts[0]) == ["A 0 1 mixed", "B 1 2 mixed"])
  }

  @Test func `Clauses that take no storage are read in any order`() throws {
    let text = """
      01 R IS EXTERNAL.
         05 A VALUE ZERO BLANK WHEN ZERO PICTURE IS 9(4) USAGE DISPLAY.
         05 B GLOBAL JUSTIFIED PICTURE X(3).
         05 C PIC N(2) CHARACTER TYPE IS MODE-1.
      """
    #expect(try fields(text) == ["A 0 4 zoned", "B 4 3 mixed", "C 7 4 double"])
  }
}
