internal import GaijiGlyphs

/// How finely strokes are compared.
enum ResidualScale: Int, Hashable, Sendable, CaseIterable {
  /// A frame of 64 pixels, 32 x 32 cells, for every query.
  case coarse = 64
  /// A frame of 128 pixels, 64 x 64 cells, for queries that are outlines.
  case fine = 128

  /// Cells on each axis.
  var cells: Int { rawValue / 2 }

  /// Cells on each side of the box whose mean is the blob.
  var box: Int { self == .coarse ? 5 : 9 }

  /// Pixels per em from which a candidate is drawn to be compared.
  var pixelsPerEm: Int { self == .coarse ? GlyphIndex.masterPixelsPerEm : 128 }

  /// The blur of a candidate before it is compared with a query that was drawn with so many pixels
  /// per em. A pixel of the query is some pixels of the frame wide (kanji fill about 0.9 of the em),
  /// which blurs it; where that is much, the candidate, drawn finely, is blurred as much.
  func candidateSigma(pixelsPerEm: Int) -> Double {
    let width = 0.9 * Double(rawValue) / Double(max(pixelsPerEm, 1))
    guard width > 1.3 else { return 1 }
    // A query of very few pixels says nothing any more; the blur must stay within the frame.
    return min((1 + (0.42 * width) * (0.42 * width)).squareRoot(), GaussianBlur.largestSigma)
  }
}

/// Which edges of a glyph lie where: for each cell of a grid the strength of eight directions.
final class StrokeDescriptor {
  let scale: ResidualScale
  /// `[8][cells][cells]`
  let cells: FloatBuffer
  /// The same for the pair network; `nil` in the fine scale, which it does not look at.
  let codes: PairCodes?

  init(_ scale: ResidualScale) {
    self.scale = scale
    cells = FloatBuffer(count: 8 * scale.cells * scale.cells)
    codes = scale == .coarse ? PairCodes() : nil
  }

  /// Bytes that one takes.
  static func byteCount(_ scale: ResidualScale) -> Int {
    8 * scale.cells * scale.cells * (scale == .coarse ? 6 : 4)
  }
}

/// Makes descriptors. One for each thread.
final class StrokeDescriber {
  private let framer = GlyphFramer()
  private let image = FloatBuffer(count: FrameKernels.largestSide * FrameKernels.largestSide)
  private let blurred = FloatBuffer(count: FrameKernels.largestSide * FrameKernels.largestSide)
  private let scratch = FloatBuffer(
    count: GaussianBlur.scratchCount(FrameKernels.largestSide))
  private var blur = GaussianBlur(sigma: 1)
  private var sigma = 1.0

  /// Describes a glyph.
  ///
  /// - Returns: whether it has ink; without, `target` is as it was.
  func describe(_ raster: GlyphRaster, sigma: Double, into target: StrokeDescriptor) -> Bool {
    guard framer.load(raster) else { return false }
    if sigma != self.sigma {
      blur = GaussianBlur(sigma: sigma)
      self.sigma = sigma
    }
    let side = target.scale.rawValue
    framer.lay(into: .moment, side: side, image: image)
    blur.apply(to: image, side: side, scratch: scratch, into: blurred)
    ResidualKernels.describe(blurred, side: side, into: target.cells)
    target.codes?.take(target.cells)
    return true
  }
}
