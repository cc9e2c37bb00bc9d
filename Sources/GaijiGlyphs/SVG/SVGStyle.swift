/// What an element of a drawing takes from those around it.
struct SVGStyle {
  var map = Affine()
  /// How much ink its fill is: 1 is black, 0 white; `nil` where it is not filled.
  var fill: Double? = 1
  var hasStroke = false
  var isEvenOdd = false
  var isHidden = false

  /// This style with the attributes of an element inside.
  func with(_ attributes: [String: String]) throws(XMLFault) -> SVGStyle {
    var style = self
    if let text = attributes["transform"] { style.map = map.applied(after: try Self.map(text)) }
    for name in ["fill", "fill-rule", "stroke", "display", "visibility"] {
      if let value = attributes[name] { style.set(name, value) }
    }
    // Declarations stand above attributes.
    for part in (attributes["style"] ?? "").utf8.split(separator: 0x3B) {
      let pair = part.split(separator: 0x3A, maxSplits: 1).map(Self.trimmed)
      if pair.count == 2 { style.set(pair[0], pair[1]) }
    }
    return style
  }

  private static func trimmed(_ text: Substring.UTF8View) -> String {
    let rest = text.drop(while: Netpbm.isSpace)
    let end = rest.lastIndex { !Netpbm.isSpace($0) }.map { rest.index(after: $0) }
    return String(decoding: Array(rest[..<(end ?? rest.startIndex)]), as: UTF8.self)
  }

  private mutating func set(_ name: String, _ value: String) {
    let value = Self.trimmed(value[...].utf8)
    if isWord(value, "inherit") { return }
    if isWord(name, "fill") { fill = Self.ink(of: value) }
    if isWord(name, "fill-rule") { isEvenOdd = isWord(value, "evenodd") }
    if isWord(name, "stroke") { hasStroke = !isWord(value, "none") }
    if isWord(name, "display"), isWord(value, "none") { isHidden = true }
    if isWord(name, "visibility") { isHidden = isHidden || isWord(value, "hidden") }
  }

  /// By bytes: `==` of strings folds what is canonically equivalent.
  private func isWord(_ text: String, _ word: StaticString) -> Bool {
    text.utf8.elementsEqual(word.description.utf8)
  }

  /// The ink of a colour; unknown names, gradients and the like count as black.
  private static func ink(of colour: String) -> Double? {
    let text = Array(colour.utf8)
    if text == Array("none".utf8) || text == Array("transparent".utf8) { return nil }
    if text == Array("white".utf8) { return 0 }
    var parts: [Double] = []
    if text.first == 0x23,
      let value = UInt32(String(decoding: text.dropFirst(), as: UTF8.self), radix: 16)
    {
      switch text.count {
      case 4: parts = [8, 4, 0].map { Double(value >> $0 & 15) / 15 }
      case 7: parts = [16, 8, 0].map { Double(value >> $0 & 255) / 255 }
      default: break
      }
    } else if text.starts(with: "rgb(".utf8) {
      var scanner = NumberScanner(colour)
      scanner.offset = 4
      while parts.count < 3, let value = scanner.number() {
        let isShare = scanner.offset < text.count && text[scanner.offset] == 0x25
        if isShare { scanner.offset += 1 }
        parts.append(min(1, max(0, value / (isShare ? 100 : 255))))
      }
    }
    guard parts.count == 3 else { return 1 }
    return 1 - (0.299 * parts[0] + 0.587 * parts[1] + 0.114 * parts[2])
  }

  /// A list of `matrix`, `translate`, `scale`, `rotate`, `skewX`, `skewY`.
  static func map(_ text: String) throws(XMLFault) -> Affine {
    var scanner = NumberScanner(text)
    var map = Affine()
    while true {
      scanner.skipSpace(comma: true)
      if scanner.isAtEnd { return map }
      let start = scanner.offset
      while !scanner.isAtEnd, scanner.text[scanner.offset] != 0x28 { scanner.offset += 1 }
      let name = scanner.text[start..<scanner.offset].filter { !Netpbm.isSpace($0) }
      scanner.offset += 1
      var values: [Double] = []
      while values.count < 6, let value = scanner.number() { values.append(value) }
      scanner.skipSpace()
      guard !scanner.isAtEnd, scanner.text[scanner.offset] == 0x29,
        let step = Affine(String(decoding: name, as: UTF8.self), values)
      else {
        throw XMLFault(reason: "a transform that cannot be read: \(text.prefix(60))")
      }
      scanner.offset += 1
      map = map.applied(after: step)
    }
  }
}
