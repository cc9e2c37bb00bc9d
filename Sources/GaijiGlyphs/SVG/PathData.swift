/// Reads the path data of SVG 1.1 (section 8.3): every command, absolute and relative.
struct PathData {
  /// What is wrong, and at which byte of the attribute.
  struct Fault: Error, Hashable { let offset: Int, reason: String }

  private var scanner: NumberScanner
  private var path = VectorPath()
  private var current = Point(x: 0, y: 0)
  private var start = Point(x: 0, y: 0)
  /// The last control point, for the smooth commands; of a cubic and of a quadratic curve.
  private var cubicControl: Point?
  private var quadraticControl: Point?

  static func parse(_ text: some StringProtocol) throws(Fault) -> VectorPath {
    var data = PathData(scanner: NumberScanner(text))
    try data.run()
    return data.path
  }

  private init(scanner: NumberScanner) { self.scanner = scanner }

  private func fault(_ reason: String) -> Fault { Fault(offset: scanner.offset, reason: reason) }

  private mutating func number() throws(Fault) -> Double {
    guard let value = scanner.number() else { throw fault("a number is missing") }
    return value
  }

  private mutating func point(_ isRelative: Bool) throws(Fault) -> Point {
    let (x, y) = try (number(), number())
    return isRelative ? Point(x: current.x + x, y: current.y + y) : Point(x: x, y: y)
  }

  private mutating func run() throws(Fault) {
    var isFirst = true
    while true {
      scanner.skipSpace()
      if scanner.isAtEnd { return }
      let command = scanner.text[scanner.offset]
      let lower = command | 0x20
      guard "mlhvcsqtaz".utf8.contains(lower), command >= 0x41 else {
        throw fault("no command where one must stand")
      }
      guard !isFirst || lower == 0x6D else { throw fault("does not begin with a move") }
      isFirst = false
      scanner.offset += 1
      try repeated(lower, isRelative: command == lower)
    }
  }

  /// The command, as often as numbers follow.
  private mutating func repeated(_ command: UInt8, isRelative: Bool) throws(Fault) {
    var kind = command
    repeat {
      try step(kind, isRelative: isRelative)
      guard path.pointCount <= GlyphLimits.pathPointCount else {
        throw fault("more than \(GlyphLimits.pathPointCount) points")
      }
      // Further points of a move are lines.
      if kind == 0x6D { kind = 0x6C }
    } while kind != 0x7A && hasNumber()
  }

  private func hasNumber() -> Bool {
    var ahead = scanner
    return ahead.number() != nil
  }

  private mutating func step(_ command: UInt8, isRelative: Bool) throws(Fault) {
    let before = current
    var (cubic, quadratic): (Point?, Point?) = (nil, nil)
    switch UnicodeScalar(command) {
    case "m":
      current = try point(isRelative)
      start = current
      path.append(.move(current))
    case "l": line(to: try point(isRelative))
    case "h": line(to: Point(x: try number() + (isRelative ? before.x : 0), y: before.y))
    case "v": line(to: Point(x: before.x, y: try number() + (isRelative ? before.y : 0)))
    case "c", "s":
      let first =
        command == 0x63 ? try point(isRelative) : cubicControl.map(before.mirrored) ?? before
      let second = try point(isRelative)
      current = try point(isRelative)
      cubic = second
      path.append(.cubic(first, second, current))
    case "q", "t":
      let control =
        command == 0x71 ? try point(isRelative) : quadraticControl.map(before.mirrored) ?? before
      current = try point(isRelative)
      quadratic = control
      path.append(.quadratic(control, current))
    case "a": try arc(isRelative)
    default:
      path.append(.close)
      current = start
    }
    cubicControl = cubic
    quadraticControl = quadratic
  }

  private mutating func line(to point: Point) {
    current = point
    path.append(.line(point))
  }

  private mutating func arc(_ isRelative: Bool) throws(Fault) {
    let (rx, ry, turn) = try (number(), number(), number())
    guard let isLarge = scanner.flag(), let isSweep = scanner.flag() else {
      throw fault("a flag of an arc is neither 0 nor 1")
    }
    let end = try point(isRelative)
    let arc = EllipticArc(
      from: current, to: end, radii: Point(x: abs(rx), y: abs(ry)), turn: turn * .pi / 180,
      isLarge: isLarge, isSweep: isSweep)
    for segment in arc.segments { path.append(segment) }
    current = end
  }
}
