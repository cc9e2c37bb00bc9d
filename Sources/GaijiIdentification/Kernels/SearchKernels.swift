internal import CGaijiMatching
internal import GaijiModel

/// Codes of one byte: made from projections, compared, searched.
enum SearchKernels {
  /// Codes are padded with zeros to a multiple of this, so that a vector never holds two of them.
  static let lanes = 32

  static func padded(_ dimensions: Int) -> Int { (dimensions + lanes - 1) / lanes * lanes }

  /// (value - offset) / step, rounded: `count` values from `start`, with the offsets from `offset`.
  static func quantise(
    _ values: FloatBuffer, from start: Int, offsets: FloatBuffer, offset: Int, step: Float,
    count: Int,
    into codes: inout [Int8], at place: Int
  ) {
    precondition(place >= 0 && count >= 0 && count <= codes.count - place)
    unsafe codes.withUnsafeMutableBufferPointer {
      guard let target = $0.baseAddress, count > 0 else { return }
      // SAFETY: the room behind `place` was checked; `pointer` checks the others.
      unsafe gaiji_quantise(
        values.pointer(start, count), offsets.pointer(offset, count), step, Int32(count),
        target + place)
    }
  }

  /// The squared distance, in squared steps.
  static func distance(
    _ query: [Int8], at place: Int, _ entries: FlatTable<Int8>, at start: Int, dimensions: Int
  ) -> Int {
    precondition(place >= 0 && dimensions >= 0 && dimensions <= query.count - place)
    precondition(start >= 0 && dimensions <= entries.count - start)
    return unsafe entries.withUnsafeBuffer { entries in
      unsafe query.withUnsafeBufferPointer {
        guard dimensions > 0 else { return 0 }
        // SAFETY: both ranges were checked above.
        return Int(
          unsafe gaiji_distance(
            $0.baseAddress! + place, entries.baseAddress! + start, Int32(dimensions)))
      }
    }
  }

  static func distance(_ a: [Int8], at first: Int, _ b: [Int8], at second: Int, dimensions: Int)
    -> Int
  {
    precondition(first >= 0 && dimensions > 0 && dimensions <= a.count - first)
    precondition(second >= 0 && dimensions <= b.count - second)
    return unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer {
        // SAFETY: both ranges were checked above.
        Int(
          unsafe gaiji_distance(
            a.baseAddress! + first, $0.baseAddress! + second, Int32(dimensions)))
      }
    }
  }

  static func distance(
    _ a: FlatTable<Int8>, at first: Int, _ b: FlatTable<Int8>, at second: Int, dimensions: Int
  ) -> Int {
    precondition(first >= 0 && dimensions > 0 && dimensions <= a.count - first)
    precondition(second >= 0 && dimensions <= b.count - second)
    return unsafe a.withUnsafeBuffer { a in
      unsafe b.withUnsafeBuffer {
        // SAFETY: both ranges were checked above.
        Int(
          unsafe gaiji_distance(
            a.baseAddress! + first, $0.baseAddress! + second, Int32(dimensions)))
      }
    }
  }

  /// The squared lengths of codes that lie one behind the other.
  static func norms(_ codes: [Int8], dimensions: Int) -> [Int32] {
    precondition(dimensions > 0 && codes.count % dimensions == 0)
    var norms = [Int32](repeating: 0, count: codes.count / dimensions)
    guard !norms.isEmpty else { return [] }
    // SAFETY: one norm for each whole code.
    unsafe gaiji_norms(codes, Int32(norms.count), Int32(dimensions), &norms)
    return norms
  }
}

/// The nearest entries of some queries, found by comparing with all: one for each thread.
final class NearestEntries {
  /// Entries of one step: their codes stay in the cache while the queries pass.
  private static let tile = 1024
  private var keys: [Int32] = []
  private var bestKeys: [Int32] = []
  private var bestNumbers: [Int32] = []
  private var filled: [Int] = []
  private var limit = 0

  /// Looks for the `limit` nearest of each of `count` queries, whose codes lie one behind the other.
  /// Entries of equal distance come in the order of their numbers.
  func search(
    _ queries: [Int8], count: Int, entries: FlatTable<Int8>, norms: FlatTable<Int32>,
    dimensions: Int, limit: Int
  ) {
    precondition(dimensions > 0 && dimensions % SearchKernels.lanes == 0)
    precondition(count >= 0 && count * dimensions <= queries.count)
    precondition(entries.count == norms.count * dimensions && norms.count <= Int(Int32.max))
    let limit = min(limit, norms.count)
    self.limit = limit
    resize(&keys, count * Self.tile)
    resize(&bestKeys, count * limit)
    resize(&bestNumbers, count * limit)
    filled = [Int](repeating: 0, count: count)
    guard limit > 0, count > 0 else { return }
    for first in stride(from: 0, to: norms.count, by: Self.tile) {
      let size = min(Self.tile, norms.count - first)
      unsafe entries.withUnsafeBuffer { entries in
        unsafe norms.withUnsafeBuffer { norms in
          // SAFETY: the tile lies inside the entries and norms, whose sizes were checked above; the
          // queries were checked too, and there are `tile` keys for each.
          unsafe gaiji_search_keys(
            queries, Int32(count), entries.baseAddress! + first * dimensions,
            norms.baseAddress! + first, Int32(size), Int32(dimensions), &keys)
        }
      }
      for query in 0..<count { keep(query, first: first, size: size) }
    }
  }

  private func keep(_ query: Int, first: Int, size: Int) {
    unsafe keys.withUnsafeBufferPointer { keys in
      unsafe bestKeys.withUnsafeMutableBufferPointer { bestKeys in
        unsafe bestNumbers.withUnsafeMutableBufferPointer { bestNumbers in
          // SAFETY: `size` keys of each query lie one behind the other; each query has room for
          // `limit` results, and filled is never more than that.
          filled[query] = Int(
            unsafe gaiji_keep_smallest(
              keys.baseAddress! + query * size, Int32(size), Int32(first), Int32(limit),
              bestKeys.baseAddress! + query * limit, bestNumbers.baseAddress! + query * limit,
              Int32(filled[query])))
        }
      }
    }
  }

  /// The entries found for a query, nearest first.
  func entries(ofQuery query: Int) -> [Int] {
    bestNumbers[query * limit..<query * limit + filled[query]].map(Int.init)
  }

  private func resize(_ values: inout [Int32], _ count: Int) {
    if values.count < count { values = [Int32](repeating: 0, count: count) }
  }
}
