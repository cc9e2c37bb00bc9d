import GaijiCharsets
import GaijiModel
import Testing

/// Two-byte codes behind each one-byte companion, through streams with every shift sequence.
@Suite(.enabled(if: VendorTable.isThere, VendorTable.missing)) struct VendorCompanionTests {
  static let mixed = VendorCharsets.all.filter { !$0.shifts.isEmpty }.map(\.name)
  static let twoByte = VendorCharsets.all.filter { $0.twoByte != nil && $0.shifts.isEmpty }

  /// The pure forms of a mixed charset.
  private func parts(of name: String) throws -> (one: CharsetTable, two: CharsetTable) {
    let charset = try #require(VendorCharsets.named(name))
    let pure = try #require(Self.twoByte.first { name.hasPrefix($0.name + "-") })
    return (
      try VendorTable.charset(try #require(charset.oneByte)), try VendorTable.charset(pure.name)
    )
  }

  @Test(arguments: mixed)
  func `Each two-byte code reads the same behind every shift as alone`(_ name: String) throws {
    let table = try VendorTable.charset(name)
    let alone = try parts(of: name).two
    let codes = (UInt32(0)...0xFFFF).filter { DecodeEntry.isCharacter(alone, $0) }
    #expect(codes.count > 6000)
    for shift in table.shifts where shift.state == 1 {
      var stream = shift.bytes
      for code in codes { stream += [UInt8(code >> 8), UInt8(code & 0xFF)] }
      let units = decode(stream, table)
      let expected = decode(Array(stream.dropFirst(shift.bytes.count)), alone)
      try #require(units.count == codes.count + 1 && expected.count == codes.count)
      #expect(
        units[0].kind == .shift && units[0].code == shift.bytes.reduce(0) { $0 << 8 | UInt32($1) })
      let differing = zip(units.dropFirst(), expected).filter { unit, wanted in
        unit.kind != wanted.kind || unit.code != wanted.code || unit.scalar != wanted.scalar
          || unit.second != wanted.second
      }
      #expect(differing.isEmpty, "\(differing.prefix(3))")
    }
  }

  @Test(arguments: mixed)
  func `Each two-byte code that is not one-way is written behind the first shift`(
    _ name: String
  ) throws {
    let table = try VendorTable.charset(name)
    let first = try #require(table.shifts.first { $0.state == 1 }).bytes
    let back = try #require(table.shifts.first { $0.state == 0 }).bytes
    var written = 0
    var wrong: [UInt32] = []
    for code in UInt32(0)...0xFFFF {
      let bytes = [UInt8(code >> 8), UInt8(code & 0xFF)]
      guard case let units = decode(first + bytes, table), units.count == 2,
        units[1].byteCount == 2,
        units[1].kind == .character || units[1].kind == .gaiji
      else { continue }
      var encoder = ScalarEncoder(table)
      var output: [UInt8] = []
      let isWritten = encoder.encode(units[1].scalar, second: units[1].second, into: &output)
      encoder.finish(into: &output)
      let isSame = isWritten && output == first + bytes + back
      if isSame == units[1].isOneWay { wrong.append(code) }
      if isSame { written += 1 }
    }
    #expect(wrong.isEmpty && written > 6000, "\(wrong.prefix(9))")
  }

  @Test(arguments: mixed)
  func `One-byte codes are those of the companion alone`(_ name: String) throws {
    let table = try VendorTable.charset(name)
    let alone = try parts(of: name).one
    let shifts = table.shifts.filter { $0.bytes.count == 1 }.map { $0.bytes[0] }
    for byte in UInt8.min...UInt8.max where !shifts.contains(byte) {
      let a = decode([byte], table)
      let b = decode([byte], alone)
      #expect(a.count == 1 && b.count == 1)
      #expect(a[0].kind == b[0].kind && a[0].scalar == b[0].scalar, "\(byte)")
      if b[0].kind == .character, !b[0].isOneWay {
        #expect(table.encoding.entry(for: b[0].scalar) == 1 << 28 | UInt32(byte))
      }
    }
  }

  /// 30 before anything but E2, 0A, 1A and 3F before anything but their second bytes.
  @Test(arguments: mixed)
  func `A byte that only begins a shift sequence is an ordinary code`(_ name: String) throws {
    let table = try VendorTable.charset(name)
    let alone = try parts(of: name).one
    let long = table.shifts.filter { $0.bytes.count == 2 }
    for lead in Set(long.map { $0.bytes[0] }) {
      let seconds = long.filter { $0.bytes[0] == lead }.map { $0.bytes[1] }
      let meaning = decode([lead], alone)
      for second in UInt8.min...UInt8.max where !seconds.contains(second) {
        let unit = decode([lead, second], table)[0]
        let isSame =
          unit.byteCount == 1 && unit.kind == meaning[0].kind && unit.scalar == meaning[0].scalar
        #expect(isSame, "\(lead) \(second)")
      }
      #expect(decode([lead], table)[0].scalar == meaning[0].scalar)
    }
  }

  @Test(arguments: [
    ("jef", "80A1 E000 A0FE EC1D", 3102), ("keis78", "81A1 E000 A0FE EBBF", 3008),
    ("keis83", "81A1 E000 A0FE EBBF", 3008), ("keis90", "81A1 E000 A0FE EBBF", 3008),
    ("jipsj", "7421 E000 7E7E E409", 1034 + 2914), ("jipsj", "E0A1 E40A FEFE EF6B", 1034 + 2914),
    // 7421 and FEFE byte by byte through NEC's pairs: 74 is A3, 21 is 4F, FE is FE.
    ("jipse", "A34F E000 FEFE EF6B", 1034 + 2914), ("ibm300", "6941 E000 7FFE F111", 4370),
    ("ibm16684", "6941 E000 89BD F83C", 6205),
  ])
  func `User-defined codes are projected as documented`(
    _ name: String, _ ends: String, _ count: Int
  ) throws {
    let table = try VendorTable.charset(name)
    let values = try ends.split(separator: " ").map { try #require(UInt32($0, radix: 16)) }
    for (code, scalar) in [(values[0], values[1]), (values[2], values[3])] {
      let units = decode([UInt8(code >> 8), UInt8(code & 0xFF)], table)
      #expect(units.count == 1 && units[0].kind == .gaiji && units[0].scalar == scalar)
      #expect(table.encoding.entry(for: scalar) == 2 << 28 | code)
    }
    let gaiji = table.states[0].two.array.filter { DecodeEntry(rawValue: $0).isGaiji }
    #expect(gaiji.count == count)
    #expect(Set(gaiji).count == count)
  }

  @Test func `JIPS(E) is JIPS(J) byte by byte`() throws {
    let map = try VendorTable.byteMap()
    try #require(map.count == 256)
    let j = try VendorTable.charset("jipsj")
    let e = try VendorTable.charset("jipse")
    var differing: [UInt32] = []
    for code in UInt32(0)...0xFFFF {
      let image = map[code >> 8]! << 8 | map[code & 0xFF]!
      let a = decode([UInt8(code >> 8), UInt8(code & 0xFF)], j)
      let b = decode([UInt8(image >> 8), UInt8(image & 0xFF)], e)
      let isSame =
        a.map(\.kind) == b.map(\.kind) && a.map(\.scalar) == b.map(\.scalar)
        && a.map(\.second) == b.map(\.second) && a.map(\.isOneWay) == b.map(\.isOneWay)
      if !isSame { differing.append(code) }
    }
    #expect(differing.isEmpty, "\(differing.prefix(9))")
  }

  @Test func `Codes of one output are few with selectors and many without`() throws {
    let table = try VendorTable.charset("jef")
    var kept: [[UInt32]: Int] = [:]
    var dropped: [[UInt32]: Int] = [:]
    var count = 0
    for code in UInt32(0)...0xFFFF where DecodeEntry.isCharacter(table, code) {
      let unit = decode([UInt8(code >> 8), UInt8(code & 0xFF)], table)[0]
      if unit.kind == .gaiji { continue }
      count += 1
      kept[[unit.scalar, unit.second], default: 0] += 1
      // Only a variation selector is dropped; a sound mark (3099) is not.
      let isSelector = isVariationSelector(unit.second)
      dropped[isSelector ? [unit.scalar, 0] : [unit.scalar, unit.second], default: 0] += 1
    }
    func colliding(_ counts: some Collection<Int>) -> (codes: Int, outputs: Int) {
      let several = counts.filter { $0 > 1 }
      return (several.reduce(0, +), several.count)
    }
    let withSelectors = colliding(kept.values)
    let without = colliding(dropped.values)
    print("JEF: \(count) codes; colliding \(withSelectors) with selectors, \(without) without")
    #expect(withSelectors.codes <= 44)
    #expect(without.codes == 1265 && without.outputs == 626)
  }

  @Test func `The two forms of 辻 stay apart`() throws {
    let table = try VendorTable.charset("jef")
    let a = decode([0xC4, 0xD4], table)[0]
    let b = decode([0x67, 0xA5], table)[0]
    #expect(a.scalar == 0x8FBB && b.scalar == 0x8FBB && a.second != b.second)
    #expect(a.second == 0xE0103 && b.second == 0xE0102)
    // A bare 辻 is written as the code of the standard area.
    #expect(table.encoding.entry(for: 0x8FBB) == 0x2000_C4D4)
  }
}

private func decode(_ bytes: [UInt8], _ table: CharsetTable) -> [DecodedUnit] {
  var decoder = ScalarDecoder(table)
  var units: [DecodedUnit] = []
  decoder.decode(bytes.span, isLast: true, into: &units)
  return units
}

extension DecodeEntry {
  fileprivate static func isCharacter(_ table: CharsetTable, _ code: UInt32) -> Bool {
    DecodeEntry(rawValue: table.states[0].two[Int(code)]).isCharacter
  }
}
