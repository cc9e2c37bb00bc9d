/// Contours to be filled, in the coordinates of their drawing.
struct VectorPath: Hashable, Sendable {
  enum Segment: Hashable, Sendable {
    case move(Point)
    case line(Point)
    case quadratic(Point, Point)
    case cubic(Point, Point, Point)
    case close

    /// How many points FreeType needs for it.
    var pointCount: Int {
      switch self {
      case .move, .line: 1
      case .quadratic: 2
      case .cubic: 3
      case .close: 0
      }
    }
  }

  private(set) var segments: [Segment] = []
  private(set) var pointCount = 0

  mutating func append(_ segment: Segment) {
    segments.append(segment)
    pointCount += segment.pointCount
  }

  func transformed(_ map: Affine) -> VectorPath {
    var path = VectorPath()
    for segment in segments {
      switch segment {
      case .move(let point): path.append(.move(map(point)))
      case .line(let point): path.append(.line(map(point)))
      case .quadratic(let control, let point): path.append(.quadratic(map(control), map(point)))
      case .cubic(let first, let second, let point):
        path.append(.cubic(map(first), map(second), map(point)))
      case .close: path.append(.close)
      }
    }
    return path
  }

  /// The box of all points, control points included; `nil` without any.
  var bounds: (low: Point, high: Point)? {
    var low = Point(x: .infinity, y: .infinity)
    var high = Point(x: -.infinity, y: -.infinity)
    func see(_ point: Point) {
      low = Point(x: min(low.x, point.x), y: min(low.y, point.y))
      high = Point(x: max(high.x, point.x), y: max(high.y, point.y))
    }
    for segment in segments {
      switch segment {
      case .move(let point), .line(let point): see(point)
      case .quadratic(let control, let point):
        see(control)
        see(point)
      case .cubic(let first, let second, let point):
        see(first)
        see(second)
        see(point)
      case .close: break
      }
    }
    return low.x <= high.x ? (low, high) : nil
  }
}
