import GaijiModel
import Testing

@testable import GaijiCharsets

/// What is known without a published table agrees with the published tables.
@Suite struct CommonPartsTests {
  private static func bare() throws -> CharsetComposer { try CharsetComposer(parts: []) }

  private func table(_ name: String) throws -> (table: CharsetTable, missing: [String]) {
    let composed = try Self.bare().compose(try #require(VendorCharsets.named(name)))
    return (composed.table, composed.missing)
  }

  /// `Differences/<system>.common.tsv` has the codes where a table names another code point than JIS
  /// X 0208 of the system's edition. KEIS90 is compared with KEIS83 and what 1990 added.
  @Test(
    .enabled(if: VendorTable.isThere, VendorTable.missing),
    arguments: ["jef", "keis78", "keis83", "keis90", "jipsj"])
  func `The JIS area is that of the published table but for its list`(_ name: String) throws {
    let (bare, missing) = try table(name)
    #expect(missing == [name])
    let published = try VendorTable.charset(name)
    var found: [DifferenceKey: (ours: Outcome, theirs: Outcome)] = [:]
    var otherSpace: [UInt32] = []
    var compared = 0
    for code in UInt32(0)...0xFFFF {
      let a = DecodeEntry(rawValue: bare.states[0].two[Int(code)])
      let b = DecodeEntry(rawValue: published.states[0].two[Int(code)])
      if (a == .invalid) != (b == .invalid) { otherSpace.append(code) }
      guard a.isCharacter, !a.isGaiji else { continue }
      compared += 1
      let theirs = b.isSequence ? published.sequences[2 * Int(b.value)] : b.value
      if b.isCharacter, CharsetComposer.areSame(a.value, theirs) { continue }
      let key = DifferenceKey(
        direction: .decode, prefix: [], code: [code >> 8, code & 0xFF])
      found[key] = (.value([a.value]), b.isCharacter ? .value([theirs]) : .none)
    }
    #expect(otherSpace.isEmpty && compared > 6700)
    try expectListed(found, in: "\(name).common.tsv")
  }

  @Test(.enabled(if: VendorTable.isThere, VendorTable.missing))
  func `One-byte codes that all share are those of every table`() throws {
    let rows = EBCDICFacts.commonRows()
    #expect(rows.count > 100)
    for name in VendorTable.files.keys where name.contains("-ebcdi") || name.hasSuffix("ascii") {
      let decoded = try VendorTable.charset(name).states[0].one
      let others = rows.filter { decoded[Int($0.code)] & DecodeEntry.scalarMask != $0.first }
      #expect(others.isEmpty, "\(name): \(others)")
    }
    let jis8 = try VendorTable.charset("nec-jis8").states[0].one
    for row in EBCDICFacts.jis8Rows() { #expect(jis8[Int(row.code)] == row.first) }
  }

  @Test(.enabled(if: VendorTable.isThere, VendorTable.missing))
  func `NEC's byte pairs are those of the published table`() throws {
    let published = try VendorTable.byteMap()
    for (image, byte) in EBCDICFacts.jis8Bytes().enumerated() {
      #expect(published[UInt32(byte)] == UInt32(image))
    }
  }

  @Test func `IBM's two-byte codes are those behind SO of the whole charsets`() throws {
    for (name, whole) in [("ibm300", "ibm930"), ("ibm300", "ibm939"), ("ibm16684", "ibm1390")] {
      let (pure, missing) = try table(name)
      #expect(missing.isEmpty)
      let two = try Charsets.table(whole).states[1].two
      #expect(pure.states[0].two.array == two.array, "\(name) and \(whole)")
    }
    for (name, whole) in [("ibm290", "ibm930"), ("ibm1027", "ibm939")] {
      let one = try table(name).table.states[0].one
      let wanted = try Charsets.table(whole).states[0].one
      for byte in 0..<256 where byte != 0x0E && byte != 0x0F {
        #expect(one[byte] & ~DecodeEntry.oneWayBit == wanted[byte] & ~DecodeEntry.oneWayBit)
      }
    }
  }

  @Test func `The editions of JIS differ in what 1983 and 1990 changed`() throws {
    let now = try JISX0208(.of1990)
    let of1983 = try JISX0208(.of1983)
    let of1978 = try JISX0208(.of1978)
    func count(_ edition: JISX0208) -> Int {
      var count = 0
      edition.each(rows: 1...94) { _, _, _ in count += 1 }
      return count
    }
    #expect(count(now) == 6879 && count(of1983) == 6877 && count(of1978) == 6802)
    // 16-19 is 鰺, 82-45 鯵; 22-38 is 堯.
    #expect(of1978.scalar(16, 19) == 0x9C3A && of1978.scalar(82, 45) == 0x9BF5)
    #expect(now.scalar(16, 19) == 0x9BF5 && of1978.scalar(22, 38) == 0x582F)
    #expect(of1983.scalar(84, 4) == 0x7464 && of1983.scalar(84, 5) == nil)
    #expect(now.scalar(84, 6) == 0x7199)
  }

  /// KEIS83 is JIS X 0208; KEIS78 differs in the 22 exchanged pairs, and its table has ⊂ and ⊃
  /// (row 2, cells 30 and 31) the other way round.
  @Test(.enabled(if: VendorTable.isThere, VendorTable.missing))
  func `Positions of KEIS are what the editions exchanged`() throws {
    #expect(try VendorTable.charset("keis83-ebcdik").positions.count == 0)
    let positions = try VendorTable.charset("keis78-ebcdik").positions.array
    let area = try #require(TwoByteSystem.keis78.jis)
    let cells: [JISX0208.Cell] =
      JISX0208.exchanged.flatMap { [$0.0, $0.1] } + [(row: 2, cell: 30), (row: 2, cell: 31)]
    let codes = cells.map { area.code($0.row, $0.cell) }.sorted()
    #expect(stride(from: 0, to: positions.count, by: 2).map { positions[$0] } == codes)
    let now = try JISX0208(.of1990)
    for index in stride(from: 0, to: positions.count, by: 2) {
      let code = positions[index]
      #expect(positions[index + 1] == now.scalar(Int(code >> 8) - 0xA0, Int(code & 0xFF) - 0xA0))
    }
  }

  /// Each position of JEF is a code with a selector, an exchanged kanji, or a form of 1978 that has
  /// a code point of its own; 辻 (C4D4) is the first kind.
  @Test(.enabled(if: VendorTable.isThere, VendorTable.missing))
  func `Positions of JEF are bare characters of 1990 in place of forms of 1978`() throws {
    let table = try VendorTable.charset("jef")
    var positions: [UInt32: UInt32] = [:]
    for index in stride(from: 0, to: table.positions.count, by: 2) {
      positions[table.positions[index]] = table.positions[index + 1]
    }
    #expect(positions[0xC4D4] == 0x8FBB)
    #expect(positions.keys.filter { $0 < 0xA1A1 }.isEmpty)
    let now = try JISX0208(.of1990)
    var wrong: [UInt32] = []
    for row in 1...84 {
      for cell in 1...94 {
        let code = UInt32(0xA0 + row) << 8 | UInt32(0xA0 + cell)
        let entry = DecodeEntry(rawValue: table.states[0].two[Int(code)])
        guard let scalar = now.scalar(row, cell), entry.isCharacter else {
          if positions[code] != nil { wrong.append(code) }
          continue
        }
        let isOther = entry.isSequence || !CharsetComposer.areSame(entry.value, scalar)
        if positions[code] != (isOther ? scalar : nil) { wrong.append(code) }
      }
    }
    #expect(wrong.isEmpty && positions.count > 2000, "\(wrong.prefix(9))")
  }
}
