import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

@Suite struct TableTests {
  private func table(
    _ name: String, columns: Int = 10, field: Int = 13, share: Int = 200, isASCII: Bool = false,
    rows: Int = 300, seed: UInt64 = 1
  ) throws -> TableGenerator {
    let shape = try #require(
      TableShape(
        columnCount: columns, fieldByteCount: field, gaijiShare: share, isASCII: isASCII))
    var generator = try TableGenerator(
      charset: Fixtures.charset(name), vocabulary: Fixtures.vocabulary.get(),
      plan: Fixtures.plan(name), shape: shape, seed: seed)
    generator.appendHeader()
    for _ in 0..<rows { generator.appendRecord() }
    return generator
  }

  /// Of source text without quotes. CP932 has no commas or newlines among its second bytes.
  private func fields(_ bytes: [UInt8]) -> [[ArraySlice<UInt8>]] {
    bytes.split(separator: 0x0A).map { line in
      line.dropLast().split(separator: 0x2C, omittingEmptySubsequences: false)
    }
  }

  @Test(arguments: ["utf8", "cp932", "eucjp-ms"], [(1, 13), (10, 5), (10, 500), (200, 50)])
  func `Every field has the asked size and every row the asked columns`(
    _ name: String, _ shape: (columns: Int, field: Int)
  ) throws {
    let rows = fields(
      try table(name, columns: shape.columns, field: shape.field, share: 5_000, rows: 40).source)
    #expect(rows.count == 41)
    #expect(rows.allSatisfy { $0.count == shape.columns })
    #expect(rows.dropFirst().joined().allSatisfy { $0.count == shape.field })
    #expect(rows[0].first.map(Array.init) == Array("C1".utf8))
  }

  @Test func `A field of UTF-16 has the asked size too`() throws {
    let source = try table("utf16le", columns: 2, field: 14, rows: 5).source
    #expect(source.count == 14 + 5 * (2 * 14 + 6))  // C1,C2 and CR LF are 14 bytes
  }

  @Test(arguments: [(0, 0...0), (200, 60...140), (10_000, 4_000...4_000)])
  func `As many rows hold a gaiji as asked for, one each`(
    _ share: Int, _ expected: ClosedRange<Int>
  ) throws {
    let sample = try table("utf8", share: share, rows: 4_000)
    #expect(expected.contains(sample.gaijiRecordCount), "\(sample.gaijiRecordCount)")
    #expect(sample.convertedCounts.reduce(0, +) == sample.gaijiRecordCount)
    #expect(
      try decodeUTF8(sample.source).count(where: isPrivateUse) == sample.gaijiRecordCount)
  }

  @Test func `The selected columns are two of ten, and the only one of one`() {
    func columns(_ count: Int) -> [Int]? {
      TableShape(columnCount: count, fieldByteCount: 5, gaijiShare: 200)?.selectedColumns
    }
    #expect(columns(1) == [1])
    #expect(columns(10) == [3, 8])
    #expect(columns(25) == [3, 8, 13, 18, 23])
  }

  @Test(arguments: ["utf8", "cp932", "eucjp-ms"], [1, 10])
  func `The truth of a table is what mapping file and forms give for its selected columns`(
    _ name: String, _ columns: Int
  ) throws {
    let sample = try table(name, columns: columns, share: 6_000)
    let mapping = try Fixtures.usableMapping(try Fixtures.plan(name))
    let selected = Set(sample.shape.selectedColumns.map { $0 - 1 })
    let units = ScalarDecoder.units(of: sample.source, in: try Fixtures.charset(name))
    var codes: [UInt32: UInt32] = [:]
    for unit in units where isPrivateUse(unit.scalar) { codes[unit.scalar] = unit.code }
    #expect(codes.count > 30)
    let converted = csvFields(units.map(\.scalar)).map { record in
      record.enumerated().map { column, field in
        field.flatMap { scalar -> [UInt32] in
          guard selected.contains(column), let code = codes[scalar] else { return [scalar] }
          return mapping[code] ?? [0x3013]
        }
      }
    }
    #expect(converted == csvFields(try decodeUTF8(sample.truth)))
  }

  @Test func `A table of ASCII has nothing else`() throws {
    let sample = try table("utf8", share: 10_000, isASCII: true)
    #expect(sample.source.allSatisfy { $0 < 0x80 })
    #expect(sample.gaijiRecordCount == 0)
    #expect(sample.source.contains { $0 >= 0x41 && $0 <= 0x5A })
    #expect(sample.source == sample.truth)
  }

  @Test func `The same seed gives the same table and another seed another one`() throws {
    let one = try table("cp932", seed: 3).source
    #expect(try table("cp932", seed: 3).source == one)
    #expect(try table("cp932", seed: 4).source != one)
  }

  @Test func `Shapes without sense are refused`() {
    for (columns, field, share) in [
      (0, 5, 0), (10_001, 5, 0), (1, 0, 0), (1, 1_000_001, 0), (1, 5, -1), (1, 5, 10_001),
      (1_000, 1_000_000, 0),
    ] {
      #expect(
        TableShape(columnCount: columns, fieldByteCount: field, gaijiShare: share) == nil)
    }
  }

  @Test func `A charset with shift codes has no fields of a fixed size`() throws {
    #expect(throws: SampleError.shiftedTable(charset: "ibm1399")) { try table("ibm1399") }
  }
}
