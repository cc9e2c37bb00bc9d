import GaijiModel
import Testing

@testable import GaijiIdentification

/// The search against the plainest one: distances of doubles, sorted.
struct SearchTests {
  private static func codes(_ count: Int, _ dimensions: Int, _ random: inout SplitMix) -> [Int8] {
    (0..<count * dimensions).map { _ in Int8.random(in: -127...127, using: &random) }
  }

  @Test(arguments: [32, 96, 160], [1, 4, 7])
  func findsWhatBruteForceInDoublePrecisionFinds(dimensions: Int, queries: Int) {
    var random = SplitMix(seed: UInt64(dimensions * 100 + queries))
    // More than two tiles, and no whole number of them.
    let count = 2111
    var entries = Self.codes(count, dimensions, &random)
    // Equal entries, some of them in other tiles: the first one counts.
    for (a, b) in [(7, 1900), (8, 9), (1023, 1024)] {
      for d in 0..<dimensions { entries[b * dimensions + d] = entries[a * dimensions + d] }
    }
    var asked = Self.codes(queries, dimensions, &random)
    for d in 0..<dimensions { asked[d] = entries[7 * dimensions + d] }
    let nearest = NearestEntries()
    nearest.search(
      asked, count: queries, entries: FlatTable(entries),
      norms: FlatTable(SearchKernels.norms(entries, dimensions: dimensions)),
      dimensions: dimensions, limit: 20)
    for query in 0..<queries {
      let distances = (0..<count).map { entry in
        (0..<dimensions).reduce(0.0) { sum, d in
          let difference =
            Double(asked[query * dimensions + d]) - Double(entries[entry * dimensions + d])
          return sum + difference * difference
        }
      }
      let expected = (0..<count).sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(20)
      #expect(nearest.entries(ofQuery: query) == Array(expected))
      let entry = expected[3]
      let whole = SearchKernels.distance(
        asked, at: query * dimensions, entries, at: entry * dimensions, dimensions: dimensions)
      #expect(Double(whole) == distances[entry])
    }
    #expect(nearest.entries(ofQuery: 0).prefix(2) == [7, 1900])
  }

  @Test func fewerEntriesThanAskedForAreAllFound() {
    let nearest = NearestEntries()
    let entries = [Int8](repeating: 1, count: 3 * 32)
    nearest.search(
      [Int8](repeating: -127, count: 32), count: 1, entries: FlatTable(entries),
      norms: FlatTable(SearchKernels.norms(entries, dimensions: 32)), dimensions: 32, limit: 20)
    #expect(nearest.entries(ofQuery: 0) == [0, 1, 2])
    nearest.search(
      [], count: 0, entries: FlatTable([]), norms: FlatTable([]), dimensions: 32, limit: 20)
  }

  @Test func projectionsAreSumsOfProductsWhateverTheBatch() {
    var random = SplitMix(seed: 5)
    let (rows, dimensions) = (512, 40)
    let matrix = (0..<rows * dimensions).map { _ in Float.random(in: -1...1, using: &random) }
    let features = (0..<7 * rows).map { _ in Float.random(in: 0...0.2, using: &random) }
    let projection = ProjectionMatrix(matrix, rows: rows, dimensions: dimensions)
    #expect(projection.paddedDimensions == 64)
    let together = FloatBuffer(count: 7 * 64)
    projection.project(FloatBuffer(features), queries: 7, into: together)
    for query in 0..<7 {
      let alone = FloatBuffer(count: 64)
      let own = Array(features[query * rows..<(query + 1) * rows])
      projection.project(FloatBuffer(own), queries: 1, into: alone)
      #expect(alone.array == together.array(query * 64..<(query + 1) * 64))
      for d in 0..<64 {
        let exact =
          d >= dimensions
          ? 0
          : (0..<rows).reduce(0.0) { $0 + Double(own[$1]) * Double(matrix[$1 * dimensions + d]) }
        #expect(abs(Double(alone[d]) - exact) < 1e-4)
      }
    }
  }

  @Test func codesAreRoundedToTheNearestAndLimited() {
    let values: [Float] = [0, 0.49, 0.51, -0.51, 0.5, 1.5, 126.6, 500, -500, 3]
    var codes = [Int8](repeating: 99, count: 12)
    let offsets = FloatBuffer([0, 0, 0, 0, 0, 0, 0, 0, 0, 2])
    SearchKernels.quantise(
      FloatBuffer(values), from: 0, offsets: offsets, offset: 0, step: 1, count: 10, into: &codes,
      at: 1)
    #expect(codes == [99, 0, 0, 1, -1, 0, 2, 127, 127, -127, 1, 99])
  }
}
