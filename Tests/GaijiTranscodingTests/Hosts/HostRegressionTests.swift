import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// Faults of the engines of host records that were found and must not come back.
@Suite struct HostRegressionTests {
  /// Its sign was written twice: once by the short way, which then gave up.
  @Test func `a negative number of more than eight digits with a point has one sign`() throws {
    let shape = DecimalShape(digits: 11, scale: 2, isSigned: true)
    let file = HostNumberTests.layout(
      .init(kind: .packed(shape), byteCount: 6), .fixed(byteCount: 6))
    let run = try HostFixture.toText([0x12, 0x34, 0x56, 0x78, 0x90, 0x1D], file: file)
    #expect(run.text == "N\n-123456789.01\n", "\(String(describing: run.error))")
  }

  /// A pair that the end of a block took apart was text behind a quote.
  @Test func `the newline behind a quote may lie in two blocks`() throws {
    let header = "NO,KANA,NAME,ADDRESS,AMOUNT,COUNT,FILLER-1\r\n"
    let row = "1,A,山,\"1,2\",0,0,\"01020304\"\r\n"
    let input = Array((header + row + row).utf8)
    let whole = try HostFixture.toRecords(input)
    try #require(whole.error == nil, "\(String(describing: whole.error))")
    for block in 1...input.count {
      let run = try HostFixture.toRecords(input, block: block)
      #expect(run.error == nil, "block of \(block): \(String(describing: run.error))")
      #expect(run.output == whole.output, "block of \(block)")
    }
  }

  /// The one-byte codes of a third state were read as two-byte codes once those were known.
  @Test func `each state of a charset with several has codes of its own`() throws {
    let kanji: [UInt8] = [0x1B, 0x24, 0x42, 0x3B, 0x33]  // 山
    let kana: [UInt8] = [0x1B, 0x28, 0x49, 0x3B, 0x33]  // ｻｳ less the high bit
    let ascii: [UInt8] = [0x1B, 0x28, 0x42]
    let layout = RecordLayout(
      name: "R", fields: [LayoutField(name: "F", kind: .mixed, offset: 0, byteCount: 26)],
      maximumByteCount: 26)
    let file = RecordFileLayout(
      framing: .fixed(byteCount: 26), types: [.init(layout: layout)])
    let field = kanji + kana + kanji + kana + ascii + [0x20, 0x41, 0x20]
    let run = try HostFixture.toText(field, file: file, policy: Fixture.policy("iso-2022-jp"))
    #expect(run.text == "F\n山ｻｳ山ｻｳ A\n", "\(String(describing: run.error))")
  }

  /// A column of no field looked at the place of the last field, which may be in other memory.
  @Test func `types are written for records in segments and whole ones in turn`() throws {
    let layouts = ["HEAD", "DETAIL"].map { name in
      RecordLayout(
        name: name,
        fields: [
          LayoutField(name: "T", kind: .single, offset: 0, byteCount: 1),
          LayoutField(name: "TEXT", kind: .single, offset: 1, byteCount: 9),
        ], maximumByteCount: 10)
    }
    let file = RecordFileLayout(
      framing: .descriptors,
      types: [
        .init(
          layout: layouts[0], condition: .init(offset: 0, byteCount: 1, values: [.bytes([0xC8])])),
        .init(layout: layouts[1]),
      ])
    // Short records: the way of records that lack fields.
    let whole: [UInt8] = [0, 7, 0, 0, 0xC8, 0xC1, 0xC2]
    let parts: [UInt8] = [0, 6, 1, 0, 0xC4, 0xC3, 0, 5, 2, 0, 0xC5]
    let pairs = 2000
    let run = try HostFixture.toText(
      Array(Array(repeating: whole + parts, count: pairs).joined()), file: file)
    let rows = PlainRows.read(run.output)
    try #require(rows.count == 2 * pairs + 1, "\(String(describing: run.error))")
    #expect(
      rows[2 * pairs - 1].map { String(decoding: $0, as: UTF8.self) } == ["HEAD", "H", "AB", ""])
    #expect(
      rows[2 * pairs].map { String(decoding: $0, as: UTF8.self) } == ["DETAIL", "D", "CE", ""])
    let json = try HostFixture.toText(Array((whole + parts + whole)), file: file) {
      $0.writesJSONLines = true
      $0.hasHeader = false
    }
    #expect(json.text.hasPrefix(#"{"(record)":"HEAD","T":"H","TEXT":"AB","(rest)":null}"#))
  }

  private static func recoded(
    _ field: [UInt8], from source: String, to target: String
  ) throws -> Fixture.Run {
    let layout = RecordLayout(
      name: "R",
      fields: [LayoutField(name: "F", kind: .mixed, offset: 0, byteCount: field.count)],
      maximumByteCount: field.count)
    let file = RecordFileLayout(
      framing: .fixed(byteCount: field.count), types: [.init(layout: layout)])
    let run = try HostTrial.run(field, policy: Fixture.policy(source, .charset(target))) {
      $0.inputLayout = file
      $0.outputLayout = file
    }
    #expect(run.proof?.holds == true, "\(run.proof?.faults.prefix(3) ?? [])")
    return run.run
  }

  /// The last bytes of the source's field stood behind a text that became shorter.
  @Test func `a text that becomes shorter is padded in the other charset`() throws {
    let jef: [UInt8] = [0x28, 0xBB, 0xB3, 0x30, 0xE2, 0xBB, 0xB3, 0x29]
    let mountain = try HostFixture.double("山", 2)
    let ibm = try Self.recoded(jef, from: "jef-ebcdik", to: "ibm1399")
    #expect(ibm.output == [0x0E] + mountain + mountain + [0x0F, 0x40, 0x40])
    let ascii = try Self.recoded([0xC1, 0xC2, 0x40, 0x40], from: "ibm1399", to: "cp932")
    #expect(ascii.output == [0x41, 0x42, 0x20, 0x20])
  }

  /// A kana was written as the ASCII character that has its byte in another state.
  @Test func `a code of one state is not taken for that of another`() throws {
    let field: [UInt8] = [0x41, 0x1B, 0x28, 0x49, 0x41, 0x1B, 0x28, 0x42, 0x41]
    let run = try Self.recoded(field, from: "iso-2022-jp", to: "cp932")
    #expect(run.output == [0x41, 0xC1, 0x41] + Array(repeating: 0x20, count: 6))
  }
}
