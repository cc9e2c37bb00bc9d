public import GaijiGlyphs

/// What one thread needs to look glyphs up: working memory, open fonts, descriptors of entries drawn
/// lately. Flat: about 6 MiB besides the cache.
public final class MatcherScratch {
  let coder: GlyphCoder
  let nearest = NearestEntries()
  var codes: [[Int8]]
  private let describer = StrokeDescriber()
  private let comparisons = ResidualScale.allCases.map { StrokeComparison($0) }
  private let pairs: PairComparison?
  private let queries = ResidualScale.allCases.map { StrokeDescriptor($0) }
  private let index: GlyphIndex
  private var faces: [FontFace?]
  private var cache: DescriptorCache

  init(_ matcher: Matcher, cacheByteCount: Int) {
    index = matcher.index
    pairs = matcher.model.pair.map { PairComparison($0) }
    coder = GlyphCoder(matcher.model, offsets: matcher.index.offsets)
    codes = coder.emptyCodes(GlyphCoder.batch)
    faces = Array(repeating: nil, count: matcher.index.fonts.count)
    cache = DescriptorCache(limit: cacheByteCount)
  }

  /// Draws an entry's glyph.
  ///
  /// - Throws: `GlyphError` when the font cannot draw it.
  public func raster(ofEntry entry: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    let place = index.place(of: entry)
    if let face = faces[place.font] {
      return try face.raster(glyph: place.glyph, pixelsPerEm: pixelsPerEm)
    }
    let face = try index.fonts[place.font].face()
    faces[place.font] = face
    return try face.raster(glyph: place.glyph, pixelsPerEm: pixelsPerEm)
  }

  /// Takes a query whose strokes are compared next.
  ///
  /// - Returns: what compares; `nil` for a glyph without ink.
  func begin(_ raster: GlyphRaster, _ scale: ResidualScale) -> StrokeComparison? {
    let number = scale == .coarse ? 0 : 1
    guard describer.describe(raster, sigma: 1, into: queries[number]) else { return nil }
    comparisons[number].begin(queries[number])
    return comparisons[number]
  }

  /// What the pair network says of the coarse query that was taken last and a candidate; `nil` where the
  /// model has none.
  func pairLogit(_ candidate: StrokeDescriptor, pixelsPerEm: Int) -> Double? {
    pairs?.logit(queries[0], candidate, pixelsPerEm: pixelsPerEm)
  }

  /// The descriptor of a glyph that is not in the index; `nil` for one without ink.
  func descriptor(of raster: GlyphRaster, _ scale: ResidualScale) -> StrokeDescriptor? {
    let new = StrokeDescriptor(scale)
    return describer.describe(raster, sigma: 1, into: new) ? new : nil
  }

  /// The descriptor of an entry, as it is compared with queries of so many pixels per em; `nil` for one
  /// that has no ink at that size.
  func descriptor(
    ofEntry entry: Int, _ scale: ResidualScale, pixelsPerEm: Int
  ) throws(GlyphError) -> StrokeDescriptor? {
    let sigma = scale.candidateSigma(pixelsPerEm: pixelsPerEm)
    let key = DescriptorCache.Key(entry: entry, scale: scale, sigma: sigma.bitPattern)
    if let known = cache.find(key) { return known }
    let picture = try raster(ofEntry: entry, pixelsPerEm: scale.pixelsPerEm)
    let new = cache.makeDescriptor(scale)
    let descriptor = describer.describe(picture, sigma: sigma, into: new) ? new : nil
    cache.keep(descriptor, key)
    return descriptor
  }
}
