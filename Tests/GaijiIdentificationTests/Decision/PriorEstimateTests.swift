import Testing

@testable import GaijiIdentification

/// The share of positives of a collection, from its own scores.
@Suite struct PriorEstimateTests {
  /// Logits of a calibration that holds exactly: scores are normal, N(+1, 1) for a positive and
  /// N(-1, 1) for a negative, so with equal shares the log odds of a score x are 2 x.
  private func logits(positives: Int, negatives: Int) -> [Double] {
    func normal(_ count: Int, around mean: Double) -> [Double] {
      (0..<count).map { mean + quantile((Double($0) + 0.5) / Double(count)) }
    }
    return (normal(positives, around: 1) + normal(negatives, around: -1)).map { 2 * $0 }
  }

  /// The normal distribution's quantile, by bisection of its distribution function as a sum.
  private func quantile(_ probability: Double) -> Double {
    var low = -8.0
    var high = 8.0
    for _ in 0..<50 {
      let middle = (low + high) / 2
      if distribution(middle) < probability { low = middle } else { high = middle }
    }
    return low
  }

  private func distribution(_ x: Double) -> Double {
    // Taylor's series of the error integral; enough terms for |x| <= 8 are not needed here, since
    // bisection only visits the middle of the range for the quantiles asked.
    var term = x
    var sum = x
    for index in 1..<200 {
      term *= x * x / Double(2 * index + 1)
      sum += term
    }
    let density = 0.3989422804014327 * exponential(-x * x / 2)
    return 0.5 + density * sum
  }

  private func exponential(_ x: Double) -> Double {
    var result = 1.0
    for index in stride(from: 60, through: 1, by: -1) {
      result = 1 + x / 64 * result / Double(index)
    }
    var power = result
    for _ in 0..<6 { power *= power }
    return power
  }

  @Test(arguments: [(900, 100), (500, 500), (100, 900), (990, 10)])
  func `Finds the share of a mixture that the calibration was not fitted on`(
    _ mixture: (positives: Int, negatives: Int)
  ) {
    let estimate = PriorEstimate(
      logits: logits(positives: mixture.positives, negatives: mixture.negatives),
      calibrationShare: 0.5)
    let share = Double(mixture.positives) / 1000
    #expect(abs(estimate.share - share) < 0.02, "\(estimate.share)")
    #expect(estimate.glyphs == 1000)
    #expect((estimate.shift > 0.1) == (share > 0.6) && (estimate.shift < -0.1) == (share < 0.4))
  }

  @Test
  func `No share beyond the largest that is believed, and none below the calibration's for it`() {
    let values = logits(positives: 990, negatives: 10)
    let capped = PriorEstimate(logits: values, calibrationShare: 0.5, most: 0.9)
    #expect(capped.share == 0.9 && abs(capped.shift - 2.1972) < 1e-4)
    // The same scores, as a calibration fitted on 95 of 100 would give them.
    let moved = values.map { $0 + PriorEstimate.logit(0.95) }
    #expect(PriorEstimate(logits: moved, calibrationShare: 0.95, most: 0.9).share == 0.95)
  }

  @Test func `Does not depend on the order of the glyphs`() {
    let values = logits(positives: 130, negatives: 60)
    let turned = values.indices.map { values[($0 * 77) % values.count] }
    #expect(Set(turned).count == Set(values).count)
    #expect(
      PriorEstimate(logits: values, calibrationShare: 0.6)
        == PriorEstimate(logits: turned, calibrationShare: 0.6))
  }

  @Test func `Too few glyphs leave the calibration as it is`() {
    let few = Array(repeating: 9.0, count: PriorEstimate.leastGlyphs - 1)
    let estimate = PriorEstimate(logits: few + [.nan, .nan], calibrationShare: 0.7)
    #expect(estimate == PriorEstimate(share: 0.7, shift: 0, glyphs: 0))
  }

  @Test func `No collection is believed to hold one kind alone`() {
    for sign in [1.0, -1.0] {
      let logits = Array(repeating: sign * 1e6, count: 500)
      let estimate = PriorEstimate(logits: logits, calibrationShare: 0.5)
      #expect(estimate.share > 0.001 && estimate.share < 0.999)
      #expect(estimate.shift.isFinite)
    }
  }
}
