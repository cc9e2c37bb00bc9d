import GaijiLayouts
import GaijiModel

/// What `gaiji layout show` prints; its JSON.
struct ShownLayout: Encodable {
  struct Record: Encodable {
    var layout: LayoutDocument
    var when: Condition?
  }

  struct Condition: Encodable {
    var offset: Int
    var length: Int
    var `is`: [String]
    /// In hexadecimal.
    var hex: [String]
  }

  struct Framing: Encodable {
    var kind: String
    var recordLength: Int?
    var blockSize: Int?
    /// In hexadecimal.
    var newline: String?
  }

  var charset: String?
  /// `nil` for a bare copybook, which does not say.
  var framing: Framing?
  var records: [Record]
  var notes: [String]

  init(_ copybook: Copybook) {
    records = copybook.layouts.map { Record(layout: LayoutDocument($0)) }
    notes = copybook.notes.map(\.description)
  }

  init(_ file: LayoutFile) {
    charset = file.charset
    framing = Framing(file.layout.framing)
    records = file.layout.types.map {
      Record(layout: LayoutDocument($0.layout), when: $0.condition.map(Condition.init))
    }
    notes = file.notes.map(\.description)
  }
}

extension ShownLayout.Framing {
  fileprivate init(_ framing: RecordFraming) {
    switch framing {
    case .fixed(let byteCount): self.init(kind: "fixed", recordLength: byteCount)
    case .descriptors: self.init(kind: "rdw")
    case .blocked(let byteCount): self.init(kind: "bdw", blockSize: byteCount)
    case .delimited(let bytes): self.init(kind: "delimited", newline: hexadecimal(bytes))
    }
  }

  fileprivate var text: String {
    var text = "framing " + kind
    if let recordLength { text += ", records of \(recordLength) bytes" }
    if let blockSize { text += ", blocks of at most \(blockSize) bytes" }
    if let newline { text += ", records end with \(newline)" }
    return text
  }
}

extension ShownLayout.Condition {
  fileprivate init(_ condition: RecordFileLayout.Condition) {
    self.init(offset: condition.offset, length: condition.byteCount, is: [], hex: [])
    for value in condition.values {
      switch value {
      case .text(let text): self.is.append(text)
      case .bytes(let bytes): hex.append(hexadecimal(bytes))
      }
    }
  }

  fileprivate var text: String {
    let values = self.is.map { "\"\($0)\"" } + hex.map { "hex \($0)" }
    return "when \(length) bytes at \(offset) are " + values.joined(separator: " or ")
  }
}

private func hexadecimal(_ bytes: [UInt8]) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16, uppercase: true) }.joined()
}

/// Layouts as text for people. The name stands last: it may be Japanese and of any width.
enum LayoutText {
  static func text(_ shown: ShownLayout) -> String {
    var lines: [String] = []
    if let framing = shown.framing { lines.append(framing.text) }
    if let charset = shown.charset { lines.append("charset \(charset)") }
    for record in shown.records {
      if !lines.isEmpty { lines.append("") }
      lines += text(record)
    }
    if !shown.notes.isEmpty { lines += ["", "notes"] + shown.notes.map { "  " + $0 } }
    return lines.joined(separator: "\n")
  }

  private static func text(_ record: ShownLayout.Record) -> [String] {
    let layout = record.layout
    let size =
      layout.minimumByteCount == layout.maximumByteCount
      ? "\(layout.maximumByteCount) bytes"
      : "\(layout.minimumByteCount) to \(layout.maximumByteCount) bytes"
    var lines = ["record \(layout.name), \(size), \(layout.fields.count) fields"]
    if let when = record.when { lines.append("  " + when.text) }
    for table in layout.tables {
      lines.append(
        "  \(table.counter) says how many elements of \(table.elementLength) bytes stand at "
          + "\(table.offset): \(table.minimum) to \(table.maximum)")
    }
    let width = (layout.fields.map { $0.picture.unicodeScalars.count }.max() ?? 0) + 2
    lines.append("  offset length  kind    " + "picture".padded(to: max(width, 9)) + "name")
    for field in layout.fields {
      lines.append(
        "  " + leading(field.offset, 6) + " " + leading(field.length, 6) + "  "
          + field.type.padded(to: 8) + field.picture.padded(to: max(width, 9)) + field.name)
    }
    return lines
  }

  private static func leading(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: " ", count: max(0, width - digits.utf8.count)) + digits
  }
}
