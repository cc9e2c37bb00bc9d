import GaijiCharsets
import GaijiModel
import Testing

/// The rules of composition on small parts of our own.
@Suite struct CompositionTests {
  private typealias Row = CharsetPart.Row

  private func compose(_ name: String, _ parts: [CharsetPart]) throws -> CharsetTable {
    try CharsetComposer(parts: parts).compose(try #require(VendorCharsets.named(name))).table
  }

  private func row(
    _ code: UInt32, _ first: UInt32, _ second: UInt32 = 0, _ use: CharsetPart.Use = .both
  ) -> CharsetPart.Row {
    Row(code: code, byteCount: code > 0xFF ? 2 : 1, first: first, second: second, use: use)
  }

  private func decode(_ code: UInt32, _ table: CharsetTable) -> (DecodeEntry, [UInt32]) {
    let entry = DecodeEntry(rawValue: table.states[table.states.count - 1].two[Int(code)])
    guard entry.isCharacter else { return (entry, []) }
    guard entry.isSequence else { return (entry, [entry.value]) }
    let index = 2 * Int(entry.value)
    return (entry, [table.sequences[index], table.sequences[index + 1]])
  }

  @Test func `The first row of a code is read and the first of a character written`() throws {
    let part = CharsetPart(
      name: "jef",
      rows: [
        row(0xB0A1, 0x4E9C), row(0xB0A1, 0x4E9D), row(0x41A1, 0x4E9C), row(0x41A2, 0x4E9D),
        row(0x41A3, 0x4E00, 0, .decodeOnly), row(0x41A4, 0x4E01, 0, .encodeOnly),
      ])
    let table = try compose("jef", [part])
    #expect(decode(0xB0A1, table).1 == [0x4E9C] && !decode(0xB0A1, table).0.isOneWay)
    #expect(decode(0x41A1, table).1 == [0x4E9C] && decode(0x41A1, table).0.isOneWay)
    // The code that means a character is written for it, not the one that names it second.
    #expect(table.encoding.entry(for: 0x4E9D) == 0x2000_41A2)
    #expect(!decode(0x41A2, table).0.isOneWay)
    #expect(decode(0x41A3, table).0.isOneWay && table.encoding.entry(for: 0x4E00) == 0)
    #expect(decode(0x41A4, table).0 == .undefined)
    #expect(table.encoding.entry(for: 0x4E01) == 0x2000_41A4)
  }

  @Test func `A selector makes a sequence and a bare base yields to a code of its own`() throws {
    let part = CharsetPart(
      name: "jef",
      rows: [
        row(0xC4D4, 0x8FBB, 0xE0103), row(0xC4D4, 0x8FBB, 0, .encodeOnly),
        row(0x67A5, 0x8FBB, 0xE0102), row(0xB0A1, 0x4E9C, 0xE0101),
        row(0xB0A1, 0x4E9C, 0, .encodeOnly), row(0x41A1, 0x4E9C),
      ])
    let table = try compose("jef", [part])
    #expect(decode(0xC4D4, table).1 == [0x8FBB, 0xE0103])
    #expect(table.encoding.entry(for: 0x8FBB, 0xE0103) == 0x2000_C4D4)
    #expect(table.encoding.entry(for: 0x8FBB, 0xE0102) == 0x2000_67A5)
    #expect(table.encoding.entry(for: 0x8FBB) == 0x2000_C4D4)
    #expect(table.encoding.entry(for: 0x4E9C) == 0x2000_41A1)
    // JIS X 0208:1990 has bare characters there.
    #expect(table.positions.array == [0xB0A1, 0x4E9C, 0xC4D4, 0x8FBB])
  }

  @Test func `Other mappings of one character are no other position`() throws {
    let part = CharsetPart(
      name: "jipsj",
      rows: [row(0x2141, 0xFF5E), row(0x3021, 0x5516), row(0x3022, 0x5516), row(0x7421, 0x4E00)])
    let table = try compose("jipsj", [part])
    #expect(table.positions.array == [0x3021, 0x4E9C])
    // A row may take a code from the area for users, which then is no gaiji.
    #expect(!decode(0x7421, table).0.isGaiji && decode(0x7422, table).1 == [0xE001])
    #expect(decode(0x7422, table).0.isGaiji && table.encoding.entry(for: 0xE000) == 0)
  }

  @Test func `A table may project gaiji elsewhere`() throws {
    let part = CharsetPart(name: "jef", rows: [row(0x80A1, 0xE92E), row(0x80A2, 0xE003)])
    let table = try compose("jef", [part])
    #expect(decode(0x80A1, table).1 == [0xE92E] && decode(0x80A1, table).0.isGaiji)
    #expect(decode(0x80A2, table).1 == [0xE003])
    // U+E003 is taken, so its usual code stays without a character rather than being one-way.
    #expect(decode(0x80A4, table).0 == .undefined)
    #expect(table.encoding.entry(for: 0xE003) == 0x2000_80A2)
  }

  @Test func `Outside the coding space is invalid, inside undefined`() throws {
    let table = try compose("jef", [CharsetPart(name: "jef", rows: [row(0x4040, 0x3000)])])
    #expect(decode(0x4040, table).1 == [0x3000])
    for code: UInt32 in [0x4041, 0x41A0, 0x41FF, 0xFFA1, 0x3FA1] {
      #expect(decode(code, table).0 == .invalid, "\(code)")
    }
    for code: UInt32 in [0x41A1, 0x7FFE, 0xFEFE] {
      #expect(decode(code, table).0 == .undefined, "\(code)")
    }
  }

  @Test func `A shift byte is no code, and the first shift of a state is written`() throws {
    let one = CharsetPart(name: "fujitsu-ebcdic", rows: [row(0x28, 0x88), row(0x30, 0x90)])
    let table = try compose("jef-ebcdic", [one])
    #expect(table.encoding.entry(for: 0x88) == 0 && table.states[0].lengths[0x28] == 0)
    #expect(table.encoding.entry(for: 0x90) == 0x1000_0030)
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    #expect(encoder.encode(0x3042, into: &bytes))
    encoder.finish(into: &bytes)
    #expect(bytes == [0x28, 0xA4, 0xA2, 0x29])
  }

  @Test(arguments: [
    ("jef", 0x41A0, 2, "is outside the two-byte codes of the system"),
    ("jef", 0x41, 1, "has 1 bytes where the system has 2"),
    ("nec-jis8", 0x2121, 2, "has 2 bytes where the system has 1"),
    ("keis83", 0x1_0000, 2, "has 2 bytes where the system has 2"),
  ])
  func `A row that its system cannot have is named`(
    _ part: String, _ code: Int, _ byteCount: Int, _ reason: String
  ) throws {
    let bad = Row(code: UInt32(code), byteCount: byteCount, first: 0x4E00)
    let first = Row(
      code: part == "nec-jis8" ? 0x41 : 0xB0A1, byteCount: part == "nec-jis8" ? 1 : 2, first: 0x41)
    let error = #expect(throws: CompositionError.self) {
      try compose(part, [CharsetPart(name: part, rows: [first, bad])])
    }
    let digits = hexadecimal(UInt32(code), digits: 2 * byteCount)
    #expect(
      error
        == .codeOutside(part: part, row: 2, code: digits, reason: reason))
    #expect("\(try #require(error))".contains("row 2: code \(digits)"))
  }

  @Test(arguments: [UInt32(0xD800), 0x11_0000, .max])
  func `A value that is no scalar is named`(_ value: UInt32) throws {
    #expect(throws: CompositionError.wrongValue(part: "jef", row: 1, value: value)) {
      try compose("jef", [CharsetPart(name: "jef", rows: [row(0xB0A1, value)])])
    }
    #expect(throws: CompositionError.wrongValue(part: "jef", row: 1, value: value)) {
      try compose("jef", [CharsetPart(name: "jef", rows: [row(0xB0A1, 0x4E00, value)])])
    }
  }

  @Test func `A byte map must be whole and one to one`() throws {
    let name = VendorCharsets.jipsByteMap
    let whole = (0..<256).map { Row(code: UInt32($0), byteCount: 1, first: UInt32(255 - $0)) }
    _ = try compose("jipse", [CharsetPart(name: name, rows: whole)])
    for rows in [
      Array(whole.dropLast()), whole.dropLast() + [Row(code: 0, byteCount: 1, first: 0)],
      whole + [Row(code: 7, byteCount: 1, first: 0)],
    ] {
      let error = #expect(throws: CompositionError.self) {
        try compose("jipse", [CharsetPart(name: name, rows: rows)])
      }
      guard case .byteMap(name, _) = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(throws: CompositionError.wrongValue(part: name, row: 1, value: 256)) {
      try compose(
        "jipse", [CharsetPart(name: name, rows: [Row(code: 0, byteCount: 1, first: 256)])])
    }
  }

  @Test func `A part that no system has is refused`() {
    #expect(throws: CompositionError.unknownPart("jef2")) {
      try CharsetComposer(parts: [CharsetPart(name: "jef2", rows: [])])
    }
  }

  @Test func `KEIS90 without a table is KEIS83 with what 1990 added`() throws {
    let keis83 = CharsetPart(name: "keis83", rows: [row(0xB0A1, 0x4E9C)])
    let definition = try #require(VendorCharsets.named("KEIS90"))
    let composed = try CharsetComposer(parts: [keis83]).compose(definition)
    #expect(composed.missing == ["keis90"])
    #expect(decode(0xF4A6, composed.table).1 == [0x7199])
    #expect(decode(0xB0A1, composed.table).1 == [0x4E9C])
    #expect(decode(0xB0A2, composed.table).0 == .undefined)
  }

  @Test func `Names and aliases are of one charset each`() {
    var seen = Set(CharsetNames.standard)
    for charset in VendorCharsets.all {
      for name in [charset.name] + charset.aliases {
        #expect(seen.insert(name).inserted, "\(name)")
        #expect(CharsetNames.canonical(name.uppercased()) == charset.name)
      }
    }
    #expect(VendorCharsets.names.count == 29)
  }
}
