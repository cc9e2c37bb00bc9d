internal import Glibc

/// What a query may be, as states that exclude each other: one of the candidates' figures, another
/// figure of one of their characters, or nothing of all that. Evidence moves them by Bayes' rule.
///
/// So evidence about characters raises a character and leaves the shares of its figures as the shape has
/// them, and evidence about a figure (it was approved elsewhere) raises that figure and with it, as far
/// as the figure has a share in it, its character. A figure that the shape rules out stays ruled out:
/// no kind moves the odds beyond its cap.
struct FigureStates {
  /// Probabilities by the shape, and what evidence multiplies them with (logarithms). Outlines that stand
  /// twice are one state.
  private struct State {
    var group: Int
    var outline: Int?
    var shape: Double
    var ratio: Double
  }

  private var states: [State] = []
  /// Of none of the characters; evidence says nothing of it.
  private var none: Double

  /// - Parameters:
  ///   - items: The first one's logits are exact where its probabilities are not.
  ///   - outlines: For each of them a number; equal for the same outline.
  init(_ items: [WeighedCandidate], outlines: [Int]) {
    var groups: [(group: Int, character: Double, rest: Double, ratio: Double)] = []
    for (item, outline) in zip(items, outlines) {
      let ratio = item.evidence.reduce(0) { $0 + $1.logLikelihoodRatio }
      // What is seen of a character, seen by any of its candidates.
      let other = item.evidence.reduce(0) { $0 + $1.otherFigure }
      if let place = groups.firstIndex(where: { $0.group == item.group }) {
        groups[place].ratio = max(groups[place].ratio, other)
        if let known = states.firstIndex(where: { $0.group == item.group && $0.outline == outline })
        {
          states[known].ratio = max(states[known].ratio, ratio)
          continue
        }
        groups[place].rest -= item.glyph
      } else {
        let rest: Double
        if groups.isEmpty {
          // 1 - p from the log odds: near 1 the probabilities themselves have lost it.
          rest =
            Self.complement(item.glyph, item.glyphLogit)
            - Self.complement(item.character, item.characterLogit)
        } else {
          rest = item.character - item.glyph
        }
        groups.append((item.group, item.character, rest, other))
      }
      states.append(State(group: item.group, outline: outline, shape: item.glyph, ratio: ratio))
    }
    none =
      groups.first.map { first in
        let own = items.first { $0.group == first.group }
        return own.map { Self.complement($0.character, $0.characterLogit) } ?? 0
      } ?? 1
    for group in groups {
      states.append(
        State(group: group.group, outline: nil, shape: max(0, group.rest), ratio: group.ratio))
    }
    none = max(0, none - groups.dropFirst().reduce(0) { $0 + $1.character })
  }

  /// 1 - p, from the log odds.
  private static func complement(_ probability: Double, _ logit: Double) -> Double {
    probability > 0 ? probability * exp(-logit) : 1
  }

  /// The probability of some states after the evidence, and its log odds.
  private func share(
    of isIncluded: (State) -> Bool
  ) -> (probability: Double, logit: Double) {
    // Relative to the largest exponent, so that none of them overflows.
    let top = max(0, states.map(\.ratio).max() ?? 0)
    var included = 0.0
    var excluded = none * exp(-top)
    for state in states {
      let weight = state.shape * exp(state.ratio - top)
      if isIncluded(state) { included += weight } else { excluded += weight }
    }
    guard included > 0 else { return (0, -.infinity) }
    let logit = log(included) - log(max(excluded, .leastNormalMagnitude))
    return (included / (included + excluded), logit)
  }

  func character(_ group: Int) -> (probability: Double, logit: Double) {
    share { $0.group == group }
  }

  func figure(_ group: Int, _ outline: Int) -> (probability: Double, logit: Double) {
    share { $0.group == group && $0.outline == outline }
  }

  /// The evidence that counted for an outline: the best of what is known of its candidates.
  func ratio(_ group: Int, _ outline: Int) -> Double {
    states.first { $0.group == group && $0.outline == outline }?.ratio ?? 0
  }
}

extension DecisionMaker {
  /// Gives all candidates the probabilities that they have with their evidence.
  ///
  /// - Parameter outlines: For each a number; equal for the same outline.
  func join(_ items: inout [WeighedCandidate], outlines: [Int]) {
    let states = FigureStates(items, outlines: outlines)
    for place in items.indices {
      let (group, outline) = (items[place].group, outlines[place])
      let character = states.character(group)
      let figure = states.figure(group, outline)
      items[place].character = character.probability
      items[place].characterLogit = character.logit
      // Of two candidates with one outline, the one that nobody approved is behind the other.
      let own = items[place].evidence.reduce(0) { $0 + $1.logLikelihoodRatio }
      let behind = own - states.ratio(group, outline)
      items[place].glyph = min(character.probability, figure.probability * exp(behind))
      items[place].glyphLogit = min(
        character.logit,
        behind == 0 ? figure.logit : PriorEstimate.logit(items[place].glyph))
    }
  }
}
