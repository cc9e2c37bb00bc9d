internal import GaijiGlyphs
internal import GaijiIdentification

/// Two glyphs laid over each other, with the strokes marked that only one of them has.
///
/// Not by colour alone: what only the gaiji has is red with stripes that rise and a plus sign, what
/// only the candidate has is blue with stripes that fall and a minus sign. Ink of both is grey; ink of
/// one that lies within the tolerance (a stroke a little displaced or thicker) is pale.
struct OverlayDrawing {
  /// Pixels of the picture for one of the frame.
  static let scale = 3
  /// Edge strength from which a cell counts as part of a stroke without a counterpart: where a mean
  /// over 3 x 3 cells reaches it. A whole stroke has means of 1 to 3, displaced contours below 0.3.
  static let threshold: Float = 0.6
  /// Signs are set at so many places, at most.
  static let mostSigns = 4

  let side: Int
  private(set) var pixels: [UInt8]

  static let paper: SIMD3<Float> = [255, 255, 255]
  private static let both: SIMD3<Float> = [118, 124, 134]
  static let red: SIMD3<Float> = [190, 28, 24]
  static let blue: SIMD3<Float> = [22, 72, 178]
  private static let paleRed: SIMD3<Float> = [240, 205, 200]
  private static let paleBlue: SIMD3<Float> = [198, 214, 242]

  init(_ overlay: IdentificationSheet.Overlay) {
    let frame = min(overlay.query.width, overlay.candidate.width)
    side = frame * Self.scale
    pixels = [UInt8](repeating: 255, count: 3 * side * side)
    guard frame > 0, overlay.query.height >= frame, overlay.candidate.height >= frame else {
      return
    }
    let extra = Self.marked(overlay.map.extra, overlay.map.side)
    let missing = Self.marked(overlay.map.missing, overlay.map.side)
    for y in 0..<side {
      for x in 0..<side {
        let query = Self.sample(overlay.query, x, y)
        let candidate = Self.sample(overlay.candidate, x, y)
        let cell = (y * overlay.map.side / side) * overlay.map.side + x * overlay.map.side / side
        var colour = Self.paper
        colour = Self.mix(colour, Self.both, min(query, candidate))
        let stripeUp = (x + y) % 9 < 3
        let stripeDown = (x - y + 9 * side) % 9 < 3
        if query > candidate {
          let ink = extra[cell] ? (stripeUp ? Self.paleRed : Self.red) : Self.paleRed
          colour = Self.mix(colour, ink, query - candidate)
        } else if candidate > query {
          let ink = missing[cell] ? (stripeDown ? Self.paleBlue : Self.blue) : Self.paleBlue
          colour = Self.mix(colour, ink, candidate - query)
        }
        set(x, y, colour)
      }
    }
    drawSigns(extra, overlay.map.side, isPlus: true)
    drawSigns(missing, overlay.map.side, isPlus: false)
  }

  mutating func set(_ x: Int, _ y: Int, _ colour: SIMD3<Float>) {
    guard (0..<side).contains(x), (0..<side).contains(y) else { return }
    for channel in 0..<3 {
      pixels[3 * (y * side + x) + channel] = UInt8(max(0, min(255, colour[channel].rounded())))
    }
  }

  private static func mix(_ a: SIMD3<Float>, _ b: SIMD3<Float>, _ share: Float) -> SIMD3<Float> {
    a + (b - a) * share
  }

  /// Ink of the frame at a pixel of the picture, between the four nearest values.
  private static func sample(_ raster: GlyphRaster, _ x: Int, _ y: Int) -> Float {
    func place(_ value: Int, _ count: Int) -> (Int, Int, Float) {
      let at = (Float(value) + 0.5) / Float(scale) - 0.5
      let low = max(0, min(count - 1, Int(at.rounded(.down))))
      return (low, min(count - 1, low + 1), max(0, min(1, at - Float(low))))
    }
    let (left, right, across) = place(x, raster.width)
    let (top, bottom, down) = place(y, raster.height)
    func ink(_ column: Int, _ row: Int) -> Float { Float(raster.ink[row * raster.width + column]) }
    let upper = ink(left, top) * (1 - across) + ink(right, top) * across
    let lower = ink(left, bottom) * (1 - across) + ink(right, bottom) * across
    return (upper * (1 - down) + lower * down) / 255
  }

  /// Cells near a stroke without a counterpart: what `StrokeDifferences` tells in words, so that
  /// picture and words agree. The map has the edges of strokes, so their inside is taken in by
  /// widening by one cell.
  static func marked(_ map: [Float], _ side: Int) -> [Bool] {
    let nothing = [Bool](repeating: false, count: side * side)
    guard map.count == side * side else { return nothing }
    let isSpot = StrokeDifferences.strokeMeans(of: map, side: side).map {
      StrokeDifferences.isStroke($0, side: side)
    }
    let nearSpot = widened(isSpot, side, StrokeDifferences.reach(side: side))
    let means = StrokeDifferences.boxMeans(of: map, side: side, reach: 1)
    let strong = zip(means, nearSpot).map { $0 >= threshold && $1 }
    return widened(strong, side, 1)
  }

  private static func widened(_ cells: [Bool], _ side: Int, _ reach: Int) -> [Bool] {
    var output = cells
    for cell in cells.indices where cells[cell] {
      forEachNeighbour(cell, side, reach) { output[$0] = true }
    }
    return output
  }

  private static func forEachNeighbour(
    _ cell: Int, _ side: Int, _ reach: Int, _ body: (Int) -> Void
  ) {
    let (row, column) = (cell / side, cell % side)
    for y in max(0, row - reach)...min(side - 1, row + reach) {
      for x in max(0, column - reach)...min(side - 1, column + reach) { body(y * side + x) }
    }
  }
}
