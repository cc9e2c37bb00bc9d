/// One way in which a vendor may have put characters in order when giving them codes.
public struct CodeOrder: Sendable {
  /// For the reviewer.
  public let japanese: String
  public let english: String
  /// Rising along the codes of a list that is in this order; characters without a key have no place
  /// in it.
  public let keys: [UInt32: Int]
  /// Whether neighbouring codes have neighbouring keys (the rows of another code table), not only
  /// rising ones.
  public let isDense: Bool

  public init(japanese: String, english: String, keys: [UInt32: Int], isDense: Bool = false) {
    self.japanese = japanese
    self.english = english
    self.keys = keys
    self.isDense = isDense
  }

  /// The orders that need no list: radical and strokes, strokes alone, code points.
  public static func standard(_ facts: CharacterFacts) -> [CodeOrder] {
    var radicals: [UInt32: Int] = [:]
    var strokes: [UInt32: Int] = [:]
    var codes: [UInt32: Int] = [:]
    for (scalar, entry) in facts.entries {
      if let key = facts.radicalOrder(scalar) { radicals[scalar] = key }
      if let count = entry.strokes.first { strokes[scalar] = count }
      codes[scalar] = Int(scalar)
    }
    return [
      CodeOrder(japanese: "部首・画数順", english: "by radical and strokes", keys: radicals),
      CodeOrder(japanese: "総画数順", english: "by strokes", keys: strokes),
      CodeOrder(japanese: "Unicode 順", english: "by code point", keys: codes),
    ]
  }
}

/// Evidence of a code's place among codes of the same system that are identified already.
///
/// Which order the codes are in, and how strictly, is measured on the identified ones: each is taken
/// out in turn and looked for between its neighbours. A list in no order gives ratios near 1.
public struct CodeOrderEvidence: EvidenceSource {
  public var kind: EvidenceKind { .order }

  /// A code that is identified, by the code points of its character.
  public struct Identified: Hashable, Sendable {
    public var code: UInt32
    public var scalars: [UInt32]

    public init(code: UInt32, scalars: [UInt32]) {
      self.code = code
      self.scalars = scalars
    }
  }

  /// Fewer identified codes say nothing about an order.
  static let leastCodes = 20
  /// A neighbour further away than this many codes is none.
  static let reach: UInt32 = 64

  /// An order with what was measured.
  struct Measured: Sendable {
    var order: CodeOrder
    /// Identified codes that have a key, ascending by code.
    var places: [(code: UInt32, key: Int)]
    /// All keys of the order, ascending: how many characters lie between two of them.
    var keys: [Int]
    /// P(between the neighbours | it is the right one).
    var hitRate: Double
    /// Mean gain of one question, in nats.
    var gain: Double
  }

  let best: Measured?

  /// - Parameters:
  ///   - identified: Approved decisions of the system, one for each code.
  ///   - orders: Those that the list may be in.
  public init(identified: [Identified], orders: [CodeOrder]) {
    var best: Measured?
    for order in orders {
      guard let measured = Self.measure(identified, order) else { continue }
      if measured.gain > (best?.gain ?? 0) { best = measured }
    }
    self.best = best
  }

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    guard let best, let code = query.code, let range = Self.range(of: code, in: best) else {
      return candidates.map { _ in nil }
    }
    return candidates.map { candidate in
      let keys = candidate.bases.compactMap { best.order.keys[$0] }
      guard !keys.isEmpty else { return nil }
      let isInside = keys.contains(where: range.contains)
      return Evidence(
        kind: .order, logLikelihoodRatio: Self.ratio(isInside, range, best),
        japanese: "コードは\(best.order.japanese)に並び、候補は前後の同定済みコードの間に"
          + (isInside ? "入る" : "入らない"),
        english: "The codes run \(best.order.english); the candidate belongs "
          + (isInside ? "" : "not ") + "between the identified neighbours")
    }
  }
}
