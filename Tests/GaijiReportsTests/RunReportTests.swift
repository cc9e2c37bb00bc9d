import GaijiModel
import GaijiTranscoding
import Testing

@Suite struct RunReportTests {
  @Test func `An account holds only when every character is in one sum`() {
    let counts = ColumnCounts(
      charactersIn: 10, mappedExactly: 4, mappedLossy: 3, substituted: 2, reported: 1)
    #expect(counts.isConserved)
    for change: (inout ColumnCounts) -> Void in [
      { $0.charactersIn += 1 }, { $0.mappedExactly += 1 }, { $0.mappedLossy -= 1 },
      { $0.substituted += 1 }, { $0.reported -= 1 },
    ] {
      var broken = counts
      change(&broken)
      #expect(!broken.isConserved)
    }
  }

  @Test func `Adding accounts adds every sum`() {
    var sum = ColumnCounts(
      charactersIn: 1, mappedExactly: 2, mappedLossy: 3, substituted: 4, reported: 5,
      gaijiMapped: .init(exact: 6, design: 7, similar: 8))
    sum += sum
    #expect(
      sum
        == ColumnCounts(
          charactersIn: 2, mappedExactly: 4, mappedLossy: 6, substituted: 8, reported: 10,
          gaijiMapped: .init(exact: 12, design: 14, similar: 16)))
    #expect(sum.gaijiMapped.total == 42)
  }

  @Test(arguments: 0..<50)
  func `Findings merge to the same in any order`(seed: UInt64) throws {
    var random = SplitMix64(state: seed)
    let key = FindingKey(column: 1, kind: .gaiji, code: 0xF040, codeByteCount: 2)
    let offsets = (1...20).map { $0 * 10 }.shuffled(using: &random)
    let findings = offsets.map { offset in
      Finding(
        key: key, record: offset / 10, offset: offset,
        samples: [.init(record: offset / 10, offset: offset, before: "", text: "", after: "")])
    }
    var all = try #require(findings.first)
    for finding in findings.dropFirst() { all.merge(finding) }
    #expect(all.count == 20)
    #expect((all.firstRecord, all.lastRecord) == (1, 20))
    #expect((all.firstOffset, all.lastOffset) == (10, 200))
    #expect(all.samples.map(\.offset) == [10, 20, 30])
  }

  @Test func `Counts of a report are in characters, not in fields`() {
    var report = SampleReport.make()
    #expect(report.unmappedGaijiCount == 689)
    #expect(report.unmappedCount == 702)
    report.findings.removeAll { $0.key.kind == .overflow }
    #expect(report.unmappedCount == 702)
    report.findings.removeAll { $0.key.kind == .keptGaiji }
    #expect(report.unmappedCount == 695)
    #expect(report.total.charactersIn == 6_114_376)
    #expect(report.total.isConserved)
  }

  @Test func `Every kind has its own word`() {
    #expect(Set(FindingKind.allCases.map(\.word)).count == FindingKind.allCases.count)
    let converted = FindingKind.allCases.filter { !$0.isUnmapped }
    #expect(converted == [.mappedGaiji, .lossy, .shrunk, .sizeShift, .respelled])
  }
}

/// SplitMix64: the same order on every machine.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
