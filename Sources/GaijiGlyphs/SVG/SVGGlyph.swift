/// The one glyph of an SVG file.
struct SVGGlyph: GlyphSource {
  let path: String
  let glyphs: [CollectedGlyph]
  let document: SVGDocument

  init(_ bytes: [UInt8], path: String, codes: GlyphCodes) throws(GlyphError) {
    self.path = path
    document = try SVGDocument(bytes, path: path)
    let code = codes.code(0) ?? GlyphCode(stem: pathStem(path))
    glyphs = [CollectedGlyph(.whole, code: code, isOutline: true)]
  }

  func drawer() throws(GlyphError) -> any GlyphDrawer {
    SVGDrawer(document: document, path: path, rasterizer: try OutlineRasterizer(path: path))
  }
}

struct SVGDrawer: GlyphDrawer {
  let document: SVGDocument
  let path: String
  let rasterizer: OutlineRasterizer

  /// Draws the shapes one over another; the longer side of the drawing's box is the em.
  func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    guard (1...GlyphLimits.pixelsPerEm).contains(pixelsPerEm) else {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "\(pixelsPerEm) pixels per em; 1 to \(GlyphLimits.pixelsPerEm) are drawn")
    }
    let box = document.box
    let scale = Double(pixelsPerEm) / max(box.width, box.height)
    let width = max(1, Int((box.width * scale).rounded(.up)))
    let height = max(1, Int((box.height * scale).rounded(.up)))
    let map = Affine(a: scale, d: scale, e: -box.x * scale, f: -box.y * scale)
    var ink = [Int](repeating: 0, count: width * height)
    var covered = ink
    for shape in document.shapes {
      let moved = shape.path.transformed(map)
      guard
        let part = rasterizer.coverage(
          of: moved, isEvenOdd: shape.isEvenOdd, width: width, height: height)
      else {
        throw GlyphError(
          .tooLarge, path: path,
          detail: "a path reaches far out of the drawing or has more than"
            + " \(GlyphLimits.pathPointCount) points; save the glyph by itself")
      }
      let value = Int((shape.ink * 255).rounded())
      for place in part.indices where part[place] > 0 {
        let share = Int(part[place])
        ink[place] = (ink[place] * (255 - share) + value * share + 127) / 255
        covered[place] = (covered[place] * (255 - share) + 255 * share + 127) / 255
      }
    }
    // White on nothing: the shapes themselves are the ink.
    let isVisible = ink.contains { $0 >= 32 }
    let light = (isVisible ? ink : covered).map { UInt8(255 - $0) }
    return GlyphRaster(
      width: width, height: height,
      ink: InkLevels.ink(of: GreyImage(width: width, height: height, light: light)),
      pixelsPerEm: pixelsPerEm)
  }
}
