internal import Glibc

extension CodeOrderEvidence {
  /// Takes each identified code out in turn and asks whether its key lies between its neighbours'.
  static func measure(_ identified: [Identified], _ order: CodeOrder) -> Measured? {
    var places: [(code: UInt32, key: Int)] = []
    for one in identified.sorted(by: { $0.code < $1.code }) {
      guard let key = one.scalars.lazy.compactMap({ order.keys[$0] }).first,
        places.last?.code != one.code
      else { continue }
      places.append((one.code, key))
    }
    guard places.count >= leastCodes else { return nil }
    var measured = Measured(
      order: order, places: places, keys: order.keys.values.sorted(), hitRate: 0.5, gain: 0)
    var inside: [(isInside: Bool, range: ClosedRange<Int>)] = []
    for place in places {
      guard let range = range(of: place.code, in: measured) else { continue }
      inside.append((range.contains(place.key), range))
    }
    guard inside.count >= leastCodes else { return nil }
    // Laplace's rule keeps the rate off 0 and 1.
    let hits = Double(inside.count { $0.isInside })
    measured.hitRate = (hits + 1) / (Double(inside.count) + 2)
    measured.gain =
      inside.reduce(0) { $0 + ratio($1.isInside, $1.range, measured) } / Double(inside.count)
    return measured
  }

  /// The keys that a code may have by its identified neighbours, itself left out; `nil` when one of
  /// them is missing, far away, or both are not in order.
  static func range(of code: UInt32, in measured: Measured) -> ClosedRange<Int>? {
    let places = measured.places
    var low = 0
    var high = places.count
    while low < high {
      let middle = (low + high) / 2
      if places[middle].code < code { low = middle + 1 } else { high = middle }
    }
    let after = low < places.count && places[low].code == code ? low + 1 : low
    guard low > 0, after < places.count else { return nil }
    let (before, next) = (places[low - 1], places[after])
    guard code - before.code <= reach, next.code - code <= reach, before.key <= next.key else {
      return nil
    }
    if measured.order.isDense {
      // As far from the lower neighbour as the codes are, give or take a hole.
      let distance = Int(code - before.code)
      let lowest = before.key + max(1, distance - 1)
      let highest = min(next.key, before.key + distance + 1)
      return lowest <= highest ? lowest...highest : nil
    }
    return before.key...next.key
  }

  /// log P(inside or not | right) / P(the same | any other character of the order).
  static func ratio(_ isInside: Bool, _ range: ClosedRange<Int>, _ measured: Measured) -> Double {
    let keys = measured.keys
    let within = count(keys, upTo: range.upperBound) - count(keys, upTo: range.lowerBound - 1)
    let chance = (Double(within) + 1) / (Double(keys.count) + 2)
    return isInside
      ? log(measured.hitRate / chance) : log((1 - measured.hitRate) / (1 - chance))
  }

  /// How many of the ascending keys are at most `limit`.
  private static func count(_ keys: [Int], upTo limit: Int) -> Int {
    var low = 0
    var high = keys.count
    while low < high {
      let middle = (low + high) / 2
      if keys[middle] <= limit { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
