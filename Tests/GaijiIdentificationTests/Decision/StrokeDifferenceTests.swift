import Testing

@testable import GaijiIdentification

/// Residual maps as words.
@Suite struct StrokeDifferenceTests {
  /// A map with blocks of 5 x 5 cells around the given cells.
  private func map(_ side: Int, _ blocks: [(row: Int, column: Int, value: Float)]) -> [Float] {
    var cells = [Float](repeating: 0, count: side * side)
    for block in blocks {
      for row in block.row - 2...block.row + 2 {
        for column in block.column - 2...block.column + 2 {
          cells[row * side + column] = block.value
        }
      }
    }
    return cells
  }

  @Test func `Names the place of one stroke in both languages`() {
    let differences = StrokeDifferences(
      extra: map(32, [(7, 8, 2)]), missing: map(32, []), side: 32)
    #expect(differences.extra.count == 1 && differences.missing.isEmpty)
    let words = differences.words(candidate: "MJ012345")
    #expect(words.english == "one stroke in the upper left that MJ012345 lacks")
    #expect(words.japanese == "左上にMJ012345にない画がある")
  }

  @Test func `Spots apart are told apart, the strongest first`() {
    let differences = StrokeDifferences(
      extra: map(32, [(25, 16, 1.5)]), missing: map(32, [(7, 25, 1), (16, 6, 3)]), side: 32)
    let words = differences.words(candidate: "MJ000001")
    #expect(
      words.english == "one stroke at the bottom that MJ000001 lacks; without strokes on the left "
        + "and in the upper right that MJ000001 has")
    #expect(words.japanese == "下にMJ000001にない画がある、左と右上にMJ000001にある画がない")
  }

  @Test func `Where nothing stands alone, no stroke is told`() {
    let faint = StrokeDifferences(
      extra: map(32, [(16, 16, 0.5)]), missing: [Float](repeating: 0.4, count: 1024), side: 32)
    #expect(faint.extra.isEmpty && faint.missing.isEmpty)
    #expect(faint.words(candidate: "MJ000001").english == "no stroke is missing or extra")
  }

  @Test func `A map full of strokes is told with a few words`() {
    let blocks = (0..<36).map { (row: 4 + $0 / 6 * 5, column: 4 + $0 % 6 * 5, value: Float(1)) }
    let checks = blocks.enumerated().filter { ($0.offset / 6 + $0.offset % 6) % 2 == 0 }
    let differences = StrokeDifferences(
      extra: map(32, checks.map(\.element)), missing: map(32, []), side: 32)
    #expect(differences.extra.count <= StrokeDifferences.mostSpots)
    for side in [1, 4, 64] {
      let all = [Float](repeating: .greatestFiniteMagnitude, count: side * side)
      let extreme = StrokeDifferences(extra: all, missing: all, side: side)
      #expect(extreme.extra.count <= 1)
    }
  }
}
