internal import CGaijiMatching
internal import GaijiGlyphs

/// How pixels of one axis become those of a frame: for each of them some weights.
struct Resampling {
  var first = [Int32](repeating: 0, count: FrameKernels.largestSide)
  var lengths = [Int32](repeating: 0, count: FrameKernels.largestSide)
  let weights = FloatBuffer(count: FrameKernels.largestSide * FrameKernels.longestBand)
  /// Weights of one frame pixel.
  var band = 2
  var side = 0
  /// Source pixels.
  var count = 0

  /// - Parameters:
  ///   - count: pixels of the source on this axis.
  ///   - centre: the place in the source, in pixels, that comes to the middle of the frame.
  ///   - scale: pixels of the frame for one of the source.
  mutating func prepare(count: Int, centre: Double, scale: Double, side: Int) {
    precondition(count > 0 && count <= FrameKernels.largestRaster, "raster of an impossible size")
    precondition(side > 0 && side <= FrameKernels.largestSide, "frame of an impossible size")
    precondition(scale.isFinite && scale > 0 && centre.isFinite, "frame without a scale")
    band = Int(gaiji_band_length(scale))
    precondition(band <= FrameKernels.longestBand, "raster too large for its frame")
    self.side = side
    self.count = count
    // SAFETY: first and lengths hold largestSide numbers, weights largestSide bands of the longest
    // kind; side and band were checked.
    unsafe gaiji_resampling(
      Int32(count), centre, scale, Int32(side), Int32(band), &first, &lengths,
      weights.pointer(0, side * band))
  }
}

enum FrameKernels {
  static let largestSide = Int(GAIJI_MAX_SIDE)
  static let longestBand = Int(GAIJI_MAX_BAND)
  /// The longest side of a raster that the kernels take, in pixels; `GlyphRaster.reduced` sees to it.
  static let largestRaster = 1024

  /// Rows are padded to whole vectors.
  static func padded(_ count: Int) -> Int {
    (count + Int(GAIJI_LANES) - 1) / Int(GAIJI_LANES) * Int(GAIJI_LANES)
  }

  /// Sums of the ink in each column and each row; 255 for a full pixel.
  static func sums(of raster: GlyphRaster, columns: inout [UInt32], rows: inout [UInt32]) {
    precondition(
      raster.width <= columns.count && raster.height <= rows.count
        && raster.ink.count == raster.width * raster.height, "raster larger than its sums")
    guard !raster.ink.isEmpty else { return }
    // SAFETY: the sizes were checked on the lines above.
    unsafe gaiji_ink_sums(raster.ink, Int32(raster.width), Int32(raster.height), &columns, &rows)
  }

  /// `target[x * stride + y]`: the ink, 0 ... 1.
  static func transpose(
    _ raster: GlyphRaster, scratch: FloatBuffer, into target: FloatBuffer, stride: Int
  ) {
    precondition(scratch !== target && stride >= raster.height && stride % Int(GAIJI_LANES) == 0)
    precondition(raster.ink.count == raster.width * raster.height)
    // SAFETY: `width` rows of `stride` values are asked for; the ink's size was checked.
    unsafe gaiji_transpose_ink(
      raster.ink, Int32(raster.width), Int32(raster.height),
      scratch.pointer(0, raster.ink.count), target.pointer(0, raster.width * stride), Int32(stride))
  }

  static func transpose(
    _ source: FloatBuffer, width: Int, height: Int, stride: Int, into target: FloatBuffer,
    targetStride: Int
  ) {
    precondition(source !== target && width >= 0 && height >= 0)
    precondition(width <= stride && height <= targetStride && targetStride % 4 == 0)
    // SAFETY: `height` rows of the source and `width` of the target are asked for.
    unsafe gaiji_transpose(
      source.pointer(0, height * stride), Int32(width), Int32(height), Int32(stride),
      target.pointer(0, width * targetStride), Int32(targetStride))
  }

  /// Applies a resampling to the rows of `source`, each `stride` values long (a multiple of 16).
  static func resample(
    _ source: FloatBuffer, stride: Int, by resampling: Resampling, into target: FloatBuffer
  ) {
    precondition(source !== target && stride % Int(GAIJI_LANES) == 0)
    // SAFETY: the resampling was made for `count` rows and asks for no others; `side` rows are
    // written.
    unsafe gaiji_resample(
      source.pointer(0, resampling.count * stride), Int32(stride), resampling.first,
      resampling.lengths, resampling.weights.pointer(0, resampling.side * resampling.band),
      Int32(resampling.band), Int32(resampling.side),
      target.pointer(0, resampling.side * stride))
  }
}
