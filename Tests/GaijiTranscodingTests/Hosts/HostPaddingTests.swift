import GaijiCharsets
import GaijiModel
import GaijiTranscoding
import Testing

/// Padding is found eight bytes a step, and the steps read what stands before the field: whatever
/// the width, the place and the neighbours of a field, the text must be what plain trimming leaves.
@Suite struct HostPaddingTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var kind: FieldKind
    var padding: FieldPadding
    /// Bytes before the field.
    var start: Int
    var charset = "ibm1399"
    var testDescription: String { "\(kind), padding \(padding), at \(start), \(charset)" }
  }

  static let cases: [Case] = [FieldKind.single, .double, .mixed].flatMap { kind in
    [FieldPadding.trailing, .leading, .kept].flatMap { padding in
      [0, 1, 2, 7, 8, 9, 16].flatMap { start in
        ["ibm1399", "cp932"].map {
          Case(kind: kind, padding: padding, start: start, charset: $0)
        }
      }
    }
  }

  static let widths = 1...70

  /// The text of a field with `text` characters of A (or 山) and the rest of its width in spaces,
  /// and its bytes.
  static func field(
    _ item: Case, width: Int, text: Int
  ) throws -> (bytes: [UInt8], text: String) {
    let isDouble = item.kind == .double
    let space = try Fixture.encode(" ", item.charset)
    let kanji = try codes("山", item.charset)
    let wide = try codes("\u{3000}", item.charset)
    let one = try Fixture.encode("A", item.charset)
    let unit = isDouble ? kanji : one
    let blank = isDouble ? wide : space
    let count = width / unit.count - text
    let letters = Array(repeating: unit, count: text).flatMap(\.self)
    let spaces = Array(repeating: blank, count: count).flatMap(\.self)
    // Half a code, with which a field of an odd width ends.
    let half = item.charset == "cp932" ? UInt8(0x81) : 0x45
    let odd = Array(repeating: half, count: width - letters.count - spaces.count)
    let shown = String(repeating: isDouble ? "山" : "A", count: text)
    let filler = String(repeating: isDouble ? "\u{3000}" : " ", count: count)
    let bytes = item.padding == .leading ? spaces + letters : letters + spaces
    // A field with half a code behind it has no padding: what ends it is not a space.
    let keeps = item.padding == .kept || !odd.isEmpty
    let written = keeps ? (item.padding == .leading ? filler + shown : shown + filler) : shown
    return (bytes + odd, written + (odd.isEmpty ? "" : "{bytes:\(half == 0x81 ? "81" : "45")}"))
  }

  private static func codes(_ text: String, _ charset: String) throws -> [UInt8] {
    let bytes = try Fixture.encode(text, charset)
    return charset == "cp932" ? bytes : Array(bytes.dropFirst().dropLast())
  }

  /// A field of each width, each between bytes that are not its own.
  static func layout(_ item: Case) -> RecordLayout {
    var layout = RecordLayout(name: "R", fields: [], maximumByteCount: 0)
    func add(_ name: String, _ kind: FieldKind, _ count: Int, _ padding: FieldPadding) {
      guard count > 0 else { return }
      layout.fields.append(
        LayoutField(
          name: name, kind: kind, offset: layout.maximumByteCount, byteCount: count,
          padding: padding))
      layout.maximumByteCount += count
    }
    add("A", .raw, item.start, .trailing)
    for width in widths {
      add("F\(width)", item.kind, width, item.padding)
      add("Z\(width)", .raw, 3, .trailing)
    }
    return layout
  }

  @Test(arguments: cases)
  func `what plain trimming leaves is the text, at every width`(_ item: Case) throws {
    let space = try #require(try Fixture.encode(" ", item.charset).first)
    let layout = Self.layout(item)
    let file = RecordFileLayout(
      framing: .fixed(byteCount: layout.maximumByteCount), types: [.init(layout: layout)])
    var input: [UInt8] = []
    var expected: [[String]] = []
    for gap in [0, 1, 2, 7, 8, 9, 15, 16, 17, 63, 64, 70] {
      // Spaces before and behind a field are not its padding.
      for neighbour in [space, 0x00] {
        func between(_ count: Int) -> String {
          input += Array(repeating: neighbour, count: count)
          return neighbour == 0 ? String(repeating: "00", count: count) : ""
        }
        var row: [String] = item.start > 0 ? [between(item.start)] : []
        for width in Self.widths {
          let most = item.kind == .double ? width / 2 : width
          let field = try Self.field(item, width: width, text: max(0, most - gap))
          input += field.bytes
          row += [field.text, between(3)]
        }
        expected.append(row)
      }
    }
    let run = try HostFixture.toText(
      input, file: file, policy: Fixture.policy(item.charset), block: 1 + item.start * 1000)
    try #require(run.error == nil, "\(String(describing: run.error))")
    let rows = PlainRows.read(run.output).dropFirst()
    try #require(rows.count == expected.count)
    for (row, wanted) in zip(rows, expected) {
      for (column, pair) in zip(row, wanted).enumerated()
      where !pair.1.utf8.elementsEqual(pair.0) {
        Issue.record(
          "\(layout.fields[column].name) is \(pair.0), expected \(pair.1)")
      }
    }
    #expect(run.report.conservation)
  }
}
