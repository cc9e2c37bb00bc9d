/// A glyph as an image: how much of each pixel is ink.
///
/// What all readers (fonts, bitmaps, images) turn glyphs into, and all that the identifier looks at.
public struct GlyphRaster: Hashable, Sendable {
  /// In pixels; 0 for a glyph without ink.
  public let width: Int
  public let height: Int
  /// `width * height` values, row by row from the top: 0 is paper, 255 is ink.
  public let ink: [UInt8]
  /// How many pixels the em square measured when the glyph was drawn: 64 for a bitmap of 64 x 64,
  /// whatever part of it the glyph fills. Tells how coarse the image is.
  public let pixelsPerEm: Int

  /// - Precondition: `ink` has `width * height` values and `pixelsPerEm` is positive.
  public init(width: Int, height: Int, ink: [UInt8], pixelsPerEm: Int) {
    precondition(width >= 0 && height >= 0 && ink.count == width * height, "raster of another size")
    precondition(pixelsPerEm > 0, "raster without a size")
    self.width = width
    self.height = height
    self.ink = ink
    self.pixelsPerEm = pixelsPerEm
  }

  /// Whether no pixel has ink.
  public var isBlank: Bool { ink.allSatisfy { $0 == 0 } }
}
