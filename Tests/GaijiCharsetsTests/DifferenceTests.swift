import Testing

/// The lists' own notation.
@Suite struct DifferenceTests {
  @Test(arguments: [
    "decode\t1A\tU+001A\tU+001C\twhy", "decode\t0E/4141-42FE\tnone\tU+E000+\twhy",
    "encode\tU+00A2-U+00A3\tnone\t8191+\twhy", "encode\tU+E0000-U+E0FFF\tnone\tempty\twhy",
    "encode\tU+304B U+309A\t82F5\tnone\twhy", "decode\t8FF3F3-8FF3FE\tsome\tnone\twhy",
  ])
  func `A row is written as it was read`(_ line: String) throws {
    #expect(try #require(DifferenceRow(line: line[...])).line == line)
  }

  @Test(arguments: [
    "decode\t1A\tU+001A\tU+001C", "decode\t1A\tU+001A\tU+001C\t", "read\t1A\tnone\tsome\twhy",
    "decode\t1\tnone\tsome\twhy", "decode\t42-41\tnone\tsome\twhy", "encode\t41\tnone\tsome\twhy",
    "decode\t41-4142\tnone\tsome\twhy", "decode\t\tnone\tsome\twhy",
  ])
  func `A row that is not well formed is refused`(_ line: String) {
    #expect(DifferenceRow(line: line[...]) == nil)
  }

  @Test func `A range of codes runs byte by byte and counts through`() throws {
    let row = try #require(
      DifferenceRow(line: "decode\t0E/41FD-42FE\tnone\tU+E000+\twhy"))
    #expect(row.keys.map(\.code) == [[0x41, 0xFD], [0x41, 0xFE], [0x42, 0xFD], [0x42, 0xFE]])
    #expect(row.theirs.matches(.value([0xE003]), index: 3))
    #expect(!row.theirs.matches(.value([0xE003]), index: 2))
    #expect(!row.theirs.matches(.none, index: 3))
  }

  @Test func `Written rows cover what was found and nothing else`() {
    for seed in UInt64(1)...30 {
      var generator = SeededGenerator(seed: seed)
      var found: [DifferenceRow.Found] = []
      for lead in UInt32(0x81)...0x84 {
        for trail in UInt32(0x40)...0x48 where Int.random(in: 0..<4, using: &generator) > 0 {
          let scalar = 0xE000 + (lead - 0x81) * 9 + trail - 0x40
          let isOdd = Int.random(in: 0..<9, using: &generator) == 0
          found.append(
            (
              DifferenceKey(direction: .decode, prefix: [], code: [lead, trail]),
              isOdd ? .value([scalar]) : .none, .value([isOdd ? scalar + 5 : scalar])
            ))
        }
      }
      var rest = Dictionary(uniqueKeysWithValues: found.map { ($0.key, ($0.ours, $0.theirs)) })
      for row in DifferenceRow.rows(covering: found) {
        for (index, key) in row.keys.enumerated() {
          let outcome = rest.removeValue(forKey: key)
          #expect(outcome.map { row.ours.matches($0.0, index: index) } == true, "seed \(seed)")
          #expect(outcome.map { row.theirs.matches($0.1, index: index) } == true, "seed \(seed)")
        }
      }
      #expect(rest.isEmpty, "seed \(seed)")
    }
  }
}
