import GaijiGlyphs
import Testing

@Suite struct GlyphRasterTests {
  @Test func aRasterWithoutInkIsBlank() {
    #expect(GlyphRaster(width: 2, height: 1, ink: [0, 0], pixelsPerEm: 16).isBlank)
    #expect(!GlyphRaster(width: 2, height: 1, ink: [0, 1], pixelsPerEm: 16).isBlank)
    #expect(GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 16).isBlank)
  }
}
