import GaijiCharsets
import GaijiModel
import Testing

/// The table charsets by small literal inputs: units, states, faults; and writing.
@Suite struct TableDecoderTests {
  /// Kind letters: c character, g gaiji, u undefined, i invalid, s shift; each with its byte count.
  @Test(
    arguments: [
      ("cp932", [0x88, 0xA0, 0x41], "c2 c1"), ("cp932", [0x81, 0x41, 0xF0, 0x40], "c2 g2"),
      // A trail out of range: the lead is invalid, the byte after it is looked at again.
      ("cp932", [0x88, 0x0A, 0x41], "i1 c1 c1"), ("cp932", [0x88, 0xFF], "i1 i1"),
      ("cp932", [0x88], "i1"), ("cp932", [0x80, 0xA0, 0xFD, 0xFE, 0xFF], "i1 i1 i1 i1 i1"),
      ("cp932", [0x85, 0x40], "u2"), ("cp932", [0xFC, 0x4C], "u2"), ("cp932", [0xED, 0x40], "c2"),
      ("shift_jis", [0x87, 0x40, 0xF0, 0x40, 0xFA, 0x40], "u2 u2 u2"),
      ("euc-jp", [0xA4, 0xA2, 0x8E, 0xB1, 0x8F, 0xB0, 0xA1], "c2 c2 c3"),
      ("euc-jp", [0x8F, 0xA4, 0x41], "i1 i1 c1"), ("euc-jp", [0x8F, 0xB0], "i1 i1"),
      ("euc-jp", [0x8F, 0xA2, 0xA1], "u3"), ("euc-jp", [0x8E, 0xE0], "i1 i1"),
      ("euc-jp", [0xAD, 0xA1, 0xF5, 0xA1], "u2 u2"), ("euc-jp", [0xA0, 0xFF], "i1 i1"),
      ("eucjp-ms", [0xAD, 0xA1, 0xF5, 0xA1, 0x8F, 0xF5, 0xA1], "c2 g2 g3"),
      ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x24, 0x22, 0x1B, 0x28, 0x42, 0x41], "s3 c2 s3 c1"),
      ("iso-2022-jp", [0x1B, 0x24, 0x40, 0x24, 0x22, 0x0A, 0x24, 0x22], "s3 c2 c1 c2"),
      ("iso-2022-jp", [0x1B, 0x28, 0x49, 0x31, 0x60], "s3 c1 i1"),
      ("iso-2022-jp", [0x1B, 0x24, 0x41], "i1 c1 c1"), ("iso-2022-jp", [0x1B, 0x24], "i1 c1"),
      ("iso-2022-jp", [0x80, 0x0E, 0x41], "i1 i1 c1"),
      ("iso-2022-jp", [0x1B, 0x24, 0x42, 0x7E, 0x7E, 0x24], "s3 u2 i1"),
      ("ibm930", [0x0E, 0x40, 0x40, 0x69, 0x41, 0x0F, 0x40], "s1 c2 g2 s1 c1"),
      ("ibm930", [0x0E, 0x40, 0x41, 0x69], "s1 i1 c2"),
      ("ibm930", [0x0E, 0x41, 0x0F], "s1 i1 s1"),
      ("ibm930", [0x0E, 0x15, 0xFF], "s1 i1 i1"), ("ibm930", [0x0F, 0x15, 0x57], "s1 c1 u1"),
      ("ibm1399", [0x0E, 0x89, 0xBD, 0x89, 0xBE], "s1 g2 u2"),
    ] as [(String, [UInt8], String)])
  func `Bytes fall into units`(_ name: String, _ bytes: [UInt8], _ expected: String) throws {
    let units = ScalarDecoder.units(of: bytes, in: try Charsets.table(name))
    let letters = units.map { unit in
      let letter =
        switch unit.kind {
        case .character: "c"
        case .gaiji: "g"
        case .undefined: "u"
        case .invalid: "i"
        case .shift: "s"
        }
      return letter + String(unit.byteCount)
    }
    #expect(letters.joined(separator: " ") == expected)
    for unit in units {
      let part = bytes[unit.offset..<unit.offset + Int(unit.byteCount)]
      #expect(unit.code == part.reduce(0) { $0 << 8 | UInt32($1) })
    }
  }

  @Test(
    arguments: [
      ("cp932", [0xED, 0x40], 0x7E8A), ("cp932", [0x87, 0x90], 0x2252),
      ("cp932", [0xFA, 0x54], 0xFFE2),
      ("cp932", [0xEE, 0xEF], 0x2170), ("eucjp-ms", [0xAD, 0xF0], 0x2252),
      ("eucjp-ms", [0x8F, 0xF4, 0xAC], 0x2116),
    ] as [(String, [UInt8], UInt32)])
  func `A code of a character that is written otherwise is marked one-way`(
    _ name: String, _ bytes: [UInt8], _ scalar: UInt32
  ) throws {
    let unit = try #require(
      ScalarDecoder.units(of: bytes, in: try Charsets.table(name)).first)
    #expect(unit.scalar == scalar)
    #expect(unit.isOneWay)
  }

  @Test(
    arguments: [
      ("cp932", 0x5C, [0x5C]), ("cp932", 0x1A, [0x1A]), ("cp932", 0xFF5E, [0x81, 0x60]),
      ("shift_jis", 0xA5, [0x5C]), ("shift_jis", 0x203E, [0x7E]),
      ("shift_jis", 0xFF3C, [0x81, 0x5F]),
      ("shift_jis", 0x301C, [0x81, 0x60]), ("euc-jp", 0x5C, [0x5C]),
      ("euc-jp", 0x301C, [0xA1, 0xC1]),
      ("eucjp-ms", 0xFF5E, [0xA1, 0xC1]), ("eucjp-ms", 0x2170, [0x8F, 0xF3, 0xF3]),
      ("eucjp-ms", 0x9ED1, [0x8F, 0xF4, 0xFE]), ("eucjp-ms", 0x2460, [0xAD, 0xA1]),
      ("ibm930", 0x61, [0x62]), ("ibm939", 0x61, [0x81]),
    ] as [(String, UInt32, [UInt8])])
  func `A character is one code and back`(
    _ name: String, _ scalar: UInt32, _ bytes: [UInt8]
  ) throws {
    let table = try Charsets.table(name)
    #expect(scalars(ScalarDecoder.units(of: bytes, in: table)) == [scalar])
    #expect(OurCharset(table: table).encode([scalar]) == bytes)
  }

  @Test func `Shift sequences are written only where the state changes`() throws {
    var encoder = ScalarEncoder(try Charsets.table("iso-2022-jp"))
    var bytes: [UInt8] = []
    for scalar in "A葛飾\n¥葛".unicodeScalars {
      #expect(encoder.encode(scalar.value, into: &bytes))
    }
    encoder.finish(into: &bytes)
    encoder.finish(into: &bytes)
    #expect(
      hex(bytes) == "41" + "1B2442" + "336B" + "3E7E" + "1B2842" + "0A" + "1B284A" + "5C"
        + "1B2442" + "336B" + "1B2842")
    #expect(encoder.maximumByteCount == 14)
    #expect(encoder.maximumShiftByteCount == 3)

    var host = ScalarEncoder(try Charsets.table("ibm1399"))
    bytes = []
    for scalar: UInt32 in [0x41, 0xE000, 0x15, 0x8449] {
      #expect(host.encode(scalar, into: &bytes))
    }
    host.finish(into: &bytes)
    #expect(hex(bytes) == "C1" + "0E6941" + "0F3D" + "0E45F9" + "0F")
  }

  @Test(arguments: ["cp932", "euc-jp", "iso-2022-jp", "ibm930", "ibm1399"])
  func `A character without a code leaves output and state as they were`(_ name: String) throws {
    var encoder = ScalarEncoder(try Charsets.table(name))
    var bytes: [UInt8] = []
    #expect(encoder.encode(0x8449, into: &bytes))
    let (before, state) = (bytes, encoder.state)
    for scalar: UInt32 in [0xE0101, 0x10DE92, 0xD800, 0x110000, 0xFEFF] {
      #expect(!encoder.encode(scalar, into: &bytes))
      #expect(!encoder.encode(0x8449, second: scalar, into: &bytes))
      #expect(!ScalarEncoder.canEncode(scalar, in: encoder.table))
      #expect(!ScalarEncoder.canEncode(0x8449, second: scalar, in: encoder.table))
    }
    #expect(bytes == before)
    #expect(encoder.state == state)
  }

  @Test(arguments: ["ibm1390", "ibm1399"])
  func `か゚ is one code of the host charsets that have it`(_ name: String) throws {
    let table = try Charsets.table(name)
    #expect(table.encoding.pairKeys.count == 25)
    let bytes = try #require(OurCharset(table: table).encode([0x304B, 0x309A]))
    #expect(bytes.count == 4)
    let units = ScalarDecoder.units(of: bytes, in: table)
    #expect(units.map(\.kind) == [.shift, .character, .shift])
    #expect(units[1].scalar == 0x304B)
    #expect(units[1].second == 0x309A)
    #expect(table.encoding.beginsPair(0x304B))
    #expect(!table.encoding.beginsPair(0x3042))
    #expect(ScalarEncoder.canEncode(0x304B, second: 0x309A, in: table))
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing))
  func `か゚ is one code of the JIS X 0213 charsets`() throws {
    for (name, bytes) in [("shift_jis-2004", "82F5"), ("euc-jis-2004", "A4F7")] {
      let table = try Charsets.table(name)
      let written = try #require(OurCharset(table: table).encode([0x304B, 0x309A]))
      #expect(hex(written) == bytes)
      #expect(scalars(ScalarDecoder.units(of: written, in: table)) == [0x304B, 0x309A])
    }
  }
}
