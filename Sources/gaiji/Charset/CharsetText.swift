import GaijiCharsets
import GaijiModel

/// Codes and characters as text for people.
enum CharsetText {
  /// Items of a list before it is cut, without `--list`.
  static let shortCount = 10

  static func names(_ scalars: [UInt32]) -> [String] { scalars.map(scalarName) }

  /// `辻󠄁 U+8FBB U+E0101`, or `undefined`.
  static func character(_ scalars: [UInt32]) -> String {
    guard let first = scalars.first else { return "undefined" }
    let name = CharsetCode.name(of: scalars)
    // Controls, private-use and lone marks would spoil the line.
    guard first > 0x20, !(0x7F...0xA0).contains(first), !isPrivateUse(first),
      let properties = Unicode.Scalar(first)?.properties,
      ![.format, .unassigned, .nonspacingMark, .spacingMark, .enclosingMark, .lineSeparator]
        .contains(properties.generalCategory)
    else { return name }
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
    return String(view) + " " + name
  }

  static func line(_ code: CharsetCode) -> String {
    let remarks = (code.isOneWay ? ["one-way"] : []) + (code.isGaiji ? ["gaiji"] : [])
    return "\(code.name)  \(character(code.scalars))"
      + (remarks.isEmpty ? "" : "  (\(remarks.joined(separator: ", ")))")
  }

  static func line(_ group: CharsetInspection.Group) -> String {
    "\(character(group.scalars)): \(group.codes.map(\.name).joined(separator: " "))"
  }

  /// Indented lines under a heading with their number; the first ones only unless `all`.
  static func list(_ heading: String, _ lines: [String], all: Bool) -> String {
    let shown = all ? lines : Array(lines.prefix(shortCount))
    let rest = lines.count - shown.count
    return
      (["\(heading): \(lines.count)"] + shown.map { "  " + $0 }
      + (rest > 0 ? ["  … and \(rest) more; --list shows all"] : []))
      .joined(separator: "\n")
  }

  static func area(_ area: CharsetInspection.Area) -> String {
    let from = hexadecimal(area.firstCode, digits: 2 * area.byteCount)
    let to = hexadecimal(area.lastCode, digits: 2 * area.byteCount)
    var text = "  \(area.state)  " + "\(from)–\(to)".padded(to: 15)
    text += word(area).padded(to: 11) + "\(area.definedCount)".padded(to: 7)
    text += area.undefinedCount > 0 ? "\(area.undefinedCount) undefined" : ""
    if let projection = area.projection {
      text += "as \(scalarName(projection.lowerBound))–\(scalarName(projection.upperBound))"
    }
    return text
  }

  static func word(_ area: CharsetInspection.Area) -> String {
    switch area.kind {
    case .gaiji: "gaiji"
    case .codes where area.byteCount == 1: "one-byte"
    case .codes: area.isStandard ? "JIS" : "other"
    }
  }
}
