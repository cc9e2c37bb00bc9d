/// Draws an index by weight.
struct WeightedChoice: Sendable {
  /// Sums of the weights up to and with each index.
  private let sums: [Int]

  /// - Precondition: no weight is negative.
  init(_ weights: [Int]) {
    var sum = 0
    sums = weights.map {
      precondition($0 >= 0, "negative weight")
      sum += $0
      return sum
    }
  }

  /// Whether there is anything to draw.
  var isEmpty: Bool { (sums.last ?? 0) == 0 }

  /// - Precondition: not empty.
  /// - Complexity: O(log n)
  func draw(_ random: inout SplitMix64) -> Int {
    let point = random.below(sums[sums.count - 1])
    var low = 0
    var high = sums.count - 1
    while low < high {
      let middle = (low + high) / 2
      if sums[middle] > point { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
