import GaijiModel
import GaijiTranscoding
import Testing

@Suite struct HostRecordTests {
  private func csv(_ row: String) -> [UInt8] {
    Array("NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\n\(row)\n".utf8)
  }

  @Test func `a row becomes the record that it came from`() throws {
    var input: [UInt8] = []
    for (index, name) in ["山田", "", "東京", "〓"].enumerated() {
      input += try HostFixture.record(
        no: Array(String(1000 + index).utf8.map { $0 + 0xC0 }), name: name,
        address: index == 1 ? "" : "1-2 \(name)A,\"", filler: [0x40, 0x40, 0x40, UInt8(index)])
    }
    let text = try HostFixture.toText(input)
    for block in [60, 61, 97, 256 << 10] {
      let back = try HostFixture.toRecords(text.output, block: block)
      #expect(back.error == nil, "\(String(describing: back.error))")
      #expect(back.output == input)
      #expect(back.report.conservation, "\(String(describing: back.report.outputCheck))")
    }
  }

  @Test func `an overlong field is cut between characters and its shift is closed`() throws {
    var policy = Fixture.policy("utf8", .charset("ibm1399"))
    policy.actions.overflow = .substitute
    let run = try HostFixture.toRecords(
      csv("1,,,東京都千代田区霞が関,0,0,"), policy: policy)
    let expected = [0x0E] + (try HostFixture.double("東京都千代田区", 14)) + [0x0F]
    #expect(run.error == nil, "\(String(describing: run.error))")
    #expect(run.output.count == 48)
    #expect(Array(run.output[22..<38]) == expected)
    #expect(run.count(.overflow) == 1)
    #expect(run.counts(3).substituted == 3)
    #expect(run.report.conservation)
  }

  @Test func `a cut never comes inside the escape of a character`() throws {
    var policy = Fixture.policy("utf8", .charset("ibm1399"))
    policy.actions.overflow = .substitute
    policy.actions.gaiji = .escape
    let run = try HostFixture.toRecords(
      csv("1,,,ABCDEFGHIJKL\u{E000}MN,0,0,"), policy: policy)
    #expect(run.error == nil, "\(String(describing: run.error))")
    #expect(Array(run.output[22..<38]) == (try HostFixture.text("ABCDEFGHIJKL", 16)))
    #expect(run.counts(3).charactersIn == 15)
    #expect(run.counts(3).substituted == 3)
    #expect(run.report.conservation)
  }

  @Test func `an overlong field ends the run when nothing else was chosen`() throws {
    let run = try HostFixture.toRecords(csv("1,,山田太郎次郎,,0,0,"))
    #expect("\(try #require(run.error))".contains("overflow"))
  }

  @Test func `numbers that do not fit are never cut`() throws {
    var policy = Fixture.policy("utf8", .charset("ibm1399"))
    policy.actions.overflow = .reject
    let run = try HostFixture.toRecords(csv("123456,,,,0,0,\n1,,,,0,0,"), policy: policy)
    #expect(run.error == nil)
    #expect(run.report.rejectedRecords == 1)
    #expect(run.output.count == 48)
    #expect(String(decoding: run.rejected, as: UTF8.self).hasSuffix("123456,,,,0,0,\n"))
  }

  @Test func `a kanji in a field of one-byte codes is reported`() throws {
    let run = try HostFixture.toRecords(csv("1,山,A,,0,0,"))
    #expect(run.count(.unencodable) == 2)
    #expect(run.output[4] == 0x6F)  // ?
    #expect(Array(run.output[12..<14]) == (try HostFixture.double("〓", 2)))
    #expect(run.report.conservation)
  }

  @Test func `columns may stand in another order, and none may be missing`() throws {
    let run = try HostFixture.toRecords(
      Array("NAME,NO,KANA,ADDRESS,FILLER-1,AMOUNT,COUNT\n山,7,ｱ,,01020304,1.5,3\n".utf8))
    #expect(
      run.output
        == (try HostFixture.record(
          no: [0xF0, 0xF0, 0xF0, 0xF7], kana: "ｱ", name: "山", address: "",
          amount: [0x00, 0x00, 0x15, 0x0C], count: [0, 3], filler: [1, 2, 3, 4])),
      "\(String(describing: run.error))")
    let missing = try HostFixture.toRecords(Array("NO\n1\n".utf8))
    #expect("\(try #require(missing.error))".contains("KANA"))
    let unknown = try HostFixture.toRecords(Array("NO,XYZ\n1,2\n".utf8))
    #expect("\(try #require(unknown.error))".contains("XYZ"))
  }

  @Test func `bytes that are no number come back as they were`() throws {
    let input = try HostFixture.record(amount: [0x40, 0x40, 0x40, 0x40])
    let text = try HostFixture.toText(input)
    #expect(text.text.contains("{bytes:40404040}"))
    #expect(try HostFixture.toRecords(text.output).output == input)
  }

  @Test func `records go to another charset with all other bytes as they are`() throws {
    let input = try HostFixture.record(name: "", amount: [1, 2, 3, 0xFF], filler: [9, 8, 7, 6])
    let run = try Fixture.run(
      input, policy: Fixture.policy("ibm1399", .charset("ibm930")), system: nil
    ) {
      $0.inputLayout = HostFixture.file
      $0.outputLayout = HostFixture.file
    }
    #expect(run.error == nil, "\(String(describing: run.error))")
    #expect(run.output.count == 48)
    #expect(Array(run.output[4..<12]) == (try HostFixture.text("ﾔﾏﾀﾞ", 8, charset: "ibm930")))
    #expect(
      Array(run.output[22..<38]) == (try HostFixture.text("1-2 東京", 16, charset: "ibm930")))
    #expect(Array(run.output[38...]) == Array(input[38...]))
    #expect(run.report.conservation)
  }
}
