import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Every rule of a profile, broken and kept, at places that are written out.
@Suite struct ProfileCheckerTests {
  /// 番号 (digits, key, required) and 氏名 (text), without a header, in UTF-8.
  static func profile(_ change: (inout LinkageProfile) -> Void = { _ in }) -> LinkageProfile {
    var number = ProfileColumn(name: "番号", type: .digits)
    number.isKey = true
    number.isRequired = true
    let name = ProfileColumn(name: "氏名", type: .text(multiline: false))
    var profile = LinkageProfile(name: "p", encoding: "utf8", columns: [number, name])
    change(&profile)
    return profile
  }

  /// A profile of one column.
  static func column(
    _ type: ProfileType, _ change: (inout ProfileColumn) -> Void = { _ in }
  ) -> LinkageProfile {
    var column = ProfileColumn(name: "c", type: type)
    change(&column)
    return LinkageProfile(name: "p", encoding: "utf8", columns: [column])
  }

  static func table(_ name: String) throws -> CharsetTable {
    try #require(try Fixture.release.charset(name))
  }

  static func check(
    _ profile: LinkageProfile, _ bytes: [UInt8], options: ProfileCheckOptions = .init()
  ) throws -> ProfileReport {
    let checker = ProfileChecker(
      profile: profile, charset: try table(profile.encoding), options: options)
    return try checker.check(bytes)
  }

  /// Such as `type@2 1:10 abc`: rule, column from 1, record, offset, sample.
  static func findings(_ profile: LinkageProfile, _ bytes: [UInt8]) throws -> [String] {
    try check(profile, bytes).findings.flatMap { finding in
      finding.places.map { place in
        finding.rule.rawValue + (finding.column.map { "@\($0 + 1)" } ?? "")
          + " \(place.record):\(place.offset) \(place.sample)"
          + (place.firstRecord.map { " first \($0)" } ?? "")
      }
    }
  }

  static func findings(_ profile: LinkageProfile, _ text: String) throws -> [String] {
    try findings(profile, Array(text.utf8))
  }

  @Test func `A file that follows its profile has no finding`() throws {
    let profile = Self.profile {
      $0.header = ["番号", "氏名"]
      $0.newline = .crlf
      $0.finalNewline = .required
      $0.quoting = .whenNeeded
    }
    let report = try Self.check(
      profile, Array("番号,氏名\r\n01,山田\r\n02,\"a,\"\"b\"\"\"\r\n3,\r\n".utf8))
    #expect(report.findings == [])
    #expect(report.records == 3)
    #expect(report.bytes == 44)
  }

