/// Lays the kana of one word along its characters, in all ways at once (forward and backward sums
/// over a lattice of characters and letters).
struct NameAligner {
  /// Longer words are no names; the lattice grows with the product.
  static let longestWord = 16
  static let longestKana = 48

  /// Between two characters, a letter that none of them has: 井上 いのうえ, 川越 かわごえ.
  private static let nothing = 0.97
  private static func inserted(_ letter: UInt8) -> Double {
    switch letter {
    case Kana.no: 0.02
    case Kana.ga, Kana.tsu: 0.004
    default: 0
    }
  }

  /// Where one character may lie: the run, and the probability of all else in the word around it.
  struct Reading {
    /// Sum over all places of the run, by run.
    var around: [Segment: Double]
    var isFirst: Bool
    var isLast: Bool
  }

  let readings: [Reading]
  /// Of the whole word.
  let probability: Double

  /// - Parameter unit: The character at a place and its readings; `nil` for a gaiji, of which
  ///   nothing is known.
  /// - Returns: `nil` for a word too long to be a name, or one that cannot be laid out at all.
  init?(_ word: [TextUnit], _ kana: Kana, model: ReadingModel) {
    let count = word.count
    let length = kana.bytes.count
    guard count > 0, count <= Self.longestWord, length <= Self.longestKana else { return nil }
    let known = Self.known(word, model: model)
    let width = length + 1

    // The run of `n` letters from `start`, grown letter by letter.
    func forEachRun(from start: Int, _ body: (Int, Segment) -> Void) {
      var run: Segment = 0
      body(start, run)
      for n in 0..<min(Kana.longestSegment, length - start) {
        run |= Segment(kana.bytes[start + n]) << Segment(8 * n)
        body(start + n + 1, run)
      }
    }
    func emission(_ place: Int, _ run: Segment) -> Double {
      model.probability(run, known[place], isFirst: place == 0)
    }

    // before[place]: characters before `place` are read, and what stands between.
    var before = [[Double]](repeating: [Double](repeating: 0, count: width), count: count + 1)
    before[0][0] = 1
    for place in 0..<count {
      var next = [Double](repeating: 0, count: width)
      for start in 0..<width where before[place][start] > 0 {
        forEachRun(from: start) { end, run in
          next[end] += before[place][start] * emission(place, run)
        }
      }
      before[place + 1] = place + 1 < count ? Self.between(next, kana) : next
    }
    let total = before[count][length]
    guard total > 0 else { return nil }

    // after[place]: the characters from `place` on, from each letter on.
    var after = [Double](repeating: 0, count: width)
    after[length] = 1
    var readings: [Reading] = []
    for place in stride(from: count - 1, through: 0, by: -1) {
      var around: [Segment: Double] = [:]
      var next = [Double](repeating: 0, count: width)
      for start in 0..<width {
        forEachRun(from: start) { end, run in
          guard after[end] > 0 else { return }
          next[start] += emission(place, run) * after[end]
          let rest = before[place][start] * after[end]
          if rest > 0 { around[run, default: 0] += rest }
        }
      }
      readings.append(Reading(around: around, isFirst: place == 0, isLast: place == count - 1))
      after = Self.betweenBackward(next, kana)
    }
    self.readings = readings.reversed()
    probability = total
  }

  private static func between(_ values: [Double], _ kana: Kana) -> [Double] {
    var output = values.map { $0 * nothing }
    for end in 1..<max(1, values.count) {
      output[end] += values[end - 1] * inserted(kana.bytes[end - 1])
    }
    return output
  }

  private static func betweenBackward(_ values: [Double], _ kana: Kana) -> [Double] {
    var output = values.map { $0 * nothing }
    for start in 0..<values.count - 1 {
      output[start] += values[start + 1] * inserted(kana.bytes[start])
    }
    return output
  }

  /// The readings at each place; 々 has those of the character before it.
  private static func known(_ word: [TextUnit], model: ReadingModel) -> [[Segment: Double]?] {
    word.indices.map { place in
      var scalar = word[place].scalar
      if scalar == 0x3005, place > 0 { scalar = word[place - 1].scalar }
      return scalar.flatMap {
        model.readings(
          own: [$0], related: [], isFirst: place == 0, isLast: place == word.count - 1)
      }
    }
  }
}
