/// Builds a CSV file (RFC 4180): UTF-8 with a byte order mark, without which the spreadsheet
/// programs of the offices concerned take it for CP932, and CR LF.
struct CSVText {
  private(set) var text = "\u{FEFF}"

  init(header: [String]) { append(header.map { .text($0) }) }

  enum Field {
    /// Quoted where needed. What a spreadsheet would run as a formula (=, +, -, @ in front, and more
    /// behind it) gets an apostrophe in front.
    case text(String)
    case number(Int)
  }

  mutating func append(_ fields: [Field]) {
    for (index, field) in fields.enumerated() {
      if index > 0 { text += "," }
      switch field {
      case .number(let number): text += String(number)
      case .text(let value): append(value)
      }
    }
    text.unicodeScalars.append(contentsOf: ["\r", "\n"])
  }

  /// One field, quoted where needed.
  static func field(_ value: String) -> String {
    var csv = CSVText(header: [])
    csv.text = ""
    csv.append(value)
    return csv.text
  }

  private mutating func append(_ value: String) {
    let scalars = value.unicodeScalars
    let isFormula =
      scalars.count > 1 && (scalars.first.map { "=+-@\t\r".unicodeScalars.contains($0) } ?? false)
    let needsQuotes =
      isFormula || scalars.contains { $0 == "," || $0 == "\"" || $0 == "\r" || $0 == "\n" }
      || scalars.first == " " || scalars.last == " "
    guard needsQuotes else {
      text += value
      return
    }
    text += isFormula ? "\"'" : "\""
    for scalar in scalars {
      if scalar == "\"" { text += "\"" }
      text.unicodeScalars.append(scalar)
    }
    text += "\""
  }
}
