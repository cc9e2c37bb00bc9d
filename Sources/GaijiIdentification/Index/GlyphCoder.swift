internal import GaijiGlyphs

/// Turns glyphs into the codes that are compared: features, projection, codes. One for each thread.
final class GlyphCoder {
  /// Glyphs that are projected together, so that the matrices come through the cache once for all.
  static let batch = 16

  private let model: IdentifierModel
  private let layout: CodeLayout
  private let extractor: FeatureExtractor
  private let features: [FloatBuffer]
  private let projections: [FloatBuffer]
  private let offsets: [FloatBuffer]

  /// - Parameter offsets: for each view what is taken off each dimension before it becomes a code:
  ///   the middle of the index, so that codes of one byte suffice.
  init(_ model: IdentifierModel, offsets: [[Float]]) {
    self.model = model
    layout = CodeLayout(model)
    extractor = FeatureExtractor(model.views.map(\.definition))
    features = model.views.map { FloatBuffer(count: Self.batch * $0.definition.featureCount) }
    projections = model.views.map { FloatBuffer(count: Self.batch * $0.matrix.paddedDimensions) }
    self.offsets = offsets.map { FloatBuffer($0) }
  }

  static func zeroOffsets(_ model: IdentifierModel) -> [[Float]] {
    model.views.map { [Float](repeating: 0, count: $0.matrix.paddedDimensions) }
  }

  /// Looks at a glyph and keeps its features in `slot`.
  ///
  /// - Returns: whether it has ink.
  func take(_ raster: GlyphRaster, slot: Int) -> Bool {
    precondition((0..<Self.batch).contains(slot))
    return extractor.extract(raster, into: features, slot: slot)
  }

  /// Projects the features of the first `count` slots.
  func project(_ count: Int) {
    for (number, view) in model.views.enumerated() {
      view.matrix.project(features[number], queries: count, into: projections[number])
    }
  }

  /// The projection of a slot in a view.
  func projection(view: Int, slot: Int) -> [Float] {
    let count = model.views[view].matrix.paddedDimensions
    return projections[view].array(slot * count..<(slot + 1) * count)
  }

  /// Writes the codes of the first `count` slots: those of part p one behind the other into
  /// `codes[p]`, from glyph `place`.
  func code(_ count: Int, into codes: inout [[Int8]], at place: Int = 0) {
    for (number, part) in layout.parts.enumerated() {
      let view = model.views[part.view]
      for slot in 0..<count {
        SearchKernels.quantise(
          projections[part.view], from: slot * view.matrix.paddedDimensions + part.first,
          offsets: offsets[part.view], offset: part.first, step: view.step, count: part.count,
          into: &codes[number], at: (place + slot) * part.count)
      }
    }
  }

  /// Room for the codes of so many glyphs.
  func emptyCodes(_ count: Int) -> [[Int8]] {
    layout.parts.map { [Int8](repeating: 0, count: count * $0.count) }
  }
}
