import GaijiModel
import GaijiTranscoding
import Testing

@Suite struct HostTextTests {
  @Test func `a record becomes a row with decoded numbers and without its padding`() throws {
    let run = try HostFixture.toText(try HostFixture.record())
    try #require(run.error == nil, "\(String(describing: run.error))")
    #expect(
      run.text == """
        NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1
        12,ﾔﾏﾀﾞ,山田,1-2 東京,-123.45,-2,

        """)
    #expect(run.report.conservation)
    #expect(run.report.records == 1)
    #expect(run.counts(2).charactersIn == 2)
    #expect(run.count(.respelled) == 0)
  }

  @Test func `the same rows come from any block size`() throws {
    var input: [UInt8] = []
    for index in 0..<50 {
      input += try HostFixture.record(
        no: Array(String(1000 + index).utf8.map { $0 + 0xC0 }), name: index % 3 == 0 ? "辻" : "山田")
    }
    let whole = try HostFixture.toText(input)
    for block in [1, 47, 48, 49, 95, 97, 1000] {
      let run = try HostFixture.toText(input, block: block)
      #expect(run.error == nil)
      #expect(run.text == whole.text, "block of \(block) bytes")
      #expect(run.report.findings == whole.report.findings)
    }
  }

  @Test func `what a delimited file must not hold bare is quoted`() throws {
    let run = try HostFixture.toText(try HostFixture.record(kana: "A,\"B", address: "1,2"))
    #expect(run.text.contains("\n12,\"A,\"\"B\",山田,\"1,2\",-123.45,-2,\n"))
    #expect(run.report.conservation)
  }

  @Test func `JSON Lines have numbers as numbers and escapes where JSON wants them`() throws {
    let run = try HostFixture.toText(
      try HostFixture.record(kana: "A\"\\B", filler: [1, 2, 3, 0xAB])
    ) {
      $0.writesJSONLines = true
    }
    #expect(
      run.text == """
        {"NO":12,"KANA":"A\\"\\\\B","NAME":"山田","ADDRESS":"1-2 東京","AMOUNT":-123.45,"COUNT":-2,\
        "FILLER-1":"010203AB"}

        """)
    #expect(run.report.conservation)
  }

  @Test func `a field cut inside a character is reported`() throws {
    var record = try HostFixture.record(address: "")
    // 0E, then two-byte codes up to the field's end: 15 bytes are left, so the last code is cut.
    let name = try HostFixture.double("東京都千代田区霞", 16)
    record.replaceSubrange(22..<38, with: [0x0E] + name.prefix(15))
    let run = try HostFixture.toText(record)
    #expect(run.count(.cutCharacter) == 1)
    #expect(run.count(.openShift) == 1)
    #expect(run.text.contains("東京都千代田区{bytes:"))
    #expect(run.report.conservation)
  }

  @Test func `a field left shifted out is reported, and the next one begins in one-byte codes`()
    throws
  {
    var record = try HostFixture.record(address: "")
    let name = try HostFixture.double("東京", 15 - 1)
    record.replaceSubrange(22..<38, with: [0x0E] + name + [0x40])
    let run = try HostFixture.toText(record)
    #expect(run.count(.openShift) == 1)
    // Two-byte spaces up to the end are text then: nothing says that they are padding.
    #expect(run.text.contains(",東京　　　　　"))
    #expect(run.text.contains(",-123.45,-2,"))
  }

  @Test func `bytes that are no number are escaped and reported`() throws {
    let run = try HostFixture.toText(
      try HostFixture.record(no: [0x40, 0x40, 0x40, 0x40], amount: [0, 0, 0, 0]))
    #expect(run.text.hasSuffix("\n,ﾔﾏﾀﾞ,山田,1-2 東京,{bytes:00000000},-2,\n"))
    #expect(run.count(.badNumber) == 1)
  }

  @Test func `a number spelt in an unusual way is converted and named`() throws {
    let run = try HostFixture.toText(
      try HostFixture.record(amount: [0x00, 0x12, 0x34, 0x5B]))
    #expect(run.text.contains(",-123.45,"))
    #expect(run.count(.respelled) == 1)
  }

  @Test func `a file that is cut off is an error that names its place`() throws {
    let record = try HostFixture.record()
    let run = try HostFixture.toText(record + record.prefix(20))
    let error = try #require(run.error)
    #expect("\(error)".contains("48"), "\(error)")
    #expect("\(error)".contains("20 of 48 bytes"), "\(error)")
  }

  @Test func `a reject action puts the whole record into the side file`() throws {
    var policy = Fixture.policy("ibm1399")
    policy.actions.invalid = .reject
    let good = try HostFixture.record()
    let bad = try HostFixture.record(amount: [0, 0, 0, 0])
    let run = try HostFixture.toText(good + bad + good, policy: policy)
    #expect(run.rejected == bad)
    #expect(run.report.rejectedRecords == 1)
    #expect(run.report.conservation)
    #expect(run.text.split(separator: "\n").count == 3)
  }

  @Test func `record types share the columns of one table`() throws {
    let head = RecordLayout(
      name: "HEAD",
      fields: [
        LayoutField(name: "TYPE", kind: .single, offset: 0, byteCount: 1),
        LayoutField(name: "TITLE", kind: .single, offset: 1, byteCount: 5),
      ], maximumByteCount: 6)
    let detail = RecordLayout(
      name: "DETAIL",
      fields: [
        LayoutField(name: "TYPE", kind: .single, offset: 0, byteCount: 1),
        LayoutField(name: "NAME", kind: .double, offset: 1, byteCount: 4),
        LayoutField(
          name: "N", kind: .zoned(DecimalShape(digits: 1), .trailing), offset: 5, byteCount: 1),
      ], maximumByteCount: 6)
    let file = RecordFileLayout(
      framing: .fixed(byteCount: 6),
      types: [
        .init(
          layout: head,
          condition: .init(offset: 0, byteCount: 1, values: [.text("H")])),
        .init(
          layout: detail,
          condition: .init(offset: 0, byteCount: 1, values: [.bytes([0xC4])])),
      ])
    let input =
      (try HostFixture.text("HABC", 6)) + [0xC4] + (try HostFixture.double("山田", 4)) + [0xF7]
    let run = try HostFixture.toText(input, file: file)
    let text = "(record),TYPE,TITLE,NAME,N\nHEAD,H,ABC,,\nDETAIL,D,,山田,7\n"
    #expect(run.text == text)
    let back = try HostFixture.toRecords(run.output, file: file)
    #expect(back.output == input, "\(String(describing: back.error))")
    let unknown = try HostFixture.toText(try HostFixture.text("X", 6), file: file)
    #expect("\(try #require(unknown.error))".contains("no record type"))
  }

  @Test func `a variable table has as many columns as it can have elements`() throws {
    let layout = RecordLayout(
      name: "FAMILY",
      fields: [
        LayoutField(
          name: "N", kind: .zoned(DecimalShape(digits: 1), .trailing), offset: 0, byteCount: 1),
        LayoutField(
          name: "NAME(1)", kind: .double, offset: 1, byteCount: 4,
          cell: .init(table: 0, element: 1)),
        LayoutField(
          name: "NAME(2)", kind: .double, offset: 5, byteCount: 4,
          cell: .init(table: 0, element: 2)),
        LayoutField(name: "END", kind: .single, offset: 9, byteCount: 2),
      ],
      tables: [
        VariableTable(counter: 0, offset: 1, elementByteCount: 4, minimum: 0, maximum: 2)
      ], maximumByteCount: 11)
    let file = RecordFileLayout(framing: .descriptors, types: [.init(layout: layout)])
    func rdw(_ data: [UInt8]) -> [UInt8] { [0, UInt8(data.count + 4), 0, 0] + data }
    let end: [UInt8] = [0xC5, 0x40]
    let input =
      rdw([0xF0] + end) + rdw([0xF1] + (try HostFixture.double("山", 4)) + end)
      + rdw([0xF2] + (try HostFixture.double("山田", 4)) + (try HostFixture.double("東", 4)) + end)
    let run = try HostFixture.toText(input, file: file)
    #expect(
      run.text == "N,NAME(1),NAME(2),END,(rest)\n0,,,E,\n1,山,,E,\n2,山田,東,E,\n",
      "\(String(describing: run.error))")
    let back = try HostFixture.toRecords(run.output, file: file)
    #expect(back.output == input, "\(String(describing: back.error))")
    let wrong = try HostFixture.toText(rdw([0xF3] + end), file: file)
    #expect("\(try #require(wrong.error))".contains("0 to 2 are possible"))
  }
}
