import GaijiCharsets
import GaijiModel
import Testing

@testable import GaijiCatalog

/// Charmaps of the Debian package locales, read and compared with glibc's own converters: every code
/// of one and two bytes, the three-byte codes after 8F, and every character.
@Suite(
  .enabled(
    if: TestFiles.exists("/usr/share/i18n/charmaps/EUC-JP.gz"),
    "needs /usr/share/i18n/charmaps (Debian package locales)"))
struct CharmapReaderTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var file: String
    var converter: String
    /// Codes that the two read differently, with what each reads.
    var read: [String] = []
    /// Characters that the two write differently.
    var written: [String] = []
    var testDescription: String { file }
  }

  // What differs is what glibc's converters write beyond their charmaps: the yen sign and the
  // overline as the bytes of JIS X 0201, the signs of JIS0208.TXT beside those of Windows, and ASCII
  // and full-width signs where the charmap has those of JIS.
  static let cases = [
    Case(file: "IBM037", converter: "IBM037"), Case(file: "IBM290", converter: "IBM290"),
    Case(file: "IBM1047", converter: "IBM1047"),
    Case(
      file: "EUC-JP", converter: "EUC-JP", written: ["U+00A5  iconv 5C", "U+203E  iconv 7E"]),
    Case(
      file: "EUC-JP-MS", converter: "EUC-JP-MS",
      written: [
        "U+00A2  iconv A1F1", "U+00A3  iconv A1F2", "U+00A5  iconv 5C", "U+00A6  iconv 8FA2C3",
        "U+00AC  iconv A2CC", "U+2014  iconv A1BD", "U+2016  iconv A1C2", "U+203E  iconv 7E",
        "U+2212  iconv A1DD", "U+301C  iconv A1C1",
      ]),
    Case(
      file: "SHIFT_JIS", converter: "SHIFT_JIS",
      written: [
        "U+005C  iconv 5C", "U+007E  iconv 7E", "U+FFE0  iconv 8191", "U+FFE1  iconv 8192",
        "U+FFE2  iconv 81CA",
      ]),
    Case(
      file: "WINDOWS-31J", converter: "WINDOWS-31J",
      written: [
        "U+00A2  iconv 8191", "U+00A3  iconv 8192", "U+00A5  iconv 5C", "U+00AC  iconv 81CA",
        "U+2014  iconv 815C", "U+2016  iconv 8161", "U+203E  iconv 7E", "U+2212  iconv 817C",
        "U+301C  iconv 8160",
      ]),
  ]

  static func table(_ name: String) throws -> (CharsetFile, CharsetTable) {
    let bytes = try output(of: "/usr/bin/gzip", ["-dc", "/usr/share/i18n/charmaps/\(name).gz"])
    let file = try CharsetFile(bytes)
    return (file, try file.table(named: "test"))
  }

  @Test(arguments: cases)
  func `A charmap reads and writes as glibc's converter does`(_ item: Case) throws {
    let (file, table) = try Self.table(item.file)
    #expect(file.format == .charmap)
    #expect(file.declaredName == item.file)
    let peer = try #require(Iconv(item.converter), "this glibc has no converter \(item.converter)")
    #expect(Self.readDifferences(table, peer) == item.read)
    #expect(Self.writeDifferences(table, peer) == item.written)
  }

  static func readDifferences(_ table: CharsetTable, _ peer: Iconv) -> [String] {
    var differences: [String] = []
    func compare(_ bytes: [UInt8]) {
      let units = ScalarDecoder.units(of: bytes, in: table)
      var ours: [UInt32]?
      if units.count == 1, let unit = units.first, [.character, .gaiji].contains(unit.kind) {
        ours = [unit.scalar] + (unit.second == 0 ? [] : [unit.second])
      }
      // Two bytes that are two codes are not looked at here, one byte alone was.
      let theirs = units.count == 1 || bytes.count == 1 ? peer.scalars(bytes) : ours
      if ours != theirs {
        differences.append(
          "\(bytes.map { hexadecimal($0, digits: 2) }.joined()) "
            + "\(CharsetCode.name(of: ours ?? [])) iconv \(CharsetCode.name(of: theirs ?? []))")
      }
    }
    for byte in UInt8.min...UInt8.max { compare([byte]) }
    for lead in UInt8.min...UInt8.max where table.states[0].lengths[Int(lead)] != 1 {
      for trail in UInt8.min...UInt8.max { compare([lead, trail]) }
    }
    if table.states[0].lengths[0x8F] == 3 {
      for second in UInt8(0xA1)...0xFE {
        for third in UInt8(0xA1)...0xFE { compare([0x8F, second, third]) }
      }
    }
    return differences
  }

  static func writeDifferences(_ table: CharsetTable, _ peer: Iconv) -> [String] {
    var differences: [String] = []
    for scalar in UInt32(0)..<0x30000 where isUnicodeScalar(scalar) {
      var encoder = ScalarEncoder(table)
      var bytes: [UInt8] = []
      let ours = encoder.encode(scalar, into: &bytes) ? bytes : nil
      let theirs = peer.code(scalar)
      if ours != theirs {
        func name(_ bytes: [UInt8]?) -> String {
          (bytes ?? []).map { hexadecimal($0, digits: 2) }.joined()
        }
        differences.append("\(scalarName(scalar)) \(name(ours)) iconv \(name(theirs))")
      }
    }
    return differences
  }

  /// glibc's charmaps have the codes of two scalars only as comments (`%<U304B><U309A> …`), because
  /// localedef has no room for them; its converters read them.
  @Test func `The codes of two scalars are the only ones that EUC-JISX0213's charmap lacks`() throws
  {
    let (_, table) = try Self.table("EUC-JISX0213")
    let peer = try #require(Iconv("EUC-JISX0213"))
    let differences = Self.readDifferences(table, peer)
    #expect(differences.count == 25)
    #expect(differences.allSatisfy { $0.split(separator: " ").count == 4 })
    #expect(differences.contains("A4F7  iconv U+304B U+309A"))
  }

  @Test func `Ranges, shifts, pairs and one-way rows are read`() throws {
    let text = """
      <code_set_name> TEST
      <escape_char> /
      <comment_char> %
      % nothing
      CHARMAP
      <U0041>..<U0043> /xc1 LETTERS
      %IRREVERSIBLE%<U0061> /xc4
      <U304B><U309A> /x0e/x44/x45/x0f
      <U3000> /x0e/x40/x40
      END CHARMAP
      WIDTH
      <U3000>...<U7199> 2
      """
    let file = try CharsetFile(Array(text.utf8))
    #expect(file.declaredName == "TEST")
    #expect(
      file.rows == [
        CharsetPart.Row(code: 0xC1, byteCount: 1, first: 0x41),
        CharsetPart.Row(code: 0xC2, byteCount: 1, first: 0x42),
        CharsetPart.Row(code: 0xC3, byteCount: 1, first: 0x43),
        CharsetPart.Row(code: 0xC4, byteCount: 1, first: 0x61, use: .decodeOnly),
        CharsetPart.Row(code: 0x4445, byteCount: 2, first: 0x304B, second: 0x309A),
        CharsetPart.Row(code: 0x4040, byteCount: 2, first: 0x3000),
      ])
    let table = try file.table(named: "test")
    let units = ScalarDecoder.units(
      of: [0xC1, 0x0E, 0x40, 0x40, 0x44, 0x45, 0x0F, 0xC4, 0xC5], in: table)
    #expect(
      units.map(\.kind) == [
        .character, .shift, .character, .character, .shift, .character, .undefined,
      ])
    #expect(units.map(\.scalar) == [0x41, 0, 0x3000, 0x304B, 0, 0x61, 0])
    #expect(ScalarEncoder.canEncode(0x61, in: table) == false)
  }
}
