public import GaijiModel

/// A run of the identifier over the glyphs of one system, as the catalogue keeps it.
public struct IdentificationRun: Sendable, Hashable {
  public var organization: String
  public var system: String
  /// The charset of a system that the catalogue does not know yet; `nil` where it must know it.
  public var charset: String?
  /// Name and version; it must begin with `gaiji identify`, by which the journal tells a program's
  /// rows from a person's.
  public var tool: String
  /// SHA-256 of the model's parameters, and of the index, in hexadecimal digits.
  public var model: String
  public var index: String
  /// JSON: what else the result depends on (target precision, kinds of evidence, fonts).
  public var parameters: String

  public init(
    organization: String, system: String, charset: String? = nil, tool: String, model: String,
    index: String, parameters: String
  ) {
    self.organization = organization
    self.system = system
    self.charset = charset
    self.tool = tool
    self.model = model
    self.index = index
    self.parameters = parameters
  }
}

/// What became of one glyph; the words are those of `gaiji identify`'s own output.
public enum ProposalDecision: String, Sendable, CaseIterable, Codable {
  /// Sure enough to stand in the journal as proposed.
  case automatic
  /// Ranked for a person.
  case review
  /// 該当なし, for a person to confirm.
  case none
  case blank
  case notdef
  /// The same image as another code, whose proposal holds for both.
  case duplicate
}

/// What a run proposes for one gaiji.
public struct ProposalRecord: Sendable, Hashable {
  /// One candidate, the best first.
  public struct Candidate: Sendable, Hashable {
    /// `nil` for a glyph of a further font.
    public var identity: CharacterIdentity?
    /// The glyph's name in its font.
    public var name: String
    public var grade: IdentificationGrade
    /// Probabilities, 0 to 1: the same character; the same figure of it.
    public var sameCharacter: Double
    public var sameGlyph: Double
    /// A grey PNG of two squares, one above the other: what only the gaiji has, what only the
    /// candidate has. Black is nothing, white four times the mean edge strength of a glyph. `nil` where
    /// none was kept.
    public var residual: [UInt8]?

    public init(
      identity: CharacterIdentity?, name: String, grade: IdentificationGrade,
      sameCharacter: Double, sameGlyph: Double, residual: [UInt8]? = nil
    ) {
      self.identity = identity
      self.name = name
      self.grade = grade
      self.sameCharacter = sameCharacter
      self.sameGlyph = sameGlyph
      self.residual = residual
    }
  }

  /// The gaiji's figure.
  public struct Figure: Sendable, Hashable {
    /// SHA-256 of what it looks like, in hexadecimal digits: equal figures have equal digests.
    public var digest: String
    public var pixelsPerEm: Int
    public var png: [UInt8]

    public init(digest: String, pixelsPerEm: Int, png: [UInt8]) {
      self.digest = digest
      self.pixelsPerEm = pixelsPerEm
      self.png = png
    }
  }

  /// The bytes of the code, most significant first; the scalar for a Unicode system.
  public var code: UInt32
  public var decision: ProposalDecision
  public var candidates: [Candidate]
  /// In words, as the journal shows it.
  public var reason: String
  /// JSON: what is known of the proposal beside what stands here.
  public var details: String
  /// `nil` for a glyph without ink.
  public var figure: Figure?
  /// The font or image it came from.
  public var source: SourceRecord

  public init(
    code: UInt32, decision: ProposalDecision, candidates: [Candidate], reason: String,
    details: String, figure: Figure?, source: SourceRecord
  ) {
    self.code = code
    self.decision = decision
    self.candidates = candidates
    self.reason = reason
    self.details = details
    self.figure = figure
    self.source = source
  }
}

/// What `Catalog.record` did.
public struct ProposalReport: Sendable, Hashable {
  /// The run's number in the catalogue.
  public var run: Int64 = 0
  /// Proposals whose details were stored.
  public var recordedCount = 0
  /// Rows appended to the journal as proposed.
  public var proposedCount = 0
  /// Automatic proposals that the journal has already.
  public var unchangedCount = 0
  /// Automatic proposals for gaiji on which a person has decided; the decision stands.
  public var standingCount = 0
  /// Former proposals of which this run is no longer sure; the journal has them as held now.
  public var withdrawnCount = 0
}
