internal import GaijiModel

/// What the shape says of a query before its collection and other evidence are known.
public struct ShapeAnswer: Hashable, Sendable {
  public struct Ranked: Hashable, Sendable {
    public var candidate: GlyphCandidate
    /// Lower is nearer; `exp(-score)` is a likelihood up to a factor.
    public var score: Double

    public init(candidate: GlyphCandidate, score: Double) {
      self.candidate = candidate
      self.score = score
    }
  }

  /// Nearest first.
  public var ranked: [Ranked]
  /// Log odds that the first one's character is right, and that its very figure is, in the mixture
  /// that the calibration was fitted on; minus infinity without any candidate.
  public var characterLogit: Double
  public var glyphLogit: Double

  public init(ranked: [Ranked], characterLogit: Double, glyphLogit: Double) {
    self.ranked = ranked
    self.characterLogit = characterLogit
    self.glyphLogit = glyphLogit
  }
}

/// What the glyphs of one collection (a font, a folder of images) tell about each other.
public struct CollectionPriors: Hashable, Sendable, Codable {
  /// That the first candidate's character is right.
  public var character: PriorEstimate
  /// That its very figure is.
  public var glyph: PriorEstimate

  public init(character: PriorEstimate, glyph: PriorEstimate) {
    self.character = character
    self.glyph = glyph
  }

  /// No collection is believed to do better than this: of the glyphs of the evaluation sets that MJ has,
  /// 98 of 100 first candidates are the right character and 94 the right figure.
  static let mostCharacters = 0.97
  static let mostGlyphs = 0.94

  /// - Parameter answers: Of all glyphs that were matched.
  public init(_ answers: [ShapeAnswer], _ calibration: IdentifierCalibration) {
    let answers = answers.filter { !$0.ranked.isEmpty }
    self.init(
      characterLogits: answers.map(\.characterLogit), glyphLogits: answers.map(\.glyphLogit),
      calibration)
  }

  /// - Parameters:
  ///   - characterLogits: Of all glyphs that were matched and have a candidate.
  ///   - glyphLogits: Of the same.
  init(characterLogits: [Double], glyphLogits: [Double], _ calibration: IdentifierCalibration) {
    character = PriorEstimate(
      logits: characterLogits, calibrationShare: calibration.character.share,
      most: Self.mostCharacters)
    glyph = PriorEstimate(
      logits: glyphLogits, calibrationShare: calibration.glyph.share, most: Self.mostGlyphs)
  }

  /// The calibration as it is.
  public static func calibrated(_ calibration: IdentifierCalibration) -> Self {
    Self(
      character: PriorEstimate(share: calibration.character.share, shift: 0, glyphs: 0),
      glyph: PriorEstimate(share: calibration.glyph.share, shift: 0, glyphs: 0))
  }
}

/// Turns what is known of a query into a proposal.
public struct DecisionMaker: Sendable {
  public let rules: DecisionRules
  public let calibration: IdentifierCalibration
  /// Names of the views, in the order of a candidate's distances.
  public let views: [String]

  public init(rules: DecisionRules, calibration: IdentifierCalibration, views: [String]) {
    self.rules = rules
    self.calibration = calibration
    self.views = views
  }

  /// What is asked beside the shape.
  public struct Context {
    /// Of the index, by a candidate's row.
    public var entry: (Int) -> IndexEntry
    /// For each ranked candidate, in their order; empty lists where nothing is known.
    public var evidence: [[Evidence]]
    /// What differs from a candidate, by its row; `nil` where it was not looked at.
    public var differences: (Int) -> StrokeDifferences?
    public var siblings: [ProposedSibling]
    /// Why a person must see it, however sure the shape is.
    public var doubts: [GlyphProposal.Words]

    public init(
      entry: @escaping (Int) -> IndexEntry, evidence: [[Evidence]] = [],
      differences: @escaping (Int) -> StrokeDifferences? = { _ in nil },
      siblings: [ProposedSibling] = [], doubts: [GlyphProposal.Words] = []
    ) {
      self.entry = entry
      self.evidence = evidence
      self.differences = differences
      self.siblings = siblings
      self.doubts = doubts
    }
  }

