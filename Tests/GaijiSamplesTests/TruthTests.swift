import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

/// The truth against a second, plain conversion that knows the mapping file and the forms only.
@Suite struct TruthTests {
  @Test(arguments: Fixtures.charsetNames)
  func `The truth is what mapping file and forms give for every cell`(_ name: String) throws {
    let table = try Fixtures.charset(name)
    let sample = try Fixtures.sample(name, rows: 1200, seed: 7)
    let mapping = try Fixtures.usableMapping(try Fixtures.plan(name))
    let selected = Set(
      SampleGenerator.selectedColumns.map { column in
        SampleGenerator.columns.firstIndex(of: column)!
      })

    var units = ScalarDecoder.units(of: sample.source, in: table)
    #expect(units.allSatisfy { $0.kind != .invalid && $0.kind != .undefined })
    units.removeAll { $0.kind == .shift }
    // A character of two scalars is one unit; the register has none.
    #expect(units.allSatisfy { $0.second == 0 })
    // Gaiji are told apart by code: carry the unit's number through the CSV reader.
    var codes: [UInt32: UInt32] = [:]
    for unit in units where unit.kind == .gaiji { codes[unit.scalar] = unit.code }

    var truth = try decodeUTF8(sample.truth)
    if truth.first == 0xFEFF { truth.removeFirst() }
    let expected = csvFields(truth)
    let found = csvFields(units.map(\.scalar))
    try #require(found.count == 1201)
    try #require(expected.count == found.count)
    var wrong: [String] = []
    for (number, (record, wanted)) in zip(found, expected).enumerated() {
      try #require(record.count == SampleGenerator.columns.count)
      try #require(wanted.count == record.count)
      for column in record.indices {
        let converted = record[column].flatMap { scalar -> [UInt32] in
          guard selected.contains(column), let code = codes[scalar] else { return [scalar] }
          return mapping[code] ?? [0x3013]
        }
        if converted != wanted[column] { wrong.append("record \(number) column \(column + 1)") }
      }
    }
    #expect(wrong.isEmpty, "\(wrong.count): \(wrong.prefix(5))")
  }

  @Test func `A mapped gaiji becomes its sequence and an unmapped one a geta mark`() throws {
    let sample = try Fixtures.sample("cp932", rows: 20_000)
    let plan = try Fixtures.plan("cp932")
    let truth = try decodeUTF8(sample.truth)
    var mapped = 0
    var unmapped = 0
    for (gaiji, count) in zip(plan.gaiji, sample.convertedCounts) {
      if gaiji.isMapped { mapped += count } else { unmapped += count }
    }
    #expect(mapped > 200)
    #expect(unmapped > 20)
    #expect(truth.count { $0 == 0x3013 } == unmapped)
    #expect(truth.count(where: isPrivateUse) == sample.keptCounts.reduce(0, +))
    let bare = plan.gaiji.indices.reduce(0) {
      plan.gaiji[$1].isMapped && plan.gaiji[$1].sequence.selector == 0
        ? $0 + sample.convertedCounts[$1] : $0
    }
    #expect(bare > 0)
    #expect(truth.count(where: isVariationSelector) == mapped - bare)
  }

  @Test func `Unicode source text holds variation sequences, which stay`() throws {
    let sample = try Fixtures.sample("utf8", rows: 5000)
    #expect(sample.sequenceRecordCount > 10)
    let source = try decodeUTF8(sample.source)
    #expect(source.count(where: isVariationSelector) == sample.sequenceRecordCount)
    #expect(try Fixtures.sample("cp932", rows: 5000).sequenceRecordCount == 0)
  }
}
