/// All evidence of a run, beyond the shape.
public struct EvidenceSet: Sendable {
  /// The shape alone.
  public static let none = EvidenceSet([])

  public let sources: [any EvidenceSource]
  /// Approved figures, to be searched for each glyph; `nil` where there is none.
  public let figures: CodedFigures?

  public init(_ sources: [any EvidenceSource], figures: CodedFigures? = nil) {
    self.sources = sources
    self.figures = figures
  }

  public var isEmpty: Bool { sources.isEmpty }
  public var kinds: [EvidenceKind] { sources.map(\.kind) }

  /// For each candidate, in their order, what is known of it: the kinds in the order of the sources,
  /// and none that has nothing to say. Each is scaled and capped.
  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [[Evidence]] {
    var lists: [[Evidence]] = Array(repeating: [], count: candidates.count)
    for source in sources {
      let weight = EvidenceWeight.weight(of: source.kind)
      for (index, found) in source.evidence(for: query, candidates: candidates).enumerated() {
        guard index < lists.count, var found else { continue }
        found.logLikelihoodRatio = weight.apply(found.logLikelihoodRatio)
        found.otherFigure = weight.apply(found.otherFigure)
        lists[index].append(found)
      }
    }
    return lists
  }
}
