internal import Glibc

/// Evidence of the characters beside a gaiji: whether a candidate is what stands beside them
/// elsewhere in the same data, or in lists of names and places.
///
/// For each distinct neighbour (left or right), the ratio is that of its probability beside the
/// candidate to its probability beside any character.
public struct NeighbourEvidence: EvidenceSource {
  public var kind: EvidenceKind { .neighbours }

  /// How often characters stood side by side, in distinct words.
  struct Pairs: Sendable {
    var counts: [UInt64: Double] = [:]
    /// By the neighbour alone, and by the character alone.
    var neighbours: [UInt32: Double] = [:]
    var characters: [UInt32: Double] = [:]
    var total = 0.0

    static func key(_ character: UInt32, _ neighbour: UInt32) -> UInt64 {
      UInt64(character) << 32 | UInt64(neighbour)
    }

    mutating func add(_ character: UInt32, _ neighbour: UInt32) {
      counts[Self.key(character, neighbour), default: 0] += 1
      neighbours[neighbour, default: 0] += 1
      characters[character, default: 0] += 1
      total += 1
    }
  }

  /// Stands for the edge of a word.
  static let edge: UInt32 = 0xFFFF_FFFF
  /// Sightings that the overall frequency of a neighbour counts as, against those with the character.
  private static let smoothing = 4.0

  /// What stands left and right of a character.
  let pairs: [Pairs]
  /// By gaiji: its distinct neighbours, left and right, ascending.
  let sightings: [UInt32: [[UInt32]]]
  let facts: CharacterFacts

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    guard let code = query.code, let seen = sightings[code] else {
      return candidates.map { _ in nil }
    }
    let count = seen.reduce(0) { $0 + $1.count }
    return candidates.map { candidate in
      let (own, related) = facts.scalars(of: candidate)
      let scalars = own + related
      let known = pairs.reduce(0) { sum, pairs in
        sum + scalars.reduce(0) { $0 + (pairs.characters[$1] ?? 0) }
      }
      guard known > 0, count > 0 else { return nil }
      var sum = 0.0
      var fitting = 0
      for (pairs, neighbours) in zip(pairs, seen) where pairs.total > 0 {
        let beside = scalars.reduce(0) { $0 + (pairs.characters[$1] ?? 0) }
        for neighbour in neighbours {
          let together = scalars.reduce(0) { $0 + (pairs.counts[Pairs.key($1, neighbour)] ?? 0) }
          // A neighbour never seen anywhere says nothing about any candidate.
          let usual = (pairs.neighbours[neighbour] ?? 0) / pairs.total
          guard usual > 0 else { continue }
          if together > 0 { fitting += 1 }
          sum += log((together + Self.smoothing * usual) / (beside + Self.smoothing) / usual)
        }
      }
      return Evidence(
        kind: .neighbours, logLikelihoodRatio: sum / Double(count).squareRoot(),
        japanese: "前後の文字 \(count) 種類のうち \(fitting) 種類は、ほかの箇所で候補の前後にもある",
        english: "\(fitting) of its \(count) neighbours stand beside the candidate elsewhere")
    }
  }
}

/// Collects texts and makes `NeighbourEvidence` of them. Memory follows the number of distinct words,
/// up to fixed limits.
public struct NeighbourCollector: Sendable {
  private static let wordLimit = 500_000
  private static let longestWord = 64

  private var words: Set<[TextUnit]> = []

  public init() {}

  /// Takes in the text of one column of one record, or one entry of a list of names.
  public mutating func add(_ text: [TextUnit]) {
    for word in text.words where word.count > 1 && word.count <= Self.longestWord {
      guard words.count < Self.wordLimit else { return }
      words.insert(word)
    }
  }

  public func evidence(facts: CharacterFacts) -> NeighbourEvidence {
    var pairs = [NeighbourEvidence.Pairs(), .init()]
    var sightings: [UInt32: [Set<UInt32>]] = [:]
    for word in words {
      for place in word.indices {
        let left = place > 0 ? word[place - 1].scalar : NeighbourEvidence.edge
        let right = place + 1 < word.count ? word[place + 1].scalar : NeighbourEvidence.edge
        switch word[place] {
        case .scalar(let scalar):
          if let left { pairs[0].add(scalar, left) }
          if let right { pairs[1].add(scalar, right) }
        case .gaiji(let code):
          var seen = sightings[code] ?? [[], []]
          if let left { seen[0].insert(left) }
          if let right { seen[1].insert(right) }
          sightings[code] = seen
        }
      }
    }
    return NeighbourEvidence(
      pairs: pairs, sightings: sightings.mapValues { $0.map { $0.sorted() } }, facts: facts)
  }
}
