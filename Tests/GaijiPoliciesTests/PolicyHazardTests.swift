import GaijiPolicies
import Testing

@Suite struct PolicyHazardTests {
  /// Without the check the parser ends the whole program on these.
  @Test(arguments: ["[ =", "[[ [", "[", "[[limits]]\ncolumn = \"A\"\n[["])
  func `a malformed table header is an error with its line`(text: String) {
    let problems = PolicyReaderTests.problems("source = \"cp932\"\n" + text)
    #expect(problems.contains("expected a table's name behind \"[\""), "\(problems)")
    #expect(problems.hasPrefix("p.toml:\(1 + text.split(separator: "\n").count): "), "\(problems)")
  }

  @Test func `a key of very many parts is an error and not a recursion`() {
    let key = String(repeating: "a.", count: 200_000) + "b = 1"
    #expect(PolicyReaderTests.problems(key) == "p.toml:1: more than 32 periods on a line")
  }

  @Test func `a NUL is an error`() {
    let text = "source = \"cp932\\u0000\""
    #expect(
      PolicyReaderTests.problems(text) == "p.toml:1: a NUL character cannot stand in this file")
  }
}
