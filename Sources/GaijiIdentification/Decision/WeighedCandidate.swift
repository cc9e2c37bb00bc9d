internal import Glibc

/// A candidate with everything that is known: the shape, the collection, other evidence.
struct WeighedCandidate: Sendable {
  var ranked: ShapeAnswer.Ranked
  /// Equal for candidates of one character.
  var group: Int
  /// Of the shape alone, with the collection's prior.
  var shapeLogit: Double
  var evidence: [Evidence]
  /// Probabilities with all evidence, and their log odds.
  var character: Double
  var glyph: Double
  var characterLogit: Double
  var glyphLogit: Double
}

extension DecisionMaker {
  /// Most probable first; equally probable ones in the order of their shapes.
  func weigh(_ answer: ShapeAnswer, _ priors: CollectionPriors, _ context: Context)
    -> [WeighedCandidate]
  {
    guard !answer.ranked.isEmpty else { return [] }
    let entries = answer.ranked.map { context.entry($0.candidate.entry) }
    let groups = Self.groups(entries)
    let characterLogit = answer.characterLogit + priors.character.shift
    // A figure cannot be more certain than its character.
    let glyphLogit = min(answer.glyphLogit + priors.glyph.shift, characterLogit)
    let shape = ShapeProbabilities(
      scores: answer.ranked.map(\.score), characters: groups,
      outlines: entries.map(\.outlineGroup),
      sameCharacter: PriorEstimate.probability(of: characterLogit),
      sameGlyph: PriorEstimate.probability(of: glyphLogit))
    var items = answer.ranked.indices.map { index in
      WeighedCandidate(
        ranked: answer.ranked[index], group: groups[index],
        shapeLogit: PriorEstimate.logit(shape.character[index]),
        evidence: index < context.evidence.count ? context.evidence[index] : [],
        character: shape.character[index], glyph: shape.glyph[index],
        characterLogit: PriorEstimate.logit(shape.character[index]),
        glyphLogit: PriorEstimate.logit(shape.glyph[index]))
    }
    // Not from the probability: near 1 it has lost the logit's digits.
    items[0].shapeLogit = characterLogit
    items[0].characterLogit = characterLogit
    items[0].glyphLogit = glyphLogit
    guard items.contains(where: { !$0.evidence.isEmpty }) else { return items }
    join(&items, outlines: entries.map(\.outlineGroup))
    let order = items.indices.sorted {
      (-items[$0].character, -items[$0].glyph, $0) < (-items[$1].character, -items[$1].glyph, $1)
    }
    return order.map { items[$0] }
  }

  /// Candidates that share a code point with the first of a group belong to it.
  static func groups(_ entries: [IndexEntry]) -> [Int] {
    var firsts: [(bases: [UInt32], number: Int)] = []
    return entries.map { entry in
      if let found = firsts.first(where: { $0.bases.contains(where: entry.bases.contains) }) {
        return found.number
      }
      firsts.append((entry.bases, firsts.count))
      return firsts.count - 1
    }
  }
}
