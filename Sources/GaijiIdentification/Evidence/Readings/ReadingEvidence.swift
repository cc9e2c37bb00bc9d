internal import Glibc

/// Evidence of kana columns: whether the readings of a candidate explain what the gaiji is read as.
///
/// For each distinct word with the gaiji, the ratio is that of the probability of its kana with the
/// candidate in the gaiji's place to that with a character of which nothing is known.
public struct ReadingEvidence: EvidenceSource {
  public var kind: EvidenceKind { .readings }

  /// One place of a gaiji in one distinct word.
  struct Sighting: Sendable {
    var around: [Segment: Double]
    var isFirst: Bool
    var isLast: Bool
  }

  let model: ReadingModel
  let sightings: [UInt32: [Sighting]]

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    guard let code = query.code, let seen = sightings[code], !seen.isEmpty else {
      return candidates.map { _ in nil }
    }
    let estimate = Self.words(readings(of: code))
    return candidates.map { candidate in
      guard let (ratio, fitting) = ratio(of: candidate, seen) else { return nil }
      return Evidence(
        kind: .readings, logLikelihoodRatio: ratio,
        japanese: "かなから推定した読み: \(estimate)。\(seen.count) 語中 \(fitting) 語が候補の読みに合う",
        english: "Read as \(estimate) by the kana; fits the candidate's readings in "
          + "\(fitting) of \(seen.count) words")
    }
  }

  /// What the gaiji is read as, by the kana alone, most probable first: each reading with its share
  /// of the distinct words.
  public func readings(of code: UInt32) -> [(kana: String, share: Double)] {
    var shares: [Segment: Double] = [:]
    let seen = sightings[code] ?? []
    for sighting in seen {
      let weighted = sighting.around.map { run, rest in
        (run, rest * model.anyReading(run, isFirst: sighting.isFirst))
      }
      let sum = weighted.map(\.1).sorted().reduce(0, +)
      guard sum > 0 else { continue }
      for (run, weight) in weighted { shares[run, default: 0] += weight / sum / Double(seen.count) }
    }
    return shares.filter { $0.key != 0 && $0.value >= 0.01 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
      .map { (Kana($0.key).text, $0.value) }
  }

  private static func words(_ readings: [(kana: String, share: Double)]) -> String {
    let shown = readings.prefix(3).map { "\($0.kana) \(Int(($0.share * 100).rounded())) %" }
    return shown.isEmpty ? "–" : shown.joined(separator: ", ")
  }

  /// The joint ratio, and in how many words the candidate explains the kana better than any
  /// character would; `nil` for one whose readings nobody knows.
  private func ratio(of candidate: IndexEntry, _ seen: [Sighting]) -> (Double, Int)? {
    let (own, related) = model.facts.scalars(of: candidate)
    var tables: [Int: [Segment: Double]?] = [:]
    var sum = 0.0
    var fitting = 0
    for sighting in seen {
      let key = (sighting.isFirst ? 1 : 0) + (sighting.isLast ? 2 : 0)
      let readings: [Segment: Double]?
      if let known = tables[key] {
        readings = known
      } else {
        readings = model.readings(
          own: own, related: related, isFirst: sighting.isFirst, isLast: sighting.isLast)
        tables[key] = .some(readings)
      }
      guard let readings else { return nil }
      var with = 0.0
      var without = 0.0
      // In one order: sums of floating-point numbers depend on it.
      for (run, rest) in sighting.around.sorted(by: { $0.key < $1.key }) {
        with += rest * model.probability(run, readings, isFirst: sighting.isFirst)
        without += rest * model.anyReading(run, isFirst: sighting.isFirst)
      }
      guard with > 0, without > 0 else { continue }
      let ratio = log(with / without)
      if ratio > 0 { fitting += 1 }
      sum += ratio
    }
    // Words with one gaiji repeat each other (渡辺, 田辺: both なべ): n of them count as √n.
    return (sum / Double(seen.count).squareRoot(), fitting)
  }
}
