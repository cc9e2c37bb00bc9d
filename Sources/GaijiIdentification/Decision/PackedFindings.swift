/// What the shapes say of one glyph, in few bytes: a collection keeps this of each of its glyphs until
/// all are known. About 0.8 KB with 20 candidates, an eighth of the same as values with arrays in them.
///
/// Nothing is rounded. Residuals are left out: the ranking has used them, and nobody asks again.
struct PackedAnswer: Hashable, Sendable {
  let characterLogit: Double
  let glyphLogit: Double
  private let entries: [Int32]
  private let scores: [Double]
  /// `viewCount` for each candidate.
  private let distances: [Float]

  /// - Precondition: every candidate has as many distances, and a row that an index can have.
  init(_ answer: ShapeAnswer) {
    characterLogit = answer.characterLogit
    glyphLogit = answer.glyphLogit
    entries = answer.ranked.map { Int32($0.candidate.entry) }
    scores = answer.ranked.map(\.score)
    distances = answer.ranked.flatMap(\.candidate.distances)
    precondition(entries.isEmpty || distances.count % entries.count == 0, "views are missing")
  }

  var isEmpty: Bool { entries.isEmpty }

  var answer: ShapeAnswer {
    let views = entries.isEmpty ? 0 : distances.count / entries.count
    return ShapeAnswer(
      ranked: entries.indices.map { place in
        .init(
          candidate: GlyphCandidate(
            entry: Int(entries[place]),
            distances: Array(distances[place * views..<(place + 1) * views])),
          score: scores[place])
      }, characterLogit: characterLogit, glyphLogit: glyphLogit)
  }
}

/// Stroke differences from a few candidates, one behind the other.
struct PackedDifferences: Hashable, Sendable {
  /// For each candidate its row, the spots of each kind, and then two words for each spot.
  private var words: [UInt32] = []

  mutating func add(_ differences: StrokeDifferences, entry: Int) {
    words.append(UInt32(entry))
    words.append(UInt32(differences.extra.count))
    words.append(UInt32(differences.missing.count))
    for spot in differences.extra + differences.missing {
      words.append(UInt32(spot.row * 3 + spot.column))
      words.append(spot.strength.bitPattern)
    }
  }

  /// By the rows of the candidates.
  var differences: [Int: StrokeDifferences] {
    var found: [Int: StrokeDifferences] = [:]
    var place = 0
    func spots(_ count: Int) -> [StrokeDifferences.Spot] {
      (0..<count).map { _ in
        defer { place += 2 }
        return .init(
          column: Int(words[place]) % 3, row: Int(words[place]) / 3,
          strength: Float(bitPattern: words[place + 1]))
      }
    }
    while place < words.count {
      let (entry, extra, missing) = (words[place], Int(words[place + 1]), Int(words[place + 2]))
      place += 3
      let first = spots(extra)
      found[Int(entry)] = StrokeDifferences(extra: first, missing: spots(missing))
    }
    return found
  }
}
