/// A character of a copybook with its place; comments, sequence numbers and the seams of
/// continuation lines are gone. Lines end with `\n`.
struct SourceScalar {
  var scalar: Unicode.Scalar
  var line: Int32
  var column: Int32

  var place: SourcePlace { SourcePlace(line: Int(line), column: Int(column)) }

  /// Also the full-width space, which Japanese sources use for indentation.
  var isSpace: Bool { isSourceSpace(scalar) }
}

func isSourceSpace(_ scalar: Unicode.Scalar) -> Bool {
  scalar.value <= 0x20 || scalar == "\u{3000}" || scalar == "\u{A0}" || scalar == "\u{FEFF}"
}

/// Takes the text out of the lines of a copybook.
struct CopybookSource {
  private var output: [SourceScalar] = []
  /// The quote of a literal that the line so far has not closed.
  private var openQuote: Unicode.Scalar?

  static func read(
    _ text: String, format: CopybookOptions.Format, _ diagnostics: inout LayoutDiagnostics
  ) -> [SourceScalar] {
    let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false)
    let cells = lines.map { SourceLine($0) }
    let isFree =
      switch format {
      case .fixed: false
      case .free: true
      case .detected: SourceLine.areFree(cells)
      }
    var source = CopybookSource()
    for (index, line) in cells.enumerated() {
      if isFree {
        source.addFree(line, number: index + 1)
      } else {
        source.addFixed(line, number: index + 1, &diagnostics)
      }
    }
    return source.output
  }

  private mutating func addFree(_ line: SourceLine, number: Int) {
    guard let first = line.cells.first(where: { !isSourceSpace($0.scalar) }) else { return }
    // No entry begins with these: comments and compiler directives.
    if first.scalar == "*" || first.scalar == ">" || first.scalar == "$" { return }
    openQuote = nil
    append(line.cells[...], number: number)
  }

  private mutating func addFixed(
    _ line: SourceLine, number: Int, _ diagnostics: inout LayoutDiagnostics
  ) {
    let text = line.cells.drop { $0.width < 8 }.prefix { $0.width <= 72 }
    let indicator = line.cells.first { $0.width == 7 }
    if let far = line.cells.first(where: { $0.width > 80 && !isSourceSpace($0.scalar) }) {
      diagnostics.note(
        SourcePlace(line: number, column: far.column),
        "text behind column 80 of a fixed-format line is not read; is this free format?")
    }
    switch indicator?.scalar {
    case "*", "/", "$", ">": return
    case "D", "d":
      // Compiled only WITH DEBUGGING MODE.
      diagnostics.note(SourcePlace(line: number, column: 7), "a debugging line (D) is not read")
    case "-": continueLine(text, number: number)
    case .some(let scalar) where !isSourceSpace(scalar):
      diagnostics.report(
        SourcePlace(line: number, column: indicator?.column ?? 7),
        "\"\(scalar)\" in column 7; expected a blank, *, /, - or D (for free format, say so)")
    default:
      if text.first(where: { !isSourceSpace($0.scalar) })?.scalar == ">" { return }
      openQuote = nil
      append(text, number: number)
    }
  }

  /// Joins to the line before. What a literal holds does not matter here: only where it ends.
  private mutating func continueLine(_ text: ArraySlice<SourceLine.Cell>, number: Int) {
    if output.last?.scalar == "\n" { output.removeLast() }
    var rest = text.drop { isSourceSpace($0.scalar) }
    if let quote = openQuote {
      if rest.first?.scalar == quote { rest.removeFirst() }
    } else {
      while let last = output.last, last.isSpace, last.scalar != "\n" { output.removeLast() }
    }
    append(rest, number: number)
  }

  private mutating func append(_ cells: ArraySlice<SourceLine.Cell>, number: Int) {
    var previous: Unicode.Scalar?
    for cell in cells {
      if let quote = openQuote {
        if cell.scalar == quote { openQuote = nil }
      } else if cell.scalar == "\"" || cell.scalar == "'" {
        openQuote = cell.scalar
      } else if previous == "*", cell.scalar == ">" {
        output.removeLast()
        break
      }
      previous = openQuote == nil ? cell.scalar : nil
      output.append(
        SourceScalar(scalar: cell.scalar, line: Int32(number), column: Int32(cell.column)))
    }
    let end = (cells.last?.column ?? 0) + 1
    output.append(SourceScalar(scalar: "\n", line: Int32(number), column: Int32(end)))
  }
}

/// A line with the columns of its characters.
struct SourceLine {
  struct Cell {
    var scalar: Unicode.Scalar
    /// 1-based, in characters: what an editor shows.
    var column: Int
    /// 1-based, in columns of a fixed-format line.
    var width: Int
  }

  private(set) var cells: [Cell] = []

  init(_ text: String.UnicodeScalarView.SubSequence) {
    var width = 1
    for (index, scalar) in text.enumerated() where scalar != "\r" {
      cells.append(Cell(scalar: scalar == "\t" ? " " : scalar, column: index + 1, width: width))
      width += scalar == "\t" ? 8 - (width - 1) % 8 : Self.columns(of: scalar)
    }
  }

  /// As many as CP932 has bytes; a byte order mark has none.
  private static func columns(of scalar: Unicode.Scalar) -> Int {
    switch scalar.value {
    case 0xFEFF: 0
    case 0...0x7F, 0xA5, 0x203E, 0xFF61...0xFF9F: 1
    default: 2
    }
  }

  /// Whether more lines can only be free format than can only be fixed.
  static func areFree(_ lines: [SourceLine]) -> Bool {
    var votes = 0
    for line in lines { votes += line.vote }
    return votes > 0
  }

  /// 1 for free, -1 for fixed, 0 when the line could be both.
  private var vote: Int {
    let area = cells.prefix { $0.width <= 6 }.map(\.scalar).filter { $0 != "\u{FEFF}" }
    let words = area.split(whereSeparator: isSourceSpace)
    let indicator = cells.first { $0.width == 7 }?.scalar
    let text = cells.drop { isSourceSpace($0.scalar) }
    if text.isEmpty { return 0 }
    if text.starts(with: [">", ">"], by: { $0.scalar == $1 }) {
      // >>SOURCE FORMAT IS FREE (or FIXED) settles it.
      let line = uppercasedASCII(String(String.UnicodeScalarView(text.map(\.scalar))))
      let said = line.unicodeScalars.split(whereSeparator: isSourceSpace).map { String($0) }
      if said.contains(where: { isWord($0, "FREE") }) { return 1 << 30 }
      if said.contains(where: { isWord($0, "FIXED") }) { return -1 << 30 }
      return 0
    }
    guard let first = words.first else {
      return switch indicator {
      case "*", "/", "-": -1
      case "D", "d": cells.first { $0.width == 8 }?.scalar == " " ? -1 : 1
      case nil, " ": 0
      default: 1
      }
    }
    let isLevel = first.count <= 2 && first.allSatisfy { ("0"..."9").contains($0) }
    if isLevel, words.count > 1 || indicator.map(isSourceSpace) ?? true { return 1 }
    if first.first == "*" { return 1 }
    return switch indicator {
    case nil: area.count < 6 ? 1 : 0
    case " ", "*", "/", "-", "D", "d": -1
    default: 1
    }
  }
}