  @Test func `The form of the file is checked`() throws {
    #expect(
      try Self.findings(Self.profile { $0.byteOrderMark = .required }, "1,a\n")
        == ["byte-order-mark 1:0 "])
    #expect(
      try Self.findings(Self.profile { $0.byteOrderMark = .forbidden }, "\u{FEFF}1,a\n")
        == ["byte-order-mark 1:0 "])
    #expect(
      try Self.findings(Self.profile { $0.byteOrderMark = .required }, "\u{FEFF}1,a\n") == [])
    #expect(
      try Self.findings(Self.profile { $0.newline = .crlf }, "1,a\r\n2,b\n3,c")
        == ["newline 2:8 LF"])
    #expect(
      try Self.findings(Self.profile { $0.newline = .lf }, "1,a\n2,\"b\"\r\n")
        == ["newline 2:9 CR LF"])
    #expect(
      try Self.findings(Self.profile { $0.finalNewline = .required }, "1,a\n2,b")
        == ["final-newline 2:7 "])
    #expect(
      try Self.findings(Self.profile { $0.finalNewline = .forbidden }, "1,a\n")
        == ["final-newline 1:4 "])
  }

  @Test func `Header and number of columns are checked`() throws {
    let headed = Self.profile { $0.header = ["番号", "\u{FA19}"] }
    // U+FA19 and U+795E are canonical equivalents, and two names.
    #expect(try Self.findings(headed, "番号,\u{795E}\n1,a\n") == ["header@2 0:7 \u{795E}"])
    #expect(try Self.findings(headed, "番号,\u{FA19}\n1,a\n") == [])
    #expect(try Self.findings(headed, "") == ["header 0:0 no first record"])
    #expect(
      try Self.findings(Self.profile(), "1,a\n2\n\n3,b,\"c\nd\"\n4,d\n")
        == [
          "column-count 2:4 1 fields, 2 expected", "column-count 3:6 1 fields, 2 expected",
          "column-count 4:7 3 fields, 2 expected", "required@1 3:6 ",
        ])
  }

  @Test func `Quotes are checked`() throws {
    let text = "1,a\n\"2\",\"b\"\n\"3\",\n"
    #expect(
      try Self.findings(Self.profile { $0.quoting = .always }, text)
        == ["quoting@1 1:0 1", "quoting@2 1:2 a"])
    #expect(
      try Self.findings(Self.profile { $0.quoting = .never }, text)
        == ["quoting@1 2:4 2", "quoting@1 3:12 3", "quoting@2 2:8 b"])
    #expect(
      try Self.findings(
        Self.profile { $0.quoting = .whenNeeded }, "1,\"a,\"\n2,\"b\"\n3,\"c\"\"\"\n")
        == ["quoting@2 2:9 b"])
    #expect(
      try Self.findings(Self.profile(), "1,a\"b\"c\n2,\"d\"e\n3,\"f\"\n")
        == ["stray-quote@2 1:3 a\"b\"c", "stray-quote@2 2:13 \"d\"e"])
    #expect(
      try Self.findings(Self.profile(), "1,\"a\n2,b\n")
        == ["open-quote@2 1:2 a[U+000A]2,b[U+000A]", "control@2 1:4 a[U+000A]2,b[U+000A]"])
  }

  @Test func `NULL has the form that the profile says`() throws {
    func nulls(_ null: LinkageProfile.NullForm, _ text: String) throws -> [String] {
      try Self.findings(
        Self.profile {
          $0.null = null
          $0.quoting = .always
          $0.columns[1].exactCharacters = 1
        }, text)
    }
    let text = "\"1\",\n\"2\",\"\"\n\"3\",NULL\n"
    #expect(
      try nulls(.empty, text) == ["quoting@2 3:16 NULL", "exact-length@2 3:16 NULL"])
    #expect(
      try nulls(.unquotedEmpty, text)
        == ["quoting@2 3:16 NULL", "exact-length@2 2:9 ", "exact-length@2 3:16 NULL"])
    #expect(
      try nulls(.literal("NULL"), text)
        == ["quoting@2 1:4 ", "exact-length@2 1:4 ", "exact-length@2 2:9 "])
    let required = Self.column(.text(multiline: false)) { $0.isRequired = true }
    #expect(try Self.findings(required, "a\n\"\"\n") == ["required@1 2:2 "])
  }

  @Test func `Characters are checked in every type`() throws {
    var profile = Self.profile { $0.encoding = "cp932" }
    // F040 is a gaiji code, 8540 a code without a character, FD no lead byte.
    let bytes: [UInt8] =
      Array("1,".utf8) + [0xF0, 0x40, 0x0A] + Array("2,".utf8) + [0x85, 0x40, 0x0A]
      + Array("3,a".utf8) + [0xFD, 0x0A] + Array("4,\u{1B}\n".utf8)
    #expect(
      try Self.findings(profile, bytes) == [
        "invalid-bytes@2 3:13 a[FD]", "undefined-code@2 2:7 [8540]", "gaiji@2 1:2 [U+E000]",
        "control@2 4:17 [U+001B]",
      ])
    profile.columns[1].hasGaiji = true
    #expect(try Self.findings(profile, Array(bytes[..<5])) == [])
    let multiline = Self.column(.text(multiline: true))
    #expect(
      try Self.findings(multiline, "\"a\r\nb\tc\"\n\"\u{85}\"\n") == ["control@1 2:10 [U+0085]"])
  }

  @Test func `Lengths count characters without selectors, and bytes of the encoding`() throws {
    let profile = Self.column(.text(multiline: false)) {
      $0.maximumCharacters = 2
      $0.maximumBytes = 8
    }
    #expect(
      try Self.findings(profile, "葛\u{E0100}a\n葛葛\nabc\n葛\u{E0100}葛\n\"\"\"\"\"\"\n")
        == ["max-chars@1 3:16 abc", "max-bytes@1 4:20 葛[U+E0100]葛"])
  }

  @Test(arguments: [
    (ProfileType.digits, ["0", "00123"], ["type １", "type 1 ", "type -1"]),
    (
      .kana(width: .full, also: [0x28]), ["ヤマダ　タロー", "ヴ・(", "ァ ヶ"],
      ["type やま", "type ﾔﾏ", "type A", "type 山"]
    ),
    (.kana(width: .half, also: []), ["ﾔﾏﾀﾞ ﾀﾛｰ"], ["type ヤ", "type ("]),
    (
      .number(digits: 5, scale: 2, signed: true), ["0", "-123.45", "1.2", "007"],
      [
        "type +1", "type 1.", "type .5", "type 1,0", "type -", "number-digits 1234",
        "number-digits 1.234",
      ]
    ),
    (.number(digits: 3, scale: 0, signed: false), ["123"], ["type -1", "type 1.0"]),
    (.code(["01", "99"]), ["01", "99"], ["code 1", "code 011", "code ０１"]),
    (
      .moment(DatePattern("yyyyMMdd")!), ["20240229"],
      ["calendar 20230229", "type 2024-02-", "type 2024"]
    ),
  ])
  func `A type takes its values and no others`(
    _ type: ProfileType, _ right: [String], _ wrong: [String]
  ) throws {
    for value in right {
      #expect(try Self.findings(Self.column(type), "\"\(value)\"\n") == [], "\(value)")
    }
    for expected in wrong {
      let (rule, value) = try #require(
        expected.firstIndex(of: " ").map {
          (expected[..<$0], expected[expected.index(after: $0)...])
        })
      let report = try Self.check(Self.column(type), Array("\"\(value)\"\n".utf8))
      #expect(report.findings.map(\.rule.rawValue) == [String(rule)], "\(value)")
    }
  }

  @Test func `A special value is right whatever the type says`() throws {
    let profile = Self.column(.moment(try #require(DatePattern("yyyyMMdd")))) {
      $0.specialValues = ["00000000", "不詳"]
    }
    #expect(
      try Self.findings(profile, "00000000\n不詳\n00000001\n") == ["calendar@1 3:16 00000001"])
  }

  @Test func `A key that stands twice names both records`() throws {
    #expect(
      try Self.findings(Self.profile(), "1,a\n2,b\n1,c\n01,d\n2,e\n")
        == ["duplicate-key 3:8 1 first 1", "duplicate-key 5:17 2 first 2"])
    // The parts of a key do not run into each other.
    let two = Self.profile { $0.columns[1].isKey = true }
    #expect(
      try Self.findings(two, "1,23\n12,3\n1,23\n") == ["duplicate-key 3:10 1 23 first 1"])
  }
}
