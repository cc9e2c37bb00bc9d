/// What stands in a TOML text that its parser (toml++) does not survive: on some malformed table
/// headers it ends the program on an assertion, and it frees tables in tables by recursion. Texts
/// from outside are looked through before it sees them.
public struct TOMLHazard: Hashable, Sendable {
  public enum Kind: Hashable, Sendable {
    /// A line begins with a bracket, and no key follows it (`[ =`, `[[ [`). That also refuses an
    /// array in an array that begins a line; no key of ours takes those.
    case headerWithoutKey
    /// Each period of a key is a table in a table.
    case tooManyPeriods
    /// A control character other than tab and line ends: TOML allows none, and between brackets
    /// the parser ends the program on it.
    case control
    /// Strings are handed over as C strings, which a NUL would cut short in silence.
    case nul
  }

  public let kind: Kind
  /// 1-based; lines end with LF.
  public let line: Int

  /// Periods that a line may have; a key of ours has two.
  public static let maximumPeriods = 32

  /// The first hazard of a text; `nil` when the parser may see it.
  public static func first(in text: String) -> TOMLHazard? {
    var number = 0
    for line in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false) {
      number += 1
      if let kind = kind(of: line) { return TOMLHazard(kind: kind, line: number) }
    }
    return nil
  }

  private static func kind(of line: Substring.UnicodeScalarView) -> Kind? {
    let escapes = ["\\u0000", "\\U00000000", "\\x00"].map { Array($0.unicodeScalars) }
    if line.contains("\0") || escapes.contains(where: { holds(line, $0) }) { return .nul }
    if line.contains(where: { ($0.value < 0x20 && $0 != "\t" && $0 != "\r") || $0.value == 0x7F }) {
      return .control
    }
    // What toml++ takes for a line's end, it may look for a header behind.
    let ends: [Unicode.Scalar] = ["\r", "\u{B}", "\u{C}", "\u{85}", "\u{2028}", "\u{2029}"]
    for part in line.split(whereSeparator: { ends.contains($0) }) {
      var rest = part.drop(while: isSpace)
      if rest.first != "#", part.count(where: { $0 == "." }) > maximumPeriods {
        return .tooManyPeriods
      }
      guard rest.first == "[" else { continue }
      rest.removeFirst()
      if rest.first == "[" { rest.removeFirst() }
      guard let first = rest.drop(while: isSpace).first, isKeyStart(first) else {
        return .headerWithoutKey
      }
    }
    return nil
  }

  private static func holds(
    _ line: Substring.UnicodeScalarView, _ word: [Unicode.Scalar]
  ) -> Bool {
    var rest = line
    while let start = rest.firstIndex(of: "\\") {
      if rest[start...].starts(with: word) { return true }
      rest = rest[rest.index(after: start)...]
    }
    return false
  }

  private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value <= 0x20 || scalar == "\u{FEFF}" || scalar.properties.isWhitespace
  }

  private static func isKeyStart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "A"..."Z", "a"..."z", "0"..."9", "-", "_", "\"", "'": true
    default: false
    }
  }
}
