/// Collects names with their kana and makes `ReadingEvidence` of them.
///
/// Memory follows the number of distinct words, up to fixed limits.
public struct ReadingCollector: Sendable {
  /// Distinct words without gaiji; they only teach what readings are usual here.
  private static let plainLimit = 200_000
  /// Distinct words with gaiji; a register has far fewer.
  private static let gaijiLimit = 200_000
  /// Words of one gaiji that are kept: more say nothing new.
  private static let wordsPerGaiji = 200

  private struct Word: Hashable, Sendable {
    var units: [TextUnit]
    var kana: Kana
  }

  private var plain: Set<Word> = []
  private var withGaiji: Set<Word> = []
  private var wordCounts: [UInt32: Int] = [:]
  /// Names whose kana could be read.
  public private(set) var nameCount = 0
  /// Names left out because their kana column held something else.
  public private(set) var unreadableCount = 0

  public init() {}

  /// Takes in one name and its reading, both as they stand in their columns.
  ///
  /// Words are paired in order when both sides have as many (高橋　太郎 and タカハシ　タロウ); otherwise the
  /// whole name is one word.
  public mutating func add(_ name: [TextUnit], kana: [UInt32]) {
    let words = name.words
    let spoken = kana.split(whereSeparator: TextUnit.isSeparator).map { Kana($0) }
    guard !words.isEmpty, !spoken.isEmpty, spoken.allSatisfy({ $0 != nil }) else {
      if !words.isEmpty { unreadableCount += 1 }
      return
    }
    nameCount += 1
    let read = spoken.compactMap { $0 }
    if words.count == read.count {
      for (units, kana) in zip(words, read) { add(Word(units: units, kana: kana)) }
    } else {
      add(Word(units: Array(words.joined()), kana: Kana(bytes: read.flatMap(\.bytes))))
    }
  }

  private mutating func add(_ word: Word) {
    guard word.units.count <= NameAligner.longestWord,
      word.kana.bytes.count <= NameAligner.longestKana
    else { return }
    let codes = Set(word.units.compactMap(\.gaiji))
    if codes.isEmpty {
      if plain.count < Self.plainLimit { plain.insert(word) }
      return
    }
    guard withGaiji.count < Self.gaijiLimit, !withGaiji.contains(word) else { return }
    guard codes.contains(where: { wordCounts[$0, default: 0] < Self.wordsPerGaiji }) else { return }
    withGaiji.insert(word)
    for code in codes { wordCounts[code, default: 0] += 1 }
  }

  /// Learns the usual readings from the names without gaiji, then reads the others.
  public func evidence(facts: CharacterFacts) -> ReadingEvidence {
    let listed = ReadingModel(facts: facts)
    var model = listed
    // Sums of floating-point numbers depend on their order; a set has none of its own.
    for word in plain.sorted(by: Self.precedes) {
      guard let aligned = NameAligner(word.units, word.kana, model: listed) else { continue }
      for (unit, reading) in zip(word.units, aligned.readings) {
        guard let scalar = unit.scalar, scalar != 0x3005 else { continue }
        let known = listed.readings(
          own: [scalar], related: [], isFirst: reading.isFirst, isLast: reading.isLast)
        for (run, rest) in reading.around where run != 0 {
          let share =
            rest * listed.probability(run, known, isFirst: reading.isFirst) / aligned.probability
          if share > 0.05 { model.learn(scalar, run, share) }
        }
      }
    }
    var sightings: [UInt32: [ReadingEvidence.Sighting]] = [:]
    for word in withGaiji.sorted(by: Self.precedes) {
      guard let aligned = NameAligner(word.units, word.kana, model: model) else { continue }
      for (unit, reading) in zip(word.units, aligned.readings) {
        guard let code = unit.gaiji else { continue }
        sightings[code, default: []].append(
          .init(around: reading.around, isFirst: reading.isFirst, isLast: reading.isLast))
      }
    }
    return ReadingEvidence(model: model, sightings: sightings)
  }

  /// Any fixed order of words.
  private static func precedes(_ a: Word, _ b: Word) -> Bool {
    if a.kana != b.kana { return a.kana < b.kana }
    func key(_ unit: TextUnit) -> UInt64 {
      switch unit {
      case .scalar(let scalar): UInt64(scalar)
      case .gaiji(let code): UInt64(code) | 1 << 32
      }
    }
    return a.units.lazy.map(key).lexicographicallyPrecedes(b.units.lazy.map(key))
  }
}
