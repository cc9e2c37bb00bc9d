/// How probably a character reads as a run of kana, by its known readings and by what was seen.
struct ReadingModel: Sendable {
  /// Share of readings that are in no list: names have readings of their own (名乗り), and whole words
  /// are read regardless of their characters (五十嵐).
  static let unlisted = 0.08
  /// A character that is not read at all.
  static let silent = 0.004
  /// Weight of the listed readings against those seen, in sightings.
  private static let priorWeight = 2.0

  let facts: CharacterFacts
  /// Sightings by character and run.
  private(set) var seen: [UInt32: [Segment: Double]] = [:]
  /// Of any character, inside a word and at its head.
  private var background: [[Segment: Double]] = [[:], [:]]

  init(facts: CharacterFacts) {
    self.facts = facts
    // Each character of the dictionary counts the same: which of them a municipality uses is not
    // known before its names are read.
    for scalar in facts.entries.keys.sorted() {
      for isFirst in [false, true] {
        let place = isFirst ? 1 : 0
        for (segment, share) in listed(scalar, isFirst: isFirst, isLast: false) {
          background[place][segment, default: 0] += share
        }
      }
    }
    for place in 0...1 {
      let sum = background[place].sorted { $0.key < $1.key }.reduce(0) { $0 + $1.value }
      if sum > 0 { background[place] = background[place].mapValues { $0 / sum } }
    }
  }

  mutating func learn(_ scalar: UInt32, _ segment: Segment, _ weight: Double) {
    seen[scalar, default: [:]][segment, default: 0] += weight
  }

  /// Probability that a character of which nothing is known reads so.
  func anyReading(_ segment: Segment, isFirst: Bool) -> Double {
    if segment == 0 { return Self.silent }
    // Lengths of one to six letters are about equally frequent or rarer; some 70 letters.
    var rare = 1.0 / 6
    for _ in 0..<Kana.length(segment) { rare /= 70 }
    let known = background[isFirst ? 1 : 0][segment] ?? 0
    return (1 - Self.silent) * (0.9 * known + 0.1 * rare)
  }

  /// Probability that a character, one of several code points of which `related` count half, reads
  /// so. `nil` when nothing is known of them.
  func readings(
    own: [UInt32], related: [UInt32], isFirst: Bool, isLast: Bool
  ) -> [Segment: Double]? {
    var sum: [Segment: Double] = [:]
    var total = 0.0
    for (scalars, weight) in [(own, 1.0), (related, 0.5)] {
      for scalar in scalars {
        let readings = surface(scalar, isFirst: isFirst, isLast: isLast)
        guard !readings.isEmpty else { continue }
        total += weight
        for (segment, share) in readings { sum[segment, default: 0] += weight * share }
      }
    }
    return total > 0 ? sum.mapValues { $0 / total } : nil
  }

  /// The whole probability of a run, given the readings of a character.
  func probability(_ segment: Segment, _ readings: [Segment: Double]?, isFirst: Bool) -> Double {
    guard let readings else { return anyReading(segment, isFirst: isFirst) }
    if segment == 0 { return Self.silent }
    let listed = readings[segment] ?? 0
    return (1 - Self.silent) * (1 - Self.unlisted) * listed
      + Self.unlisted * anyReading(segment, isFirst: isFirst)
  }

  /// As listed and as seen together; empty when nothing is known. Sums to 1.
  func surface(_ scalar: UInt32, isFirst: Bool, isLast: Bool) -> [Segment: Double] {
    let listed = listed(scalar, isFirst: isFirst, isLast: isLast)
    guard let seen = seen[scalar] else { return listed }
    let count = seen.values.sorted().reduce(0, +)
    let prior = listed.isEmpty ? 0 : Self.priorWeight
    var mixed = listed.mapValues { $0 * prior / (prior + count) }
    for (segment, weight) in seen { mixed[segment, default: 0] += weight / (prior + count) }
    return mixed
  }

  private func listed(_ scalar: UInt32, isFirst: Bool, isLast: Bool) -> [Segment: Double] {
    var readings: [Kana: Double] = [:]
    if let own = Self.kana(scalar) {
      readings = own
    } else if let entry = facts.entries[scalar] {
      readings = ReadingForms.readings(of: entry)
    }
    var output: [Segment: Double] = [:]
    // In one order, so that sums do not depend on how a dictionary was laid out.
    for (reading, weight) in readings.sorted(by: { $0.key < $1.key }) {
      for (form, share) in ReadingForms.variants(of: reading, isFirst: isFirst, isLast: isLast) {
        if let segment = form.segment { output[segment, default: 0] += weight * share }
      }
    }
    return output
  }

  /// Kana inside a name read as themselves; ケ and ヶ of place names as が (関ヶ原), か and こ too.
  private static func kana(_ scalar: UInt32) -> [Kana: Double]? {
    switch scalar {
    case 0x30B1, 0x30F6, 0x3096:
      let readings: [(UInt8, Double)] = [(Kana.ga, 0.7), (0x11, 0.15), (0x0B, 0.1), (0x13, 0.05)]
      return Dictionary(uniqueKeysWithValues: readings.map { (Kana(bytes: [$0.0]), $0.1) })
    default: return Kana(CollectionOfOne(scalar)).map { [$0: 1] }
    }
  }
}
