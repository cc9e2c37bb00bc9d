import Foundation
import GaijiModel
import Testing

@testable import GaijiCatalog

@Suite struct SourceReaderTests {
  /// `printf 'U+845B\tkTotalStrokes\t12\n' | bzip2`, twice in a row: two streams.
  @Test func `Decompresses concatenated streams and refuses damage`() throws {
    let folder = try TemporaryFolder()
    let text = String(repeating: "U+845B\tkTotalStrokes\t12\n", count: 1000)
    _ = try folder.write(text, "a")
    let stream = try output(of: "/usr/bin/env", ["bzip2", "-c", folder.file("a")])
    #expect(try BZip2.decompress(stream + stream) == Array((text + text).utf8))
    for count in 0..<stream.count {
      #expect(throws: BZip2.Failure.self) { try BZip2.decompress(Array(stream.prefix(count))) }
    }
    #expect(throws: BZip2.Failure.tooLarge(limit: 100)) {
      try BZip2.decompress(stream, limit: 100)
    }
    #expect(throws: BZip2.Failure.self) { try BZip2.decompress(stream + [0]) }
  }

  @Test func `Keeps the chosen Unihan fields and the version`() throws {
    let file = try UnihanFile(
      Array(
        """
        # Unihan_Readings.txt
        # Unicode version: 15.0.0

        U+845B\tkJapaneseKun\tKUZU TSUZURA
        U+845B\tkMandarin\tgé
        U+2000B\tkTotalStrokes\t5
        """.utf8))
    #expect(file.version == "15.0.0")
    #expect(
      file.entries == [
        UnihanFile.Entry(scalar: 0x845B, field: "kJapaneseKun", value: "KUZU TSUZURA"),
        UnihanFile.Entry(scalar: 0x2000B, field: "kTotalStrokes", value: "5"),
      ])
  }

  @Test(arguments: [
    ("U+845B kTotalStrokes 12", "line 2: not a code point, a field and a value between tabs"),
    ("845B\tkTotalStrokes\t12", "line 2: it does not begin with a code point such as U+4E00"),
    ("U+D800\tkTotalStrokes\t12", "line 2: it does not begin with a code point such as U+4E00"),
    ("U+110000\tkTotalStrokes\t1", "line 2: it does not begin with a code point such as U+4E00"),
  ])
  func `Names the line of a wrong Unihan row`(_ line: String, _ message: String) throws {
    let fault = #expect(throws: UnihanFile.Fault.self) {
      try UnihanFile(Array("# x\n\(line)\n".utf8))
    }
    #expect("\(try #require(fault))" == message)
  }

  @Test func `Reads the shrink map's C array by MJ number`() throws {
    let table = try ShrinkTable(
      jntajisHeader: Array(
        """
        typedef struct { int x; } MJShrinkMappingUnicodeSet;
        static const MJShrinkMappingUnicodeSet mj_shrink_mappings[4] = {
            { {-1,-1}, {-1}, {-1,-1}, {-1} },
            { {12293,-1}, {-1}, {19992, 20117}, {131083} },
            { {-1,-1}, {65}, {-1,-1}, {-1} }
        };
        """.utf8))
    let identity = try #require(CharacterIdentity("MJ000001"))
    #expect(
      table.targets == [
        identity: [
          ShrinkTarget(ground: .jisUnification, scalar: 12293),
          ShrinkTarget(ground: .notice582, scalar: 19992),
          ShrinkTarget(ground: .notice582, scalar: 20117),
          ShrinkTarget(ground: .kosekiNotice, scalar: 131083),
        ],
        try #require(CharacterIdentity("MJ000002")): [ShrinkTarget(ground: .analogy, scalar: 65)],
      ])
  }

  @Test(arguments: [
    "", "mj_shrink_mappings[x] = {};", "mj_shrink_mappings[1] = { { {1}, {1}, {1} } };",
    "mj_shrink_mappings[1] = { { {1}, {1}, {1}, {1} }", "mj_shrink_mappings[1] = { { {1}, {}, {1}",
    "mj_shrink_mappings[2] = { { {55296}, {-1}, {-1}, {-1} } };",
    "mj_shrink_mappings[2] = { { {99999999999}, {-1}, {-1}, {-1} } };",
    "mj_shrink_mappings[99999999] = {",
  ])
  func `Refuses what is not the shrink map`(_ text: String) {
    #expect(throws: ShrinkTable.Fault.self) { try ShrinkTable(jntajisHeader: Array(text.utf8)) }
  }

  @Test(arguments: [
    "2026-04-01", "2024-02-29", "2026-04-01T09:30", "2026-04-01T09:30:15", "2026-04-01T09:30:15Z",
    "2026-04-01T09:30:15.123+09:00", "2000-02-29T23:59:60Z",
  ])
  func `Accepts dates of ISO 8601`(_ text: String) { #expect(ISO8601.isValid(text)) }

  @Test(arguments: [
    "", "2026", "2026-4-1", "2026/04/01", "2026-02-29", "1900-02-29", "2026-13-01", "2026-00-01",
    "2026-04-31", "2026-04-01T24:00", "2026-04-01 09:30", "2026-04-01T09:30:15+15:00", "令和8年",
    "２０２６-04-01", "2026-04-01T", "2026-04-01Z",
  ])
  func `Refuses other dates`(_ text: String) { #expect(!ISO8601.isValid(text)) }
}
