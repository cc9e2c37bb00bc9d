import GaijiIdentification
import Testing

@testable import GaijiReports

@Suite struct OverlayPlaceTests {
  /// The middle of the cells that the picture marks, as shares of its side; `nil` where none is.
  private func middle(_ map: [Float], _ side: Int) -> (column: Float, row: Float)? {
    let marked = OverlayDrawing.marked(map, side)
    let cells = marked.indices.filter { marked[$0] }
    guard !cells.isEmpty else { return nil }
    func share(_ place: (Int) -> Int) -> Float {
      (Float(cells.reduce(0) { $0 + place($1) }) / Float(cells.count) + 0.5) / Float(side)
    }
    return (share { $0 % side }, share { $0 / side })
  }

  private func third(_ share: Float) -> Int { share < 0.38 ? 0 : share > 0.62 ? 2 : 1 }

  @Test(arguments: [32, 64])
  func `The marks lie where the words say, at the edges too`(_ side: Int) throws {
    // A short stroke, two cells thick, just long enough to be told.
    let length = side / 8
    let starts = [0, 1, 2, side / 2 - length / 2, side - length - 2, side - length]
    for row in starts {
      for column in starts {
        var map = [Float](repeating: 0, count: side * side)
        for y in row..<min(side, row + 2) {
          for x in column..<column + length { map[y * side + x] = 12 }
        }
        let told = StrokeDifferences(
          extra: map, missing: [Float](repeating: 0, count: side * side), side: side)
        let spot = try #require(told.extra.first, "nothing told at \(column), \(row)")
        let mark = try #require(middle(map, side), "no mark at \(column), \(row)")
        #expect(told.extra.count == 1)
        #expect(
          third(mark.column) == spot.column && third(mark.row) == spot.row,
          "marked at \(mark), told in column \(spot.column), row \(spot.row)")
      }
    }
  }

  @Test(arguments: [32, 64])
  func `What is too faint to be told is not marked, and what is told is marked`(_ side: Int) {
    var told = 0
    var silent = 0
    for step in 0..<120 {
      // A cell alone in a corner, at an edge or inside, of strengths on both sides of the limit.
      let row = [0, 1, side / 2, side - 1][step % 4]
      let column = [0, 2, side / 2, side - 2, side - 1][step / 4 % 5]
      let reach = StrokeDifferences.reach(side: side)
      let limit = Float((2 * reach + 1) * (2 * reach + 1)) * (side >= 64 ? 1 : 0.6)
      var map = [Float](repeating: 0, count: side * side)
      map[row * side + column] = limit * (0.9 + Float(step / 20) * 0.04)
      let words = StrokeDifferences(
        extra: map, missing: [Float](repeating: 0, count: side * side), side: side)
      let isTold = !words.extra.isEmpty
      #expect((middle(map, side) != nil) == isTold, "at \(column), \(row)")
      if isTold { told += 1 } else { silent += 1 }
    }
    #expect(told > 20 && silent > 20)
  }
}
