import GaijiCharsets
import Testing

@testable import GaijiCatalog

/// What is wrong with a table file is said with line, column and place.
@Suite struct TableFaultTests {
  static let head = "<uconv_class> \"SBCS\"\nCHARMAP\n"
  static let map = "<escape_char> /\n<comment_char> %\nCHARMAP\n"

  @Test(
    arguments: [
      ("", .csv, "line 1, column 1: the file is empty"),
      ("[]", .jef4j, "line 1, column 1: the file has no codes"),
      ("{}", .jef4j, #"line 1, column 1: expected "[": the file is an array of objects"#),
      ("[{}]", .jef4j, #"line 1, column 2 ([0]): the key "code" is missing"#),
      (
        "[{\"code\": \"41A1\", \"unicode\": \"4E00\"},\n {\"code\": \"41A1\", \"uni\": \"1\"}]",
        .jef4j,
        "line 2, column 26 ([1].uni): unknown key; known are code, unicode, text, options, hd, "
          + "aj1, sp"
      ),
      (
        "[{\"code\": \"41A1\", \"unicode\": \"4E00\",\n  \"options\": [\"oneway\", \"odd\"]}]",
        .jef4j,
        "line 2, column 14 ([0].options): unknown option \"odd\"; known are decode_only, "
          + "encode_only, oneway, unmappable, substitution, cjk_ci, combination, halfwidth, "
          + "fullwidth, compatible"
      ),
      (
        "[{\"code\": \"41A\"}]", .jef4j,
        "line 1, column 11 ([0].code): expected two or four hexadecimal digits"
      ),
      (
        "[{\"code\": \"41A1\", \"unicode\": \"D800\"}]", .jef4j,
        "line 1, column 30 ([0].unicode): expected one Unicode scalar in hexadecimal digits"
      ),
      (
        "[{\"code\": \"41A1\", \"unicode\": \"4E00\", \"aj1\": \"E0100\"}]", .jef4j,
        "line 1, column 2 ([0]): aj1 without hd: the code's sequence for MJ characters is missing"
      ),
      (
        "[{\"code\": \"41A1\", \"code\": \"41A2\"}]", .jef4j,
        "line 1, column 19 ([0]): the key \"code\" stands twice in one object"
      ),
      (
        "[{\"code\": 41, \"unicode\": \"4E00\"}]", .jef4j,
        "line 1, column 11 ([0].code): expected text in quotes, or an array of such"
      ),
      (
        "[{\"code\": \"41", .jef4j,
        "line 1, column 11 ([0].code): a string that is not closed in its line"
      ),
      (
        "[{\"code\": \"41\", \"unicode\": \"41\"}] x", .jef4j,
        "line 1, column 35 ([0]): text after the end of the array"
      ),
      (
        "[{\"jis8\": \"00\", \"ebcdik\": \"00\"}]", .jef4j,
        "line 1, column 1: 1 byte pairs; each of the 256 bytes needs one"
      ),
      (
        "[{\"jis8\": \"00\", \"ebcdik\": \"00\"}, {\"jis8\": \"01\", \"ebcdik\": \"00\"}]", .jef4j,
        "line 1, column 34 ([1]): ebcdik 00 twice"
      ),
      (
        "<uconv_class> \"ABC\"\nCHARMAP\n<U0041> \\x41 |0\nEND CHARMAP", .ucm,
        "line 1, column 15: unknown uconv_class \"ABC\"; known are SBCS, DBCS, MBCS, EBCDIC_STATEFUL"
      ),
      (
        head + "<U0041> \\x41 |0", .ucm,
        "line 3, column 1: the file ends inside of CHARMAP; is it cut short?"
      ),
      (
        head + "<U0041> \\x4 |0\nEND CHARMAP", .ucm,
        "line 3, column 11: expected two hexadecimal digits after \\x"
      ),
      (
        head + "<U0041> \\x41 |7\nEND CHARMAP", .ucm,
        "line 3, column 15: expected a digit from 0 to 4 after |"
      ),
      (
        head + "<U110000> \\x41 |0\nEND CHARMAP", .ucm,
        "line 3, column 3: 110000 is no Unicode scalar"
      ),
      (
        head + "<U0041> \\x41\\x42\\x43\\x44 |0\nEND CHARMAP", .ucm,
        "line 3, column 9: a code has 1 to 3 bytes here"
      ),
      (
        "<icu:state> 0-7f, 80-ff:1\nCHARMAP\n<U0041> \\x41 |0\nEND CHARMAP", .ucm,
        "line 1, column 13: there is no state 1; the states are 0 to 0"
      ),
      (
        "<icu:state> 0-7f 80\nCHARMAP", .ucm,
        "line 1, column 18: expected \",\" between entries of a state"
      ),
      (
        "<icu:state> 81:1\n<icu:state> 30:2\n<icu:state> 30:3\n<icu:state> 30\nCHARMAP\nEND CHARMAP",
        .ucm,
        "line 1, column 13: lead byte 81: codes of three bytes are known only after 8F, "
          + "longer ones not at all"
      ),
      (
        "<icu:base> \"ibm-943\"\n", .ucm,
        "line 1, column 1: this is only the difference to the table ibm-943; import a file that "
          + "has all codes"
      ),
      (
        map + "<U0041> x41\nEND CHARMAP", .charmap,
        "line 4, column 9: expected the code's bytes such as /x81/x40"
      ),
      (
        map + "<U0041>..<U0040> /x41\nEND CHARMAP", .charmap,
        "line 4, column 10: a range that runs backwards"
      ),
      (
        map + "<U0041>..<U0045> /xFE\nEND CHARMAP", .charmap,
        "line 4, column 22: the range has more characters than codes are left"
      ),
      (
        map + "<U0041> /x0e/x41/x42/x43/x0f\nEND CHARMAP", .charmap,
        "line 4, column 9: expected 0e, a code of two bytes and perhaps 0f"
      ),
      (
        map + "<U0000>..<U10FFFF> /x00/x00/x00\nEND CHARMAP", .charmap,
        "line 4, column 32: the range goes over surrogates, which are no characters"
      ),
      (
        map + "<U10000>..<U10FFFF> /x00/x00/x00\n<UE000>..<UFFFF> /x00/x00/x00\nEND CHARMAP",
        .charmap, "line 5, column 30: over 1048576 rows; no charset has so many"
      ),
      (
        map + "<U3000> /x0e/x20/x20/x0f\nEND CHARMAP", .charmap,
        "line 4, column 1: code 2020 is outside 4040 and 4141–FEFE, the two-byte codes of a "
          + "charset with shifts"
      ),
      (
        "0x814 0x3000", .text, "line 1, column 1: expected a code such as 0x8140, two digits a byte"
      ),
      ("0x8140 3000", .text, "line 1, column 8: expected a character such as 0x3000 or U+3000"),
      (
        "0x8140 0x3000 text\n", .text,
        "line 1, column 15: expected a character such as 0x3000 or U+3000"
      ),
      (
        "0x8140 0x3000+0x3001+0x3002", .text,
        "line 1, column 22: a character of three or more scalars; two is the most here"
      ),
      (
        "code,unicod\n", .csv,
        "line 1, column 6: unknown column \"unicod\"; known are code, unicode, selector, second, use"
      ),
      ("code,use\n", .csv, "line 1, column 1: the column unicode is missing in the header"),
      ("code,unicode\n8140\n", .csv, "line 2, column 1: 1 fields; the header has 2"),
      ("code,unicode\n8140, 3000x\n", .csv, "line 2, column 11: unexpected text in the field"),
      (
        "code,unicode,use\n8140,3000,never\n", .csv,
        "line 2, column 11: expected both, decode or encode"
      ),
      ("code,unicode\n\"8140,3000\n", .csv, "line 2, column 2: the quote is never closed"),
    ] as [(String, CharsetFileFormat, String)])
  func `A wrong file is refused with its place`(
    _ text: String, _ format: CharsetFileFormat, _ message: String
  ) {
    #expect {
      try CharsetFile(Array(text.utf8), format: format)
    } throws: {
      let found = "\($0)"
      if found != message { Issue.record("\(found)") }
      return found == message
    }
  }

  @Test(arguments: [
    (
      "code,unicode\n8140,3000\n8140,3001\n",
      "line 3, column 1: code 8140 is U+3001 here and U+3000 in line 2; mark one of them as "
        + "written only"
    ),
    (
      "code,unicode\n41,0041\n4142,3000\n",
      "line 3, column 1: byte 41 begins codes of 1 and of 2 bytes; import one-byte and two-byte "
        + "codes as two parts"
    ),
    (
      "code,unicode\n8EA1A1,4E00\n",
      "line 2, column 1: codes of three bytes are known only after 8F, as in EUC-JP; this one "
        + "begins with 8E"
    ),
  ])
  func `Rows that make no charset are refused with the line`(
    _ text: String, _ message: String
  ) throws {
    let file = try CharsetFile(Array(text.utf8))
    #expect {
      try file.table(named: "test")
    } throws: {
      "\($0)" == message
    }
  }

