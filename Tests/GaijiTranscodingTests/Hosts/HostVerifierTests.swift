import GaijiFiles
import GaijiModel
import GaijiTranscoding
import Testing

/// The verifier and the round trip have to find what is wrong, not only to pass what is right.
@Suite struct HostVerifierTests {
  private func proof(
    _ source: [UInt8], _ output: [UInt8], policy: ConversionPolicy,
    configure: (inout TranscodingOptions) -> Void
  ) throws -> VerificationReport {
    let plan = try ConversionPlan(policy: policy, release: HostTrial.release)
    var options = TranscodingOptions()
    configure(&options)
    let folder = try TemporaryFolder()
    try Fixture.write(source, to: folder.path("in"))
    try Fixture.write(output, to: folder.path("out"))
    var verifier = try HostVerifier(plan: plan, options: options)
    return try verifier.verify(
      source: try InputFile(path: folder.path("in")),
      output: try InputFile(path: folder.path("out")))
  }

  private static let row = "12,ﾔﾏﾀﾞ,山田,1-2 東京,-123.45,-2,"

  @Test(
    arguments: [
      ("12,ﾔﾏﾀﾞ", "13,ﾔﾏﾀﾞ", 0), ("ﾔﾏﾀﾞ", "ﾔﾏﾀ", 1), ("山田", "山由", 2), ("山田", "山田　", 2),
      ("1-2 東京", "1-2東京", 3), ("-123.45", "123.45", 4), ("-123.45", "-123.450", 4),
      (",-2,", ",{bytes:FFFE},", 5), (",-2,", ",-2,40404041", 6), ("NO,KANA", "KANA,NO", -1),
    ])
  func `a changed cell is a fault of its column`(was: String, becomes: String, column: Int) throws {
    let source = try HostFixture.record()
    let text = "NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n\(Self.row)\n"
    let right = try proof(source, Array(text.utf8), policy: Fixture.policy("ibm1399")) {
      $0.inputLayout = HostFixture.file
    }
    #expect(right.holds, "\(right.faults)")
    let range = try #require(text.range(of: was))
    let changed = text.replacingCharacters(range, becomes)
    let wrong = try proof(source, Array(changed.utf8), policy: Fixture.policy("ibm1399")) {
      $0.inputLayout = HostFixture.file
    }
    #expect(wrong.faults.map(\.column) == [column], "\(wrong.faults)")
  }

  @Test func `a row too few and a row too many are faults`() throws {
    let source = try HostFixture.record()
    let head = "NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n"
    for rows in ["", "\(Self.row)\n\(Self.row)\n"] {
      let report = try proof(
        source, Array((head + rows).utf8), policy: Fixture.policy("ibm1399")
      ) { $0.inputLayout = HostFixture.file }
      #expect(report.faultCount == 1)
    }
  }

  /// Every single byte of the record matters.
  @Test func `each changed byte of a written record is a fault`() throws {
    let text = Array("NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n\(Self.row)\n".utf8)
    let policy = Fixture.policy("utf8", .charset("ibm1399"))
    let record = try HostFixture.record()
    for index in record.indices {
      var changed = record
      changed[index] ^= 0x01
      let report = try proof(text, changed, policy: policy) { $0.outputLayout = HostFixture.file }
      #expect(!report.holds, "byte \(index)")
    }
    let right = try proof(text, record, policy: policy) { $0.outputLayout = HostFixture.file }
    #expect(right.holds, "\(right.faults)")
  }

  @Test func `each changed byte of a recoded record is a fault`() throws {
    let policy = Fixture.policy("ibm1399", .charset("ibm930"))
    let source = try HostFixture.record()
    let run = try HostTrial.run(source, policy: policy) {
      $0.inputLayout = HostFixture.file
      $0.outputLayout = HostFixture.file
    }
    #expect(try #require(run.proof).holds)
    for index in run.run.output.indices {
      var changed = run.run.output
      changed[index] ^= 0x01
      let report = try proof(source, changed, policy: policy) {
        $0.inputLayout = HostFixture.file
        $0.outputLayout = HostFixture.file
      }
      #expect(!report.holds, "byte \(index)")
    }
  }

  @Test func `bytes between the fields of a layout are a fault of the round trip`() throws {
    var layout = HostFixture.layout
    layout.fields.removeLast()
    let file = RecordFileLayout(framing: .fixed(byteCount: 48), types: [.init(layout: layout)])
    let source = try HostFixture.record(filler: [1, 2, 3, 4])
    let (report, all) = try HostTrial.roundTrip(source, file, policy: Fixture.policy("ibm1399"))
    #expect(report.faultCount == 1)
    #expect(all.map(\.field) == [nil])
    #expect(all.first?.announcedBy == [])
  }

  @Test func `a difference is listed with the finding that announced it`() throws {
    // A sign of B is another spelling of D.
    let source = try HostFixture.record(amount: [0x00, 0x12, 0x34, 0x5B])
    let (report, all) = try HostTrial.roundTrip(
      source, HostFixture.file, policy: Fixture.policy("ibm1399"))
    #expect(report.holds)
    #expect(report.announced == [.respelled: 1])
    let only = try #require(all.first)
    #expect(only.record == 1 && only.field == "AMOUNT" && only.offset == 38)
    #expect(only.source == [0x00, 0x12, 0x34, 0x5B] && only.returned == [0x00, 0x12, 0x34, 0x5D])
  }

  @Test func `the columns of a text are found by their names`() throws {
    let text = Array(
      "NAME,NO,KANA,ADDRESS,FILLER-1,AMOUNT,COUNT\n\u{E000},7,,\u{E000},,1.5,3\n".utf8)
    // In the one column that is selected a gaiji without a decision is substituted.
    var policy = Fixture.policy("utf8", .charset("ibm1399"))
    policy.actions.gaiji = .substitute
    let run = try HostTrial.run(text, policy: policy) {
      $0.outputLayout = HostFixture.file
      $0.columns = .some([.name("NAME")])
    }
    #expect(run.run.error == nil, "\(String(describing: run.run.error))")
    #expect(try #require(run.proof).holds)
    let findings = run.run.report.findings.map { "\($0.key.column) \($0.key.kind.word)" }
    #expect(findings.first { $0.hasPrefix("2 ") } == "2 gaiji", "\(findings)")
    #expect(run.run.report.columns.map(\.name).prefix(4) == ["(header)", "NO", "KANA", "NAME"])
    #expect(run.run.report.columns.filter(\.selected).map(\.name) == ["NAME"])
  }
}

extension String {
  /// The range of a text, by scalars.
  fileprivate func range(of part: String) -> Range<Int>? {
    let (all, wanted) = (Array(utf8), Array(part.utf8))
    guard all.count >= wanted.count else { return nil }
    return (0...all.count - wanted.count).first { all[$0...].starts(with: wanted) }
      .map { $0..<$0 + wanted.count }
  }

  fileprivate func replacingCharacters(_ range: Range<Int>, _ text: String) -> String {
    var bytes = Array(utf8)
    bytes.replaceSubrange(range, with: text.utf8)
    return String(decoding: bytes, as: UTF8.self)
  }
}
