import Foundation
import GaijiModel
import GaijiPolicies
import Testing

@Suite struct ProfileReaderTests {
  static let head = "name = \"p\"\nencoding = \"utf8\"\nheader = true\n"

  static func problems(_ text: String, as path: String = "p.toml") -> String {
    do {
      _ = try ProfileReader.decode(Array(text.utf8), path: path)
      return "no problem"
    } catch { return error.description }
  }

  @Test func `Every key says what it means`() throws {
    let text = """
      name = "見本"
      description = "d"
      encoding = "cp932"
      byte-order-mark = "forbidden"
      newline = "crlf"
      final-newline = "required"
      delimiter = "\\t"
      quoting = "when-needed"
      header = ["A", "B", "C", "D", "E", "F"]
      null = "literal"
      null-literal = "\\\\N"

      [[columns]]
      name = "a"
      type = "text"
      multi-line = true
      gaiji = true
      key = true
      required = true
      max-chars = 10
      max-bytes = 30
      exact-length = 5
      special = ["-", "不詳"]
      [[columns]]
      name = "b"
      type = "kana"
      width = "half"
      also = "("
      [[columns]]
      name = "c"
      type = "number"
      digits = 7
      scale = 2
      signed = true
      [[columns]]
      name = "d"
      type = "datetime"
      pattern = "yyyyMMddHHmmss"
      [[columns]]
      name = "e"
      type = "code"
      codes = ["1", "2"]
      [[columns]]
      name = "f"
      type = "digits"
      """
    var columns = [
      ProfileColumn(name: "a", type: .text(multiline: true)),
      ProfileColumn(name: "b", type: .kana(width: .half, also: [0x28])),
      ProfileColumn(name: "c", type: .number(digits: 7, scale: 2, signed: true)),
      ProfileColumn(name: "d", type: .moment(try #require(DatePattern("yyyyMMddHHmmss")))),
      ProfileColumn(name: "e", type: .code(["1", "2"])), ProfileColumn(name: "f", type: .digits),
    ]
    columns[0].hasGaiji = true
    columns[0].isKey = true
    columns[0].isRequired = true
    columns[0].maximumCharacters = 10
    columns[0].maximumBytes = 30
    columns[0].exactCharacters = 5
    columns[0].specialValues = ["-", "不詳"]
    var expected = LinkageProfile(name: "見本", summary: "d", encoding: "cp932", columns: columns)
    expected.byteOrderMark = .forbidden
    expected.newline = .crlf
    expected.finalNewline = .required
    expected.delimiter = 9
    expected.quoting = .whenNeeded
    expected.header = ["A", "B", "C", "D", "E", "F"]
    expected.null = .literal("\\N")
    #expect(try ProfileReader.decode(Array(text.utf8), path: "p.toml") == expected)
  }

  @Test func `JSON says the same as TOML`() throws {
    let toml = Self.head + "[[columns]]\nname = \"a\"\ntype = \"digits\"\nkey = true\n"
    let json = """
      {"name": "p", "encoding": "utf8", "header": true,
       "columns": [{"name": "a", "type": "digits", "key": true}]}
      """
    #expect(
      try ProfileReader.decode(Array(json.utf8), path: "p.json")
        == ProfileReader.decode(Array(toml.utf8), path: "p.toml"))
  }

  @Test(arguments: [
    ("colums = 1", "p.toml:4: unknown key \"colums\"; did you mean \"columns\"?"),
    (
      "[[columns]]\nname = \"a\"\ntype = \"text\"\n[[columns]]\nname = \"b\"\ntype = \"txt\"",
      "p.toml:9: \"columns[2].type\" cannot be \"txt\"; did you mean \"text\"?"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"text\"\n[[columns]]\nname = \"a\"\ntype = \"text\"",
      "p.toml:7: \"columns[2].name\": \"a\" is the name of column 1 too"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"text\"\nscale = 1",
      "p.toml:7: \"columns[1].scale\" is a key of type number, not of type text"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"text\"\nmax-char = 1",
      "p.toml:7: unknown key \"columns[1].max-char\"; did you mean \"max-chars\"?"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"text\"\nmax-chars = 0",
      "p.toml:7: \"columns[1].max-chars\" must be from 1 to 1048576, not 0"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"digits\"\ngaiji = true",
      "p.toml:4: \"columns[1].gaiji\": a column of type digits has no gaiji; take it out"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"time\"\npattern = \"yyyyMMdd\"",
      "p.toml:7: \"columns[1].pattern\": \"yyyyMMdd\" is no pattern of a time; it is made of yyyy, "
        + "MM, dd, HH, mm, ss, SSS and signs between them"
    ),
    (
      "[[columns]]\nname = \"a\"\ntype = \"code\"\ncodes = [\"1\", \"1\"]",
      "p.toml:7: \"columns[1].codes\" holds \"1\" twice; keep one"
    ),
    (
      "delimiter = \"、\"\n[[columns]]\nname = \"a\"\ntype = \"text\"",
      "p.toml:4: \"delimiter\" must be one ASCII character such as \",\" or \"\\t\", and no quote, "
        + "letter or digit"
    ),
    (
      "quoting = \"never\"\n[[columns]]\nname = \"a\"\ntype = \"text\"\nmulti-line = true",
      "p.toml: column \"a\" is \"multi-line\", but \"quoting\" is \"never\": a newline would end its "
        + "record"
    ),
    (
      "null = \"literal\"\n[[columns]]\nname = \"a\"\ntype = \"text\"",
      "p.toml: \"null\" is \"literal\": say which in \"null-literal\""
    ),
    ("", "p.toml: no columns; give at least one [[columns]]"),
  ])
  func `Names file, line, key and what to do`(_ text: String, _ message: String) {
    #expect(Self.problems(Self.head + text) == message)
  }

  @Test func `A conversion takes from a profile what nobody else says`() throws {
    let text =
      Self.head + """
        [[columns]]
        name = "番号"
        type = "digits"
        exact-length = 5
        [[columns]]
        name = "氏名"
        type = "text"
        gaiji = true
        max-chars = 10
        max-bytes = 30
        """
    let profile = try ProfileReader.decode(Array(text.utf8), path: "p.toml")
    var file = PolicyFile(policy: ConversionPolicy(source: ""))
    file.fill(from: profile) { $0 }
    #expect(file.policy.source == "utf8")
    #expect(file.columns == .some([.name("氏名")]))
    #expect(file.header == true)
    #expect(
      Set(file.policy.limits) == [
        .init(column: .name("番号"), unit: .characters, maximum: 5),
        .init(column: .name("氏名"), unit: .characters, maximum: 10),
        .init(column: .name("氏名"), unit: .bytes, maximum: 30),
      ])

    // Bytes of another encoding are no limit of this one; without a header columns are numbers.
    var other = PolicyFile(policy: ConversionPolicy(source: "cp932", target: .charset("cp932")))
    other.header = false
    other.columns = .all
    other.policy.limits = [.init(column: .index(2), unit: .characters, maximum: 7)]
    other.fill(from: profile) { $0 }
    #expect(other.policy.source == "cp932")
    #expect(other.columns == .all)
    #expect(
      Set(other.policy.limits) == [
        .init(column: .index(1), unit: .characters, maximum: 5),
        .init(column: .index(2), unit: .characters, maximum: 7),
      ])
  }
}
