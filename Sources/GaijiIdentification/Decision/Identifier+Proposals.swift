public import GaijiGlyphs

extension Identifier {
  /// What a run knows beside the glyphs.
  public struct ProposalInput {
    /// The code of a glyph as text and as the catalogue keys it.
    public var code: (CollectedGlyph) -> (text: String?, value: UInt32?)
    public var evidence: EvidenceSet
    /// Candidates to name, at most.
    public var count: Int

    public init(
      count: Int, evidence: EvidenceSet = .none,
      code: @escaping (CollectedGlyph) -> (text: String?, value: UInt32?) = {
        ($0.code?.description, nil)
      }
    ) {
      self.count = count
      self.evidence = evidence
      self.code = code
    }
  }

  /// The priors that the glyphs of one collection lead to.
  public func priors(_ glyphs: [IdentifiedGlyph]) -> CollectionPriors {
    let answers = glyphs.lazy.filter { $0.state == .matched && !$0.packed.isEmpty }.map(\.packed)
    return CollectionPriors(
      characterLogits: answers.map(\.characterLogit), glyphLogits: answers.map(\.glyphLogit),
      maker.calibration)
  }

  /// The proposal for one glyph of a collection.
  ///
  /// - Parameter original: For a duplicate, the glyph that it repeats: its candidates are those of both.
  public func proposal(
    _ glyph: IdentifiedGlyph, of collection: GlyphCollection, _ priors: CollectionPriors,
    _ input: ProposalInput, original: IdentifiedGlyph? = nil
  ) -> GlyphProposal {
    let collected = collection.glyphs[glyph.number]
    let code = input.code(collected)
    let query = QueryGlyph(
      source: collection.path, place: collected.name, code: code.text, codeValue: code.value,
      pixelsPerEm: glyph.pixelsPerEm, isOutline: glyph.isOutline, digest: glyph.digest,
      marks: Self.marks(glyph.marks))
    switch glyph.state {
    case .blank:
      return GlyphProposal(query: query, decision: .blank, reasons: [DecisionWords.blank])
    case .notdef:
      return GlyphProposal(query: query, decision: .notdef, reasons: [DecisionWords.notdef])
    case .duplicate(let earlier):
      let place = collection.glyphs[earlier].name
      var proposal = GlyphProposal(
        query: query, decision: .duplicate, reasons: [DecisionWords.duplicate(of: place)],
        duplicateOf: place)
      if let original, original.state == .matched {
        let found = self.proposal(original, of: collection, priors, input)
        proposal.grade = found.grade
        proposal.candidates = found.candidates
        proposal.siblings = found.siblings
        proposal.query.digest = found.query.digest
      }
      return proposal
    case .unreadable(let problem):
      return GlyphProposal(
        query: query, decision: .review, reasons: [DecisionWords.unreadable("\(problem)")])
    case .matched: break
    }
    let (answer, differences) = (glyph.answer, glyph.differences)
    var context = DecisionMaker.Context(
      entry: { matcher.index[$0] }, differences: { differences[$0] },
      siblings: siblings(of: glyph), doubts: glyph.marks.isFrame ? [DecisionWords.frame] : [])
    if !input.evidence.isEmpty {
      context.evidence = input.evidence.evidence(
        for: EvidenceQuery(
          code: code.value, glyphDigest: glyph.digest, nearApproved: glyph.nearApproved),
        candidates: answer.ranked.map { matcher.index[$0.candidate.entry] })
    }
    return maker.proposal(query, answer, priors, context, count: input.count)
  }

  private static func marks(_ marks: GlyphMarks) -> [String] {
    var words: [String] = []
    if marks.isHalfWidth { words.append("half-width") }
    if marks.isVertical { words.append("vertical") }
    if marks.isSmall { words.append("small") }
    return words
  }
}
