import Testing

@testable import GaijiIdentification

/// The probabilities of all candidates beside the calibrated ones of the first.
@Suite struct ShapeProbabilityTests {
  @Test func `The first keeps what was calibrated, and all characters together are at most 1`() {
    for same in [0.0, 0.01, 0.3, 0.77, 0.999, 1] {
      for ratio in [0.0, 0.5, 1] {
        let result = ShapeProbabilities(
          scores: [2, 2.5, 2.5, 4, 9], characters: [0, 1, 0, 2, 1], outlines: [0, 1, 2, 3, 4],
          sameCharacter: same, sameGlyph: same * ratio)
        #expect(result.character[0] == same)
        #expect(result.glyph[0] == same * ratio)
        #expect(result.character[2] == same && result.character[4] == result.character[1])
        let sum = result.character[0] + result.character[1] + result.character[3]
        #expect(sum <= 1 + 1e-12 && result.character.allSatisfy { $0 >= 0 })
        for index in 0..<5 { #expect(result.glyph[index] <= result.character[index] + 1e-12) }
        // The figures of one character exclude each other.
        #expect(result.glyph[0] + result.glyph[2] <= same + 1e-12)
      }
    }
  }

  @Test func `Where nothing else is near, what is missing is none of them`() {
    let result = ShapeProbabilities(
      scores: [1, 40], characters: [0, 1], outlines: [0, 1], sameCharacter: 0.4, sameGlyph: 0.2)
    #expect(result.character[1] < 1e-12)
  }

  @Test func `However far behind a candidate is, its probabilities are numbers`() {
    let result = ShapeProbabilities(
      scores: [1, 2000, 1e300], characters: [0, 1, 2], outlines: [0, 1, 1], sameCharacter: 0.4,
      sameGlyph: 0.2)
    #expect(result.character == [0.4, 0, 0] && result.glyph == [0.2, 0, 0])
  }

  @Test func `Where two are equally near, the second has as much as the first, if there is room`() {
    let low = ShapeProbabilities(
      scores: [1, 1], characters: [0, 1], outlines: [0, 1], sameCharacter: 0.2, sameGlyph: 0.2)
    #expect(abs(low.character[1] - 0.2) < 1e-12)
    let high = ShapeProbabilities(
      scores: [1, 1], characters: [0, 1], outlines: [0, 1], sameCharacter: 0.8, sameGlyph: 0.2)
    #expect(abs(high.character[1] - 0.2) < 1e-12)
  }

  @Test func `The same outline under two names is one answer`() {
    let twice = ShapeProbabilities(
      scores: [1, 1, 2], characters: [0, 0, 1], outlines: [5, 5, 6], sameCharacter: 0.6,
      sameGlyph: 0.5)
    let once = ShapeProbabilities(
      scores: [1, 2], characters: [0, 1], outlines: [5, 6], sameCharacter: 0.6, sameGlyph: 0.5)
    #expect(twice.glyph[1] == 0.5)
    #expect(twice.character[2] == once.character[1])
  }
}
