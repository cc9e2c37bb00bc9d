internal import GaijiCharsets

/// The words of the vocabulary, cut into characters, to fill fields of a given size.
struct CharacterStock: Sendable {
  /// Words as characters of one piece each.
  let words: [[Piece]]
  let choice: WeightedChoice
  let digits: [Piece]
  let names: [Piece]
  let comma: Piece
  let newline: Piece
  let byteOrderMark: Piece?
  /// By number in the plan, the gaiji alone; empty when the charset has none.
  let gaiji: [Piece]
  let gaijiChoice: WeightedChoice

  init(
    _ vocabulary: Vocabulary, shape: TableShape, plan: GaijiPlan, maker: PieceMaker,
    newline: SampleGenerator.Newline
  ) throws(SampleError) {
    let signs = try Signs(maker, newline: newline)
    digits = signs.digits
    comma = signs.comma
    self.newline = signs.newline
    byteOrderMark = signs.byteOrderMark

    let weighted = shape.isASCII ? Self.syllables : Self.texts(vocabulary)
    var words: [[Piece]] = []
    var weights: [Int] = []
    for (text, weight) in weighted where maker.canWrite(text) {
      words.append(text.compactMap { maker.plain([$0]) })
      weights.append(weight)
    }
    guard !words.isEmpty else {
      throw .emptyVocabulary(charset: maker.charset.name, file: "surnames.tsv")
    }
    self.words = words
    choice = WeightedChoice(weights)

    names = (1...shape.columnCount).compactMap { maker.plain(scalars("C\($0)")) }
    gaiji =
      shape.isASCII
      ? []
      : plan.gaiji.indices.compactMap { number in
        maker.host(
          [plan.gaiji[number].base], at: 0, gaiji: plan.gaiji[number], number: number)
      }
    // Gaiji that were registered early are the common ones, as in the register.
    gaijiChoice = WeightedChoice(gaiji.indices.map { 100_000 / (20 + $0) })
  }

  /// Surnames, places and given names.
  private static func texts(_ vocabulary: Vocabulary) -> [([UInt32], Int)] {
    vocabulary.surnames.map { ($0.text, $0.weight) }
      + vocabulary.places.map { ($0.municipality + $0.town, $0.weight * 20) }
      + vocabulary.givenNames.map { ($0.text, $0.weight * 10) }
  }

  /// Names in Latin letters, made of two to four syllables.
  private static var syllables: [([UInt32], Int)] {
    let parts = [
      "KA", "KI", "KO", "SA", "SHI", "SU", "TA", "CHI", "TO", "NA", "NO", "HA", "HI", "MA", "MI",
      "MURA", "YA", "YAMA", "WA", "DA",
    ]
    var random = SplitMix64(seed: 7)
    return (0..<2_000).map { _ in
      let count = 2 + random.below(3)
      let word = (0..<count).map { _ in parts[random.below(parts.count)] }.joined()
      return (scalars(word + " "), 1)
    }
  }
}
