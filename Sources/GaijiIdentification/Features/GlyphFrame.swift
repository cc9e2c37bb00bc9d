import GaijiGlyphs

#if canImport(Glibc)
  internal import Glibc
#endif

/// How a glyph is laid into a square before it is looked at, so that size and place do not count.
public enum GlyphFrame: String, Sendable, Hashable, CaseIterable {
  /// Centre of the ink in the middle, its spread as large as that of any glyph.
  case moment
  /// The box of the ink as large as the frame.
  case box
}

/// One axis of a frame: which place of the ink comes to the middle, and how many frame pixels one
/// pixel of the ink becomes.
struct FrameAxis: Hashable {
  var centre: Double
  var scale: Double
}

extension GlyphFrame {
  /// The axes for a glyph whose columns and rows hold so much ink (255 for a full pixel).
  ///
  /// - Precondition: both have the same sum, which is not 0.
  func axes(columns: ArraySlice<UInt32>, rows: ArraySlice<UInt32>, side: Int) -> (
    x: FrameAxis, y: FrameAxis
  ) {
    switch self {
    case .moment:
      let x = Self.moments(columns)
      let y = Self.moments(rows)
      let ratio = min(x.spread, y.spread) / max(x.spread, y.spread)
      // A narrow glyph is made wider, but not square: 一 stays 一.
      let aspect = (Double.pi / 2 * ratio).sine.squareRoot()
      let length = 0.245 * Double(side)
      func scale(_ spread: Double) -> Double {
        spread == max(x.spread, y.spread) ? length / spread : length * aspect / spread
      }
      return (
        FrameAxis(centre: x.centre, scale: scale(x.spread)),
        FrameAxis(centre: y.centre, scale: scale(y.spread))
      )
    case .box:
      return (Self.box(columns, side), Self.box(rows, side))
    }
  }

  private static func moments(_ line: ArraySlice<UInt32>) -> (centre: Double, spread: Double) {
    var total = 0.0
    var first = 0.0
    for (place, ink) in line.enumerated() where ink > 0 {
      total += Double(ink)
      first += Double(ink) * (Double(place) + 0.5)
    }
    let centre = first / total
    var second = 0.0
    for (place, ink) in line.enumerated() where ink > 0 {
      let distance = Double(place) + 0.5 - centre
      second += Double(ink) * distance * distance
    }
    // 1/12: the variance of a pixel in itself.
    return (centre, (second / total + 1.0 / 12).squareRoot())
  }

  /// Rows and columns with ink of at least half a pixel; the whole image when there is none.
  private static func box(_ line: ArraySlice<UInt32>, _ side: Int) -> FrameAxis {
    let first = line.firstIndex { 2 * $0 >= 255 } ?? line.startIndex
    let end = (line.lastIndex { 2 * $0 >= 255 }).map { $0 + 1 } ?? line.endIndex
    return FrameAxis(
      centre: Double(first - line.startIndex + end - line.startIndex) / 2,
      scale: 0.94 * Double(side) / Double(end - first))
  }
}

extension Double {
  fileprivate var sine: Double { sin(self) }
}
