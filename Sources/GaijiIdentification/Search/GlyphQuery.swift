public import GaijiGlyphs

/// A glyph to be identified.
public struct GlyphQuery: Hashable, Sendable {
  /// As drawn: a bitmap as it is, an outline in grey of 64 to 96 pixels per em.
  public var raster: GlyphRaster
  /// The same outline in 128 pixels per em; `nil` for a bitmap. With it strokes are compared more
  /// finely.
  public var outline: GlyphRaster?

  public init(raster: GlyphRaster, outline: GlyphRaster? = nil) {
    self.raster = raster
    self.outline = outline
  }
}
