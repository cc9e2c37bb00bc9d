/// Turns the words of a copybook into data description entries. After a fault it goes on behind the
/// next period.
struct EntryParser {
  let tokens: [CopybookToken]
  var diagnostics: LayoutDiagnostics
  var position = 0

  /// Ends the reading of one entry; the fault has been told.
  struct Abandoned: Error {}

  init(tokens: [CopybookToken], diagnostics: LayoutDiagnostics) {
    self.tokens = tokens
    self.diagnostics = diagnostics
  }

  mutating func entries() -> [CopybookEntry] {
    var entries: [CopybookEntry] = []
    while current.kind != .end, !diagnostics.isFull {
      do throws(Abandoned) {
        if isLevelNumber(current) {
          if let entry = try entry() { entries.append(entry) }
        } else if try !skipOther() {
          break
        }
      } catch {
        skipSentence()
      }
    }
    return entries
  }

  // MARK: Words

  /// The last token is `.end` and is never passed.
  var current: CopybookToken { tokens[position] }

  mutating func advance() {
    if position + 1 < tokens.count { position += 1 }
  }

  /// Whether the current word is one of these keywords; if so it is passed.
  mutating func take(_ keywords: String...) -> Bool {
    guard current.kind == .word, keywords.contains(where: { isWord(current.text, $0) }) else {
      return false
    }
    advance()
    return true
  }

  mutating func abandon(_ place: SourcePlace, _ text: String) -> Abandoned {
    diagnostics.report(place, text)
    return Abandoned()
  }

  /// `found "X"; expected ...` at the current word.
  mutating func unexpected(_ expected: String) -> Abandoned {
    abandon(current.place, "found \(describe(current)); expected \(expected)")
  }

  func describe(_ token: CopybookToken) -> String {
    switch token.kind {
    case .word, .picture: "\"\(excerpt(token.text))\""
    case .literal: "the literal \(excerpt(token.text))"
    case .period: "the end of the entry"
    case .end: "the end of the text"
    }
  }

  mutating func skipSentence() {
    while current.kind != .period, current.kind != .end { advance() }
    if current.kind == .period { advance() }
  }

  func isNumber(_ token: CopybookToken) -> Bool {
    token.kind == .word && !token.text.isEmpty
      && token.text.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  private func isLevelNumber(_ token: CopybookToken) -> Bool {
    isNumber(token) && token.text.utf8.count <= 2
  }

  /// An integer that a layout can use.
  mutating func integer(_ what: String) throws(Abandoned) -> Int {
    guard isNumber(current) else { throw unexpected(what) }
    guard let value = Int(current.text), value <= LayoutLimits.recordByteCount else {
      throw abandon(
        current.place,
        "\(excerpt(current.text)) is too large; at most \(LayoutLimits.recordByteCount)")
    }
    advance()
    return value
  }

  /// A name that somebody gave.
  mutating func name(_ what: String) throws(Abandoned) -> String {
    let token = current
    guard token.kind == .word, !Self.isReserved(token.text), !isNumber(token) else {
      throw unexpected(what)
    }
    for scalar in token.text.unicodeScalars where !Self.canStandInName(scalar) {
      throw abandon(
        token.place, "\"\(excerpt(token.text))\" is not a name: it holds \"\(scalar)\"")
    }
    advance()
    return token.text
  }

  /// Colons mark what COPY REPLACING would replace. Behind ASCII every printed character can be
  /// part of a Japanese name (日本語名).
  private static func canStandInName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", "_", ":": true
    default: scalar.value >= 0xA0 && scalar != "\u{FFFD}"
    }
  }

  // MARK: What is not a data description

  /// Passes a sentence that is not a data description.
  ///
  /// - Returns: Whether data descriptions can follow.
  private mutating func skipOther() throws(Abandoned) -> Bool {
    if current.kind == .period {
      advance()
      return true
    }
    if take("EJECT", "SKIP1", "SKIP2", "SKIP3") { return true }
    if take("TITLE") {
      if current.kind == .literal { advance() }
      return true
    }
    if current.kind == .word {
      let word = uppercasedASCII(current.text)
      switch word {
      case "COPY", "REPLACE", "EXEC":
        throw abandon(
          current.place, "\(word) is not carried out; put the text that it stands for in its place")
      case "DATA", "FILE", "WORKING-STORAGE", "LOCAL-STORAGE", "LINKAGE", "FD", "SD":
        skipSentence()
        return true
      case "IDENTIFICATION", "ID", "ENVIRONMENT":
        while current.kind != .end, !isWord(current.text, "DATA") { skipSentence() }
        return true
      case "PROCEDURE":
        return false
      default: break
      }
    }
    throw unexpected("a level number (01 to 49, 77 or 88)")
  }
}
