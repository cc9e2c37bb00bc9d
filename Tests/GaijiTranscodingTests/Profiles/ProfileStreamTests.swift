import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// What does not depend on how a file is cut or encoded, and what bounds memory.
@Suite struct ProfileStreamTests {
  static let text =
    "\u{FEFF}番号,氏名\r\n1,\"山\r\n\"\"田\"\"\",\n2,a\"b\n\"3\"x,葛\u{E0100}\r\n,\r1\n3,髙\r\n1,\"open\n"

  static let profile = ProfileCheckerTests.profile {
    $0.header = ["番号", "氏名"]
    $0.byteOrderMark = .forbidden
    $0.newline = .crlf
    $0.finalNewline = .required
    $0.quoting = .whenNeeded
  }

  @Test func `Every cut of the input gives the same report`() throws {
    let bytes = Array(Self.text.utf8) + [0xE3, 0x80]
    let whole = try ProfileCheckerTests.check(Self.profile, bytes)
    // Enough rules are at work for the comparison to mean something.
    #expect(Set(whole.findings.map(\.rule)).count >= 10, "\(whole.findings.map(\.rule))")
    for size in 1...bytes.count {
      var options = ProfileCheckOptions()
      options.blockByteCount = size
      #expect(
        try ProfileCheckerTests.check(Self.profile, bytes, options: options) == whole, "\(size)")
    }
  }

  @Test(arguments: ["utf16le", "utf32le", "cp932", "eucjp-ms", "iso-2022-jp"])
  func `An encoding changes offsets and nothing else`(_ charset: String) throws {
    let text = "番号,氏名\r\n1,\"山,\r\n\"\"田\"\"\"\n２,a\"b\n\"3\"x,葛\r\n,\n3,字\r\n1,\"葛\r\n"
    func shape(_ profile: LinkageProfile, _ bytes: [UInt8]) throws -> [ProfileFinding] {
      try ProfileCheckerTests.check(profile, bytes).findings.map { finding in
        var finding = finding
        for index in finding.places.indices { finding.places[index].offset = 0 }
        return finding
      }
    }
    var profile = Self.profile
    profile.byteOrderMark = .optional
    let expected = try shape(profile, Array(text.utf8))
    profile.encoding = charset
    let table = try ProfileCheckerTests.table(charset)
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    for scalar in text.unicodeScalars {
      try #require(encoder.encode(scalar.value, into: &bytes), "\(scalar)")
    }
    encoder.finish(into: &bytes)
    #expect(try shape(profile, bytes) == expected)
    #expect(expected.count >= 6)
  }

  @Test func `A field beyond the limit ends the check with its place`() throws {
    var options = ProfileCheckOptions()
    options.maximumFieldByteCount = 10_000
    options.blockByteCount = 512
    let open = Array("1,a\n2,\"".utf8) + [UInt8](repeating: 0x61, count: 20_000)
    #expect(
      throws: ProfileCheckStop(record: 2, column: 1, offset: 6, limit: 10_000)
    ) {
      _ = try ProfileCheckerTests.check(ProfileCheckerTests.profile(), open, options: options)
    }
  }

  @Test func `Keys beyond the limit are compared with those before, and a warning says so`() throws
  {
    var options = ProfileCheckOptions()
    options.maximumKeys = 2
    let report = try ProfileCheckerTests.check(
      ProfileCheckerTests.profile(), Array("1,a\n2,b\n3,c\n3,d\n1,e\n".utf8), options: options)
    #expect(report.findings.map(\.rule) == [.duplicateKey])
    #expect(report.findings.first?.count == 1)
    #expect(
      report.warnings == [
        "the keys of 2 records were compared with the first 2 keys only; give --max-keys a higher "
          + "number to compare all"
      ])
  }

  @Test func `Many keys are told apart while the table grows`() throws {
    var bytes: [UInt8] = []
    for number in 0..<50_000 { bytes += Array("\(number),\n".utf8) }
    #expect(try ProfileCheckerTests.check(ProfileCheckerTests.profile(), bytes).holds)
    let twice = try ProfileCheckerTests.check(
      ProfileCheckerTests.profile(), bytes + Array("49999,\n".utf8))
    #expect(
      twice.findings.map(\.places) == [
        [
          .init(record: 50_001, offset: bytes.count, sample: "49999", firstRecord: 50_000)
        ]
      ])
  }

  @Test func `The first places are kept and the rest is counted`() throws {
    var options = ProfileCheckOptions()
    options.placesPerFinding = 3
    let bytes = (0..<100).flatMap { Array("\($0),\u{1}\n".utf8) }
    let report = try ProfileCheckerTests.check(
      ProfileCheckerTests.profile(), bytes, options: options)
    #expect(report.findings.map(\.count) == [100])
    #expect(report.findings.first?.places.map(\.record) == [1, 2, 3])
    #expect(report.violations == 100)
  }
}
