/// Orders the candidates of a query and says how far the first one is to be trusted.
public struct CandidateRanker: Sendable {
  public let parameters: IdentifierParameters

  public init(_ parameters: IdentifierParameters) { self.parameters = parameters }

  /// - Parameters:
  ///   - candidates: As the search gives them; those with a residual are ordered among themselves
  ///     and come first.
  ///   - entry: Of the index, by a candidate's row.
  public func answer(
    _ candidates: [GlyphCandidate], _ traits: QueryTraits, entry: (Int) -> IndexEntry
  ) -> ShapeAnswer {
    let ranked = rank(candidates, traits)
    guard let best = ranked.first else {
      return ShapeAnswer(ranked: [], characterLogit: -.infinity, glyphLogit: -.infinity)
    }
    let own = entry(best.candidate.entry)
    var rivalCharacter: Double?
    var rivalOutline: Double?
    // Only those whose scores are of the same function are rivals.
    let isCompared = best.candidate.residual != nil
    for other in ranked.dropFirst() where (other.candidate.residual != nil) == isCompared {
      let entry = entry(other.candidate.entry)
      if rivalOutline == nil, entry.outlineGroup != own.outlineGroup { rivalOutline = other.score }
      if rivalCharacter == nil, !entry.bases.contains(where: own.bases.contains) {
        rivalCharacter = other.score
      }
      if rivalOutline != nil, rivalCharacter != nil { break }
    }
    func logit(
      _ question: IdentifierCalibration.Question, _ terms: [ShapeTerm], _ rival: Double?
    ) -> Double {
      // No rival among them is the largest margin there is.
      let margin = rival.map { $0 - best.score } ?? .infinity
      return question.network.value(
        of: terms.map { $0.value(best.candidate, traits, margin: margin) })
    }
    let calibration = parameters.calibration
    return ShapeAnswer(
      ranked: ranked,
      characterLogit: logit(calibration.character, parameters.characterTerms, rivalCharacter),
      glyphLogit: logit(calibration.glyph, parameters.glyphTerms, rivalOutline))
  }

  /// Nearest first; equal scores in the order of the index.
  func rank(_ candidates: [GlyphCandidate], _ traits: QueryTraits) -> [ShapeAnswer.Ranked] {
    func sorted(_ candidates: [GlyphCandidate], _ network: TermNetwork, _ terms: [ShapeTerm])
      -> [ShapeAnswer.Ranked]
    {
      candidates.map { candidate in
        let values = terms.map { $0.value(candidate, traits, margin: 0) }
        return ShapeAnswer.Ranked(candidate: candidate, score: network.value(of: values))
      }.sorted { ($0.score, $0.candidate.entry) < ($1.score, $1.candidate.entry) }
    }
    guard let preliminary = parameters.preliminary else {
      return sorted(candidates, parameters.ranking, parameters.rankingTerms)
    }
    let compared = candidates.filter { $0.residual != nil }
    let others = candidates.filter { $0.residual == nil }
    let head = sorted(compared, parameters.ranking, parameters.rankingTerms)
    var tail = sorted(others, preliminary, parameters.preliminaryTerms)
    // Both scores are log likelihoods up to a constant. The tail's begins where it left the head: at
    // the worst of those that were compared.
    if let last = head.last, let first = tail.first {
      let values = parameters.preliminaryTerms.map {
        $0.value(last.candidate, traits, margin: 0)
      }
      let shift = last.score - min(preliminary.value(of: values), first.score)
      for index in tail.indices { tail[index].score += shift }
    }
    return head + tail
  }
}
