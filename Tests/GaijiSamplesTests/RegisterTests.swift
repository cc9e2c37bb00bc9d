import GaijiCharsets
import GaijiModel
import GaijiSamples
import Testing

@Suite struct RegisterTests {
  @Test func `The same seed gives the same bytes and another seed other ones`() throws {
    let one = try Fixtures.sample("cp932", rows: 500, seed: 3)
    let two = try Fixtures.sample("cp932", rows: 500, seed: 3)
    #expect(one.source == two.source)
    #expect(one.truth == two.truth)
    #expect(try Fixtures.sample("cp932", rows: 500, seed: 4).source != one.source)
  }

  @Test func `Taking the bytes away while writing changes nothing`() throws {
    let whole = try Fixtures.sample("ibm1399", rows: 300)
    var generator = try SampleGenerator(
      charset: Fixtures.charset("ibm1399"), vocabulary: Fixtures.vocabulary.get(),
      plan: Fixtures.plan("ibm1399"), seed: 1)
    var source: [UInt8] = []
    generator.appendHeader()
    for _ in 0..<300 {
      generator.appendRecord()
      source += generator.source
      generator.removeBytes()
    }
    generator.finish()
    #expect(source + generator.source == whole.source)
  }

  @Test func `Two rows in a hundred hold gaiji, in selected and in other columns`() throws {
    let sample = try Fixtures.sample("cp932", rows: 20_000)
    #expect(sample.recordCount == 20_000)
    #expect((330...470).contains(sample.gaijiRecordCount), "\(sample.gaijiRecordCount)")
    #expect(sample.keptCounts.reduce(0, +) > 20)
    let used = sample.convertedCounts.count { $0 > 0 }
    #expect(used > 100, "\(used) different gaiji")
  }

  @Test(arguments: [(0, 0...0), (10, 1...20), (1_000, 850...1_150), (10_000, 10_000...10_000)])
  func `A share of rows with gaiji can be asked for`(
    _ share: Int, _ expected: ClosedRange<Int>
  ) throws {
    let sample = try Fixtures.sample("cp932", rows: 10_000, gaijiShare: share)
    #expect(expected.contains(sample.gaijiRecordCount), "\(sample.gaijiRecordCount)")
    #expect(sample.convertedCounts.reduce(0, +) == sample.gaijiRecordCount)
    #expect(sample.keptCounts.allSatisfy { $0 == 0 })
  }

  @Test func `A CP932 row has about 137 bytes`() throws {
    let sample = try Fixtures.sample("cp932", rows: 20_000)
    let average = Double(sample.source.count) / 20_000
    #expect((134...140).contains(average), "\(average)")
  }

  @Test func `Fields are quoted where CSV needs it, and sometimes where it does not`() throws {
    let fields = csvFields(try decodeUTF8(try Fixtures.sample("utf8", rows: 5000).source))
      .joined().map(\.text)
    let quoted = fields.filter { $0.hasPrefix("\"") }
    #expect(quoted.contains { $0.contains(",") })
    #expect(quoted.contains { $0.unicodeScalars.contains("\n") })
    #expect(quoted.contains { $0.contains("\"\"") })
    #expect(quoted.contains { !$0.dropFirst().dropLast().contains { ",\"\n".contains($0) } })
    #expect(fields.contains(""))
  }

  @Test func `Line ends are as asked for`() throws {
    let crlf = try Fixtures.sample("utf8", rows: 200)
    let lf = try Fixtures.sample("utf8", rows: 200, newline: .lf)
    #expect(crlf.source.count { $0 == 0x0D } == 201)
    #expect(!lf.source.contains(0x0D))
    #expect(crlf.source.filter { $0 != 0x0D } == lf.source)
  }

  @Test func `UTF-16 without an order in its name begins with a byte order mark`() throws {
    #expect(try Fixtures.sample("utf16", rows: 1).source.starts(with: [0xFE, 0xFF]))
    #expect(try Fixtures.sample("utf16", rows: 1).truth.starts(with: [0xEF, 0xBB, 0xBF]))
    #expect(!(try Fixtures.sample("utf16le", rows: 1).source.starts(with: [0xFF, 0xFE])))
  }

  @Test func `Rare kanji are there where the charset has them`() throws {
    func characters(_ name: String, rows: Int = 4000) throws -> Set<UInt32> {
      let sample = try Fixtures.sample(name, rows: rows)
      return Set(
        ScalarDecoder.units(of: sample.source, in: try Fixtures.charset(name)).map(\.scalar))
    }
    #expect(try characters("cp932").isSuperset(of: [0x9AD9, 0xFA11]))  // 髙 﨑
    #expect(try characters("shift_jis").isDisjoint(with: [0x9AD9, 0xFA11]))
    #expect(try characters("utf8", rows: 10_000).contains(0x20BB7))  // 𠮷
  }
}
