import Foundation
import GaijiLayouts
import GaijiModel
import Testing

/// Declared layouts.
@Suite struct LayoutFileTests {
  private func decode(_ text: String) throws -> LayoutFile {
    try LayoutReader.decode(Array(text.utf8), path: "/layouts/test.toml")
  }

  @Test func `Lengths follow from digits, offsets from what stands before`() throws {
    let layout = try decode(
      """
      framing = "delimited"
      newline = "0D 0A"
      name = "甲"
      field = [
        { name = "A", type = "zoned", digits = 5, sign = "leading-separate" },
        { name = "B", type = "packed", digits = 5, scale = 2, signed = true },
        { name = "C", type = "binary", digits = 9, order = "little" },
        { name = "D", type = "float", length = 8, format = "ieee" },
        { name = "E", type = "zoned", length = 3 },
        { name = "F", type = "packed", length = 3 },
        { name = "G", type = "binary", length = 1, signed = true },
        { name = "H", type = "single", length = 2, occurs = 2, padding = "leading" },
        { name = "I", type = "raw", length = 1, offset = 32 },
      ]
      """
    ).layout
    #expect(layout.framing == .delimited(terminator: [0x0D, 0x0A]))
    let record = layout.types[0].layout
    #expect(record.name == "甲")
    #expect(
      lines(record) == [
        "A 0 6 zoned", "B 6 3 packed", "C 9 4 binary", "D 13 8 float", "E 21 3 zoned",
        "F 24 3 packed", "G 27 1 binary", "H(1) 28 2 single", "H(2) 30 2 single", "I 32 1 raw",
      ])
    #expect(
      record.fields.prefix(7).map(\.kind) == [
        .zoned(DecimalShape(digits: 5, isSigned: true), .leadingSeparate),
        .packed(DecimalShape(digits: 5, scale: 2, isSigned: true)),
        .binary(DecimalShape(digits: 9), .little), .float(.ieee),
        .zoned(DecimalShape(digits: 3), .trailing), .packed(DecimalShape(digits: 5)),
        .binary(DecimalShape(digits: 0, isSigned: true), .big),
      ])
    #expect(record.fields[7].padding == .leading)
  }

  @Test func `Fixed records are filled up to their length, every kind of them`() throws {
    let file = try decode(
      """
      framing = "fixed"
      record-length = 10
      [[record]]
      name = "A"
      when = { offset = 0, length = 1, hex = "C1" }
      field = [{ name = "X", type = "single", length = 4 }]
      [[record]]
      name = "B"
      field = [{ name = "FILLER-1", type = "single", length = 2, offset = 8 }]
      """)
    #expect(
      file.layout.types.map { lines($0.layout) } == [
        ["X 0 4 single", "FILLER-1 4 6 raw"], ["FILLER-2 0 8 raw", "FILLER-1 8 2 single"],
      ])
    #expect(file.layout.framing == .fixed(byteCount: 10))
  }

  struct Case: Sendable, CustomTestStringConvertible {
    var text: String
    var messages: [String]
    var testDescription: String { messages.joined(separator: " | ") }

    init(_ text: String, _ messages: String...) {
      self.text = text
      self.messages = messages.map { "/layouts/test.toml" + $0 }
    }
  }

  private static let head = "framing = \"rdw\"\n"
  private static func field(_ keys: String) -> String { head + "[[field]]\n" + keys }

  static let cases = [
    Case(
      "", ": \"framing\" is missing; one of: fixed, rdw, bdw, delimited",
      ": \"field\" is missing; give fields ([[field]]) or a copybook"),
    Case(
      "framing = \"vb\"\n[[field]]\nname = \"A\"\ntype = \"raw\"\nlength = 1",
      ":1: \"framing\" cannot be \"vb\"; one of: fixed, rdw, bdw, delimited"),
    Case(
      field("name = \"A\"\ntype = \"single\"\nlength = 1\nlenght = 2"),
      ":6: unknown key \"field[1].lenght\" (did you mean \"length\"?)"),
    Case(field("name = \"A\"\ntype = \"single\""), ":2: \"field[1].length\" is missing"),
    Case(field("type = \"single\"\nlength = 1"), ":2: \"field[1].name\" is missing"),
    Case(field("name = \"A\"\nlength = 1"), ":2: \"field[1].type\" is missing"),
    Case(
      field("name = \"A\"\ntype = \"double\"\nlength = 3"),
      ":2: \"field[1]\" has 3 bytes; a double field has two a character"),
    Case(
      field("name = \"A\"\ntype = \"packed\"\nlength = 3\ndigits = 7"),
      ":2: \"field[1]\" has 3 bytes, but 7 packed digits take 4"),
    Case(
      field("name = \"A\"\ntype = \"zoned\"\nlength = 40"),
      ":2: \"field[1]\" has 40 digits; at most 38 are read"),
    Case(
      field("name = \"A\"\ntype = \"binary\"\nlength = 3"),
      ":2: \"field[1]\" needs a length of 1, 2, 4 or 8 for type binary"),
    Case(
      field("name = \"A\"\ntype = \"single\"\nlength = 1\ndigits = 1"),
      ":6: \"field[1].digits\" has no meaning for type \"single\""),
    Case(
      field("name = \"A\"\ntype = \"single\"\nlength = \"1\""),
      ":5: \"field[1].length\" must be an integer, not a string"),
    Case(
      field("name = \"A\"\ntype = \"single\"\nlength = 99999999999"),
      ":5: \"field[1].length\" is 99999999999; expected 1 to 16777216"),
    Case(
      field("name = \"A\"\ntype = \"raw\"\nlength = 10000000\noccurs = 60000"),
      ":2: \"field[1]\": the record has more than 16777216 bytes at A"),
    Case(
      field("name = \"A(1)\"\ntype = \"raw\"\nlength = 1"),
      ":3: \"field[1].name\" is \"A(1)\"; expected 1 to 63 characters without control characters and "
        + "parentheses"),
    Case(
      field(
        "name = \"A\"\ntype = \"raw\"\nlength = 4\n[[field]]\nname = \"B\"\ntype = \"raw\"\n"
          + "length = 1\noffset = 3"),
      ":6: \"field[2]\": B begins at 3, inside A, which ends at 4"),
    Case(
      field(
        "name = \"A\"\ntype = \"raw\"\nlength = 4\n[[field]]\nname = \"a\"\ntype = \"raw\"\nlength = 1"
      ),
      ":6: \"field[2]\": field \"a\" stands twice; rename one"),
    Case(
      field("name = \"A\"\ntype = \"raw\"\nlength = 4\noccurs = 2\ndepending-on = \"N\""),
      ":2: \"field[1].depending-on\": \"N\" is no integer field before A"),
    Case(
      "framing = \"fixed\"\nrecord-length = 3\n[[field]]\nname = \"A\"\ntype = \"raw\"\nlength = 4",
      ": \"record-length\" is 3, but RECORD has 4 bytes"),
    Case(
      head + "newline = \"15\"\n[[field]]\nname = \"A\"\ntype = \"raw\"\nlength = 4",
      ":2: \"newline\" has no meaning for this framing; remove it"),
    Case(
      "framing = \"delimited\"\nnewline = \"1\"\n[[field]]\nname = \"A\"\ntype = \"raw\"\nlength = 4",
      ":2: \"newline\" is \"1\"; expected 1 to 8 bytes in hexadecimal"),
    Case(
      head + "[[record]]\nname = \"A\"\nfield = [{ name = \"X\", type = \"raw\", length = 2 }]\n"
        + "[[record]]\nname = \"B\"\nwhen = { field = \"X\", is = \"0\" }\n"
        + "field = [{ name = \"X\", type = \"raw\", length = 2 }]",
      ":2: record \"A\" has no \"when\" and would take every record; only the last one may be "
        + "without it"),
    Case(
      head + "[[record]]\nname = \"B\"\nwhen = { field = \"Y\", is = \"0\" }\n"
        + "field = [{ name = \"X\", type = \"raw\", length = 2 }]",
      ":4: \"record[1].when.field\": B has no field \"Y\""),
    Case(
      head + "[[record]]\nname = \"B\"\nwhen = { field = \"X\", hex = [\"F0\"] }\n"
        + "field = [{ name = \"X\", type = \"raw\", length = 2 }]",
      ":4: \"F0\" in \"record[1].when.hex\" must be 2 bytes in hexadecimal"),
    Case(
      head + "copybook = \"nowhere.cpy\"",
      ":2: /layouts/nowhere.cpy: cannot read the layout: No such file or directory"),
    Case(
      "framing = \"rdw\"\n [[ [[field]]\n",
      ":2: expected a table's name behind \"[\", such as [[field]]; quote a Japanese name"),
    Case(
      "framing = \"rdw\"\n" + String(repeating: "a.", count: 100_000) + "a = 1\n",
      ":2: more than 32 periods on a line"),
    Case("framing = \"rdw\"\nx = \"\\u0000\"", ":2: a NUL character cannot stand in a layout"),
  ]

  @Test(arguments: cases)
  func `A fault is told with its key and line`(_ fault: Case) {
    let error = #expect(throws: LayoutError.self) { try decode(fault.text) }
    #expect(error?.problems.map(\.description) == fault.messages)
  }

  @Test func `TOML that cannot be read has a line`() {
    let error = #expect(throws: LayoutError.self) { try decode("framing = \"rdw\"\nfield = [") }
    #expect(error?.problems.first?.line == 2)
  }

  @Test func `Faults of a copybook have the copybook's place`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "gaiji-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let (copybook, layout) = (folder.path + "/a.cpy", folder.path + "/a.toml")
    try "01 A.\n  05 X PIC Q.\n01 B.\n  05 Y PIC X.\n".write(
      toFile: copybook, atomically: true, encoding: .utf8)
    try "framing = \"rdw\"\ncopybook = \"a.cpy\"\n".write(
      toFile: layout, atomically: true, encoding: .utf8)
    let error = #expect(throws: LayoutError.self) { try LayoutReader.read(path: layout) }
    #expect(error?.description.hasPrefix("\(copybook):2:12: PICTURE Q: ") == true)

    try "01 A.\n  05 X PIC X(2).\n01 B.\n  05 Y PIC X.\n".write(
      toFile: copybook, atomically: true, encoding: .utf8)
    let several = #expect(throws: LayoutError.self) { try LayoutReader.read(path: layout) }
    #expect(several?.description == "\(copybook): has 2 records; name one of them: A, B")
    try """
    framing = "rdw"
    copybook = "a.cpy"
    [[record]]
    name = "B"
    when = { field = "Y", is = "1" }
    [[record]]
    name = "OTHER"
    item = "A"
    [record.override.X]
    type = "packed"
    signed = true
    """.write(toFile: layout, atomically: true, encoding: .utf8)
    let types = try LayoutReader.read(path: layout).layout.types
    #expect(types.map { lines($0.layout) } == [["Y 0 1 mixed"], ["X 0 2 packed"]])
    #expect(types.map(\.layout.name) == ["B", "OTHER"])
    #expect(types[1].layout.fields[0].kind == .packed(DecimalShape(digits: 3, isSigned: true)))
  }
}
