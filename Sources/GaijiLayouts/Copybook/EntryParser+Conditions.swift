// Levels without storage: 66 RENAMES and 88 condition names.
extension EntryParser {
  mutating func renames() throws(Abandoned) {
    _ = try name("a name")
    guard take("RENAMES") else { throw unexpected("RENAMES") }
    _ = try qualifiedName("the name of an item")
    if take("THRU", "THROUGH") { _ = try qualifiedName("the name of an item") }
    guard current.kind == .period else { throw unexpected("a period") }
    advance()
  }

  /// Every word is checked: a missing period would otherwise swallow the item behind it, and with it
  /// the place of everything that follows.
  mutating func conditionName() throws(Abandoned) {
    _ = try name("the name of a condition")
    guard take("VALUE", "VALUES") else { throw unexpected("VALUE") }
    _ = take("IS", "ARE")
    guard isOperand(current) || isWord(current.text, "ALL") else { throw unexpected("a value") }
    while current.kind != .period {
      if take("THRU", "THROUGH", "ALL", "WHEN", "SET", "TO", "FALSE", "IS") { continue }
      guard isOperand(current) else { throw unexpected("a value or a period") }
      advance()
    }
    advance()
  }

  private static let constants: Set = [
    "ZERO", "ZEROS", "ZEROES", "SPACE", "SPACES", "HIGH-VALUE", "HIGH-VALUES", "LOW-VALUE",
    "LOW-VALUES", "QUOTE", "QUOTES", "NULL", "NULLS",
  ]

  /// A literal, a number or a figurative constant.
  func isOperand(_ token: CopybookToken) -> Bool {
    switch token.kind {
    case .literal: true
    case .word:
      Self.constants.contains(uppercasedASCII(token.text))
        || Self.isNumeral(token.text)
    case .picture, .period, .end: false
    }
  }

  /// A number with its sign, point and exponent. A name may begin with a digit too, but then goes on
  /// with letters.
  private static func isNumeral(_ text: String) -> Bool {
    let isBegun = text.utf8.first.map { (0x30...0x39).contains($0) || "+-.".utf8.contains($0) }
    return isBegun == true
      && text.utf8.allSatisfy { (0x30...0x39).contains($0) || "+-.,Ee".utf8.contains($0) }
      && text.utf8.contains { (0x30...0x39).contains($0) }
  }
}
