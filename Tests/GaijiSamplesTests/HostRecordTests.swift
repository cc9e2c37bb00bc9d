import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

@Suite struct HostRecordTests {
  /// Kana, name, a number of each kind and a table of varying size: 60 bytes at most.
  private static let layout: RecordLayout = {
    func field(
      _ name: String, _ kind: FieldKind, _ offset: Int, _ count: Int,
      cell: LayoutField.TableCell? = nil
    ) -> LayoutField {
      LayoutField(name: name, kind: kind, offset: offset, byteCount: count, cell: cell)
    }
    let signed = DecimalShape(digits: 5, scale: 2, isSigned: true)
    return RecordLayout(
      name: "TEST",
      fields: [
        field("SHIMEI", .double, 0, 20),
        field("JUSHO", .mixed, 20, 24),
        field("ZEIGAKU", .packed(signed), 44, 3),
        field("HENKO", .zoned(signed, .trailing), 47, 5),
        field("HOSU", .binary(DecimalShape(digits: 4, isSigned: true), .big), 52, 2),
        field("KENSU", .zoned(DecimalShape(digits: 1), .trailing), 54, 1),
        field("BIKO(1)", .single, 55, 2, cell: .init(table: 0, element: 1)),
        field("BIKO(2)", .single, 57, 2, cell: .init(table: 0, element: 2)),
      ],
      tables: [VariableTable(counter: 5, offset: 55, elementByteCount: 2, minimum: 0, maximum: 2)],
      maximumByteCount: 59)
  }()

  private func sample(
    _ charset: String, _ framing: RecordFraming, rows: Int, seed: UInt64 = 1, text: String? = nil
  ) throws -> HostSampleGenerator {
    var generator = try HostSampleGenerator(
      layout: RecordFileLayout(framing: framing, types: [.init(layout: Self.layout)]),
      charset: Fixtures.charset(charset), vocabulary: Fixtures.vocabulary.get(),
      plan: Fixtures.plan(charset), forms: Fixtures.forms, seed: seed,
      wishes: .init(text: try text.map { try Fixtures.charset($0) }))
    generator.appendHeader()
    for _ in 0..<rows { try generator.appendRecord() }
    try generator.finish()
    return generator
  }

  @Test func `The same seed gives the same bytes and another seed other ones`() throws {
    let one = try sample("ibm1399", .fixed(byteCount: 59), rows: 200, seed: 3)
    let two = try sample("ibm1399", .fixed(byteCount: 59), rows: 200, seed: 3)
    #expect(one.source == two.source && one.truth == two.truth)
    #expect(try sample("ibm1399", .fixed(byteCount: 59), rows: 200, seed: 4).source != one.source)
  }

  @Test(arguments: ["ibm1399", "ibm930", "cp932"])
  func `Names, numbers and gaiji are what the truth says`(_ charset: String) throws {
    let table = try Fixtures.charset(charset)
    let generator = try sample(charset, .fixed(byteCount: 59), rows: 3000)
    let rows = csvFields(try decodeUTF8(generator.truth)).dropFirst()
    try #require(rows.count == 3000 && generator.source.count == 3000 * 59)
    let plan = try Fixtures.plan(charset)
    let mapped = Dictionary(
      uniqueKeysWithValues: plan.gaiji.map {
        ($0.code, $0.isMapped ? $0.sequence.scalars : [0x3013])
      })
    for (number, row) in rows.enumerated() {
      let record = Array(generator.source[number * 59..<(number + 1) * 59])
      // The two-byte field alone, put where a decoder of streams finds it.
      let shifts = table.shifts
      let field = (shifts.first { $0.state == 1 }?.bytes ?? []) + record[..<20]
      var text = ScalarDecoder.units(of: field, in: table).filter { $0.kind != .shift }
        .flatMap { $0.kind == .gaiji ? mapped[$0.code] ?? [] : [$0.scalar] }
      while text.last == 0x3000 { text.removeLast() }
      try #require(text == row[0], "record \(number)")

      // Packed: five digits and a sign, two of them behind the point.
      let digits = record[44..<47].flatMap { [$0 >> 4, $0 & 15] }
      let value = digits.dropLast().reduce(0) { $0 * 10 + Int($1) }
      let cents = value % 100
      let expected =
        (digits[5] == 0xD ? "-" : "") + "\(value / 100).\(cents < 10 ? "0" : "")\(cents)"
      try #require(expected == row[2].text, "record \(number)")
      let binary = Int(Int16(truncatingIfNeeded: Int(record[52]) << 8 | Int(record[53])))
      try #require(String(binary) == row[4].text, "record \(number)")
    }
    #expect(generator.gaijiCounts.reduce(0, +) > 20)
    #expect((30...150).contains(generator.gaijiRecordCount), "\(generator.gaijiRecordCount)")
    #expect(rows.contains { $0[2].text.hasPrefix("-") })
  }

  @Test func `Record descriptors count themselves, and blocks hold whole records`() throws {
    let plain = try sample("ibm1399", .descriptors, rows: 100)
    var records: [[UInt8]] = []
    var position = 0
    while position < plain.source.count {
      let length = Int(plain.source[position]) << 8 | Int(plain.source[position + 1])
      #expect(plain.source[position + 2] == 0 && plain.source[position + 3] == 0)
      records.append(Array(plain.source[position + 4..<position + length]))
      position += length
    }
    #expect(records.count == 100)
    #expect(Set(records.map(\.count)) == [55, 57, 59])
    for record in records {
      #expect(record.count == 55 + 2 * Int(record[54] & 0xF))
    }

    let blocked = try sample("ibm1399", .blocked(blockByteCount: 300), rows: 100).source
    var joined: [UInt8] = []
    position = 0
    while position < blocked.count {
      let length = Int(blocked[position]) << 8 | Int(blocked[position + 1])
      #expect(length <= 300)
      joined += blocked[position + 4..<position + length]
      position += length
    }
    #expect(joined == plain.source)
  }

  @Test func `The text for other converters is one valid stream with a line a record`() throws {
    let generator = try sample("cp932", .fixed(byteCount: 59), rows: 300, text: "ibm1399")
    let units = ScalarDecoder.units(of: generator.text, in: try Fixtures.charset("ibm1399"))
    #expect(units.allSatisfy { $0.kind == .character || $0.kind == .gaiji || $0.kind == .shift })
    #expect(units.count { $0.kind == .character && $0.scalar == 0x0A } == 300)
  }

  @Test func `A form of Unicode is refused`() throws {
    let error = #expect(throws: SampleError.self) {
      try sample("utf8", .fixed(byteCount: 59), rows: 1)
    }
    #expect(error?.description.contains("utf8") == true)
  }
}
