import GaijiCharsets
import GaijiModel
import Testing

/// Every gaiji area of these charsets by its first, last and boundary codes, written out.
///
/// Sources: Windows code page 932 (EUDC F040–F9FC), eucJP-ms, IBM code pages 300 and 16684 as glibc,
/// ICU and OpenJDK have them.
@Suite struct GaijiAreaTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let charset: String
    let bytes: [UInt8]
    let scalar: UInt32
    var testDescription: String { "\(charset) \(hex(bytes))" }
  }

  static let gaiji: [Row] =
    [
      // CP932: rows of 188, no trail 7F.
      Row(charset: "cp932", bytes: [0xF0, 0x40], scalar: 0xE000),
      Row(charset: "cp932", bytes: [0xF0, 0x7E], scalar: 0xE03E),
      Row(charset: "cp932", bytes: [0xF0, 0x80], scalar: 0xE03F),
      Row(charset: "cp932", bytes: [0xF0, 0xFC], scalar: 0xE0BB),
      Row(charset: "cp932", bytes: [0xF1, 0x40], scalar: 0xE0BC),
      Row(charset: "cp932", bytes: [0xF9, 0x40], scalar: 0xE69C),
      Row(charset: "cp932", bytes: [0xF9, 0xFC], scalar: 0xE757),
      // EUC: rows of 94, two planes.
      Row(charset: "eucjp-ms", bytes: [0xF5, 0xA1], scalar: 0xE000),
      Row(charset: "eucjp-ms", bytes: [0xF5, 0xFE], scalar: 0xE05D),
      Row(charset: "eucjp-ms", bytes: [0xF6, 0xA1], scalar: 0xE05E),
      Row(charset: "eucjp-ms", bytes: [0xFE, 0xFE], scalar: 0xE3AB),
      Row(charset: "eucjp-ms", bytes: [0x8F, 0xF5, 0xA1], scalar: 0xE3AC),
      Row(charset: "eucjp-ms", bytes: [0x8F, 0xF5, 0xFE], scalar: 0xE409),
      Row(charset: "eucjp-ms", bytes: [0x8F, 0xF6, 0xA1], scalar: 0xE40A),
      Row(charset: "eucjp-ms", bytes: [0x8F, 0xFE, 0xFE], scalar: 0xE757),
    ]
    + ["ibm930", "ibm939", "ibm1390", "ibm1399"].flatMap { name in
      // IBM: rows of 190; the Shift_JIS-compatible part ends at 72EA.
      [
        Row(charset: name, bytes: [0x0E, 0x69, 0x41], scalar: 0xE000),
        Row(charset: name, bytes: [0x0E, 0x69, 0xFE], scalar: 0xE0BD),
        Row(charset: name, bytes: [0x0E, 0x6A, 0x41], scalar: 0xE0BE),
        Row(charset: name, bytes: [0x0E, 0x72, 0xEA], scalar: 0xE757),
        Row(charset: name, bytes: [0x0E, 0x72, 0xEB], scalar: 0xE758),
        Row(charset: name, bytes: [0x0E, 0x7F, 0xFC], scalar: 0xF10F),
        Row(charset: name, bytes: [0x0E, 0x7F, 0xFD], scalar: 0xF110),
        Row(charset: name, bytes: [0x0E, 0x7F, 0xFE], scalar: 0xF111),
      ]
    }
    + ["ibm1390", "ibm1399"].flatMap { name in
      [
        Row(charset: name, bytes: [0x0E, 0x80, 0x41], scalar: 0xF112),
        Row(charset: name, bytes: [0x0E, 0x89, 0xBD], scalar: 0xF83C),
      ]
    } + [
      // Windows EUDC in Unicode: the private use area of the BMP; planes 15 and 16 besides.
      Row(charset: "utf8", bytes: [0xEE, 0x80, 0x80], scalar: 0xE000),
      Row(charset: "utf8", bytes: [0xEF, 0xA3, 0xBF], scalar: 0xF8FF),
      Row(charset: "utf8", bytes: [0xF3, 0xB0, 0x80, 0x80], scalar: 0xF0000),
      Row(charset: "utf8", bytes: [0xF4, 0x8D, 0xBA, 0x92], scalar: 0x10DE92),
      Row(charset: "utf16le", bytes: [0x00, 0xE0], scalar: 0xE000),
      Row(charset: "utf16le", bytes: [0xFF, 0xF8], scalar: 0xF8FF),
      Row(charset: "utf16be", bytes: [0xE0, 0x00], scalar: 0xE000),
      Row(charset: "utf16be", bytes: [0xF8, 0xFF], scalar: 0xF8FF),
      Row(charset: "utf16be", bytes: [0xDB, 0xF7, 0xDE, 0x92], scalar: 0x10DE92),
      Row(charset: "utf32be", bytes: [0x00, 0x10, 0xDE, 0x92], scalar: 0x10DE92),
      Row(charset: "utf32le", bytes: [0xFF, 0xF8, 0x00, 0x00], scalar: 0xF8FF),
    ]

  @Test(arguments: gaiji)
  func `A code of a gaiji area reads as its private-use character and is written back`(
    _ row: Row
  ) throws {
    let table = try Charsets.table(row.charset)
    let units = ScalarDecoder.units(of: row.bytes, in: table)
    let unit = try #require(units.last)
    #expect(unit.kind == .gaiji)
    #expect(unit.scalar == row.scalar)
    #expect(!unit.isOneWay)
    var encoder = ScalarEncoder(table)
    var bytes: [UInt8] = []
    #expect(encoder.encode(row.scalar, into: &bytes))
    #expect(bytes == row.bytes)
  }

  /// The codes just outside each area, and areas that a charset does not have.
  @Test(
    arguments: [
      ("cp932", [0xEF, 0xFC]), ("cp932", [0xFA, 0x40]), ("eucjp-ms", [0xF4, 0xFE]),
      ("eucjp-ms", [0x8F, 0xF4, 0xFE]), ("euc-jp", [0xF5, 0xA1]), ("euc-jp", [0x8F, 0xF5, 0xA1]),
      ("shift_jis", [0xF0, 0x40]), ("ibm930", [0x0E, 0x68, 0xFE]), ("ibm930", [0x0E, 0x80, 0x41]),
      ("ibm939", [0x0E, 0x80, 0x41]), ("ibm1390", [0x0E, 0x89, 0xBE]),
      ("ibm1399", [0x0E, 0x89, 0xBE]), ("utf8", [0xED, 0x9F, 0xBF]), ("utf8", [0xEF, 0xA4, 0x80]),
    ] as [(String, [UInt8])])
  func `A code beside a gaiji area is no gaiji`(_ charset: String, _ bytes: [UInt8]) throws {
    let units = ScalarDecoder.units(of: bytes, in: try Charsets.table(charset))
    #expect(!units.contains { $0.kind == .gaiji })
  }

  @Test(arguments: [
    ("cp932", 1880), ("eucjp-ms", 1880), ("ibm930", 4370), ("ibm939", 4370), ("ibm1390", 6205),
    ("ibm1399", 6205), ("shift_jis", 0), ("euc-jp", 0), ("iso-2022-jp", 0),
  ])
  func `A charset has as many gaiji codes as published`(_ charset: String, _ count: Int) throws {
    let table = try Charsets.table(charset)
    let found = table.states.reduce(0) { sum, state in
      sum
        + [state.one, state.two, state.three].reduce(0) {
          $0 + $1.array.count { DecodeEntry(rawValue: $0).isGaiji }
        }
    }
    #expect(found == count)
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing))
  func `F040 is 𠂉 in Shift_JIS-2004`() throws {
    let units = ScalarDecoder.units(of: [0xF0, 0x40], in: try Charsets.table("shift_jis-2004"))
    #expect(units.map(\.scalar) == [0x20089])
    #expect(units.map(\.kind) == [.character])
  }
}
