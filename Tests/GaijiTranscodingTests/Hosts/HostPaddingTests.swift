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
    let odd = Array(repeating: UInt8(0), count: width - letters.count - spaces.count)
    let shown = String(repeating: isDouble ? "山" : "A", count: text)
    let filler = String(repeating: isDouble ? "\u{3000}" : " ", count: count)
    let bytes = item.padding == .leading ? spaces + letters : letters + spaces
    // A field with half a code behind it has no padding: what ends it is not a space.
    let keeps = item.padding == .kept || !odd.isEmpty
    let written = keeps ? (item.padding == .leading ? filler + shown : shown + filler) : shown
    return (bytes + odd, written + (odd.isEmpty ? "" : "{bytes:00}"))
  }

  private static func codes(_ text: String, _ charset: String) throws -> [UInt8] {
    let bytes = try Fixture.encode(text, charset)
    return charset == "cp932" ? bytes : Array(bytes.dropFirst().dropLast())
  }

  @Test(arguments: cases)
  func `what plain trimming leaves is the text, at every width`(_ item: Case) throws {
    let space = try #require(try Fixture.encode(" ", item.charset).first)
    for width in Self.widths {
      let layout = RecordLayout(
        name: "R",
        fields: (item.start > 0
          ? [LayoutField(name: "A", kind: .raw, offset: 0, byteCount: item.start)] : [])
          + [
            LayoutField(
              name: "F", kind: item.kind, offset: item.start, byteCount: width,
              padding: item.padding),
            LayoutField(name: "Z", kind: .raw, offset: item.start + width, byteCount: 3),
          ], maximumByteCount: item.start + width + 3)
      let file = RecordFileLayout(
        framing: .fixed(byteCount: layout.maximumByteCount), types: [.init(layout: layout)])
      var input: [UInt8] = []
      var expected: [String] = []
      let most = item.kind == .double ? width / 2 : width
      for text in Set([0, 1, 2, 7, 8, most / 2, most - 9, most - 8, most - 2, most - 1, most])
        .sorted() where (0...most).contains(text)
      {
        let field = try Self.field(item, width: width, text: text)
        // Spaces before and behind it, which are not its padding.
        for neighbour in [space, 0x00] {
          input += Array(repeating: neighbour, count: item.start) + field.bytes
          input += Array(repeating: neighbour, count: 3)
          let raw = { (count: Int) in neighbour == 0 ? String(repeating: "00", count: count) : "" }
          expected.append(
            (item.start > 0 ? raw(item.start) + "," : "") + field.text + "," + raw(3))
        }
      }
      let run = try HostFixture.toText(
        input, file: file, policy: Fixture.policy(item.charset), block: width % 2 == 0 ? 1 : 4096)
      try #require(run.error == nil, "\(String(describing: run.error))")
      let lines = run.text.split(separator: "\n", omittingEmptySubsequences: false)
      #expect(lines.dropFirst().map(String.init) == expected + [""], "width \(width)")
      #expect(run.report.conservation, "width \(width)")
    }
  }
}
