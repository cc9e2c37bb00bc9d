/// The contours of a glyph as its font holds them, in font units with y growing upwards.
///
/// Equal outlines draw the same image at every size.
public struct GlyphOutline: Hashable, Sendable {
  public enum Segment: Hashable, Sendable {
    /// Begins a contour; the one before is closed.
    case move(x: Int32, y: Int32)
    case line(x: Int32, y: Int32)
    /// A parabola with one control point.
    case quadratic(cx: Int32, cy: Int32, x: Int32, y: Int32)
    case cubic(c1x: Int32, c1y: Int32, c2x: Int32, c2y: Int32, x: Int32, y: Int32)
  }

  public let segments: [Segment]
  public let unitsPerEm: Int

  public init(segments: [Segment], unitsPerEm: Int) {
    self.segments = segments
    self.unitsPerEm = unitsPerEm
  }

  /// As the attribute `d` of an SVG path, y growing downwards from the baseline.
  public var svgPath: String {
    var path = ""
    for segment in segments {
      switch segment {
      case .move(let x, let y): path += (path.isEmpty ? "M" : "ZM") + "\(x) \(-y)"
      case .line(let x, let y): path += "L\(x) \(-y)"
      case .quadratic(let cx, let cy, let x, let y): path += "Q\(cx) \(-cy) \(x) \(-y)"
      case .cubic(let c1x, let c1y, let c2x, let c2y, let x, let y):
        path += "C\(c1x) \(-c1y) \(c2x) \(-c2y) \(x) \(-y)"
      }
    }
    return path.isEmpty ? "" : path + "Z"
  }
}
