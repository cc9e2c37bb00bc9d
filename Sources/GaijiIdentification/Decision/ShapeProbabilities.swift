internal import Glibc

/// The probabilities of all candidates of a query, from their scores and the two calibrated ones of
/// the first.
///
/// The calibration says how probable it is that the first candidate is right. Scores say what the
/// others are worth beside it: `exp(-score)` is a likelihood up to a factor, so among the candidates
/// (if one of them is right at all) the softmax of the negative scores is a probability. Both are
/// brought together so that the first keeps its calibrated value and the sum stays at most 1; what is
/// left over is "none of them".
struct ShapeProbabilities: Hashable, Sendable {
  /// For each candidate, that the query is its character. Candidates of one character share it.
  var character: [Double]
  /// For each candidate, that the query is its very figure; at most `character`.
  var glyph: [Double]

  /// - Parameters:
  ///   - scores: Ascending.
  ///   - characters: For each candidate a number; equal for the same character. The first's is 0.
  ///   - outlines: For each candidate a number; equal for the same outline.
  ///   - sameCharacter, sameGlyph: Of the first candidate, calibrated.
  init(
    scores: [Double], characters: [Int], outlines: [Int], sameCharacter: Double, sameGlyph: Double
  ) {
    precondition(
      scores.count == characters.count && scores.count == outlines.count, "lists of other lengths")
    guard let first = scores.first else {
      character = []
      glyph = []
      return
    }
    let weights = scores.map { exp(first - $0) }
    // An outline that stands twice among the candidates is one answer: only its first row counts.
    var seen: Set<Int> = []
    let counted = zip(outlines, weights).map { seen.insert($0).inserted ? $1 : 0 }
    let total = counted.reduce(0, +)
    var sums: [Int: Double] = [:]
    for (character, weight) in zip(characters, counted) { sums[character, default: 0] += weight }
    let own = sums[characters[0]]! / total
    let factor = Self.factor(of: sameCharacter, share: own)
    let character = characters.map {
      $0 == characters[0] ? sameCharacter : sums[$0]! / total * factor
    }
    let ratio = sameCharacter > 0 ? min(1, sameGlyph / sameCharacter) : 0
    let ownShare = weights[0] / sums[characters[0]]!
    let glyphFactor = Self.factor(of: ratio, share: ownShare)
    self.character = character
    glyph = scores.indices.map { index in
      // Far behind the first the weights are 0.
      let sum = sums[characters[index]]!
      let share = sum > 0 ? min(1, weights[index] / sum) : 0
      if outlines[index] == outlines[0] { return min(sameGlyph, character[index]) }
      return character[index] * share * min(1, glyphFactor)
    }
  }

  /// What the shares of the others are multiplied with, when one with `share` of the whole is given
  /// `probability`: less than 1 when something beside them is likely.
  private static func factor(of probability: Double, share: Double) -> Double {
    guard share < 1 else { return 0 }
    return min(probability / share, (1 - probability) / (1 - share))
  }
}
