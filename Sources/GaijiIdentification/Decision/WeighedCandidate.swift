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
    join(&items)
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

  /// Bayes over the characters, and then over the figures of each.
  private func join(_ items: inout [WeighedCandidate]) {
    // What is known of a character is what is known of its first figure here, for most evidence is
    // about characters.
    var heads: [Int] = []
    for index in items.indices
    where !heads.contains(where: { items[$0].group == items[index].group }) {
      heads.append(index)
    }
    let ratios = heads.map { head in
      items[head].evidence.reduce(0) { $0 + $1.logLikelihoodRatio }
    }
    let shares = EvidenceCombination.combine(
      shape: heads.map { items[$0].character }, evidence: heads.map { items[$0].evidence })
    for (place, head) in heads.enumerated() {
      let members = items.indices.filter { items[$0].group == items[head].group }
      let before = items[head].character
      let after = shares[place].probability
      // The log odds move by what the odds of everything else move by: exact near 1, too.
      let logit = logit(of: place, heads, items, ratios)
      var parts: [Double] = []
      for member in members {
        let own = items[member].evidence.reduce(0) { $0 + $1.logLikelihoodRatio }
        let part = before > 0 ? items[member].glyph / before : 0
        parts.append(part * exp(min(20, max(-20, own - ratios[place]))))
      }
      let total = parts.reduce(0, +)
      let old = members.reduce(0.0) { $0 + (before > 0 ? items[$1].glyph / before : 0) }
      // Evidence between figures may not make "one of these figures" more certain than it was.
      let factor = total > old && total > 0 ? old / total : 1
      for (member, part) in zip(members, parts) {
        items[member].character = after
        items[member].characterLogit = logit
        items[member].glyph = min(after, after * part * factor)
        items[member].glyphLogit = PriorEstimate.logit(items[member].glyph)
      }
    }
  }

  /// log(p e^r / (none + sum of the others' p e^r)) for one of the characters.
  private func logit(
    of place: Int, _ heads: [Int], _ items: [WeighedCandidate], _ ratios: [Double]
  ) -> Double {
    let own = items[heads[place]]
    var others = 0.0
    var rest = 0.0
    for (index, head) in heads.enumerated() where index != place {
      others += items[head].character * exp(ratios[index])
      rest += items[head].character
    }
    // 1 - p of the own one, from its log odds.
    let remaining = own.character * exp(-own.shapeLogit)
    let none = max(0, remaining - rest)
    return log(own.character) + ratios[place] - log(max(none + others, .leastNormalMagnitude))
  }
}
