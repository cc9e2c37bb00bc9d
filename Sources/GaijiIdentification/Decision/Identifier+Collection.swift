public import GaijiGlyphs
internal import GaijiModel

extension Identifier {
  /// How many glyphs are looked at together: what one collection tells about itself comes from that
  /// many, and all of them wait for it, with about 1.5 KB each. A font has at most 65,535.
  public static let largestCollection = 65_536
  /// Characters that look like the first candidate, shown beside it.
  static let neighbourCount = 4
  /// Candidates whose strokes are described in words.
  static let describedCount = 5

  /// Looks at glyphs of a collection: those that need no matching are set apart, all others matched.
  ///
  /// - Parameters:
  ///   - numbers: Places in `collection.glyphs`; at most `largestCollection`.
  ///   - marks: Of the whole collection (`GlyphReader.marks`).
  ///   - count: Candidates to keep of each, `keptCandidates` at least.
  ///   - approved: Figures that are looked for as well, for `EvidenceQuery.nearApproved`.
  ///   - didMatch: Called on any thread with a number of glyphs that are done.
  ///   - shouldStop: Asked between glyphs; what it throws ends the run.
  /// - Throws: `GlyphError` when a candidate cannot be drawn; what `shouldStop` throws.
  public func identify(
    _ collection: GlyphCollection, _ numbers: Range<Int>, marks: [GlyphMarks], count: Int,
    threads: Int, approved: CodedFigures? = nil, didMatch: @Sendable (Int) -> Void = { _ in },
    shouldStop: @Sendable () throws -> Void = {}
  ) throws -> [IdentifiedGlyph] {
    precondition(numbers.count <= Self.largestCollection, "more glyphs than are taken together")
    precondition(marks.count == collection.glyphs.count, "marks of another collection")
    var glyphs = numbers.map { number in
      IdentifiedGlyph(
        number: number, state: Self.state(marks[number]), marks: marks[number],
        pixelsPerEm: Self.pixelsPerEm, isOutline: collection.glyphs[number].isOutline)
    }
    let matched = glyphs.indices.filter { glyphs[$0].state == .matched }
    let places = matched.map { glyphs[$0].number }
    let batch = GlyphCoder.batch
    let found = try Parallel.run((places.count + batch - 1) / batch, threads: threads) {
      try Worker(self, collection)
    } _: { worker, piece in
      try shouldStop()
      let places = places[piece * batch..<min(places.count, (piece + 1) * batch)]
      let queries = try places.map { try worker.query($0) }
      let answers = try answers(queries, worker.scratch, keeping: count)
      var described = try zip(queries, answers).map { query, answer in
        try describe(query, answer, worker.scratch)
      }
      if let approved {
        let near = approved.near(
          queries.map(\.raster), within: ApprovedGlyphs.nearLimit, scratch: worker.scratch)
        for (place, found) in near.enumerated() { described[place].nearApproved = found }
      }
      didMatch(places.count)
      return described
    }.flatMap { $0 }
    for (place, found) in zip(matched, found) {
      glyphs[place].digest = found.digest
      glyphs[place].pixelsPerEm = found.pixelsPerEm
      glyphs[place].packed = found.answer
      glyphs[place].packedDifferences = found.differences
      glyphs[place].siblings = found.siblings
      glyphs[place].neighbours = found.neighbours
      glyphs[place].nearApproved = found.nearApproved
    }
    return glyphs
  }

  private static func state(_ marks: GlyphMarks) -> IdentifiedGlyph.State {
    if let problem = marks.problem { return .unreadable(problem) }
    if marks.isBlank { return .blank }
    if marks.isNotdef { return .notdef }
    return marks.duplicateOf.map { .duplicate(of: $0) } ?? .matched
  }

  private struct Described: Sendable {
    var digest: String?
    var pixelsPerEm: Int
    var answer: PackedAnswer
    var differences = PackedDifferences()
    var siblings: [Int32] = []
    var neighbours: [Int32] = []
    var nearApproved: [CodedFigures.Near] = []
  }

  private func describe(
    _ query: GlyphQuery, _ answer: ShapeAnswer, _ scratch: MatcherScratch
  ) throws(GlyphError) -> Described {
    var described = Described(
      digest: query.raster.digest, pixelsPerEm: query.raster.pixelsPerEm,
      answer: PackedAnswer(answer))
    let rows = answer.ranked.prefix(Self.describedCount).map(\.candidate.entry)
    let maps = try matcher.residualMaps(of: query, entries: rows, scratch: scratch)
    for (row, map) in zip(rows, maps) {
      guard let map else { continue }
      described.differences.add(
        StrokeDifferences(extra: map.extra, missing: map.missing, side: map.side), entry: row)
    }
    if let best = answer.ranked.first {
      described.siblings = matcher.siblings(of: best.candidate.entry).map { Int32($0) }
      described.neighbours = matcher.neighbours(
        of: best.candidate.entry, count: Self.neighbourCount, scratch: scratch
      ).map { Int32($0.entry) }
    }
    return described
  }

  /// What stands beside the first candidate of a glyph.
  func siblings(of glyph: IdentifiedGlyph) -> [ProposedSibling] {
    glyph.siblings.map { sibling(Int($0), .sameCharacter) }
      + glyph.neighbours.map { sibling(Int($0), .neighbour) }
  }

  private func sibling(_ row: Int, _ relation: ProposedSibling.Relation) -> ProposedSibling {
    let entry = matcher.index[row]
    return ProposedSibling(
      relation: relation, identity: entry.identity?.description, name: entry.name,
      codePoints: entry.bases.map(DecisionWords.codePoint), entry: row)
  }
}
