/// What a catalogue keeps of a proposal beside the columns that it can be searched by: everything that
/// the page for review shows, and nothing twice.
///
/// Numbers are rounded to what a reader can make use of: scores and evidence to thousandths, distances
/// to tenths. Probabilities and grades stand in the columns, and the path of the input is a machine's.
public struct ProposalSupplement: Codable, Hashable, Sendable {
  struct Query: Codable, Hashable, Sendable {
    var place: String
    var pixelsPerEm: Int
    var isOutline: Bool
    var marks: [String]
  }

  struct Candidate: Codable, Hashable, Sendable {
    var codePoints: [String]
    var score: Double
    var reason: GlyphProposal.Words
    var evidence: [EvidenceShare]
    var distances: [String: Double]
  }

  var query: Query
  var reasons: [GlyphProposal.Words]
  var duplicateOf: String?
  var candidates: [Candidate]
  var siblings: [ProposedSibling]

  public init(_ proposal: GlyphProposal) {
    let query = proposal.query
    self.query = Query(
      place: query.place, pixelsPerEm: query.pixelsPerEm, isOutline: query.isOutline,
      marks: query.marks)
    reasons = proposal.reasons
    duplicateOf = proposal.duplicateOf
    candidates = proposal.candidates.map { candidate in
      Candidate(
        codePoints: candidate.codePoints, score: Self.rounded(candidate.score, 1000),
        reason: candidate.reason,
        evidence: candidate.evidence.map {
          EvidenceShare(
            kind: $0.kind, logLikelihoodRatio: Self.rounded($0.logLikelihoodRatio, 1000),
            words: $0.words)
        }, distances: candidate.distances.mapValues { Self.rounded($0, 10) })
    }
    siblings = proposal.siblings
    // A row of an index is nobody's who does not hold the index.
    for place in siblings.indices { siblings[place].entry = nil }
  }

  private static func rounded(_ value: Double, _ parts: Double) -> Double {
    (value * parts).rounded() / parts
  }

  /// What the columns say of a candidate.
  public struct Column: Hashable, Sendable {
    public var identity: String?
    public var name: String
    public var grade: ProposedGrade
    public var sameCharacter: Double
    public var sameGlyph: Double

    public init(
      identity: String?, name: String, grade: ProposedGrade, sameCharacter: Double,
      sameGlyph: Double
    ) {
      self.identity = identity
      self.name = name
      self.grade = grade
      self.sameCharacter = sameCharacter
      self.sameGlyph = sameGlyph
    }
  }

  /// The proposal again, with what the columns say.
  ///
  /// - Parameters:
  ///   - source: The input's name.
  ///   - columns: Of all candidates, in their order.
  /// - Returns: `nil` when columns and candidates are not as many: they do not belong together.
  public func proposal(
    _ decision: GlyphProposal.Decision, code: String?, codeValue: UInt32?, digest: String?,
    source: String, columns: [Column]
  ) -> GlyphProposal? {
    guard columns.count == candidates.count else { return nil }
    return GlyphProposal(
      query: QueryGlyph(
        source: source, place: query.place, code: code, codeValue: codeValue,
        pixelsPerEm: query.pixelsPerEm, isOutline: query.isOutline, digest: digest,
        marks: query.marks),
      decision: decision, reasons: reasons, duplicateOf: duplicateOf,
      grade: columns.first?.grade ?? .none,
      candidates: zip(columns, candidates).enumerated().map { place, pair in
        ProposedCandidate(
          rank: place + 1, identity: pair.0.identity, name: pair.0.name,
          codePoints: pair.1.codePoints, score: pair.1.score,
          sameCharacter: pair.0.sameCharacter, sameGlyph: pair.0.sameGlyph, grade: pair.0.grade,
          reason: pair.1.reason, evidence: pair.1.evidence, distances: pair.1.distances,
          entry: nil)
      }, siblings: siblings)
  }
}
