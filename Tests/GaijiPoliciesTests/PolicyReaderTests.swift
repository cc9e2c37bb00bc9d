import Foundation
import GaijiHashing
import GaijiModel
import GaijiPolicies
import Testing

@Suite struct PolicyReaderTests {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func read(_ text: String, as path: String = "p.toml") throws -> PolicyFile {
    try PolicyReader.decode(Array(text.utf8), path: path)
  }

  static func problems(_ text: String, as path: String = "p.toml") -> String {
    do {
      _ = try PolicyReader.decode(Array(text.utf8), path: path)
      return "no problem"
    } catch { return error.description }
  }

  @Test func `The committed example says what its comments say`() throws {
    let path = Self.root.appending(path: "Data/policies/resident-register.toml").path
    let file = try PolicyReader.read(path: path)
    var expected = ConversionPolicy(source: "cp932", target: .utf8)
    expected.actions.overflow = .reject
    expected.shrink.choices = [try #require(CharacterIdentity("MJ026190")): 0x8FBA]
    expected.limits = [
      .init(column: .name("住所"), unit: .characters, maximum: 200),
      .init(column: .name("氏名"), unit: .bytes, maximum: 160),
      .init(column: .name("氏名"), unit: .characters, maximum: 40),
    ]
    #expect(file.policy == expected)
    #expect(
      file.columns == .some([.name("氏名"), .name("氏名カナ"), .name("住所"), .name("方書"), .name("備考")]))
    #expect(file.system?.description == "S-CITY/RESIDENT")
    #expect(file.header == true)
    let bytes = try Data(contentsOf: URL(filePath: path))
    #expect(file.sha256 == SHA256.digest(of: Array(bytes)))
    try PolicyValidator().validate(file)
  }

  @Test func `The choices of host charsets are read`() throws {
    let policy = try Self.read(
      """
      source = "jef"
      prefer = "position"
      projection = "e92E"
      double-space = "two-spaces"
      """
    ).policy
    #expect(policy.preference == .position)
    #expect(policy.projection == 0xE92E)
    #expect(policy.doubleSpace == .twoSpaces)
    let plain = try Self.read(
      "{\"prefer\": \"glyph\", \"projection\": \"U+E000\", \"double-space\": \"4040\"}",
      as: "p.json"
    ).policy
    #expect(plain.preference == .glyph)
    #expect(plain.projection == 0xE000)
    #expect(plain.doubleSpace == .hostSpace)
  }

