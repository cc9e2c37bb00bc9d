/// The forms in which the readings of a character turn up inside names.
enum ReadingForms {
  /// The readings of Unihan as they stand in names, with weights that sum to 1; empty when nothing
  /// is known.
  ///
  /// Unihan runs the inflected ending into a kun reading (TAKAI, WATARU). Names have the stem (たか)
  /// or the noun made of the verb (わたり) far more often than the word itself.
  static func readings(of entry: CharacterFacts.Entry) -> [Kana: Double] {
    var weights: [Kana: Double] = [:]
    for text in entry.on {
      if let kana = Kana(romaji: text) { weights[kana, default: 0] += 1 }
    }
    for text in entry.kun {
      guard let kana = Kana(romaji: text) else { continue }
      weights[kana, default: 0] += 1
      for (form, weight) in inflected(kana) { weights[form, default: 0] += weight }
    }
    let sum = weights.values.sorted().reduce(0, +)
    return sum > 0 ? weights.mapValues { $0 / sum } : [:]
  }

  /// Stems and nouns of a kun reading that looks like a verb or an adjective.
  private static func inflected(_ kana: Kana) -> [(Kana, Double)] {
    let bytes = kana.bytes
    guard bytes.count >= 2, let last = bytes.last else { return [] }
    let stem = Kana(bytes: Array(bytes.dropLast()))
    if last == Kana.i { return [(stem, 0.7)] }
    guard let noun = Kana.inColumnI(last) else { return [] }
    var forms = [(stem, 0.5), (Kana(bytes: stem.bytes + [noun]), 0.7)]
    // わける: わけ is the stem, わ what compounds such as 分部 have.
    if bytes.count >= 3, last == 0x4B { forms.append((Kana(bytes: Array(bytes.dropLast(2))), 0.2)) }
    return forms
  }

  /// What a reading sounds like inside a word, with the probability of each; they sum to 1.
  ///
  /// - Parameters:
  ///   - isFirst: Voicing (連濁: かわ, がわ) needs something before it.
  ///   - isLast: A stop (促音: がく, がっ) needs something behind it.
  static func variants(of reading: Kana, isFirst: Bool, isLast: Bool) -> [(Kana, Double)] {
    guard let first = reading.bytes.first, let last = reading.bytes.last else { return [] }
    var variants: [(Kana, Double)] = []
    var plain = 1.0
    func add(_ bytes: [UInt8], _ probability: Double) {
      variants.append((Kana(bytes: bytes), probability))
      plain -= probability
    }
    let rest = Array(reading.bytes.dropFirst())
    if !isFirst {
      if let voiced = Kana.voiced(first) { add([voiced] + rest, 0.25) }
      if let half = Kana.halfVoiced(first) { add([half] + rest, 0.04) }
      // The same long vowel, whose second letter belongs to the character behind.
      if first == Kana.o { add([Kana.u] + rest, 0.1) }
      if first == Kana.e { add([Kana.i] + rest, 0.1) }
      // かわはら, かわら: the h between vowels is lost.
      if first == 0x2F, !rest.isEmpty { add([0x4F] + rest, 0.03) }
    }
    let stops: [UInt8] = [0x0F, 0x0D, 0x21, 0x24]  // く き ち つ
    if !isLast, reading.bytes.count >= 2, stops.contains(last), last != Kana.tsu {
      add(Array(reading.bytes.dropLast()) + [Kana.tsu], 0.05)
    }
    variants.append((reading, plain))
    return variants
  }
}
