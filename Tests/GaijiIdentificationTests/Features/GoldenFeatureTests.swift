import GaijiGlyphs
import Testing

@testable import GaijiIdentification

/// Against values that the numpy definition wrote, in double precision; ours are floats.
struct GoldenFeatureTests {
  private static let views =
    TestModel.views + [ViewDefinition(name: "box16", frame: .box, grid: 16, sigma: 0.8)]

  @Test func featuresAreThoseOfTheNumpyDefinition() throws {
    let golden = try GoldenGlyphs()
    let extractor = FeatureExtractor(Self.views)
    let targets = Self.views.map { FloatBuffer(count: 2 * $0.featureCount) }
    var place = 0
    #expect(golden.names.count >= 9)
    for name in golden.names {
      // The second slot: the first must stay as it is.
      #expect(extractor.extract(golden.rasters[name]!, into: targets, slot: 1))
      for (view, target) in zip(Self.views, targets) {
        let size = view.featureCount
        let expected = golden.views[place..<place + size]
        let found = target.array(size..<2 * size)
        let worst = zip(expected, found).map { abs($0 - $1) }.max()!
        // The largest values are about 0.3. A root makes much of what is almost nothing: 1e-7 of ink
        // in an empty cell is 3e-4 of its root.
        #expect(worst < 1e-3, "\(name), view \(view.name): \(worst)")
        let squares = zip(expected, found).map { ($0 - $1) * ($0 - $1) }.reduce(0, +)
        #expect(squares < 1e-6, "\(name), view \(view.name): \(squares)")
        #expect(target.array(0..<size).allSatisfy { $0 == 0 })
        place += size
      }
    }
    #expect(place == golden.views.count)
  }

  @Test func residualsAreThoseOfTheNumpyDefinition() throws {
    let golden = try GoldenGlyphs()
    let describer = StrokeDescriber()
    #expect(golden.residuals.count >= 32)
    for row in golden.residuals {
      let scale = ResidualScale(rawValue: Int(row[2])!)!
      let query = golden.rasters[row[0]]!
      let sigma = scale.candidateSigma(pixelsPerEm: query.pixelsPerEm)
      #expect(abs(sigma - Double(row[3])!) < 1e-6)
      let (first, second) = (StrokeDescriptor(scale), StrokeDescriptor(scale))
      #expect(describer.describe(query, sigma: 1, into: first))
      #expect(describer.describe(golden.rasters[row[1]]!, sigma: sigma, into: second))
      let comparison = StrokeComparison(scale)
      comparison.begin(first)
      let residual = comparison.compare(with: second)
      let measures = row[5] == "query" ? residual.query : residual.candidate
      let found = measures[Int(row[4])! - 1]
      for (value, text) in zip([found.mean, found.blob, found.cubic], row[6...]) {
        let expected = Float(text)!
        #expect(abs(value - expected) < 1e-4 + 1e-3 * expected, "\(row): \(value)")
      }
    }
  }

  @Test func mapsHoldWhatTheMeasuresAreMadeOf() throws {
    let golden = try GoldenGlyphs()
    let describer = StrokeDescriber()
    for scale in ResidualScale.allCases {
      let (plain, dotted) = (StrokeDescriptor(scale), StrokeDescriptor(scale))
      #expect(describer.describe(golden.rasters["roof-96"]!, sigma: 1, into: plain))
      #expect(describer.describe(golden.rasters["roof-dot-96"]!, sigma: 1, into: dotted))
      let comparison = StrokeComparison(scale)
      comparison.begin(dotted)
      let map = comparison.maps(with: plain, tolerance: 2)
      let residual = comparison.compare(with: plain)
      #expect(map.side == scale.cells)
      let mean = map.extra.reduce(0, +) / Float(map.extra.count)
      #expect(abs(mean - residual.query[1].mean) < 1e-5)
      // The dot stands in the upper right; the query has it, the candidate lacks it.
      let peak = map.extra.indices.max { map.extra[$0] < map.extra[$1] }!
      #expect(peak / map.side < map.side / 2 && peak % map.side > map.side / 2)
      // It also moves the middle of the ink a little, so something else differs, but less.
      #expect(map.extra.reduce(0, +) > 1.5 * map.missing.reduce(0, +))
    }
  }

  @Test func aGlyphWithoutInkHasNoFeatures() {
    let extractor = FeatureExtractor(Self.views)
    let targets = Self.views.map { FloatBuffer(count: $0.featureCount) }
    let empty = GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 64)
    let paper = GlyphRaster(
      width: 5, height: 3, ink: [UInt8](repeating: 0, count: 15), pixelsPerEm: 64)
    for raster in [empty, paper] { #expect(!extractor.extract(raster, into: targets, slot: 0)) }
  }

  @Test func anyShapeOfRasterGivesFeaturesOfLengthOne() {
    let extractor = FeatureExtractor(Self.views)
    let targets = Self.views.map { FloatBuffer(count: $0.featureCount) }
    let shapes = [(1, 1), (1, 700), (1200, 1), (3, 3), (2500, 40), (1024, 1024), (17, 4096)]
    for (width, height) in shapes {
      for full in [true, false] {
        var ink = [UInt8](repeating: full ? 255 : 0, count: width * height)
        ink[ink.count - 1] = 255
        let raster = GlyphRaster(width: width, height: height, ink: ink, pixelsPerEm: 64)
        guard extractor.extract(raster, into: targets, slot: 0) else {
          // One pixel of thousands may round to nothing when a raster is reduced, no more.
          #expect(!full && max(width, height) > 1024)
          continue
        }
        for target in targets {
          #expect(target.array.allSatisfy { $0.isFinite && $0 >= 0 })
          let length = target.array.reduce(0) { $0 + $1 * $1 }
          // A picture that is ink all over has no edge in its frame, and no features.
          #expect(length == 0 || abs(length - 1) < 1e-4, "\(width) x \(height): \(length)")
        }
      }
    }
  }
}
