import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// What only the general engine converts: shift states and wide Unicode, on either side.
@Suite struct GeneralEngineTests {
  private static let pairs: [(String, TargetForm)] = [
    ("utf16le", .utf8), ("utf16", .tagged), ("utf16be", .charset("ibm1399")),
    ("utf32le", .jisx0208), ("iso-2022-jp", .utf8), ("iso-2022-jp", .charset("cp932")),
    ("ibm1399", .utf8), ("ibm1399", .charset("iso-2022-jp")), ("ibm930", .charset("utf16le")),
    ("utf8", .charset("utf16be")), ("utf8", .charset("ibm1399")),
    ("utf8", .charset("iso-2022-jp")),
  ]

  /// Text of structure, letters, kanji, gaiji and selectors, with damaged bytes in it.
  private func hostileFile(_ charset: String, seed: UInt64) throws -> [UInt8] {
    let table = try #require(try Fixture.release.charset(charset))
    var random = SeededGenerator(seed: seed)
    var encoder = ScalarEncoder(table)
    var file: [UInt8] = []
    for scalar in "ID,NAME,NOTE\n".unicodeScalars { _ = encoder.encode(scalar.value, into: &file) }
    let structure: [UInt32] = [0x2C, 0x2C, 0x22, 0x0A, 0x0A, 0x0D, 0x85]
    let rare: [UInt32] = [
      0xE000, 0xE001, 0xE757, 0xF0000, 0xE0101, 0xE010F, 0xFE00, 0x20BB7, 0x309A, 0xFEFF,
    ]
    let kanji: [UInt32] = [0x845B, 0x9089, 0x9AD9, 0x795E, 0xFA19, 0x3042, 0xFF21, 0x304B, 0x30A2]
    while file.count < 3000 {
      switch Int.random(in: 0..<24, using: &random) {
      case 0..<5: _ = encoder.encode(structure.randomElement(using: &random)!, into: &file)
      case 5..<10:
        for _ in 0..<Int.random(in: 1..<12, using: &random) {
          _ = encoder.encode(UInt32.random(in: 0x30...0x5A, using: &random), into: &file)
        }
      case 10..<13: _ = encoder.encode(rare.randomElement(using: &random)!, into: &file)
      case 13: file.append(UInt8.random(in: 0...0xFF, using: &random))
      case 14: encoder.finish(into: &file)
      default:
        for _ in 0..<Int.random(in: 1..<8, using: &random) {
          _ = encoder.encode(kanji.randomElement(using: &random)!, into: &file)
        }
      }
    }
    encoder.finish(into: &file)
    return file
  }

  @Test(arguments: 0..<12)
  func `Damaged files give the same whatever the block size, and add up`(_ number: Int) throws {
    let (charset, target) = Self.pairs[number]
    var converted = 0
    for seed in 0..<10 as Range<UInt64> {
      var policy = Fixture.policy(charset, target)
      if seed % 3 == 1 { policy.actions.gaiji = .reject }
      if seed % 4 == 2 { policy.ivs = .always }
      if seed % 5 == 3 {
        policy.actions.overflow = .substitute
        policy.limits = [.init(column: .name("NOTE"), unit: .bytes, maximum: 20)]
      }
      let file = try hostileFile(charset, seed: seed)
      func run(_ block: Int) throws -> Fixture.Run {
        try Fixture.run(file, policy: policy, system: nil) {
          $0.columns = .some([.name("NAME")])
          $0.blockByteCount = block
        }
      }
      let whole = try run(1 << 20)
      let comment = Comment(rawValue: "\(charset) to \(target), seed \(seed)")
      if whole.error == nil {
        converted += 1
        #expect(whole.report.conservation, comment)
      }
      for block in [16, 61, 1024] {
        let other = try run(block)
        // Compared to Bool first: the values are too long for a message.
        let same = other.output == whole.output && other.rejected == whole.rejected
        let sameFindings = other.report.findings == whole.report.findings
        #expect((other.error == nil) == (whole.error == nil), comment)
        guard whole.error == nil else { continue }
        try #require(same, "\(comment), block \(block)")
        try #require(sameFindings, "\(comment), block \(block)")
        try #require(other.report.columns == whole.report.columns, comment)
      }
    }
    // Others end in an open quote.
    #expect(converted > 2)
  }

  @Test func `A field that is cut to its limit leaves the host charset's kanji state`() throws {
    var policy = Fixture.policy("utf8", .charset("ibm1399"))
    policy.actions.overflow = .substitute
    policy.limits = [.init(column: .name("NAME"), unit: .bytes, maximum: 8)]
    let run = try Fixture.run(
      Array("ID,NAME\n1,山田山田山田,X\n".utf8), policy: policy, system: nil)
    #expect(run.error == nil)
    // 0E, three kanji, 0F: eight bytes.
    let expected = try Fixture.encode("ID,NAME\n1,山田山,X\n", "ibm1399")
    #expect(run.output == expected)
    #expect(run.count(.overflow) == 1)
  }

  @Test func `EBCDIC's newline becomes LF in a charset that has no other`() throws {
    let source = try Fixture.encode("A\u{85}B\u{85}", "ibm1399")
    let run = try Fixture.run(
      source, policy: Fixture.policy("ibm1399", .charset("iso-2022-jp")), system: nil)
    #expect(run.error == nil)
    #expect(run.text == "A\nB\n")
  }
}
