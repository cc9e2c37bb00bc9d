import GaijiLayouts
import GaijiModel
import Testing

/// Lines, columns, comments, continuation.
@Suite struct CopybookFormatTests {
  @Test func `Fixed format reads columns 8 to 72 alone`() throws {
    let text = """
      000100* a comment
      000200/ a new page
      000300 01  REC.                                                         R0000001
      000400     05  A   PIC X(3).                                            PIC X(9)
      000500D    05  B   PIC X(3).
                 05  C   PIC X(4). *> 05 D PIC X.
      """
    let copybook = try layouts(text)
    #expect(lines(copybook.layouts[0]) == ["A 0 3 mixed", "C 3 4 mixed"])
    #expect(
      copybook.notes.map(\.description)
        == ["test.cpy:5:7: a debugging line (D) is not read"])
  }

  @Test func `Free format is found by what stands in the first columns`() throws {
    let long = String(repeating: " ", count: 80)
    for text in [
      "01 REC.\n  05 A PIC X.\n*> a comment\n  05\(long)B PIC XX.",
      "    01 REC.\n    05 A PIC X.\n* a comment\n    05\(long)B PIC XX.",
      ">>SOURCE FORMAT IS FREE\n        01 REC.\n        05 A PIC X.\n        05\(long)B PIC XX.",
    ] {
      #expect(try fields(text) == ["A 0 1 mixed", "B 1 2 mixed"], "\(text)")
    }
  }

  @Test func `A chosen format is not guessed`() throws {
    let text = "       01 REC PIC X(5).\n"
    #expect(try fields(text) { $0.format = .free } == ["REC 0 5 mixed"])
    #expect(try fields(text) { $0.format = .fixed } == ["REC 0 5 mixed"])
    #expect(
      problems("05 A PIC X.\n05 B PIC X.") { $0.format = .fixed } == [
        "test.cpy:1:7: \"I\" in column 7; expected a blank, *, /, - or D (for free format, say so)",
        "test.cpy:2:7: \"I\" in column 7; expected a blank, *, /, - or D (for free format, say so)",
      ])
  }

  @Test func `A debugging line speaks for fixed format, and text that is cut off is noted`() throws
  {
    let text =
      "       01 R.\n      D    05 A PIC X.\n           05 B PIC X."
      + String(repeating: " ", count: 60) + "05 C PIC X.\n"
    let copybook = try layouts(text)
    #expect(lines(copybook.layouts[0]) == ["B 0 1 mixed"])
    #expect(
      copybook.notes.map(\.description) == [
        "test.cpy:2:7: a debugging line (D) is not read",
        "test.cpy:3:83: text behind column 80 of a fixed-format line is not read; "
          + "is this free format?",
      ])
  }

  @Test func `Words and literals go on in a continuation line`() throws {
    let text = [
      "       01  REC.",
      "           05  LONG-",
      "      -    NAME PIC X(3) VALUE 'IT''S. 05 B PIC X. THIS IS NO ENTRY",
      "      *    a comment between",
      "      -    'AND GOES ON'. ",
      "           05  C PIC X(2).",
    ].joined(separator: "\n")
    #expect(try fields(text) == ["LONG-NAME 0 3 mixed", "C 3 2 mixed"])
  }

  @Test func `Periods in literals, numbers and pictures end nothing`() throws {
    let text = """
      01 REC.
         05 A PIC 9(3).99 VALUE "1. 2".
         05 B PIC 9V9 VALUE 1.5.
         05 C PIC N(2) VALUE N"外字. 05 X".
         05 D PIC X(2) VALUE X'4040'.
         05 E PIC G(2) DISPLAY-1 VALUE G"..".
         05 F PIC N(2) VALUE NC'. '.
         05 G PIC X, VALUE ALL "*"; JUST.
      """
    #expect(
      try fields(text) == [
        "A 0 6 single", "B 6 2 zoned", "C 8 4 double", "D 12 2 mixed", "E 14 4 double",
        "F 18 4 double", "G 22 1 mixed",
      ])
  }

  @Test func `Japanese names, and full-width blanks between words`() throws {
    let text =
      "       01\u{3000}住民レコード．甲.\n"
      + "         \u{3000}05\u{3000}氏名\u{3000}PIC\u{3000}N(10).\n"
      + "           05  ｼﾒｲ-カナ PIC X(20).\n"
    let layout = try layouts(text).layouts[0]
    #expect(layout.name == "住民レコード．甲")
    #expect(lines(layout) == ["氏名 0 20 double", "ｼﾒｲ-カナ 20 20 mixed"])
  }

  @Test func `A full-width character takes two columns of a fixed line`() throws {
    // 60 columns of kanji from column 12 end at 71, so the period is in column 72 and X in 73.
    let name = String(repeating: "漢", count: 30)
    let text = "       01  \(name).X\n           05 A PIC X."
    let layout = try layouts(text).layouts[0]
    #expect(layout.name == name)
    #expect(lines(layout) == ["A 0 1 mixed"])
  }

  @Test func `Line ends, tabs, a byte order mark and an end-of-file mark do not matter`() throws {
    let text = "\u{FEFF}       01 R.\r\n\t05 A PIC X.\r\n\t05 B PIC XX.\r\n\u{1A}"
    #expect(try fields(text) == ["A 0 1 mixed", "B 1 2 mixed"])
  }

  @Test func `Listing words, headings and file descriptions are passed over`() throws {
    let text = """
             IDENTIFICATION DIVISION.
             PROGRAM-ID. P.
             DATA DIVISION.
             FILE SECTION.
             FD  F RECORDING MODE F LABEL RECORDS STANDARD.
             EJECT
             TITLE 'LAYOUT'
             01  A PIC X.
             SKIP1
             WORKING-STORAGE SECTION.
             77  B PIC 9(4) COMP.
             PROCEDURE DIVISION.
                 MOVE 1 TO B.
      """
    let copybook = try layouts(text)
    #expect(copybook.layouts.map(lines) == [["A 0 1 mixed"], ["B 0 2 binary"]])
  }

  @Test func `Bytes that are not UTF-8 are refused with their line`() throws {
    var bytes = Array("       01 R.\n".utf8)
    // 氏名 in CP932.
    bytes += Array("           05 ".utf8) + [0x8E, 0x81, 0x96, 0xBC] + Array(" PIC X.\n".utf8)
    let error = #expect(throws: LayoutError.self) {
      try CopybookParser.parse(bytes, name: "test.cpy")
    }
    #expect(
      error?.description
        == "test.cpy:2: is not UTF-8; convert the copybook first, such as with iconv -f cp932 -t utf-8"
    )
  }
}
