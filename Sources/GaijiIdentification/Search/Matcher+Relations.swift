public import GaijiGlyphs
internal import GaijiModel

extension Matcher {
  /// The other entries of the same character (`GlyphIndex.siblings`).
  public func siblings(of entry: Int) -> [Int] { index.siblings(of: entry) }

  /// The entries of other characters that look most like this one: nearest first, by the sum of the
  /// distances in all views; most of them are a stroke away. Entries of the same outline and entries
  /// that share a base are left out.
  public func neighbours(of entry: Int, count: Int, scratch: MatcherScratch) -> [GlyphCandidate] {
    guard count > 0 else { return [] }
    let bases = Set(index.bases(of: entry))
    let group = index.outlineGroup(of: entry)
    let dimensions = layout.parts[0].count
    let own = index.codes[0]
    let query = (entry * dimensions..<(entry + 1) * dimensions).map { own[$0] }
    // As many as can be the same character stand before those that are not.
    let limit = max(model.shortlist, 2 * count + index.siblings(of: entry).count + 1)
    scratch.nearest.search(
      query, count: 1, entries: own, norms: index.norms, dimensions: dimensions, limit: limit)
    let found = scratch.nearest.entries(ofQuery: 0).filter {
      $0 != entry && index.outlineGroup(of: $0) != group
        && bases.isDisjoint(with: index.bases(of: $0))
    }
    var candidates = found.map { other in
      GlyphCandidate(
        entry: other,
        distances: distances { part, count in
          SearchKernels.distance(
            index.codes[part], at: entry * count, index.codes[part], at: other * count,
            dimensions: count)
        })
    }
    order(&candidates)
    return Array(candidates.prefix(count))
  }

  /// The squared distances between two glyphs that are not in the index, by view: whether a gaiji is one
  /// that was approved elsewhere.
  ///
  /// - Returns: `nil` when one of them has no ink.
  public func distances(
    between first: GlyphRaster, and second: GlyphRaster, scratch: MatcherScratch
  ) -> [Float]? {
    let places = scratch.code([first, second])
    guard let a = places[0], let b = places[1] else { return nil }
    return distances { part, count in
      SearchKernels.distance(
        scratch.codes[part], at: a * count, scratch.codes[part], at: b * count, dimensions: count)
    }
  }

  /// What two glyphs that are not in the index have that the other lacks.
  ///
  /// - Returns: `nil` when one of them has no ink.
  public func residual(
    between first: GlyphRaster, and second: GlyphRaster, scratch: MatcherScratch
  ) -> StrokeResidual? {
    guard let comparison = scratch.begin(first, .coarse) else { return nil }
    return scratch.descriptor(of: second, .coarse).map(comparison.compare)
  }

  /// Where the strokes of a query and an entry differ: 64 x 64 cells with an outline, 32 x 32 without.
  ///
  /// - Parameter tolerance: How far a stroke may be displaced before it counts: 1 or 2 cells.
  /// - Returns: `nil` when one of them has no ink.
  /// - Throws: `GlyphError` when the entry cannot be drawn.
  public func residualMap(
    of query: GlyphQuery, entry: Int, tolerance: Int = 2, scratch: MatcherScratch
  ) throws(GlyphError) -> ResidualMap? {
    try residualMaps(of: query, entries: [entry], tolerance: tolerance, scratch: scratch)[0]
  }

  /// The same for some entries: the query is laid down once for all of them.
  public func residualMaps(
    of query: GlyphQuery, entries: [Int], tolerance: Int = 2, scratch: MatcherScratch
  ) throws(GlyphError) -> [ResidualMap?] {
    let scale: ResidualScale = query.outline == nil ? .coarse : .fine
    let raster = query.outline ?? query.raster
    guard let comparison = scratch.begin(raster, scale) else { return entries.map { _ in nil } }
    return try entries.map { entry throws(GlyphError) in
      try scratch.descriptor(ofEntry: entry, scale, pixelsPerEm: raster.pixelsPerEm)
        .map { comparison.maps(with: $0, tolerance: tolerance) }
    }
  }

  /// A glyph as it lies in the frame of residual maps, 0 (paper) to 255 (ink): `side * side` values with
  /// `side` 64 or 128, twice that of the map.
  ///
  /// - Returns: `nil` for a glyph without ink.
  public static func framed(_ raster: GlyphRaster, side: Int) -> GlyphRaster? {
    precondition(side == 64 || side == 128, "frame of an impossible size")
    let framer = GlyphFramer()
    guard framer.load(raster) else { return nil }
    let image = FloatBuffer(count: side * side)
    framer.lay(into: .moment, side: side, image: image)
    return GlyphRaster(
      width: side, height: side,
      ink: image.array.map { UInt8(max(0, min(255, ($0 * 255).rounded()))) }, pixelsPerEm: side)
  }
}
