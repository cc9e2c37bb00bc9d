internal import Glibc

/// One of the numbers that ranking and calibration are functions of. `Data/identifier/README.md` lists
/// them by the names that stand in `identifier.json`.
enum ShapeTerm: Hashable, Sendable {
  enum Measure: String, Hashable, Sendable, CaseIterable {
    case mean
    case blob
    case cubic = "p3"
  }

  /// `sqrt(d_NAME)`: the distance in a view.
  case root(view: Int)
  /// `d_NAME/50`: its square, scaled.
  case square(view: Int)
  /// `q-c1 mean`, `c-q2 blob`, ...: what remains of the query's (of the candidate's) strokes with one
  /// or two cells of tolerance. With ` 128` behind it: of the drawings of 128 pixels per em, 0 for a
  /// query that is a bitmap.
  case residual(ofQuery: Bool, tolerance: Int, Measure, isFine: Bool)
  /// `pair`: what the pair network says, log odds that both show one figure; 0 where it was not asked.
  case pair
  /// `margin`: how much further the first rival is, 0 to 8; and its square root.
  case margin
  case rootMargin
  /// `log2 size`: of the pixels per em of the drawing that was searched, at most 6.
  case size
  /// `outline`: 1 for an outline, 0 for a bitmap.
  case outline

  /// - Parameter views: Names of the views, in the order of a candidate's distances.
  /// - Returns: `nil` for a name that this program does not know.
  init?(name: String, views: [String]) {
    for (place, view) in views.enumerated() {
      if name.utf8.elementsEqual("sqrt(d_\(view))".utf8) {
        self = .root(view: place)
        return
      }
      if name.utf8.elementsEqual("d_\(view)/50".utf8) {
        self = .square(view: place)
        return
      }
    }
    for tolerance in 1...2 {
      for measure in Measure.allCases {
        for (prefix, ofQuery) in [("q-c", true), ("c-q", false)] {
          let coarse = "\(prefix)\(tolerance) \(measure.rawValue)"
          for (own, isFine) in [(coarse, false), (coarse + " 128", true)]
          where name.utf8.elementsEqual(own.utf8) {
            self = .residual(ofQuery: ofQuery, tolerance: tolerance, measure, isFine: isFine)
            return
          }
        }
      }
    }
    switch name {
    case "pair": self = .pair
    case "margin": self = .margin
    case "sqrt(margin)": self = .rootMargin
    case "log2 size": self = .size
    case "outline": self = .outline
    default: return nil
    }
  }

  /// Whether it is a number of the candidates that were compared stroke by stroke.
  var needsResidual: Bool {
    switch self {
    case .residual, .pair: true
    default: false
    }
  }

  var needsFineResidual: Bool {
    if case .residual(_, _, _, true) = self { return true }
    return false
  }

  /// - Parameter margin: Score of the first rival less the candidate's.
  func value(_ candidate: GlyphCandidate, _ traits: QueryTraits, margin: Double) -> Double {
    switch self {
    case .root(let view): Double(max(0, candidate.distances[view])).squareRoot()
    case .square(let view): Double(candidate.distances[view]) / 50
    case .residual(let ofQuery, let tolerance, let measure, let isFine):
      Self.measure(
        isFine ? candidate.fineResidual : candidate.residual, ofQuery, tolerance, measure)
    case .pair: candidate.pairLogit ?? 0
    case .margin: min(8, max(0, margin))
    case .rootMargin: min(8, max(0, margin)).squareRoot()
    case .size: min(6, log2(Double(max(1, traits.pixelsPerEm))))
    case .outline: traits.isOutline ? 1 : 0
    }
  }

  private static func measure(
    _ residual: StrokeResidual?, _ ofQuery: Bool, _ tolerance: Int, _ measure: Measure
  ) -> Double {
    guard let residual else { return 0 }
    let measures = ofQuery ? residual.query : residual.candidate
    guard measures.indices.contains(tolerance - 1) else { return 0 }
    let found = measures[tolerance - 1]
    return switch measure {
    case .mean: Double(found.mean)
    case .blob: Double(found.blob)
    case .cubic: Double(found.cubic)
    }
  }
}
