import Foundation
import GaijiCharsets
import GaijiModel
import Testing

@Suite struct CharsetBuilderTests {
  @Test(arguments: CharsetNames.standard)
  func `Every standard charset names its source`(_ name: String) throws {
    let source = try #require(CharsetBuilder.source(of: name))
    #expect(!source.description.isEmpty)
    #expect((source.icuVersion == nil) == source.icuConverters.isEmpty)
    for converter in source.icuConverters {
      #expect(try #require(ICUConverter(converter)).name == converter)
    }
  }

  @Test func `A name or sources that are missing are said`() throws {
    let unknown = try #require(
      #expect(throws: CharsetBuildError.self) { try CharsetBuilder.build("jef", jisx0213: nil) })
    #expect(unknown == .unknownCharset("jef"))
    #expect(
      "\(unknown)".hasPrefix("\"jef\" is not a charset that can be drawn; known: utf8, utf16,"))
    let rows = try #require(
      #expect(throws: CharsetBuildError.self) {
        try CharsetBuilder.build("shift_jis-2004", jisx0213: nil)
      })
    #expect(
      "\(rows)"
        == "charset shift_jis-2004 is made from the JIS X 0213 rows of jntajis; give them")
  }

  @Test(arguments: [
    ("cp932", 9795, 9397), ("shift_jis", 7070, 7070), ("eucjp-ms", 15236, 15212),
    ("euc-jp", 13167, 13167), ("ibm930", 11861, 11861), ("ibm939", 11861, 11861),
    ("ibm1390", 22329, 22328), ("ibm1399", 22329, 22328),
  ])
  func `A charset has the known number of codes`(
    _ name: String, _ codes: Int, _ written: Int
  ) throws {
    let table = try Charsets.table(name)
    let entries = table.states.flatMap { $0.one.array + $0.two.array + $0.three.array }
      .map { DecodeEntry(rawValue: $0) }
    #expect(entries.count(where: \.isCharacter) == codes)
    #expect(entries.count { $0.isCharacter && !$0.isOneWay } == written)
    #expect(
      table.encoding.entries.array.count { $0 != 0 } + table.encoding.pairEntries.count == written)
  }

  @Test(arguments: Charsets.plain)
  func `Drawing a charset twice gives the same tables`(_ name: String) throws {
    let table = try Charsets.table(name)
    let again = try CharsetBuilder.build(name, jisx0213: nil)
    #expect(again.shifts == table.shifts)
    #expect(again.sequences.array == table.sequences.array)
    #expect(again.encoding.blocks.array == table.encoding.blocks.array)
    #expect(again.encoding.entries.array == table.encoding.entries.array)
    #expect(again.encoding.pairKeys.array == table.encoding.pairKeys.array)
    for (a, b) in zip(again.states, table.states) {
      #expect(a.lengths.array == b.lengths.array)
      #expect(a.one.array == b.one.array)
      #expect(a.two.array == b.two.array)
      #expect(a.three.array == b.three.array)
    }
  }

  @Test func `A table of one's own reads and writes`() throws {
    var draft = CharsetDraft(name: "own", scheme: .leadByte)
    draft.setLength(1, of: 0x00...0x7F)
    draft.setLength(2, of: 0x81...0x82)
    draft.setTrails(0xA1...0xA3, after: 0x81...0x82)
    draft.define(0x41, byteCount: 1, 0x41)
    draft.define(0x81A1, byteCount: 2, 0x8449)
    draft.define(0x82A1, byteCount: 2, 0x8449)
    draft.define(0x81A2, byteCount: 2, 0x304B, second: 0x309A)
    draft.define(0x81A3, byteCount: 2, 0x6F22, isGaiji: true)
    let table = draft.finish()
    let units = ScalarDecoder.units(
      of: [0x41, 0x42, 0x81, 0xA1, 0x82, 0xA1, 0x81, 0xA2, 0x81, 0xA3, 0x82, 0xA2, 0x81, 0xA4],
      in: table)
    #expect(
      units.map(\.kind) == [
        .character, .undefined, .character, .character, .character, .gaiji, .undefined, .invalid,
        .invalid,
      ])
    #expect(units.map(\.isOneWay).firstIndex(of: true) == 3)
    #expect(OurCharset(table: table).encode([0x8449]) == [0x81, 0xA1])
    #expect(OurCharset(table: table).encode([0x304B, 0x309A]) == [0x81, 0xA2])
    #expect(OurCharset(table: table).encode([0x6F22]) == [0x81, 0xA3])
  }
}

@Suite struct JISX0213RowsTests {
  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing))
  func `The rows are the standard's in number and class`() throws {
    let rows = try Charsets.rows.get()
    #expect(rows.rows.count == 11_233)
    let byClass = Dictionary(grouping: rows.rows, by: \.characterClass).mapValues(\.count)
    #expect(
      byClass == [
        .nonKanjiX0208: 524, .nonKanjiX0213: 659, .level1: 2965, .level2: 3390, .level3: 1259,
        .level4: 2436,
      ])
    #expect(rows.rows.count { $0.second != 0 } == 25)
    #expect(rows.jisX0208Scalars.count == 6879)
    #expect(rows.rows.count { $0.first != $0.windowsFirst } == 7)
    #expect(rows.rows.count { $0.plane == 2 } == 2436)
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing))
  func `The tax agency's reduction goes to JIS X 0208`() throws {
    let rows = try Charsets.rows.get().rows
    let targets = Set(rows.filter(\.isJISX0208).map(\.windowsFirst))
    let reduced = rows.filter { !$0.isJISX0208 && !$0.taxAgency.isEmpty }
    #expect(reduced.count > 1000)
    for row in reduced {
      #expect((1...4).contains(row.taxAgency.count))
      #expect(targets.isSuperset(of: row.taxAgency), "\(scalarName(row.first))")
    }
    // 﨑 to 崎
    let saki = try #require(rows.first { $0.first == 0xFA11 })
    #expect(saki.taxAgency == [0x5D0E])
  }

  @Test(arguments: [
    ("", JISX0213HeaderError.tableMissing),
    ("x tx_mappings[1] = {\n{1, {2}", .unexpected(line: 2, expected: "\",\"")),
    (
      "x tx_mappings[1] = {\n\n{0, {12, -1}, {-1, -1}, JISCharacterClass_ODD, 0, {0}, {0}}};",
      .unknownClass("JISCharacterClass_ODD", line: 3)
    ),
    (
      "x tx_mappings[1] = {{17672, {12, -1}, {-1, -1}, JISCharacterClass_KANJI_LEVEL_1, 0, {0}, {0}}};",
      .valueOutOfRange(line: 1)
    ),
    (
      "x tx_mappings[1] = {{0, {12288, -1}, {-1, -1}, JISCharacterClass_KANJI_LEVEL_1, 0, {0}, {0}}};",
      .otherEdition(cell: "1-1-29")
    ),
  ])
  func `A header that is not jntajis' is refused with its place`(
    _ text: String, _ expected: JISX0213HeaderError
  ) {
    #expect(throws: expected) { try JISX0213Rows(jntajisHeader: Array(text.utf8)) }
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing))
  func `A header cut anywhere is refused`() throws {
    let header = [UInt8](try Data(contentsOf: Charsets.jntajisHeader).prefix(60_000))
    for seed in UInt64(1)...20 {
      var generator = SeededGenerator(seed: seed)
      let cut = Int.random(in: 1000..<header.count, using: &generator)
      #expect(throws: JISX0213HeaderError.self, "seed \(seed)") {
        try JISX0213Rows(jntajisHeader: Array(header.prefix(cut)))
      }
    }
  }
}
