/// Lays two descriptors over each other. One for each scale and thread.
final class StrokeComparison {
  let scale: ResidualScale
  private var query: FloatBuffer
  /// The query widened by one and by two cells, the candidate too.
  private let queryWidened: [FloatBuffer]
  private let candidateWidened: [FloatBuffer]
  private let map: FloatBuffer

  init(_ scale: ResidualScale) {
    self.scale = scale
    let size = 8 * scale.cells * scale.cells
    query = FloatBuffer(count: size)
    queryWidened = [FloatBuffer(count: size), FloatBuffer(count: size)]
    candidateWidened = [FloatBuffer(count: size), FloatBuffer(count: size)]
    map = FloatBuffer(count: scale.cells * scale.cells)
  }

  /// Takes the query that the next candidates are compared with; it must not change meanwhile.
  func begin(_ descriptor: StrokeDescriptor) {
    precondition(descriptor.scale == scale)
    query = descriptor.cells
    widen(query, into: queryWidened)
  }

  private func widen(_ cells: FloatBuffer, into widened: [FloatBuffer]) {
    ResidualKernels.widen(cells, count: scale.cells, into: widened[0])
    ResidualKernels.widen(widened[0], count: scale.cells, into: widened[1])
  }

  func compare(with candidate: StrokeDescriptor) -> StrokeResidual {
    precondition(candidate.scale == scale)
    widen(candidate.cells, into: candidateWidened)
    return StrokeResidual(
      query: candidateWidened.map { measure(query, against: $0) },
      candidate: queryWidened.map { measure(candidate.cells, against: $0) })
  }

  private func measure(_ cells: FloatBuffer, against other: FloatBuffer) -> StrokeResidual.Measure {
    ResidualKernels.map(of: cells, against: other, count: scale.cells, into: map)
    return ResidualKernels.measure(map, count: scale.cells, box: scale.box)
  }

  /// The maps themselves, for a picture.
  func maps(with candidate: StrokeDescriptor, tolerance: Int) -> ResidualMap {
    precondition(candidate.scale == scale && (1...2).contains(tolerance))
    widen(candidate.cells, into: candidateWidened)
    ResidualKernels.map(
      of: query, against: candidateWidened[tolerance - 1], count: scale.cells, into: map)
    let extra = map.array
    ResidualKernels.map(
      of: candidate.cells, against: queryWidened[tolerance - 1], count: scale.cells, into: map)
    return ResidualMap(side: scale.cells, extra: extra, missing: map.array)
  }
}

/// Where the strokes of two glyphs differ, for the eyes of a reviewer.
///
/// Both glyphs are laid into the moment frame, so cell (x, y) of the map is the same place of both
/// (`Matcher.framed` gives the glyphs as they lie there). Values are edge strength; 1 is the mean
/// of a glyph over all its cells.
public struct ResidualMap: Hashable, Sendable {
  /// Cells on each side: 32, or 64 where both glyphs are outlines.
  public let side: Int
  /// What the query has and the candidate lacks: `side * side` values, rows from the top.
  public let extra: [Float]
  /// What the candidate has and the query lacks.
  public let missing: [Float]
}