  @Test func `Wrong choices of host charsets name line, key and what is right`() {
    #expect(
      Self.problems("source = \"jef\"\nprefer = \"area\"")
        == "p.toml:2: \"prefer\" cannot be \"area\"; one of: glyph, position")
    #expect(
      Self.problems("double-space = \"A1A1\"")
        == "p.toml:1: \"double-space\" cannot be \"A1A1\"; did you mean \"a1a1\"?")
    for text in ["DFFF", "F900", "E92", "E92EE", "", "U+", "u+e92g", "+E92E", "Ｅ０００"] {
      #expect(
        Self.problems("projection = \"\(text)\"")
          == "p.toml:1: \"projection\" must be a private-use code point from E000 to F8FF, "
          + "not \"\(text)\"")
    }
    #expect(
      Self.problems("projection = 59694")
        == "p.toml:1: \"projection\" must be a string, not an integer")
  }

  @Test func `Every key is read into its place`() throws {
    let file = try Self.read(
      """
      source = "ibm1399"
      target = "jisx0208"
      ivs = "always"
      bom = "remove"
      columns = [3, "氏名"]
      header = false
      [actions]
      invalid = "stop"
      undefined = "reject"
      gaiji = "keep"
      unencodable = "escape"
      overflow = "substitute"
      [substitutes]
      invalid = "?"
      undefined = "■"
      gaiji = "外字"
      unencodable = "\\u3013\\u3013"
      overflow = "…"
      [accept]
      status = ["approved", "proposed"]
      grade = ["exact"]
      [shrink]
      grounds = ["tax-agency", "analogy"]
      several = "first"
      choices = { GJ000001 = "𠮷" }
      [limits]
      3 = { max-bytes = 7 }
      """)
    let policy = file.policy
    #expect(policy.source == "ibm1399")
    #expect(policy.target == .jisx0208)
    #expect(policy.ivs == .always)
    #expect(policy.byteOrderMark == .remove)
    #expect(file.columns == .some([.index(3), .name("氏名")]))
    #expect(file.header == false)
    #expect(policy.actions.invalid == .stop)
    #expect(policy.actions.undefined == .reject)
    #expect(policy.actions.gaiji == .keep)
    #expect(policy.actions.unencodable == .escape)
    #expect(policy.actions.overflow == .substitute)
    #expect(policy.substitutes.invalid == [0x3F])
    #expect(policy.substitutes.undefined == [0x25A0])
    #expect(policy.substitutes.gaiji == [0x5916, 0x5B57])
    #expect(policy.substitutes.unencodable == [0x3013, 0x3013])
    #expect(policy.substitutes.overflow == [0x2026])
    #expect(policy.acceptedStatuses == [.approved, .proposed])
    #expect(policy.acceptedGrades == [.exact])
    #expect(policy.shrink.grounds == [.taxAgency, .analogy])
    #expect(policy.shrink.takesFirstOfMany)
    #expect(policy.shrink.choices == [try #require(CharacterIdentity("GJ000001")): 0x20BB7])
    #expect(policy.limits == [.init(column: .index(3), unit: .bytes, maximum: 7)])
  }

  @Test func `TOML and JSON of the same policy give the same policy`() throws {
    let toml = try Self.read("source = \"cp932\"\n[limits.\"氏名\"]\nmax-chars = 20\n")
    let json = try Self.read(
      #"{"limits": {"氏名": {"max-chars": 20}}, "source": "cp\u0039\u00332"}"#, as: "p.JSON")
    #expect(toml.policy == json.policy)
    #expect(canonicalJSON(of: toml) == canonicalJSON(of: json))
    #expect(toml.sha256 != json.sha256)
  }

  @Test(arguments: [
    ("sorce = \"cp932\"", "p.toml:1: unknown key \"sorce\"; did you mean \"source\"?"),
    (
      "\n[actions]\n\ngajii = \"keep\"",
      "p.toml:4: unknown key \"actions.gajii\"; did you mean \"gaiji\"?"
    ),
    (
      "[accept]\r\n\r\nstatsu = []",
      "p.toml:3: unknown key \"accept.statsu\"; did you mean \"status\"?"
    ),
    (
      "[accept]\ncolour = 1",
      "p.toml:2: unknown key \"accept.colour\"; known: status, grade"
    ),
    (
      "actions.gaiji = \"sustitute\"",
      "p.toml:1: \"actions.gaiji\" cannot be \"sustitute\"; did you mean \"substitute\"?"
    ),
    (
      "bom = \"utf-8\"", "p.toml:1: \"bom\" cannot be \"utf-8\"; one of: keep, add, remove"
    ),
    ("ivs = 1", "p.toml:1: \"ivs\" must be a string, not an integer"),
    ("ivs = 1979-05-27", "p.toml:1: \"ivs\" must be a string, not a date"),
    ("header = \"yes\"", "p.toml:1: \"header\" must be true or false, not a string"),
    ("limits = 3", "p.toml:1: \"limits\" must be a table, not an integer"),
    (
      "# x\n[limits]\n\"氏名\" = { max-bites = 4 }",
      "p.toml:3: unknown key \"limits.氏名.max-bites\"; did you mean \"max-bytes\"?"
    ),
    (
      "[limits]\n\"氏名\" = { max-bytes = 4.5 }",
      "p.toml:2: \"limits.氏名.max-bytes\" must be an integer, not a floating-point number"
    ),
    (
      "accept.grade = \"exact\"",
      "p.toml:1: \"accept.grade\" must be an array of strings, not a string"
    ),
    (
      "[shrink.choices]\nMJ26190 = \"辺\"",
      "p.toml:2: \"shrink.choices.MJ26190\": \"MJ26190\" is not an identity such as MJ026190"
    ),
    (
      "[shrink.choices]\nMJ026190 = \"辺々\"",
      "p.toml:2: \"shrink.choices.MJ026190\" must be one character, not 2 code points"
    ),
    ("system = \"S-CITY\"", "p.toml:1: \"system\" must be ORGANISATION/SYSTEM, not \"S-CITY\""),
    (
      "columns = \"氏名\"",
      "p.toml:1: \"columns\" must be \"all\" or an array of names and numbers, not a string"
    ),
    (
      "columns = [true]", "p.toml:1: \"columns\" holds names and numbers, not true or false"
    ),
    ("source = \"a\\u0000b\"", "p.toml:1: a NUL character cannot stand in this file"),
  ])
  func `Names file, line, key and what to do`(_ text: String, _ message: String) {
    #expect(Self.problems(text) == message)
  }

  @Test func `Reports every problem of a file at once`() {
    let text = "sorce = \"x\"\nivs = \"alwys\"\n[actions]\noverflow = 1"
    #expect(
      Self.problems(text) == """
        p.toml:1: unknown key "sorce"; did you mean "source"?
        p.toml:2: "ivs" cannot be "alwys"; did you mean "always"?
        p.toml:4: "actions.overflow" must be a string, not an integer
        """)
  }

  @Test func `Damaged TOML is named with its line`() {
    let message = Self.problems("source = \"cp932\"\nivs = \n")
    #expect(message.hasPrefix("p.toml:2: "), "\(message)")
    let twice = Self.problems("ivs = \"always\"\nivs = \"always\"\n")
    #expect(twice.hasPrefix("p.toml:2: "), "\(twice)")
  }

  @Test(arguments: [
    ("{\"source\": \"a\",\n \"source\": \"b\"}", "p.json:2: key \"source\" stands twice; keep one"),
    ("{\"source\": }", "p.json:1: expected a value"),
    ("{\"source\" \"a\"}", "p.json:1: expected \":\" after key \"source\""),
    ("{\n\"source\": \"a\"\n", "p.json:3: expected \"}\" after the value of \"source\""),
    ("{} x", "p.json:1: text follows the end of the policy"),
    ("[]", "p.json:1: a policy is a table of keys, not an array"),
    ("{\"ivs\": null}", "p.json:1: \"ivs\" must be a string, not null"),
    (
      "{\"limits\": {\"1\": {\"max-bytes\": 1e3}}}",
      "p.json:1: \"1e3\" is not an integer, true, false or null"
    ),
    ("{\"limits\": 007}", "p.json:1: \"007\" is not an integer, true, false or null"),
    ("{\"source\": \"\\uD800\"}", "p.json:1: \\uD800 is half a surrogate pair"),
    ("{\"source\": \"a", "p.json:1: a string without its closing quote"),
    ("{\"system\":\n\"S\"}", "p.json:2: \"system\" must be ORGANISATION/SYSTEM, not \"S\""),
  ])
  func `JSON problems have lines too`(_ text: String, _ message: String) {
    #expect(Self.problems(text, as: "p.json") == message)
  }

  @Test func `Deep brackets end in a message and not in a crash`() {
    let text = String(repeating: "[", count: 100_000)
    #expect(Self.problems(text, as: "p.json") == "p.json:1: more than 64 levels of brackets")
  }

  @Test func `Says why a file cannot be read`() {
    #expect(
      Self.problems("", as: "p.yaml")
        == "p.yaml: a policy file ends in .toml or .json; rename it")
    #expect(
      throws: PolicyError(
        .init(
          file: "/nonexistent/p.toml",
          message: "cannot read the policy: No such file or directory"))
    ) { try PolicyReader.read(path: "/nonexistent/p.toml") }
    #expect(
      throws: PolicyError(
        .init(
          file: "p.toml", message: "is not UTF-8; save the policy as UTF-8 text"))
    ) { try PolicyReader.decode([0x8A, 0x4F], path: "p.toml") }
  }

  @Test func `A byte order mark in front is no key`() throws {
    #expect(try Self.read("\u{FEFF}source = \"cp932\"").policy.source == "cp932")
    #expect(try Self.read("\u{FEFF}{\"source\": \"cp932\"}", as: "p.json").policy.source == "cp932")
  }
}
