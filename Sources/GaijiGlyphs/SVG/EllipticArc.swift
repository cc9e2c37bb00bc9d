internal import Glibc

/// An arc of an ellipse between two points, as cubic curves (SVG 1.1, appendix F.6).
struct EllipticArc {
  let segments: [VectorPath.Segment]

  init(from: Point, to: Point, radii: Point, turn: Double, isLarge: Bool, isSweep: Bool) {
    guard from != to else {
      segments = []
      return
    }
    guard radii.x > 0, radii.y > 0 else {
      segments = [.line(to)]
      return
    }
    let (cosine, sine) = (cos(turn), sin(turn))
    // In the frame of the ellipse, with the middle of the chord as origin.
    let half = Point(x: (from.x - to.x) / 2, y: (from.y - to.y) / 2)
    let x = cosine * half.x + sine * half.y
    let y = -sine * half.x + cosine * half.y
    // Radii that are too small for the chord are enlarged.
    let excess = (x / radii.x) * (x / radii.x) + (y / radii.y) * (y / radii.y)
    let scale = max(1, excess.squareRoot())
    let (rx, ry) = (radii.x * scale, radii.y * scale)
    let square = rx * rx * y * y + ry * ry * x * x
    let rest = max(0, rx * rx * ry * ry / square - 1).squareRoot() * (isLarge == isSweep ? -1 : 1)
    let (cx, cy) = (rest * rx * y / ry, -rest * ry * x / rx)
    let first = atan2((y - cy) / ry, (x - cx) / rx)
    var sweep = atan2((-y - cy) / ry, (-x - cx) / rx) - first
    if isSweep, sweep < 0 { sweep += 2 * .pi }
    if !isSweep, sweep > 0 { sweep -= 2 * .pi }

    let middle = Point(x: (from.x + to.x) / 2, y: (from.y + to.y) / 2)
    func place(_ x: Double, _ y: Double) -> Point {
      let (u, v) = (rx * x + cx, ry * y + cy)
      return Point(x: cosine * u - sine * v + middle.x, y: sine * u + cosine * v + middle.y)
    }
    let count = max(1, Int((abs(sweep) / (.pi / 2)).rounded(.up)))
    let step = sweep / Double(count)
    // The length of the handles that puts a curve's middle on the circle.
    let handle = 4.0 / 3 * tan(step / 4)
    segments = (0..<count).map { index in
      let (start, end) = (first + Double(index) * step, first + Double(index + 1) * step)
      return .cubic(
        place(cos(start) - handle * sin(start), sin(start) + handle * cos(start)),
        place(cos(end) + handle * sin(end), sin(end) - handle * cos(end)),
        index == count - 1 ? to : place(cos(end), sin(end)))
    }
  }
}
