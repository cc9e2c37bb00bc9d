/// x' = a x + c y + e, y' = b x + d y + f, as SVG writes `matrix(a b c d e f)`.
struct Affine: Hashable, Sendable {
  var a = 1.0, b = 0.0, c = 0.0, d = 1.0, e = 0.0, f = 0.0

  /// What `inner` gives, moved by this.
  func applied(after inner: Affine) -> Affine {
    Affine(
      a: a * inner.a + c * inner.b, b: b * inner.a + d * inner.b,
      c: a * inner.c + c * inner.d, d: b * inner.c + d * inner.d,
      e: a * inner.e + c * inner.f + e, f: b * inner.e + d * inner.f + f)
  }

  func callAsFunction(_ point: Point) -> Point {
    Point(x: a * point.x + c * point.y + e, y: b * point.x + d * point.y + f)
  }
}

struct Point: Hashable, Sendable {
  var x: Double
  var y: Double

  static func + (one: Point, other: Point) -> Point {
    Point(x: one.x + other.x, y: one.y + other.y)
  }

  /// The point as far on the other side of this one.
  func mirrored(_ point: Point) -> Point { Point(x: 2 * x - point.x, y: 2 * y - point.y) }
}
