internal import GaijiModel

/// Makes text safe to look at. Works on scalars throughout: a `Character` such as `<` with a
/// combining mark is not equal to `<`, and an escaper that compares characters lets it pass.
enum VisibleText {
  static let mask: Unicode.Scalar = "＊"

  /// One ＊ a character; selectors and combining marks belong to the character before them.
  static func masked(_ text: String) -> String {
    var view = String.UnicodeScalarView()
    for scalar in text.unicodeScalars where !isPart(scalar) { view.append(mask) }
    return String(view)
  }

  /// Private-use scalars and scalars that would be invisible or change the order of the text as
  /// `[U+E000]`.
  static func coded(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
      if mustBeCoded(scalar) {
        output += "[" + scalarName(scalar.value) + "]"
      } else {
        output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// Such as `U+845B U+E0101`; empty for an empty text.
  static func scalarNames(_ text: String) -> String {
    text.unicodeScalars.map { scalarName($0.value) }.joined(separator: " ")
  }

  static func mustBeCoded(_ scalar: Unicode.Scalar) -> Bool {
    if scalar == "\n" { return false }
    switch scalar.properties.generalCategory {
    case .privateUse, .control, .format, .lineSeparator, .paragraphSeparator, .unassigned:
      return true
    default: return false
    }
  }

  private static func isPart(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .spacingMark: true
    default: isVariationSelector(scalar.value)
    }
  }
}
