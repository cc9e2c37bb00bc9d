/// What is proposed for one glyph, and why: everything that a list, a catalogue or a sheet shows.
///
/// A line of `gaiji identify --out FILE.jsonl` is one of these. It is complete in itself: nothing in
/// it is a number of an index or a place in a list that somebody would have to have at hand.
public struct GlyphProposal: Codable, Hashable, Sendable {
  /// What becomes of a glyph.
  public enum Decision: String, Codable, Hashable, Sendable, CaseIterable {
    /// The first candidate is proposed, above the threshold of the run's target precision.
    case automatic
    /// The candidates are ranked for a person.
    case review
    /// 該当なし is proposed: nothing in the index is this figure. Only a person can say so.
    case none
    /// No ink.
    case blank
    /// The font's own sign for a missing glyph.
    case notdef
    /// The same image as an earlier glyph of the same input (`duplicateOf`), and its candidates.
    case duplicate
  }

  /// A sentence in both languages.
  public struct Words: Codable, Hashable, Sendable {
    public var japanese: String
    public var english: String

    public init(japanese: String, english: String) {
      self.japanese = japanese
      self.english = english
    }

    private enum CodingKeys: String, CodingKey {
      case japanese = "ja"
      case english = "en"
    }
  }

  public var query: QueryGlyph
  public var decision: Decision
  /// Why it is not, or is, automatic; in the order of weight. Never empty.
  public var reasons: [Words]
  /// The place of the glyph that this one repeats; `nil` unless `decision` is `duplicate`.
  public var duplicateOf: String?
  /// What would be written into the catalogue for the first candidate.
  public var grade: ProposedGrade
  /// Most probable first. Empty for `blank` and `notdef`.
  public var candidates: [ProposedCandidate]
  /// Glyphs that stand beside the first candidate whatever their score: other figures of the same
  /// character, and characters a stroke away.
  public var siblings: [ProposedSibling]

  public init(
    query: QueryGlyph, decision: Decision, reasons: [Words], duplicateOf: String? = nil,
    grade: ProposedGrade = .none, candidates: [ProposedCandidate] = [],
    siblings: [ProposedSibling] = []
  ) {
    self.query = query
    self.decision = decision
    self.reasons = reasons
    self.duplicateOf = duplicateOf
    self.grade = grade
    self.candidates = candidates
    self.siblings = siblings
  }
}

/// The glyph that was asked about.
public struct QueryGlyph: Codable, Hashable, Sendable {
  /// The file it came from, as it was named on the command line.
  public var source: String
  /// Where in the file, in words (`U+E001`, `row 3, column 4`); unique in it.
  public var place: String
  /// The code as digits (`U+E001`, `F040`); `nil` where the input knows none.
  public var code: String?
  /// The code as the catalogue keys it: bytes in stream order, most significant first.
  public var codeValue: UInt32?
  /// Pixels per em of the bitmap; of an outline, that of the rendering which was compared.
  public var pixelsPerEm: Int
  public var isOutline: Bool
  /// `GlyphRaster.digest` of the image: equal for equal figures, whatever their file.
  public var digest: String?
  /// What else is known of it: `half-width`, `vertical`, `small`.
  public var marks: [String]

  public init(
    source: String, place: String, code: String? = nil, codeValue: UInt32? = nil,
    pixelsPerEm: Int, isOutline: Bool, digest: String? = nil, marks: [String] = []
  ) {
    self.source = source
    self.place = place
    self.code = code
    self.codeValue = codeValue
    self.pixelsPerEm = pixelsPerEm
    self.isOutline = isOutline
    self.digest = digest
    self.marks = marks
  }
}

/// A glyph that the query may be.
public struct ProposedCandidate: Codable, Hashable, Sendable {
  /// From 1.
  public var rank: Int
  /// `MJ026190`; `nil` for a glyph of a further font that is neither MJ nor GJ.
  public var identity: String?
  /// The glyph's name in its font.
  public var name: String
  /// `U+9089`, ascending; empty where the font has no code point for it.
  public var codePoints: [String]
  /// Of shape alone; lower is nearer. Differences are log-likelihood ratios.
  public var score: Double
  /// That the query is a figure of this candidate's character, with all evidence; 0 to 1.
  public var sameCharacter: Double
  /// That it is this very figure; never more than `sameCharacter`.
  public var sameGlyph: Double
  public var grade: ProposedGrade
  /// What differs, from what remains of the strokes.
  public var reason: GlyphProposal.Words
  /// What each kind of evidence adds to the log odds; the shape is the first.
  public var evidence: [EvidenceShare]
  /// Squared distances by the names of the model's views.
  public var distances: [String: Double]
  /// The index's row, for those who hold the index; not written.
  public var entry: Int?

  public init(
    rank: Int, identity: String?, name: String, codePoints: [String], score: Double,
    sameCharacter: Double, sameGlyph: Double, grade: ProposedGrade,
    reason: GlyphProposal.Words, evidence: [EvidenceShare], distances: [String: Double],
    entry: Int?
  ) {
    self.rank = rank
    self.identity = identity
    self.name = name
    self.codePoints = codePoints
    self.score = score
    self.sameCharacter = sameCharacter
    self.sameGlyph = sameGlyph
    self.grade = grade
    self.reason = reason
    self.evidence = evidence
    self.distances = distances
    self.entry = entry
  }

  private enum CodingKeys: String, CodingKey {
    case rank, identity, name, codePoints, score, sameCharacter, sameGlyph, grade, reason
    case evidence, distances
  }
}

/// What one kind of evidence says for one candidate.
public struct EvidenceShare: Codable, Hashable, Sendable {
  /// `shape`, `readings`, `neighbours`, ...
  public var kind: String
  /// Natural logarithm; positive speaks for the candidate. The shape's is its own log odds.
  public var logLikelihoodRatio: Double
  public var words: GlyphProposal.Words?

  public init(kind: String, logLikelihoodRatio: Double, words: GlyphProposal.Words? = nil) {
    self.kind = kind
    self.logLikelihoodRatio = logLikelihoodRatio
    self.words = words
  }
}

/// A glyph that is shown beside the first candidate.
public struct ProposedSibling: Codable, Hashable, Sendable {
  public enum Relation: String, Codable, Hashable, Sendable {
    /// Another figure of the same character.
    case sameCharacter = "same-character"
    /// Another character whose figure is near.
    case neighbour
  }

  public var relation: Relation
  public var identity: String?
  public var name: String
  public var codePoints: [String]
  /// The index's row, for those who hold the index; not written.
  public var entry: Int?

  public init(
    relation: Relation, identity: String?, name: String, codePoints: [String], entry: Int?
  ) {
    self.relation = relation
    self.identity = identity
    self.name = name
    self.codePoints = codePoints
    self.entry = entry
  }

  private enum CodingKeys: String, CodingKey { case relation, identity, name, codePoints }
}
