import GaijiModel
import Testing

@Suite struct TOMLHazardTests {
  @Test(
    arguments: [
      ("a = 1\n[ =\n", .headerWithoutKey, 2), ("[[ [x]]", .headerWithoutKey, 1),
      ("[]", .headerWithoutKey, 1), ("[[", .headerWithoutKey, 1),
      ("\t [\u{3000}", .headerWithoutKey, 1),
      ("a = [\n  [1],\n]\n[.x]", .headerWithoutKey, 4), ("[氏名]", .headerWithoutKey, 1),
      ("a = 1\r[ ]", .headerWithoutKey, 1), ("\n\nx = 1\u{2028}[[\n", .headerWithoutKey, 3),
      (String(repeating: "a.", count: 33) + "b = 1", .tooManyPeriods, 1),
      ("a = \"\\u0000\"", .nul, 1), ("a = \"\\\\x00\\U00000000\"", .nul, 1),
      ("a = \"\0\"", .nul, 1), ("  [[\u{F}h = 2", .control, 1), ("a = 1\nb\u{7F}", .control, 2),
    ] as [(String, TOMLHazard.Kind, Int)])
  func `a text that the parser may not see is named by its line`(
    text: String, kind: TOMLHazard.Kind, line: Int
  ) throws {
    let hazard = try #require(TOMLHazard.first(in: text))
    #expect(hazard.kind == kind)
    #expect(hazard.line == line)
  }

  @Test(
    arguments: [
      "", "[a]\n[[b]]\n[ c ]\n[\"氏名\"]\n['x']\n[0]\n[-]", "a = [1, 2]\nb = [\n  1,\n]",
      "# " + String(repeating: ".", count: 100), "a = \"[\"", "a.b.c = 1",
      "a = \"u0000\"",
    ])
  func `an ordinary text has none`(text: String) {
    #expect(TOMLHazard.first(in: text) == nil)
  }
}
