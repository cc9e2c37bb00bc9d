import GaijiCharsets
import GaijiModel
import Testing

@Suite struct CountingTests {
  @Test(arguments: Charsets.plain)
  func `Counting a text in pieces gives its units without the shifts`(_ name: String) throws {
    let table = try Charsets.table(name)
    for seed in UInt64(1)...40 {
      var generator = SeededGenerator(seed: seed)
      var text = RandomText(table: table).bytes(count: 3000, using: &generator)
      for _ in 0..<Int.random(in: 0...6, using: &generator) {
        text[Int.random(in: text.indices, using: &generator)] =
          UInt8.random(in: 0...255, using: &generator)
      }
      let units = ScalarDecoder.units(of: text, in: table)
      let expected = units.count { $0.kind != .shift }
      try #require(expected > 0)
      var decoder = ScalarDecoder(table)
      var counted = 0
      var position = 0
      while position < text.count {
        let next = min(text.count, position + Int.random(in: 1...1500, using: &generator))
        counted += decoder.count(text[position..<next].span, isLast: next == text.count)
        position = next
      }
      #expect(counted == expected, "\(name), seed \(seed)")
    }
  }
}
