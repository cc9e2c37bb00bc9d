internal import Mustache

/// Escapes every variable of the page, by scalars.
///
/// The library's own escaper compares `Character`s, so that a quote or `<` followed by a combining
/// mark or a variation selector passes unescaped; and private-use characters must not be shown at
/// all, since their figure depends on whose font is installed.
struct HTMLText: MustacheContentType {
  static let name = "GAIJI-HTML"

  func escapeText(_ text: String) -> String {
    // Most texts are numbers and names of columns, in which nothing has to be looked at.
    if text.utf8.allSatisfy(Self.isPlain) { return text }
    var output = ""
    output.reserveCapacity(text.utf8.count)
    for scalar in VisibleText.coded(text).unicodeScalars {
      switch scalar {
      case "<": output += "&lt;"
      case ">": output += "&gt;"
      case "&": output += "&amp;"
      case "\"": output += "&quot;"
      case "'": output += "&#39;"
      default: output.unicodeScalars.append(scalar)
      }
    }
    return output
  }

  /// Visible ASCII that HTML gives no meaning.
  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "<"), UInt8(ascii: ">"), UInt8(ascii: "&"), UInt8(ascii: "\""),
      UInt8(ascii: "'"):
      false
    default: (0x20..<0x7F).contains(byte)
    }
  }
}
