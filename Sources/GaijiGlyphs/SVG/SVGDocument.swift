/// The filled shapes of an SVG file, in their order, and the box they are drawn in.
struct SVGDocument {
  struct Shape: Hashable, Sendable {
    var path: VectorPath
    var isEvenOdd: Bool
    /// 1 is black, 0 white.
    var ink: Double
  }

  private(set) var shapes: [Shape] = []
  /// Left, top, width and height.
  private(set) var box: (x: Double, y: Double, width: Double, height: Double)

  init(_ bytes: [UInt8], path: String) throws(GlyphError) {
    guard bytes.count <= GlyphLimits.svgByteCount else {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "larger than \(GlyphLimits.svgByteCount) bytes; give a drawing of one glyph")
    }
    let builder = SVGBuilder()
    do throws(XMLFault) {
      try XMLReader.parse(bytes, handler: builder)
    } catch {
      throw GlyphError(
        error.isTooLarge ? .tooLarge : error.isUnsupported ? .unsupported : .damaged, path: path,
        offset: error.offset, detail: error.reason)
    }
    shapes = builder.shapes
    let bounds = Self.bounds(of: shapes)
    guard let bounds else {
      throw GlyphError(.unsupported, path: path, detail: "draws nothing that is filled")
    }
    let size = (bounds.high.x - bounds.low.x, bounds.high.y - bounds.low.y)
    // A page with a glyph on it: the glyph is what counts.
    if let box = builder.box, max(size.0, size.1) * 4 >= max(box.width, box.height) {
      self.box = box
    } else {
      box = (bounds.low.x, bounds.low.y, size.0, size.1)
    }
    guard box.width > 0, box.height > 0,
      [box.x, box.y, box.width, box.height].allSatisfy(\.isFinite)
    else {
      throw GlyphError(.damaged, path: path, detail: "draws into a box without a size")
    }
  }

  private static func bounds(of shapes: [Shape]) -> (low: Point, high: Point)? {
    var all: (low: Point, high: Point)?
    for shape in shapes {
      guard let box = shape.path.bounds else { continue }
      guard let known = all else {
        all = box
        continue
      }
      all = (
        Point(x: min(known.low.x, box.low.x), y: min(known.low.y, box.low.y)),
        Point(x: max(known.high.x, box.high.x), y: max(known.high.y, box.high.y))
      )
    }
    return all
  }
}
