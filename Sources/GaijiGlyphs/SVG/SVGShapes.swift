/// The elements that are shapes, as paths.
enum SVGShapes {
  /// - Returns: `nil` for an element that is no shape.
  static func path(
    of name: String, _ attributes: [String: String]
  ) throws(XMLFault) -> VectorPath? {
    func number(_ key: String) throws(XMLFault) -> Double? {
      guard let text = attributes[key] else { return nil }
      var scanner = NumberScanner(text)
      guard let value = scanner.number() else {
        throw XMLFault(reason: "<\(name)> has a \(key) that is no number")
      }
      return value
    }
    switch name {
    case "path":
      do throws(PathData.Fault) {
        return try PathData.parse(attributes["d"] ?? "")
      } catch {
        throw XMLFault(reason: "path data, character \(error.offset + 1): \(error.reason)")
      }
    case "polygon", "polyline":
      return try polygon(attributes["points"] ?? "", name)
    case "rect":
      guard let width = try number("width"), let height = try number("height"), width > 0,
        height > 0
      else { return VectorPath() }
      // Round corners are few and small; a frame, which rectangles mostly are, has none.
      let (x, y) = try (number("x") ?? 0, number("y") ?? 0)
      return closed([
        Point(x: x, y: y), Point(x: x + width, y: y), Point(x: x + width, y: y + height),
        Point(x: x, y: y + height),
      ])
    case "circle", "ellipse":
      let (round, wide, high) = try (number("r"), number("rx"), number("ry"))
      guard let rx = round ?? wide, let ry = round ?? high, rx > 0, ry > 0
      else { return VectorPath() }
      return ellipse(Point(x: try number("cx") ?? 0, y: try number("cy") ?? 0), rx, ry)
    default:
      return nil
    }
  }

  private static func polygon(_ text: String, _ name: String) throws(XMLFault) -> VectorPath {
    var scanner = NumberScanner(text)
    var points: [Point] = []
    while let x = scanner.number() {
      guard let y = scanner.number() else { break }
      points.append(Point(x: x, y: y))
      guard points.count <= GlyphLimits.pathPointCount else {
        throw XMLFault(
          isTooLarge: true,
          reason: "<\(name)> has more than \(GlyphLimits.pathPointCount) points")
      }
    }
    return closed(points)
  }

  private static func closed(_ points: [Point]) -> VectorPath {
    var path = VectorPath()
    for (index, point) in points.enumerated() {
      path.append(index == 0 ? .move(point) : .line(point))
    }
    if !points.isEmpty { path.append(.close) }
    return path
  }

  private static func ellipse(_ centre: Point, _ rx: Double, _ ry: Double) -> VectorPath {
    let (left, right) = (
      Point(x: centre.x - rx, y: centre.y), Point(x: centre.x + rx, y: centre.y)
    )
    var path = VectorPath()
    path.append(.move(left))
    for (from, to) in [(left, right), (right, left)] {
      let arc = EllipticArc(
        from: from, to: to, radii: Point(x: rx, y: ry), turn: 0, isLarge: false, isSweep: true)
      for segment in arc.segments { path.append(segment) }
    }
    path.append(.close)
    return path
  }
}
