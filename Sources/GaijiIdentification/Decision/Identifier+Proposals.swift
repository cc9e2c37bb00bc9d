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
    CollectionPriors(
      glyphs.filter { $0.state == .matched }.map(\.answer), maker.calibration)
  }

  /// The proposal for one glyph of a collection.
  public func proposal(
    _ glyph: IdentifiedGlyph, of collection: GlyphCollection, _ priors: CollectionPriors,
    _ input: ProposalInput
  ) -> GlyphProposal {
    let collected = collection.glyphs[glyph.number]
    let code = input.code(collected)
    let query = QueryGlyph(
      source: collection.path, place: collected.name, code: code.text, codeValue: code.value,
      pixelsPerEm: glyph.pixelsPerEm, isOutline: glyph.isOutline, digest: glyph.digest)
    switch glyph.state {
    case .blank:
      return GlyphProposal(query: query, decision: .blank, reasons: [DecisionWords.blank])
    case .notdef:
      return GlyphProposal(query: query, decision: .notdef, reasons: [DecisionWords.notdef])
    case .duplicate(let earlier):
      let place = collection.glyphs[earlier].name
      return GlyphProposal(
        query: query, decision: .duplicate, reasons: [DecisionWords.duplicate(of: place)],
        duplicateOf: place)
    case .matched: break
    }
    var context = DecisionMaker.Context(
      entry: { matcher.index[$0] }, differences: { glyph.differences[$0] },
      siblings: glyph.siblings)
    if !input.evidence.isEmpty {
      context.evidence = input.evidence.evidence(
        for: EvidenceQuery(code: code.value, glyphDigest: glyph.digest),
        candidates: glyph.answer.ranked.map { matcher.index[$0.candidate.entry] })
    }
    return maker.proposal(query, glyph.answer, priors, context, count: input.count)
  }
}
