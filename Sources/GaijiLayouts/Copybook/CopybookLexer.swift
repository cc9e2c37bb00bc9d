/// A word of a copybook.
struct CopybookToken {
  enum Kind {
    case word
    /// Any literal: its text does not matter to a layout.
    case literal
    /// What follows PIC or PICTURE [IS].
    case picture
    /// A period that ends an entry.
    case period
    case end
  }

  var kind: Kind
  var text: String
  var place: SourcePlace
}

/// Cuts the text of a copybook into words.
///
/// A period, comma or semicolon is a separator only before a blank or a line's end (COBOL's rule),
/// so `9(3).99` and `1.5` stay whole.
struct CopybookLexer {
  private let source: [SourceScalar]
  private var position = 0

  static func tokens(
    of source: [SourceScalar], _ diagnostics: inout LayoutDiagnostics
  ) -> [CopybookToken] {
    var lexer = CopybookLexer(source: source)
    var tokens: [CopybookToken] = []
    var wantsPicture = false
    while let token = lexer.next(wantsPicture: wantsPicture, &diagnostics) {
      wantsPicture =
        token.kind == .word
        && (isWord(token.text, "PIC") || isWord(token.text, "PICTURE")
          || wantsPicture && isWord(token.text, "IS"))
      tokens.append(token)
    }
    let end = source.last?.place ?? SourcePlace(line: 1, column: 1)
    tokens.append(CopybookToken(kind: .end, text: "", place: end))
    return tokens
  }

  private init(source: [SourceScalar]) { self.source = source }

  private func scalar(at place: Int) -> Unicode.Scalar? {
    place < source.count ? source[place].scalar : nil
  }

  private func isSpaceOrEnd(_ place: Int) -> Bool {
    place >= source.count || source[place].isSpace
  }

  private func isSeparator(_ place: Int) -> Bool {
    switch scalar(at: place) {
    case ".", ",", ";": isSpaceOrEnd(place + 1)
    default: false
    }
  }

  private mutating func next(
    wantsPicture: Bool, _ diagnostics: inout LayoutDiagnostics
  ) -> CopybookToken? {
    while position < source.count {
      if source[position].isSpace {
        position += 1
      } else if isSeparator(position) {
        position += 1
        if source[position - 1].scalar == "." {
          return CopybookToken(kind: .period, text: ".", place: source[position - 1].place)
        }
      } else {
        break
      }
    }
    guard position < source.count else { return nil }
    let start = position
    if isQuote(position) { return literal(from: start, &diagnostics) }
    while !isSpaceOrEnd(position), !isSeparator(position), !isQuote(position) { position += 1 }
    let text = Self.text(source[start..<position])
    if isQuote(position), Self.literalPrefixes.contains(uppercasedASCII(text)) {
      return literal(from: start, &diagnostics)
    }
    let length = position - start
    let isPicture = wantsPicture && !isWord(text, "IS")
    let limit = isPicture ? LayoutLimits.pictureLength : LayoutLimits.nameLength
    if length > limit {
      diagnostics.report(
        source[start].place,
        "\"\(excerpt(text))\" has \(length) characters; at most \(limit) are read")
    }
    return CopybookToken(
      kind: isPicture ? .picture : .word, text: text, place: source[start].place)
  }

  private static let literalPrefixes: Set = [
    "X", "N", "NX", "NC", "ND", "NH", "G", "GX", "Z", "B", "BX", "H", "U", "UX",
  ]

  private func isQuote(_ place: Int) -> Bool {
    scalar(at: place) == "\"" || scalar(at: place) == "'"
  }

  /// From `start` (of the prefix) and `position` (of the opening quote) to behind the closing one.
  private mutating func literal(
    from start: Int, _ diagnostics: inout LayoutDiagnostics
  ) -> CopybookToken {
    let quote = source[position].scalar
    position += 1
    while let scalar = scalar(at: position), scalar != "\n" {
      position += 1
      guard scalar == quote else { continue }
      // A quote written twice stands for itself.
      if self.scalar(at: position) == quote {
        position += 1
      } else {
        return CopybookToken(
          kind: .literal, text: Self.text(source[start..<position]), place: source[start].place)
      }
    }
    diagnostics.report(
      source[start].place,
      "the literal \(excerpt(Self.text(source[start..<position]))) is not closed on its line; "
        + "expected \(quote)")
    return CopybookToken(kind: .literal, text: "", place: source[start].place)
  }

  private static func text(_ scalars: ArraySlice<SourceScalar>) -> String {
    String(String.UnicodeScalarView(scalars.map(\.scalar)))
  }
}
