internal import Glibc

/// How many glyphs of one collection the first candidate is right for, as far as their own scores
/// tell: the prior that their probabilities are adjusted to.
///
/// A calibration holds for the mixture that it was fitted on. A town's font holds hardly anything that
/// MJ lacks, another is full of logos. Saerens, Latinne and Decaestecker ("Adjusting the outputs of a
/// classifier to new a priori probabilities", Neural Computation 14, 2002) give the step: with the
/// share of positives as it is believed, every probability is a new one by Bayes; their mean is the
/// next share.
public struct PriorEstimate: Hashable, Sendable, Codable {
  /// The share of positives among the glyphs.
  public var share: Double
  /// What every logit of the calibration moves by.
  public var shift: Double
  /// How many glyphs told so; 0 where they were too few and the calibration's share stands.
  public var glyphs: Int

  /// Below this a collection says nothing: with 100 glyphs the share's standard error is 5 points at
  /// the worst, which moves a logit of a share of 0.7 by 0.24.
  public static let leastGlyphs = 100

  public init(share: Double, shift: Double, glyphs: Int) {
    self.share = share
    self.shift = shift
    self.glyphs = glyphs
  }

  /// - Parameters:
  ///   - logits: Of the calibration, one for each glyph that was matched. Values that are no number
  ///     are left out.
  ///   - calibrationShare: The share of positives in what the calibration was fitted on; between 0
  ///     and 1, both excluded.
  ///   - most: The largest share that is believed. The step moves the odds of all wrong answers
  ///     alike, but only those for which the index has nothing become rarer in a clean collection;
  ///     confusions inside the index do not.
  public init(logits: [Double], calibrationShare: Double, most: Double = 1) {
    precondition(calibrationShare > 0 && calibrationShare < 1, "a share of nothing or of all")
    precondition(most > 0, "no share is believed")
    let logits = logits.filter { !$0.isNaN }.sorted()
    guard logits.count >= Self.leastGlyphs else {
      self.init(share: calibrationShare, shift: 0, glyphs: 0)
      return
    }
    let count = Double(logits.count)
    let old = Self.logit(calibrationShare)
    var share = calibrationShare
    // Converges geometrically; the bound is for what the calibration makes very flat.
    for _ in 0..<200 {
      let shift = Self.logit(share) - old
      // Laplace's rule keeps it off 0 and 1. Sorted, so that the order of glyphs cannot matter.
      let sum = logits.reduce(0) { $0 + Self.probability(of: $1 + shift) }
      let next = (sum + 1) / (count + 2)
      let step = abs(next - share)
      share = next
      if step < 1e-9 { break }
    }
    share = min(share, max(most, calibrationShare))
    self.init(share: share, shift: Self.logit(share) - old, glyphs: logits.count)
  }

  static func logit(_ probability: Double) -> Double { log(probability / (1 - probability)) }

  /// The logistic function, without overflow at either end.
  static func probability(of logit: Double) -> Double {
    if logit >= 0 { return 1 / (1 + exp(-logit)) }
    let odds = exp(logit)
    return odds / (1 + odds)
  }
}
