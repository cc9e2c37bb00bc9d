import GaijiCharsets
import GaijiModel
import Testing

@testable import GaijiCatalog

@Suite struct CharsetRowsTests {
  static let names = CharsetNames.standard.filter { !$0.hasSuffix("-2004") }

  @Test(arguments: names)
  func `A charset taken apart and put together is the same`(_ name: String) throws {
    try expectSame(CharsetBuilder.build(name, jisx0213: nil))
  }

  @Test(arguments: ["jef-ebcdik", "jipse", "ibm16684", "nec-jis8"])
  func `So is a vendor's charset`(_ name: String) throws {
    let charset = try #require(VendorCharsets.named(name))
    let selector = CharsetPart.Row(code: 0xB0A1, byteCount: 2, first: 0x4E9C, second: 0xE0100)
    let jef = CharsetPart(name: "jef", rows: [selector])
    try expectSame(CharsetComposer(parts: [jef]).compose(charset).table)
  }

  private func expectSame(_ table: CharsetTable) throws {
    let name = table.name
    let back = CharsetRows(table).table(name: name, scheme: table.scheme, shifts: table.shifts)
    #expect(back.states.count == table.states.count)
    for (a, b) in zip(back.states, table.states) {
      #expect(a.lengths.array == b.lengths.array)
      #expect(meanings(a.one, back) == meanings(b.one, table))
      #expect(meanings(a.two, back) == meanings(b.two, table))
      #expect(meanings(a.three, back) == meanings(b.three, table))
    }
    #expect(back.positions.array == table.positions.array)
    #expect(back.encoding.pairKeys.array == table.encoding.pairKeys.array)
    #expect(back.encoding.pairEntries.array == table.encoding.pairEntries.array)
    guard table.encoding.blocks.count > 0 else { return }
    let differing = (0..<UInt32(0x110000)).filter {
      back.encoding.entry(for: $0) != table.encoding.entry(for: $0)
    }
    #expect(differing.isEmpty, "\(name): \(differing.prefix(5).map(scalarName))")
  }

  /// Entries with sequences in full, so that their numbering does not matter.
  private func meanings(_ table: FlatTable<UInt32>, _ charset: CharsetTable) -> [UInt64] {
    table.array.map { raw in
      let entry = DecodeEntry(rawValue: raw)
      guard entry.isSequence else { return UInt64(raw) }
      let index = 2 * Int(entry.value)
      return UInt64(raw >> 21) << 56 | UInt64(charset.sequences[index]) << 24
        | UInt64(charset.sequences[index + 1])
    }
  }

  /// Areas and counts of DOMAIN knowledge: glibc, ICU and IBM's figures agree on them.
  @Test(arguments: [
    ("cp932", ["F040-F9FC E000 1880"]),
    ("eucjp-ms", ["F5A1-FEFE E000 940", "8FF5A1-8FFEFE E3AC 940"]),
    ("ibm930", ["6941-7FFE E000 4370"]), ("ibm939", ["6941-7FFE E000 4370"]),
    ("ibm1390", ["6941-89BD E000 6205"]), ("ibm1399", ["6941-89BD E000 6205"]),
    ("shift_jis", []), ("euc-jp", []), ("iso-2022-jp", []), ("utf8", []),
  ])
  func `Finds the gaiji areas`(_ name: String, _ expected: [String]) throws {
    let areas = CharsetRows(try CharsetBuilder.build(name, jisx0213: nil)).areas
    let texts = areas.map {
      "\(hexadecimal($0.firstCode, digits: 4))-\(hexadecimal($0.lastCode, digits: 4)) "
        + "\(hexadecimal($0.firstScalar, digits: 4)) \($0.cellCount)"
    }
    #expect(texts == expected)
  }
}
