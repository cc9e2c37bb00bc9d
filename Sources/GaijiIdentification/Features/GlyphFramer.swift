internal import GaijiGlyphs

/// Lays one glyph after another into frames. One for each thread: its buffers are used again.
final class GlyphFramer {
  private var ink = FloatBuffer(count: 0)
  private var across = FloatBuffer(count: 0)
  private var turned = FloatBuffer(count: 0)
  private var columns = [UInt32](repeating: 0, count: FrameKernels.largestRaster)
  private var rows = [UInt32](repeating: 0, count: FrameKernels.largestRaster)
  private var horizontal = Resampling()
  private var vertical = Resampling()
  private var width = 0
  private var height = 0

  /// Takes a glyph.
  ///
  /// - Returns: whether it has ink; without, there is nothing to lay into a frame.
  func load(_ raster: GlyphRaster) -> Bool {
    let raster = raster.reduced(to: FrameKernels.largestRaster)
    width = raster.width
    height = raster.height
    FrameKernels.sums(of: raster, columns: &columns, rows: &rows)
    guard columns[..<width].contains(where: { $0 > 0 }) else { return false }
    let stride = FrameKernels.padded(height)
    if ink.count < width * stride { ink = FloatBuffer(count: width * stride) }
    if turned.count < width * height { turned = FloatBuffer(count: width * height) }
    FrameKernels.transpose(raster, scratch: turned, into: ink, stride: stride)
    return true
  }

  /// The loaded glyph in a frame of `side` x `side` (64 or 128).
  func lay(into frame: GlyphFrame, side: Int, image: FloatBuffer) {
    let axes = frame.axes(columns: columns[..<width], rows: rows[..<height], side: side)
    let stride = FrameKernels.padded(height)
    if across.count < side * stride { across = FloatBuffer(count: side * stride) }
    if turned.count < height * side { turned = FloatBuffer(count: height * side) }
    horizontal.prepare(count: width, centre: axes.x.centre, scale: axes.x.scale, side: side)
    vertical.prepare(count: height, centre: axes.y.centre, scale: axes.y.scale, side: side)
    FrameKernels.resample(ink, stride: stride, by: horizontal, into: across)
    FrameKernels.transpose(
      across, width: height, height: side, stride: stride, into: turned, targetStride: side)
    FrameKernels.resample(turned, stride: side, by: vertical, into: image)
  }
}

extension GlyphRaster {
  /// The same with no side longer than `limit`: means of squares of whole pixels. A glyph drawn in
  /// more than a thousand pixels loses nothing that the features see.
  func reduced(to limit: Int) -> GlyphRaster {
    let longest = max(width, height)
    guard longest > limit else { return self }
    let factor = (longest + limit - 1) / limit
    let columns = (width + factor - 1) / factor
    let lines = (height + factor - 1) / factor
    var sums = [Int](repeating: 0, count: columns * lines)
    for y in 0..<height {
      for x in 0..<width { sums[y / factor * columns + x / factor] += Int(ink[y * width + x]) }
    }
    let area = factor * factor
    return GlyphRaster(
      width: columns, height: lines, ink: sums.map { UInt8(($0 + area / 2) / area) },
      pixelsPerEm: max(1, pixelsPerEm / factor))
  }
}
