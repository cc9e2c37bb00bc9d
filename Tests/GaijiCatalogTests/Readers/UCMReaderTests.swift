import GaijiCharsets
import GaijiModel
import Testing

@testable import GaijiCatalog

@Suite struct UCMReaderTests {
  /// The .ucm text of one of ICU's converters with shifts: every code of one and two bytes.
  static func text(_ name: String, _ converterName: String) throws -> String {
    let icu = try #require(ICUConverter(converterName))
    var text = """
      <code_set_name> "\(name)"
      <mb_cur_max> 2
      <uconv_class> "EBCDIC_STATEFUL" # two states
      <subchar> \\xFE\\xFE
      CHARMAP

      """
    func row(_ code: [UInt8], _ stream: [UInt8]) {
      guard case .success(let scalars) = icu.decode(stream), !scalars.isEmpty else { return }
      let isBoth = icu.encode(scalars) == .success(stream)
      text += scalars.map { "<\(scalarName($0).replacing("U+", with: "U"))>" }.joined()
      text += " " + code.map { "\\x" + hexadecimal($0, digits: 2) }.joined()
      text += isBoth ? " |0\n" : " |3\n"
    }
    for byte in UInt8.min...UInt8.max where byte != 0x0E && byte != 0x0F { row([byte], [byte]) }
    for lead in UInt8(0x40)...0xFE {
      for trail in UInt8(0x40)...0xFE { row([lead, trail], [0x0E, lead, trail, 0x0F]) }
    }
    // What a strict converter does not write: ～ by the code of 〜, and any character by the
    // substitution character.
    return text + "<UFF5E> \\x43\\xA1 |1\n<U00A4> \\xFE\\xFE |2\nEND CHARMAP\n"
  }

  @Test(arguments: [
    ("ibm1399", "ibm-1399_P110-2003"), ("ibm930", "ibm-930_P120-1999"),
  ])
  func `A table written out from ICU and read again is the one drawn from ICU`(
    _ name: String, _ converter: String
  ) throws {
    let file = try CharsetFile(Array(Self.text(name, converter).utf8))
    #expect(file.format == .ucm)
    #expect(file.declaredName == name)
    #expect(
      file.notes == [
        "1 fallbacks (|1) are left out: they would write other characters",
        "1 rows of the substitution character (|2) are left out",
      ])
    let table = try file.table(named: name)
    let drawn = try CharsetBuilder.build(name, jisx0213: nil)
    #expect(CharsetDifference(table, drawn).isEmpty)
    #expect(table.codes == drawn.codes)
    #expect(table.shifts.map(\.bytes) == drawn.shifts.map(\.bytes))
    #expect(table.states.map(\.lengths.array) == drawn.states.map(\.lengths.array))
  }

  /// The state table of EUC-JP as ICU's manual shows it, with a code of each length.
  static let eucHeader = """
    <code_set_name> "euc"
    <uconv_class> "MBCS"
    <icu:state> 0-8d, 8e:2, 8f:3, 90-9f, a1-fe:1
    <icu:state> a1-fe
    <icu:state> a1-e4
    <icu:state> a1-fe:1, a1:4, a3-af:4, b6:4, d6:4, da-db:4, ed-f2:4
    <icu:state> a1-fe.u
    CHARMAP

    """

  @Test func `State tables give the coding space`() throws {
    let text =
      Self.eucHeader + """
        <U0041> \\x41 |0
        <UFF71> \\x8E\\xB1 |0
        <U3042> \\xA4\\xA2
        <U4E02> \\x8F\\xB0\\xA1 |0
        <U005C> \\x5C |4
        END CHARMAP
        """
    let table = try CharsetFile(Array(text.utf8)).table(named: "euc")
    func kinds(_ bytes: [UInt8]) -> [DecodedUnit.Kind] {
      ScalarDecoder.units(of: bytes, in: table).map(\.kind)
    }
    #expect(kinds([0x41, 0x8E, 0xB1, 0xA4, 0xA2]) == [.character, .character, .character])
    #expect(kinds([0x8F, 0xB0, 0xA1]) == [.character])
    #expect(kinds([0x8E, 0xB2]) == [.undefined])
    // E5 is outside of the trail bytes after 8E.
    #expect(kinds([0x8E, 0xE5]).first == .invalid)
    #expect(kinds([0xA0]) == [.invalid])
    // A row that is only written: 5C stays without a meaning.
    #expect(kinds([0x5C]) == [.undefined])
    #expect(ScalarEncoder.canEncode(0x5C, in: table))
  }

  @Test func `A code outside the state table is refused`() throws {
    let file = try CharsetFile(Array((Self.eucHeader + "<U3042> \\xA4\\x22\nEND CHARMAP").utf8))
    #expect {
      try file.table(named: "euc")
    } throws: {
      "\($0)"
        == "line 9, column 1: code A422 is outside the coding space that the header declares"
    }
  }
}