  /// - Parameter count: Candidates to name, at most.
  public func proposal(
    _ query: QueryGlyph, _ answer: ShapeAnswer, _ priors: CollectionPriors, _ context: Context,
    count: Int
  ) -> GlyphProposal {
    let weighed = weigh(answer, priors, context)
    let candidates = weighed.prefix(count).enumerated().map { place, item in
      candidate(item, rank: place + 1, context)
    }
    guard let best = weighed.first, let first = candidates.first else {
      return GlyphProposal(query: query, decision: .none, reasons: [DecisionWords.noCandidate])
    }
    let verdict = verdict(best, all: weighed, context)
    return GlyphProposal(
      query: query, decision: verdict.decision, reasons: verdict.reasons, grade: first.grade,
      candidates: candidates, siblings: context.siblings)
  }

  /// Whether the first candidate is taken as the right character, and as the right figure.
  public func acceptance(
    _ answer: ShapeAnswer, _ priors: CollectionPriors, _ context: Context,
    at target: TargetPrecision
  ) -> (character: Bool, glyph: Bool) {
    guard let best = weigh(answer, priors, context).first else { return (false, false) }
    return acceptance(best, context, at: target)
  }

  func acceptance(_ best: WeighedCandidate, _ context: Context, at target: TargetPrecision)
    -> (character: Bool, glyph: Bool)
  {
    guard context.doubts.isEmpty, closePartners(best, context).isEmpty else {
      return (false, false)
    }
    let isCharacter = best.characterLogit >= calibration.character.thresholds[target]
    return (isCharacter, isCharacter && best.glyphLogit >= calibration.glyph.thresholds[target])
  }

  func closePartners(_ best: WeighedCandidate, _ context: Context) -> [UInt32] {
    rules.closePairs.partners(of: context.entry(best.ranked.candidate.entry).bases)
  }

  private func verdict(_ best: WeighedCandidate, all: [WeighedCandidate], _ context: Context)
    -> (decision: GlyphProposal.Decision, reasons: [GlyphProposal.Words])
  {
    let threshold = calibration.character.thresholds[rules.target]
    var reasons = context.doubts
    let partners = closePartners(best, context)
    let accepted = acceptance(best, context, at: rules.target)
    if accepted.character {
      reasons.append(DecisionWords.automatic(best.character, rules.target))
      if !accepted.glyph {
        let figures = context.siblings.count { $0.relation == .sameCharacter }
        if figures > 0 { reasons.append(DecisionWords.figureUnsure(best.glyph, figures)) }
      }
      return (.automatic, reasons)
    }
    if !partners.isEmpty { reasons.append(DecisionWords.closePair(partners)) }
    var groups: Set<Int> = []
    let covered = all.reduce(0.0) { groups.insert($1.group).inserted ? $0 + $1.character : $0 }
    if covered < rules.leastProbability {
      reasons.append(DecisionWords.nothingNear(covered))
      return (.none, reasons)
    }
    if best.characterLogit < threshold {
      reasons.append(
        DecisionWords.belowThreshold(
          best.character, PriorEstimate.probability(of: threshold), rules.target))
    }
    return (.review, reasons)
  }

  private func candidate(_ item: WeighedCandidate, rank: Int, _ context: Context)
    -> ProposedCandidate
  {
    let candidate = item.ranked.candidate
    let entry = context.entry(candidate.entry)
    let differences = context.differences(candidate.entry)
    let grade = grade(item, differences)
    // JSON has no infinity; beyond e^99 there is nothing to tell.
    let shape = EvidenceShare(
      kind: "shape", logLikelihoodRatio: min(99, max(-99, item.shapeLogit)))
    return ProposedCandidate(
      rank: rank, identity: entry.identity?.description, name: entry.name,
      codePoints: entry.bases.map(DecisionWords.codePoint), score: item.ranked.score,
      sameCharacter: item.character, sameGlyph: item.glyph, grade: ProposedGrade(grade),
      reason: DecisionWords.reason(grade, entry, differences),
      evidence: [shape]
        + item.evidence.map {
          EvidenceShare(
            kind: $0.kind.rawValue, logLikelihoodRatio: $0.logLikelihoodRatio,
            words: .init(japanese: $0.japanese, english: $0.english))
        },
      distances: Dictionary(
        uniqueKeysWithValues: zip(views, candidate.distances).map { ($0, Double($1)) }),
      entry: candidate.entry)
  }

  /// The most probable of the four classes: the figure itself, another figure of the character, or
  /// neither; and then whether it is similar at all.
  private func grade(_ item: WeighedCandidate, _ differences: StrokeDifferences?)
    -> IdentificationGrade
  {
    let other = 1 - item.character
    if item.glyph >= max(item.character - item.glyph, other) { return .exact }
    if item.character >= 0.5 || item.character - item.glyph >= other { return .design }
    guard let differences else { return .none }
    return differences.extra.count + differences.missing.count <= 2 ? .similar : .none
  }
}
