internal import Foundation
internal import GaijiGlyphs
internal import GaijiIdentification

/// Rasters as images inside a page.
enum SheetPictures {
  /// A glyph, black on white, with paper around it so that its em box is square.
  static func glyph(_ raster: GlyphRaster) throws(PNGWriterError) -> String {
    let side = max(raster.width, raster.height, raster.pixelsPerEm, 1)
    // Far larger than any glyph that is compared; a hostile one must not fill the page.
    guard side <= 1024 else {
      throw PNGWriterError("a glyph of \(side) pixels is too large to be shown")
    }
    var pixels = [UInt8](repeating: 255, count: side * side)
    let left = (side - raster.width) / 2
    let top = (side - raster.height) / 2
    for row in 0..<raster.height {
      for column in 0..<raster.width {
        pixels[(top + row) * side + left + column] = 255 - raster.ink[row * raster.width + column]
      }
    }
    return dataURI(try PNGWriter.bytes(pixels, form: .grey, width: side, height: side))
  }

  static func overlay(_ overlay: IdentificationSheet.Overlay) throws(PNGWriterError) -> String {
    let drawing = OverlayDrawing(overlay)
    return dataURI(
      try PNGWriter.bytes(
        drawing.pixels, form: .colour, width: drawing.side, height: drawing.side))
  }

  static func dataURI(_ png: [UInt8]) -> String {
    "data:image/png;base64," + Data(png).base64EncodedString()
  }
}
