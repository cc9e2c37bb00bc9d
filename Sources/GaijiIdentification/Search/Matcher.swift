public import GaijiGlyphs
internal import GaijiHashing

/// Finds the glyphs of an index that a query may be.
///
/// Any number of threads may use one, each with a scratch of its own. What is found depends on query,
/// model and index alone: not on threads, on batches, or on what was asked before.
public final class Matcher: Sendable {
  public let model: IdentifierModel
  public let index: GlyphIndex
  let layout: CodeLayout

  /// - Precondition: `index` was opened with `model`.
  public init(model: IdentifierModel, index: GlyphIndex) {
    precondition(index.modelDigest == model.digest.description, "index of another model")
    self.model = model
    self.index = index
    layout = CodeLayout(model)
  }

  /// - Parameter cacheByteCount: Bytes of descriptors of entries that the thread keeps.
  public func makeScratch(cacheByteCount: Int = 16 << 20) -> MatcherScratch {
    MatcherScratch(self, cacheByteCount: cacheByteCount)
  }

  /// The candidates of one glyph: those that the search finds nearest, ordered by the sum of their
  /// distances in all views (equal ones by entry), the first `model.residualCandidates` with residuals.
  ///
  /// - Parameter count: How many; the search looks for as many, at least for `model.shortlist`, before
  ///   the other views order them.
  /// - Returns: none for a glyph without ink.
  /// - Throws: `GlyphError` when a candidate cannot be drawn.
  public func candidates(
    for query: GlyphQuery, count: Int, scratch: MatcherScratch
  ) throws(GlyphError) -> [GlyphCandidate] {
    try candidates(for: [query], count: count, scratch: scratch)[0]
  }

  /// The same for many glyphs on some threads, in the order of the queries.
  public func candidates(
    for queries: [GlyphQuery], count: Int, threads: Int
  ) throws(GlyphError) -> [[GlyphCandidate]] {
    let batch = GlyphCoder.batch
    let results = try Parallel.run(
      (queries.count + batch - 1) / batch, threads: threads
    ) { () throws(GlyphError) in
      makeScratch()
    } _: { scratch, number throws(GlyphError) in
      let first = number * batch
      return try candidates(
        for: Array(queries[first..<min(first + batch, queries.count)]), count: count,
        scratch: scratch)
    }
    return results.flatMap { $0 }
  }

  /// The same for some glyphs on this thread. Several together are quicker than one after another: index
  /// and matrices come through the cache once for all of a batch.
  public func candidates(
    for queries: [GlyphQuery], count: Int, scratch: MatcherScratch
  ) throws(GlyphError) -> [[GlyphCandidate]] {
    var results: [[GlyphCandidate]] = []
    for first in stride(from: 0, to: queries.count, by: GlyphCoder.batch) {
      let batch = queries[first..<min(first + GlyphCoder.batch, queries.count)]
      results += try search(Array(batch), count: count, scratch: scratch)
    }
    return results
  }

  private func search(
    _ queries: [GlyphQuery], count: Int, scratch: MatcherScratch
  ) throws(GlyphError) -> [[GlyphCandidate]] {
    let places = scratch.code(queries.map(\.raster))
    let inked = places.count { $0 != nil }
    scratch.nearest.search(
      scratch.codes[0], count: inked, entries: index.codes[0], norms: index.norms,
      dimensions: layout.parts[0].count, limit: max(count, model.shortlist))
    var results: [[GlyphCandidate]] = []
    for (query, place) in zip(queries, places) {
      guard let place else {
        results.append([])
        continue
      }
      var candidates = scratch.nearest.entries(ofQuery: place).map { entry in
        GlyphCandidate(entry: entry, distances: distances(scratch.codes, place, entry))
      }
      order(&candidates)
      candidates = Array(candidates.prefix(max(count, 0)))
      try compareStrokes(of: query, with: &candidates, scratch)
      results.append(candidates)
    }
    return results
  }

  func order(_ candidates: inout [GlyphCandidate]) {
    let sums = candidates.map { $0.distances.reduce(0, +) }
    let order = candidates.indices.sorted {
      (sums[$0], candidates[$0].entry) < (sums[$1], candidates[$1].entry)
    }
    candidates = order.map { candidates[$0] }
  }

  /// The squared distances of a coded query to an entry, by view.
  private func distances(_ codes: [[Int8]], _ place: Int, _ entry: Int) -> [Float] {
    distances { part, count in
      SearchKernels.distance(
        codes[part], at: place * count, index.codes[part], at: entry * count, dimensions: count)
    }
  }

  /// - Parameter distance: In squared steps, for a part of the codes and its dimensions.
  func distances(_ distance: (Int, Int) -> Int) -> [Float] {
    var sums = [Int](repeating: 0, count: model.views.count)
    for (number, part) in layout.parts.enumerated() {
      sums[part.view] += distance(number, part.count)
    }
    return zip(sums, model.views).map { Float($0) * $1.step * $1.step }
  }

  private func compareStrokes(
    of query: GlyphQuery, with candidates: inout [GlyphCandidate], _ scratch: MatcherScratch
  ) throws(GlyphError) {
    let places = candidates.indices.prefix(model.residualCandidates)
    guard !places.isEmpty else { return }
    if let comparison = scratch.begin(query.raster, .coarse) {
      for place in places {
        let descriptor = try scratch.descriptor(
          ofEntry: candidates[place].entry, .coarse, pixelsPerEm: query.raster.pixelsPerEm)
        guard let descriptor else { continue }
        candidates[place].residual = comparison.compare(with: descriptor)
        candidates[place].pairLogit = scratch.pairLogit(
          descriptor, pixelsPerEm: query.raster.pixelsPerEm)
      }
    }
    guard let outline = query.outline, let comparison = scratch.begin(outline, .fine) else {
      return
    }
    for place in places {
      let descriptor = try scratch.descriptor(
        ofEntry: candidates[place].entry, .fine, pixelsPerEm: outline.pixelsPerEm)
      candidates[place].fineResidual = descriptor.map(comparison.compare)
    }
  }
}

extension MatcherScratch {
  /// Codes up to `GlyphCoder.batch` glyphs.
  ///
  /// - Returns: the place of each among the codes; `nil` for one without ink.
  func code(_ rasters: [GlyphRaster]) -> [Int?] {
    var inked = 0
    let places = rasters.map { raster -> Int? in
      guard coder.take(raster, slot: inked) else { return nil }
      inked += 1
      return inked - 1
    }
    coder.project(inked)
    coder.code(inked, into: &codes)
    return places
  }
}
