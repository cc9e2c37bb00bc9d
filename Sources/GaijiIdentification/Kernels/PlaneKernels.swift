internal import CGaijiMatching

/// A Gaussian of some sigma, as taps with sum 1.
struct GaussianBlur {
  let taps: [Float]

  /// - Precondition: `sigma` is positive and small enough for a frame (up to 7.5).
  init(sigma: Double) {
    precondition(sigma > 0 && sigma <= Self.largestSigma, "blur of an impossible width")
    let count = Int(gaiji_gaussian_length(sigma))
    precondition(count <= Int(GAIJI_MAX_TAPS))
    var taps = [Float](repeating: 0, count: count)
    // SAFETY: gaiji_gaussian writes gaiji_gaussian_length values.
    unsafe gaiji_gaussian(sigma, &taps)
    self.taps = taps
  }

  static let largestSigma = 7.5

  /// Values of the scratch for a frame.
  static func scratchCount(_ side: Int) -> Int { side * (side + 2 * Int(GAIJI_BLUR_MARGIN)) }

  /// - Parameter side: 64 or 128.
  func apply(to image: FloatBuffer, side: Int, scratch: FloatBuffer, into target: FloatBuffer) {
    precondition(side == 64 || side == 128)
    precondition(scratch !== target && scratch !== image && target !== image)
    let size = side * side
    // SAFETY: sizes as the header asks; the taps are at most GAIJI_MAX_TAPS, less than a side.
    unsafe gaiji_blur(
      image.pointer(0, size), Int32(side), taps, Int32(taps.count),
      scratch.pointer(0, Self.scratchCount(side)), target.pointer(0, size))
  }
}

/// The windows through which direction planes are pooled, and the pooling.
final class DirectionPooling {
  let grid: Int
  /// `[grid][64]`
  private let windows: FloatBuffer
  /// `[64][16]`: the same the other way, for whole vectors.
  private let transposed: FloatBuffer
  private let scratch: FloatBuffer

  /// - Parameter windows: `grid * 64` weights; `grid` is 8 or 16.
  init(grid: Int, windows: [Float]) {
    precondition((grid == 8 || grid == 16) && windows.count == grid * 64)
    self.grid = grid
    self.windows = FloatBuffer(windows)
    transposed = FloatBuffer(count: 64 * Int(GAIJI_LANES))
    scratch = FloatBuffer(count: grid * 8 * 64)
    for cell in 0..<grid {
      for place in 0..<64 {
        transposed[place * Int(GAIJI_LANES) + cell] = windows[cell * 64 + place]
      }
    }
  }

  var featureCount: Int { 8 * grid * grid }

  /// Writes `featureCount` values at `offset`.
  func pool(_ image: FloatBuffer, into features: FloatBuffer, at offset: Int) {
    // SAFETY: sizes as the header asks, checked by `pointer`.
    unsafe gaiji_pooled_directions(
      image.pointer(0, 64 * 64), windows.pointer(0, grid * 64),
      transposed.pointer(0, 64 * Int(GAIJI_LANES)), Int32(grid),
      scratch.pointer(0, grid * 8 * 64), features.pointer(offset, featureCount))
  }
}
