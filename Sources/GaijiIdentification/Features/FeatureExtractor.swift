internal import GaijiGlyphs

#if canImport(Glibc)
  internal import Glibc
#endif

/// What the identifier sees in a glyph: the features of each view of a model. One for each thread.
///
/// The numeric definition is `Scripts/train.d/features.py`; the tests compare with values it wrote.
final class FeatureExtractor {
  /// A frame that some views share, blurred once for each sigma.
  private struct Plan {
    var frame: GlyphFrame
    var blurs: [(blur: GaussianBlur, views: [Int])]
  }

  private let plans: [Plan]
  private let poolings: [DirectionPooling]
  private let framer = GlyphFramer()
  private let image = FloatBuffer(count: 64 * 64)
  private let blurred = FloatBuffer(count: 64 * 64)
  private let scratch = FloatBuffer(count: GaussianBlur.scratchCount(64))

  /// - Precondition: what `ViewDefinition` allows.
  init(_ views: [ViewDefinition]) {
    poolings = views.map { DirectionPooling(grid: $0.grid, windows: Self.windows($0.grid)) }
    plans = GlyphFrame.allCases.compactMap { frame in
      let members = views.indices.filter { views[$0].frame == frame }
      guard !members.isEmpty else { return nil }
      let sigmas = Set(members.map { views[$0].sigma }).sorted()
      return Plan(
        frame: frame,
        blurs: sigmas.map { sigma in
          (GaussianBlur(sigma: sigma), members.filter { views[$0].sigma == sigma })
        })
    }
  }

  /// Writes the features of every view; those of view v into `targets[v]` from
  /// `slot * featureCount`.
  ///
  /// - Returns: whether the glyph has ink; without, nothing is written.
  func extract(_ raster: GlyphRaster, into targets: [FloatBuffer], slot: Int) -> Bool {
    guard framer.load(raster) else { return false }
    for plan in plans {
      framer.lay(into: plan.frame, side: 64, image: image)
      for (blur, views) in plan.blurs {
        blur.apply(to: image, side: 64, scratch: scratch, into: blurred)
        for view in views {
          let pooling = poolings[view]
          pooling.pool(blurred, into: targets[view], at: slot * pooling.featureCount)
        }
      }
    }
    return true
  }

  /// Gaussian windows around the centres of the grid's cells, each with sum 1.
  private static func windows(_ grid: Int) -> [Float] {
    let sigma = 0.6 * 64 / Double(grid)
    return (0..<grid).flatMap { cell in
      let centre = (Double(cell) + 0.5) * 64 / Double(grid)
      let weights = (0..<64).map { place in
        let distance = Double(place) + 0.5 - centre
        return exp(-distance * distance / (2 * sigma * sigma))
      }
      let total = weights.reduce(0, +)
      return weights.map { Float($0 / total) }
    }
  }
}
