import GaijiCharsets
import GaijiModel
import Testing

/// What a table reads, it writes.
@Suite struct RoundTripTests {
  @Test(arguments: Charsets.plain)
  func `Every code that is not one-way is written back as it was`(_ name: String) throws {
    try expectRoundTrip(name)
  }

  @Test(.enabled(if: Charsets.hasJISX0213, Charsets.jisx0213Missing), arguments: Charsets.jisx0213)
  func `Every JIS X 0213 code is written back as it was`(_ name: String) throws {
    try expectRoundTrip(name)
  }

  private func expectRoundTrip(_ name: String) throws {
    let table = try Charsets.table(name)
    var failures: [String] = []
    for (state, tables) in table.states.enumerated() {
      for (length, values) in [(1, tables.one), (2, tables.two), (3, tables.three)] {
        for index in 0..<values.count {
          let entry = DecodeEntry(rawValue: values[index])
          guard entry.isCharacter else { continue }
          let code = length == 3 ? 0x8F0000 | UInt32(index) : UInt32(index)
          let target = UInt32(length) << 28 | code
          let first = entry.isSequence ? table.sequences[Int(entry.value) * 2] : entry.value
          let second = entry.isSequence ? table.sequences[Int(entry.value) * 2 + 1] : 0
          let written =
            second == 0
            ? table.encoding.entry(for: first) : table.encoding.entry(for: first, second)
          // The state may differ: letters of JIS X 0201 are written in ASCII.
          let isSame = written & ~(0xF << 24) == target
          // RFC 1468 has no half-width kana: they are read and not written.
          let isUnwritten = name == "iso-2022-jp" && state == 3 && (0xFF61...0xFF9F).contains(first)
          if isUnwritten ? written != 0 : isSame == entry.isOneWay || written == 0 {
            failures.append("state \(state) \(hexadecimal(code, digits: length * 2))")
          }
        }
      }
    }
    #expect(failures.isEmpty, "\(failures.count): \(failures.prefix(20))")
  }

  @Test(arguments: ["utf8", "utf16", "utf16le", "utf16be", "utf32", "utf32le", "utf32be"])
  func `Every scalar of the Unicode schemes is written back as it was`(_ name: String) throws {
    let table = try Charsets.table(name)
    var encoder = ScalarEncoder(table)
    var failures: [UInt32] = []
    for start in stride(from: UInt32(0), to: 0x110000, by: 0x100) {
      let block = (start..<start + 0x100).filter { !(0xD800...0xDFFF).contains($0) }
      // A character first, so that U+FEFF is not a byte order mark.
      var bytes: [UInt8] = []
      for scalar in [0x41] + block where !encoder.encode(scalar, into: &bytes) {
        failures.append(scalar)
      }
      let units = ScalarDecoder.units(of: bytes, in: table)
      if units.dropFirst().map(\.scalar) != block { failures.append(start) }
      for unit in units where (unit.kind == .gaiji) != isPrivateUse(unit.scalar) {
        failures.append(unit.scalar)
      }
    }
    #expect(failures.isEmpty, "\(failures.prefix(20).map(scalarName))")
    for value in [UInt32](0xD800...0xDFFF) + [0x110000, UInt32.max] {
      var bytes: [UInt8] = []
      #expect(!encoder.encode(value, into: &bytes))
      #expect(bytes.isEmpty)
    }
  }
}
