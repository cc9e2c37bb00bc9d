import GaijiCharsets
import GaijiModel
import Testing

@testable import GaijiCatalog

@Suite struct PlainTableTests {
  private func rows(_ text: String, column: Int = 1) throws -> [String] {
    try CharsetFile(Array(text.utf8), codeColumn: column).rows.map {
      "\(CharsetFile.codeName($0)) \(CharsetFile.characterName($0)) \($0.use)"
    }
  }

  @Test func `Columns, signs and pairs of a text table are read`() throws {
    let text = """
      # Name: a table
      0x20\t0x0020\t# SPACE
      0x80\t      \t#UNDEFINED
      0x8140  0x2121  0x3000  # three columns
      0x81+0x41 0x304B+0x309A
      0x82F5\tU+304B+309A\t# か゚
      """
    #expect(
      try rows(text) == [
        "20 U+0020 both", "8140 U+3000 both", "8141 U+304B U+309A both", "82F5 U+304B U+309A both",
      ])
    #expect(try rows("0x8140  0x2121  0x3000\n", column: 2) == ["2121 U+3000 both"])
  }

  @Test func `Columns of a CSV table come in any order and blank ones mean none`() throws {
    let text =
      "\u{FEFF}use,unicode,code,selector\r\n,4E08,41A1,E0103\r\ndecode,U+3000,\"A1A1\",\r\n"
      + "\r\nencode,FA30,0x42BB,\r\n"
    #expect(
      try rows(text) == [
        "41A1 U+4E08 U+E0103 both", "A1A1 U+3000 decodeOnly", "42BB U+FA30 encodeOnly",
      ])
  }

  @Test(
    arguments: [
      ("[{\"code\": \"41\"}]", .jef4j),
      ("\n\n# a\n<code_set_name> \"x\"\n<uconv_class> \"SBCS\"", .ucm),
      ("% x\n<code_set_name> X\nCHARMAP\n<U0041> /x41", .charmap), ("# x\n0x41 0x0041", .text),
      ("code,unicode\n", .csv), ("\u{FEFF}code,unicode\n", .csv), ("hello", nil), ("", nil),
      ("<html>", .charmap),
    ] as [(String, CharsetFileFormat?)])
  func `The format is guessed from the beginning`(_ text: String, _ format: CharsetFileFormat?) {
    #expect(CharsetFileFormat.guess(Array(text.utf8)) == format)
  }

  /// The table of Project X0213, against the JIS X 0213 rows of jntajis.
  @Test(
    .enabled(
      if: TestFiles.exists(TestFiles.reference + "/mj/jisx0213-2004-8bit-std.txt.gz"),
      "needs mj/jisx0213-2004-8bit-std.txt.gz under GAIJI_REFERENCE"))
  func `The table of JIS X 0213 has all codes and its pairs`() throws {
    let bytes = try output(
      of: "/usr/bin/gzip",
      ["-dc", TestFiles.reference + "/mj/jisx0213-2004-8bit-std.txt.gz"])
    let file = try CharsetFile(bytes)
    #expect(file.format == .text)
    // 11,272 lines; 39 cells in row 9 and others name no character.
    #expect(file.entryCount == 11272)
    #expect(file.rows.count { $0.second != 0 } == 25)
    #expect(
      file.rows.contains(CharsetPart.Row(code: 0x2477, byteCount: 2, first: 0x304B, second: 0x309A))
    )
  }
}
