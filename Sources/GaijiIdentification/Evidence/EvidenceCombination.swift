internal import Glibc

/// Joins the shape's probabilities with evidence of other kinds (naive Bayes).
public enum EvidenceCombination {
  /// What one candidate ends with.
  public struct Share: Hashable, Sendable {
    /// After all evidence.
    public var probability: Double
    /// By the shape alone.
    public var shape: Double
    /// Sum of the evidence, in nats.
    public var logLikelihoodRatio: Double
  }

  /// Probabilities of candidates that exclude each other.
  ///
  /// What `shape` leaves of 1 belongs to "none of them", for which the evidence says nothing
  /// (a ratio of 1), so strong evidence for a candidate also speaks against that.
  ///
  /// - Parameters:
  ///   - shape: The probability of each candidate by its shape, at least 0, together at most 1.
  ///     Candidates that are the same character must be given as one.
  ///   - evidence: What is known of each, in the same order.
  public static func combine(shape: [Double], evidence: [[Evidence]]) -> [Share] {
    precondition(shape.count == evidence.count, "evidence of another number of candidates")
    let ratios = evidence.map { $0.reduce(0) { $0 + $1.logLikelihoodRatio } }
    // Relative to the largest exponent, so that none of them overflows.
    let top = max(0, ratios.max() ?? 0)
    var weights: [Double] = []
    var sum = max(0, 1 - shape.reduce(0) { $0 + max(0, $1) }) * exp(-top)
    for (probability, ratio) in zip(shape, ratios) {
      let weight = max(0, probability) * exp(ratio - top)
      weights.append(weight)
      sum += weight
    }
    return shape.indices.map {
      Share(
        probability: sum > 0 ? weights[$0] / sum : 0, shape: shape[$0],
        logLikelihoodRatio: ratios[$0])
    }
  }

  /// One candidate against everything else: the logit of the shape's probability moved by evidence.
  ///
  /// - Parameter rivals: Of the evidence of the strongest other candidate; evidence that speaks for
  ///   both says nothing between them.
  public static func logit(_ shape: Double, evidence: [Evidence], rivals: [Evidence] = []) -> Double
  {
    let own = evidence.reduce(0) { $0 + $1.logLikelihoodRatio }
    let other = rivals.reduce(0) { $0 + $1.logLikelihoodRatio }
    return shape + own - max(0, other)
  }
}
