/// Collects the filled shapes of an SVG document.
///
/// What would leave strokes out if it were passed over (lines without fill, text, `use`) is an error; style
/// sheets are not read, nor masks and clips.
final class SVGBuilder: XMLHandler {
  private(set) var shapes: [SVGDocument.Shape] = []
  private(set) var box: (x: Double, y: Double, width: Double, height: Double)?
  private var styles = [SVGStyle()]
  private var pointCount = 0
  /// Elements inside one that is not drawn by itself.
  private var skipped = 0
  private var isRoot = true

  private static let containers: Set<String> = [
    "defs", "symbol", "clipPath", "mask", "pattern", "marker", "linearGradient", "radialGradient",
    "filter", "metadata", "title", "desc", "style", "script",
  ]

  func start(_ name: String, _ attributes: [String: String]) throws(XMLFault) {
    let name = local(name)
    if isRoot {
      guard name == "svg" else {
        throw XMLFault(isUnsupported: true, reason: "an XML file, but not SVG")
      }
      isRoot = false
      box = try viewBox(attributes)
    }
    if skipped > 0 || Self.containers.contains(name) {
      skipped += 1
      return
    }
    let style = try (styles.last ?? SVGStyle()).with(attributes)
    styles.append(style)
    if style.isHidden { return }
    switch name {
    case "text", "use", "image", "foreignObject":
      throw XMLFault(
        isUnsupported: true,
        reason: "has an element <\(name)>; save the drawing with everything converted to paths")
    case "line":
      throw XMLFault(
        isUnsupported: true, reason: "is drawn with lines; convert strokes to paths")
    default:
      guard let path = try SVGShapes.path(of: name, attributes) else { return }
      try add(path, style)
    }
  }

  func end(_ name: String) {
    if skipped > 0 {
      skipped -= 1
    } else if styles.count > 1 {
      styles.removeLast()
    }
  }

  private func add(_ path: VectorPath, _ style: SVGStyle) throws(XMLFault) {
    guard let fill = style.fill else {
      guard !style.hasStroke else {
        throw XMLFault(
          isUnsupported: true,
          reason: "is drawn with lines that are not filled; convert strokes to paths")
      }
      return
    }
    pointCount += path.pointCount
    guard pointCount <= GlyphLimits.svgPointCount else {
      throw XMLFault(isTooLarge: true, reason: "more than \(GlyphLimits.svgPointCount) points")
    }
    let moved = path.transformed(style.map)
    guard let bounds = moved.bounds else { return }
    guard
      [bounds.low.x, bounds.low.y, bounds.high.x, bounds.high.y].allSatisfy({ abs($0) <= 1e12 })
    else { throw XMLFault(isTooLarge: true, reason: "coordinates above 1e12") }
    shapes.append(.init(path: moved, isEvenOdd: style.isEvenOdd, ink: fill))
  }

  /// The box of the drawing, from `viewBox` or else from its size; `nil` without both.
  private func viewBox(
    _ attributes: [String: String]
  ) throws(XMLFault) -> (x: Double, y: Double, width: Double, height: Double)? {
    if let text = attributes["viewBox"] {
      var scanner = NumberScanner(text)
      guard let x = scanner.number(), let y = scanner.number(), let width = scanner.number(),
        let height = scanner.number(), width > 0, height > 0
      else { throw XMLFault(reason: "a viewBox that cannot be read: \(text.prefix(60))") }
      return (x, y, width, height)
    }
    guard let width = length(attributes["width"]), let height = length(attributes["height"]) else {
      return nil
    }
    return (0, 0, width, height)
  }

  /// In user units; `nil` for shares and for other units, which mean nothing without a viewBox.
  private func length(_ text: String?) -> Double? {
    var scanner = NumberScanner(text ?? "")
    guard let value = scanner.number(), value > 0 else { return nil }
    let unit = scanner.text[scanner.offset...]
    return unit.isEmpty || unit.elementsEqual("px".utf8) ? value : nil
  }

  /// The name without the prefix of its namespace. Names are compared with `==`: those of SVG are
  /// letters of ASCII, to which nothing else is canonically equivalent but K to the Kelvin sign.
  private func local(_ name: String) -> String {
    name.utf8.split(separator: 0x3A).last.map { String(decoding: Array($0), as: UTF8.self) } ?? name
  }
}