  /// Files with bytes changed, cut out or doubled: an error or a table, never a crash.
  @Test func `Damaged files give errors`() throws {
    let files = [
      #"[{"code": "41A1", "unicode": "4E08", "hd": "E0103", "aj1": "E0101", "options": ["oneway"]}]"#,
      UCMReaderTests.eucHeader + "<U304B><U309A> \\xA4\\xA2 |0\n<U0041> \\x41 |3\nEND CHARMAP\n",
      Self.map + "<U0041>..<U0045> /x41\n%IRREVERSIBLE%<U3000> /x0e/x40/x40/x0f\nEND CHARMAP\n",
      "0x8140\t0x3000\t# SPACE\n0x81+0x41 U+304B+309A\n0x80\n",
      "code,unicode,selector,use\n\"8140\",4E08,E0103,decode\n41,0041,,\n",
    ]
    var generator = SeededGenerator(seed: 11)
    var readCount = 0
    for text in files {
      for _ in 0..<300 {
        var bytes = Array(text.utf8)
        for _ in 0...Int.random(in: 0...3, using: &generator) {
          let index = bytes.indices.randomElement(using: &generator) ?? 0
          switch Int.random(in: 0...3, using: &generator) {
          case 0: bytes[index] = UInt8.random(in: 0...255, using: &generator)
          case 1: bytes.remove(at: index)
          case 2: bytes.insert(contentsOf: bytes[index..<min(bytes.count, index + 9)], at: index)
          default: bytes.swapAt(index, bytes.indices.randomElement(using: &generator) ?? 0)
          }
          if bytes.isEmpty { break }
        }
        guard let file = try? CharsetFile(bytes) else { continue }
        readCount += 1
        guard let table = try? file.table(named: "x") else { continue }
        #expect(CharsetRoundTrip(table).misread.isEmpty)
      }
    }
    // Some damage does no harm; with none read the test would look at nothing.
    #expect(readCount > 100)
  }
}
