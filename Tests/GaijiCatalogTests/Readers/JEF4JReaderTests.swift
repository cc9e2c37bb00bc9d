import Foundation
import GaijiCharsets
import Testing

@testable import GaijiCatalog

/// The published files of jef4j, against the counts of the reference manifest, and the meaning of
/// each option.
@Suite struct JEF4JReaderTests {
  static let folder = TestFiles.reference + "/vendor/"
  static let hasFiles = JEF4JFiles.all.allSatisfy { TestFiles.exists(folder + $0.name) }

  static func bytes(_ file: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: folder + file)))
  }

  struct Count: CustomTestStringConvertible, Sendable {
    var file: String
    var entries: Int
    var distinctCodes: Int
    /// Such as `["oneway": 1076]`.
    var options: [String: Int] = [:]
    var hd = 0
    var aj1 = 0
    var sp = 0
    var testDescription: String { file }
  }

  static let counts = [
    Count(
      file: "fujitsu_jef", entries: 11984, distinctCodes: 11896,
      options: [
        "oneway": 1076, "unmappable": 456, "cjk_ci": 86, "substitution": 23, "decode_only": 8,
        "encode_only": 3,
      ], hd: 3798, aj1: 3533, sp: 28),
    Count(
      file: "nec_jips", entries: 7307, distinctCodes: 7278,
      options: ["decode_only": 190, "halfwidth": 109, "fullwidth": 77, "oneway": 2], hd: 12, aj1: 11
    ),
    Count(
      file: "hitachi_keis78", entries: 6886, distinctCodes: 6886,
      options: ["decode_only": 16, "combination": 2]),
    Count(
      file: "hitachi_keis83", entries: 6882, distinctCodes: 6882,
      options: ["decode_only": 3, "combination": 2]),
    Count(
      file: "fujitsu_ebcdik", entries: 225, distinctCodes: 194,
      options: ["encode_only": 31, "compatible": 21]),
    Count(
      file: "fujitsu_ebcdic", entries: 162, distinctCodes: 157,
      options: ["encode_only": 5, "compatible": 21]),
    Count(
      file: "fujitsu_ascii", entries: 161, distinctCodes: 157,
      options: ["encode_only": 4, "compatible": 21]),
    Count(
      file: "hitachi_ebcdic", entries: 223, distinctCodes: 222, options: ["compatible": 11]),
    Count(
      file: "hitachi_ebcdik", entries: 223, distinctCodes: 223, options: ["compatible": 11]),
    Count(file: "nec_ebcdik", entries: 223, distinctCodes: 222),
    Count(file: "nec_jis8", entries: 191, distinctCodes: 187),
  ]

  @Test(.enabled(if: hasFiles, "needs vendor/*.json under GAIJI_REFERENCE"), arguments: counts)
  func `A published file has the rows and options that it is known to have`(_ count: Count) throws {
    let entries = try JEF4JReader.contents(of: Self.bytes(count.file + "_mapping.json")).entries
    #expect(entries.count == count.entries)
    #expect(Set(entries.map(\.code)).count == count.distinctCodes)
    var options: [String: Int] = [:]
    for (name, option) in JEF4JReader.Options.names {
      let found = entries.count { $0.options.contains(option) }
      if found > 0 { options[name] = found }
    }
    #expect(options == count.options)
    #expect(entries.count { $0.hd != 0 } == count.hd)
    #expect(entries.count { $0.aj1 != 0 } == count.aj1)
    #expect(entries.count { $0.second != 0 } == count.sp)
  }

  @Test(.enabled(if: hasFiles, "needs vendor/*.json under GAIJI_REFERENCE"))
  func `The byte pairs of NEC turn every byte both ways`() throws {
    let file = try CharsetFile(Self.bytes("nec_jis8_ebcdik_mapping.json"))
    #expect(file.rows.count == 256)
    #expect(Set(file.rows.map(\.code)).count == 256)
    #expect(Set(file.rows.map(\.first)).count == 256)
    // JIS8 41 (A) is EBCDIK C1.
    #expect(file.rows.contains(CharsetPart.Row(code: 0xC1, byteCount: 1, first: 0x41)))
  }

  @Test(.enabled(if: hasFiles, "needs vendor/*.json under GAIJI_REFERENCE"))
  func `The two forms of 辻 stay different codes`() throws {
    let rows = try CharsetFile(Self.bytes("fujitsu_jef_mapping.json")).rows
    func read(_ code: UInt32) -> [[UInt32]] {
      rows.filter { $0.code == code && $0.use != .encodeOnly }.map { [$0.first, $0.second] }
    }
    #expect(read(0xC4D4) != read(0x67A5))
    #expect(read(0xC4D4).map(\.[0]) == [0x8FBB])
    #expect(read(0x67A5).map(\.[0]) == [0x8FBB])
    // No character is written as two codes, but for the ones that this list names.
    var written: [[UInt32]: Set<UInt32>] = [:]
    for row in rows where row.use != .decodeOnly {
      written[[row.first, row.second], default: []].insert(row.code)
    }
    #expect(written.filter { $0.value.count > 1 }.isEmpty)
  }

  private func rows(_ json: String) throws -> [String] {
    try CharsetFile(Array(json.utf8), format: .jef4j).rows.map {
      "\(CharsetFile.codeName($0)) \(CharsetFile.characterName($0)) \($0.use)"
    }
  }

  @Test(arguments: [
    (#"{"code": "41A1", "unicode": "4E00", "text": "一"}"#, ["41A1 U+4E00 both"]),
    // A selector: the sequence both ways, the other collection's and the bare one are written.
    (
      #"{"code": "41A1", "unicode": "4E08", "hd": "E0103", "aj1": "E0101", "options": []}"#,
      ["41A1 U+4E08 U+E0103 both", "41A1 U+4E08 U+E0101 encodeOnly", "41A1 U+4E08 encodeOnly"]
    ),
    (
      #"{"code": "41A1", "unicode": "4E08", "hd": "E0103", "options": ["oneway"]}"#,
      ["41A1 U+4E08 U+E0103 both"]
    ),
    // The bare character has a code of its own.
    (
      #"{"code": "41A1", "unicode": "4E08", "hd": "E0103"}, {"code": "BEE6", "unicode": "4E08"}"#,
      ["41A1 U+4E08 U+E0103 both", "BEE6 U+4E08 both"]
    ),
    // An aj1 sequence that is another code's hd sequence belongs to that one.
    (
      #"{"code": "41A1", "unicode": "4E08", "hd": "E0103", "aj1": "E0101", "options": ["oneway"]},"#
        + #"{"code": "41A2", "unicode": "4E08", "hd": "E0101", "options": ["oneway"]}"#,
      ["41A1 U+4E08 U+E0103 both", "41A2 U+4E08 U+E0101 both"]
    ),
    (
      #"{"code": "41A1", "unicode": "4E08", "hd": "E0103", "aj1": "E0101", "#
        + #""options": ["decode_only"]}, {"code": "41A2", "unicode": "4E01"}"#,
      ["41A1 U+4E08 U+E0103 decodeOnly", "41A2 U+4E01 both"]
    ),
    (
      #"{"code": "42BB", "unicode": "4FAE", "hd": "E0103", "options": ["oneway"]},"#
        + #"{"code": "42BB", "unicode": "FA30", "options": ["cjk_ci"]}"#,
      ["42BB U+4FAE U+E0103 both", "42BB U+FA30 encodeOnly"]
    ),
    (
      #"{"code": "71F7", "unicode": "FFFD", "options": ["oneway", "unmappable"]},"#
        + #"{"code": "71AE", "unicode": "1B02A", "sp": "3099"}"#, ["71AE U+1B02A U+3099 both"]
    ),
    // The first of two substitutions is written, none when an exact code is there.
    (
      #"{"code": "71F0", "unicode": "1B110", "options": ["substitution"]},"#
        + #"{"code": "72F1", "unicode": "1B110", "options": ["substitution"]},"#
        + #"{"code": "71F2", "unicode": "1B11A", "options": ["substitution"]},"#
        + #"{"code": "71F3", "unicode": "1B11A"}"#,
      [
        "71F0 U+1B110 both", "72F1 U+1B110 decodeOnly", "71F2 U+1B11A decodeOnly",
        "71F3 U+1B11A both",
      ]
    ),
    // A oneway entry without a selector likewise.
    (
      #"{"code": "71E0", "unicode": "1B0D0", "options": ["oneway"]},"#
        + #"{"code": "71CA", "unicode": "1B081", "options": ["oneway"]},"#
        + #"{"code": "72CA", "unicode": "1B081"}"#,
      ["71E0 U+1B0D0 both", "71CA U+1B081 decodeOnly", "72CA U+1B081 both"]
    ),
    (
      #"{"code": "2C24", "unicode": "2500", "options": ["decode_only", "fullwidth"]},"#
        + #"{"code": "2C24", "unicode": "2500", "options": ["decode_only", "fullwidth"]}"#,
      ["2C24 U+2500 decodeOnly"]
    ),
    (
      #"{"code": "0E", "unicode": "000E", "options": ["compatible", "encode_only"]},"#
        + #"{"code": "0E", "unicode": "0088"}"#, ["0E U+000E encodeOnly", "0E U+0088 both"]
    ),
    (
      #"{"text": "\u8fbb\ud84d\udcf3\"\n", "unicode": "4e00", "code": "41a1"}"#,
      ["41A1 U+4E00 both"]
    ),
  ])
  func `An option becomes the rows that it means`(_ json: String, _ expected: [String]) throws {
    #expect(try rows("[\n\(json)\n]\n") == expected)
  }
}
