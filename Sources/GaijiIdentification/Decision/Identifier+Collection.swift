public import GaijiGlyphs

extension Identifier {
  /// How many glyphs are looked at together: what one collection tells about itself comes from that
  /// many, and memory is about 6 KiB for each. A font has at most 65,535.
  public static let largestCollection = 65_536
  /// Characters that look like the first candidate, shown beside it.
  static let neighbourCount = 4
  /// Candidates whose strokes are described in words.
  static let describedCount = 5

  /// Looks at glyphs of a collection: those without ink and repeated ones are set apart, all others
  /// matched.
  ///
  /// - Parameters:
  ///   - numbers: Places in `collection.glyphs`; at most `largestCollection`.
  ///   - count: Candidates to keep of each, at least 1.
  ///   - didMatch: Called on any thread with a number of glyphs that are done.
  ///   - shouldStop: Asked between glyphs; what it throws ends the run.
  /// - Throws: `GlyphError` when a glyph cannot be drawn; what `shouldStop` throws.
  public func identify(
    _ collection: GlyphCollection, _ numbers: Range<Int>, count: Int, threads: Int,
    didMatch: @Sendable (Int) -> Void = { _ in }, shouldStop: @Sendable () throws -> Void = {}
  ) throws -> [IdentifiedGlyph] {
    precondition(numbers.count <= Self.largestCollection, "more glyphs than are taken together")
    let batch = GlyphCoder.batch
    func run<Value: Sendable>(
      _ numbers: [Int], _ work: @Sendable (Worker, ArraySlice<Int>) throws -> Value
    ) throws -> [Value] {
      try Parallel.run((numbers.count + batch - 1) / batch, threads: threads) {
        try Worker(self, collection)
      } _: { worker, piece in
        try shouldStop()
        return try work(
          worker, numbers[piece * batch..<min(numbers.count, (piece + 1) * batch)])
      }
    }
    let marks = try run(Array(numbers)) { worker, piece in
      try piece.map { try worker.mark($0) }
    }.flatMap { $0 }
    var glyphs = Self.setApart(numbers, marks, collection)
    let matched = glyphs.indices.filter { glyphs[$0].state == .matched }
    let found = try run(matched.map { glyphs[$0].number }) { worker, piece in
      let queries = try piece.map { try worker.query($0) }
      let answers = try answers(queries, worker.scratch)
      let described = try zip(queries, answers).map { query, answer in
        try describe(query, answer, count: count, worker.scratch)
      }
      didMatch(piece.count)
      return described
    }.flatMap { $0 }
    for (place, found) in zip(matched, found) {
      glyphs[place].answer = found.answer
      glyphs[place].differences = found.differences
      glyphs[place].siblings = found.siblings
    }
    return glyphs
  }

  private struct Described: Sendable {
    var answer: ShapeAnswer
    var differences: [Int: StrokeDifferences]
    var siblings: [ProposedSibling]
  }

  private func describe(
    _ query: GlyphQuery, _ answer: ShapeAnswer, count: Int, _ scratch: MatcherScratch
  ) throws(GlyphError) -> Described {
    var answer = answer
    answer.ranked = Array(answer.ranked.prefix(max(1, count)))
    var differences: [Int: StrokeDifferences] = [:]
    for item in answer.ranked.prefix(Self.describedCount) {
      let row = item.candidate.entry
      if let map = try matcher.residualMap(of: query, entry: row, scratch: scratch) {
        differences[row] = StrokeDifferences(
          extra: map.extra, missing: map.missing, side: map.side)
      }
    }
    var siblings: [ProposedSibling] = []
    if let best = answer.ranked.first {
      siblings = matcher.siblings(of: best.candidate.entry).map { sibling($0, .sameCharacter) }
      siblings += matcher.neighbours(
        of: best.candidate.entry, count: Self.neighbourCount, scratch: scratch
      ).map { sibling($0.entry, .neighbour) }
    }
    return Described(answer: answer, differences: differences, siblings: siblings)
  }

  private func sibling(_ row: Int, _ relation: ProposedSibling.Relation) -> ProposedSibling {
    let entry = matcher.index[row]
    return ProposedSibling(
      relation: relation, identity: entry.identity?.description, name: entry.name,
      codePoints: entry.bases.map(DecisionWords.codePoint), entry: row)
  }

  /// What a glyph is without being matched.
  struct Mark: Sendable {
    var digest: String?
    var pixelsPerEm: Int
    var isNotdef: Bool
  }

  private static func setApart(
    _ numbers: Range<Int>, _ marks: [Mark], _ collection: GlyphCollection
  ) -> [IdentifiedGlyph] {
    var first: [String: Int] = [:]
    return zip(numbers, marks).map { number, mark in
      var state = IdentifiedGlyph.State.matched
      if let digest = mark.digest {
        if mark.isNotdef {
          state = .notdef
        } else if let earlier = first[digest] {
          state = .duplicate(of: earlier)
        } else {
          first[digest] = number
        }
      } else {
        state = .blank
      }
      return IdentifiedGlyph(
        number: number, state: state, digest: mark.digest, pixelsPerEm: mark.pixelsPerEm,
        isOutline: collection.glyphs[number].isOutline, answer: IdentifiedGlyph.nothing,
        differences: [:], siblings: [])
    }
  }
}

extension Identifier.Worker {
  func mark(_ number: Int) throws(GlyphError) -> Identifier.Mark {
    let raster = try reader.raster(number, pixelsPerEm: Identifier.pixelsPerEm)
    return Identifier.Mark(
      digest: raster.digest, pixelsPerEm: raster.pixelsPerEm, isNotdef: false)
  }
}
