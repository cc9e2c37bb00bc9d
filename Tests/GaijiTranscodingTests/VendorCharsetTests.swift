import GaijiCharsets
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// Vendor tables: figures of a base with codes of their own, policies that change the tables, shift
/// sequences. `VendorFixture.run` also verifies each output.
@Suite struct VendorCharsetTests {
  private let vendor = TargetForm.charset(VendorFixture.name)

  private func scalars(_ run: Fixture.Run) -> [UInt32] {
    run.text.unicodeScalars.map(\.value).filter { $0 != 0x0A }
  }

  // MARK: Figures

  @Test func `Figures of one base stay apart on the way to Unicode`() throws {
    let source = VendorFixture.record([0x67A5, 0xC4D4, 0xB3EB])
    let run = try VendorFixture.run(source)
    #expect(scalars(run) == [0x8FBB, 0x8FBB, 0xE0103, 0x845B, 0xE0101])
    #expect(run.counts(0).mappedExactly == 3)
    let always = try VendorFixture.run(source) { $0.ivs = .always }
    #expect(scalars(always) == [0x8FBB, 0xE0102, 0x8FBB, 0xE0103, 0x845B, 0xE0101])
    #expect(always.counts(0).mappedExactly == 3)
  }

  @Test func `A sequence that the release does not know is kept and reported`() throws {
    let run = try VendorFixture.run(VendorFixture.record([0xB0A1]))
    #expect(scalars(run) == [0x4E9C, 0xE01EF])
    #expect(run.count(.unregisteredSequence) == 1)
    #expect(run.counts(0).reported == 1)
    let back = try VendorFixture.run(run.output, from: "utf8", to: vendor)
    #expect(back.output == VendorFixture.record([0xB0A1]))
    #expect(back.count(.unregisteredSequence) == 1)
  }

  @Test(arguments: [ConversionPolicy.IVSUse.whenNeeded, .always])
  func `What came from the host goes back to the same bytes`(_ ivs: ConversionPolicy.IVSUse) throws
  {
    let source = VendorFixture.record([0x67A5, 0xC4D4, 0xB3EB, 0xA4A2, 0x4040], text: "A,B ")
    let text = try VendorFixture.run(source) { $0.ivs = ivs }
    let back = try VendorFixture.run(text.output, from: "utf8", to: vendor) { $0.ivs = ivs }
    #expect(back.output == source)
    #expect(back.counts(0).mappedExactly + back.counts(1).mappedExactly == 8)
  }

  @Test func `A bare base is written with the code of the figure that it shows`() throws {
    // By the table alone the bare 辻 would be C4D4, the other figure.
    let run = try VendorFixture.run(
      Array("辻辻\u{E0102}辻\u{E0103}\n".utf8), from: "utf8", to: vendor)
    #expect(run.output == VendorFixture.record([0x67A5, 0x67A5, 0xC4D4]))
    #expect(run.counts(0).mappedExactly == 3)
    // The same in a column that is not selected.
    let other = try VendorFixture.run(
      Array("辻辻\u{E0103}\n".utf8), from: "utf8", to: vendor, columns: .some([]))
    #expect(other.output == VendorFixture.record([0x67A5, 0xC4D4]))
  }

  @Test func `A code that shows another figure than the text is counted as lossy`() throws {
    // The host has one 葛 only, and it is not the one that the bare code point shows.
    let run = try VendorFixture.run(
      Array("葛葛\u{E0102}葛\u{E0101}\n".utf8), from: "utf8", to: vendor)
    #expect(run.output == VendorFixture.record([0xB3EB, 0xB3EB, 0xB3EB]))
    #expect(run.counts(0).mappedExactly == 1)
    #expect(run.counts(0).mappedLossy == 2)
    #expect(run.count(.lossy) == 2)
  }

  @Test func `A selector of another collection is written where the table has that very pair`()
    throws
  {
    let run = try VendorFixture.run(
      Array("辻\u{E0101}辻\u{E0105}\n".utf8), from: "utf8", to: vendor)
    #expect(run.output == VendorFixture.record([0xC4D4, 0xA2AE]))
    #expect(run.count(.lossy) == 1)
    #expect(run.count(.unencodable) == 1)
  }

  @Test func `A code whose character is written with another code is lossy, though not marked`()
    throws
  {
    // Bare 葛 and 葛 with its own selector are one identity, and would go back to the second code.
    var draft = CharsetDraft(name: "twice", scheme: .leadByte)
    draft.setLength(1, of: 0x00...0x7F)
    for byte in UInt32(0)..<0x80 { draft.define(byte, byteCount: 1, byte) }
    draft.setLength(2, of: 0x80...0xFE)
    draft.setTrails(0xA1...0xFE, after: 0x80...0xFE)
    draft.define(0xA2AE, byteCount: 2, 0x3013)
    draft.define(0xB3EB, byteCount: 2, 0x845B)
    draft.define(0xB3EC, byteCount: 2, 0x845B, second: 0xE0102)
    var contents = ReleaseContents(dataEdition: "twice")
    contents.charsets = [CharsetTable(name: "utf8", scheme: .utf8), draft.finish()]
    contents.forms = [
      CharacterForms(
        identity: Fixture.identity("MJ022335"), direct: [0x845B],
        ivs: [CharacterSequence(0x845B, selector: 0xE0102)])
    ]
    let release = try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
    let run = try VendorFixture.run(
      [0xB3, 0xEB, 0xB3, 0xEC, 0x0A], from: "twice", release: release)
    #expect(scalars(run) == [0x845B, 0x845B])
    #expect(run.counts(0).mappedExactly == 1)
    let lossy = try #require(run.report.findings.first { $0.key.kind == .lossy })
    #expect(lossy.key.code == 0xB3EB)
    let back = try VendorFixture.run(
      run.output, from: "utf8", to: .charset("twice"), release: release)
    #expect(back.output == [0xB3, 0xEC, 0xB3, 0xEC, 0x0A])
  }

  // MARK: Position

  @Test func `By position a code is the character of 1990, and a dropped selector is lossy`() throws
  {
    let source = VendorFixture.record([0xC4D4, 0xB3EB, 0x67A5])
    let run = try VendorFixture.run(source, release: VendorFixture.positionRelease) {
      $0.preference = .position
    }
    // 67A5 is not in the standard area; its figure is that of the bare code point.
    #expect(scalars(run) == [0x8FBB, 0x845B, 0x8FBB])
    // C4D4 shares its output with 67A5, whose figure this is.
    #expect(run.counts(0).mappedExactly == 2)
    #expect(run.counts(0).mappedLossy == 1)
    let back = try VendorFixture.run(
      Array("辻辻\u{E0103}葛葛\u{E0101}\n".utf8), from: "utf8", to: vendor,
      release: VendorFixture.positionRelease
    ) { $0.preference = .position }
    #expect(back.output == VendorFixture.record([0xC4D4, 0xC4D4, 0xB3EB, 0xB3EB]))
    #expect(back.counts(0).mappedExactly == 2)
    #expect(back.counts(0).mappedLossy == 2)
    #expect(back.count(.lossy) == 2)
  }

  // MARK: Spaces and shifts

  @Test func `The double space is what the policy says`() throws {
    let source = VendorFixture.record([0x4040, 0xA1A1])
    #expect(scalars(try VendorFixture.run(source)) == [0x3000, 0x3000])
    let two = try VendorFixture.run(source) { $0.doubleSpace = .twoSpaces }
    #expect(scalars(two) == [0x20, 0x20, 0x3000])
    #expect(two.counts(0).mappedLossy == 1)
    for (choice, code) in [
      (DoubleSpace.table, 0x4040), (.hostSpace, 0x4040), (.jisSpace, 0xA1A1), (.twoSpaces, 0xA1A1),
    ] as [(DoubleSpace, UInt32)] {
      let run = try VendorFixture.run(Array("\u{3000}\n".utf8), from: "utf8", to: vendor) {
        $0.doubleSpace = choice
      }
      #expect(run.output == VendorFixture.record([code]))
      #expect(run.counts(0).mappedExactly == 1)
    }
  }

  @Test func `Shifts with a size are reported by column, and not written`() throws {
    let comma = UInt8(ascii: ",") | 0x80
    let quote = UInt8(ascii: "\"") | 0x80
    // Ordinary, 38 before and in a field, 30 E2 at the end of one, 38 between two quotes.
    let source: [UInt8] =
      [0x38, 0xA4, 0xA2, 0x38, 0xA4, 0xA2, 0x29, comma, 0x28, 0xA4, 0xA2, 0x30, 0xE2, 0x29, comma]
      + [quote, 0xC1, quote, 0x38, 0x29, quote, quote, 0x30, 0xE2, 0x29, 0x25]
    let run = try VendorFixture.run(source)
    #expect(run.text == "ああ,あ,\"A\"\"\"\n")
    let shifts = run.report.findings.filter { $0.key.kind == .sizeShift }
    let found = shifts.map { [UInt32($0.key.column), $0.key.code, UInt32($0.count)] }
    #expect(found == [[0, 0x38, 2], [1, 0x30E2, 1], [2, 0x38, 1], [2, 0x30E2, 1]])
    #expect(shifts.map(\.key.codeByteCount) == [1, 2, 1, 2])
    #expect(shifts.first?.firstOffset == 0)
    #expect(shifts.first?.samples.first?.text == "")
    #expect(shifts.first?.samples.first?.after == "ああ")
    // In all: those above, 28, and the 29 before each comma and newline and between the quotes.
    #expect(run.report.shiftSequences == 10)
    #expect(run.counts(0).charactersIn == 2)
    #expect(run.report.unmappedCount == 0)
    #expect(run.report.warnings.count == 1)
    #expect(run.report.warnings.first?.hasPrefix("5 shift sequences") == true)
    // The host's bytes come back with the ordinary shift.
    let back = try VendorFixture.run(source, to: vendor)
    #expect(!back.output.contains(0x38))
    #expect(back.count(.sizeShift) == 5)
  }

  @Test(arguments: 0..<20 as Range<UInt64>)
  func `Damaged host text gives the same at every block size, adds up and verifies`(
    _ seed: UInt64
  ) throws {
    var random = SeededGenerator(seed: seed)
    let pieces: [[UInt8]] = [
      [0x28], [0x38], [0x30, 0xE2], [0x30], [0x29], [0x25], [0x15], [0xAC], [0x67, 0xA5],
      [0xC4, 0xD4], [0xB3, 0xEB], [0xB0, 0xA1], [0x80, 0xA1], [0x80, 0xA3], [0x80, 0xA6],
      [0x40, 0x40], [0xA1, 0xA1], [0xC1, 0xC2], [0xA4, 0xA2], [0x41, 0xA1],
    ]
    var source: [UInt8] = []
    for _ in 0..<600 {
      if Int.random(in: 0..<40, using: &random) == 0 {
        source.append(.random(in: 0...0xFF, using: &random))
      } else {
        source += pieces.randomElement(using: &random)!
      }
    }
    // A quote by chance may stay open to the end, which is another test's matter.
    source.removeAll { $0 == UInt8(ascii: "\"") | 0x80 }
    for target in [TargetForm.utf8, .tagged, vendor] {
      func run(_ block: Int) throws -> Fixture.Run {
        try VendorFixture.run(
          source, to: target, system: VendorFixture.reference, columns: .some([.index(1)]),
          block: block
        ) {
          $0.doubleSpace = [.table, .twoSpaces, .jisSpace][Int(seed % 3)]
          $0.ivs = seed % 2 == 0 ? .always : .whenNeeded
        }
      }
      let whole = try run(1 << 18)
      #expect(whole.count(.sizeShift) > 0)
      for block in [16, 61, 512] {
        let other = try run(block)
        let isSame = other.output == whole.output && other.report.findings == whole.report.findings
        #expect(isSame, "seed \(seed), \(target), block \(block)")
        #expect(other.report.shiftSequences == whole.report.shiftSequences)
      }
    }
  }

  @Test func `A bare character that the target cannot write is escaped, and explained`() throws {
    let run = try VendorFixture.run(
      Array("髙\u{9089}\u{E010F}\n".utf8), from: "utf8", to: vendor
    ) { $0.actions.unencodable = .escape }
    #expect(run.output == VendorFixture.record([], text: "{U+9AD9}{MJ026192}"))
  }

  @Test func `A charset without newlines cannot hold a delimited file`() throws {
    #expect(throws: PlanError.noStructure(charset: "jef-pure", scalar: 0x0A)) {
      try VendorFixture.run(Array("あ\n".utf8), from: "utf8", to: .charset("jef-pure"))
    }
  }

  // MARK: Hints

  @Test func `Undefined codes of a vendor's charset come with a hint, once`() throws {
    let run = try VendorFixture.run(VendorFixture.record([0x41A1, 0x41A1, 0x41A2]))
    #expect(run.count(.undefined) == 3)
    let hints = run.report.warnings.filter { $0.contains("gaiji charset import") }
    #expect(hints.count == 1)
    #expect(hints.first?.hasPrefix("2 codes (3 occurrences) have no character") == true)
    var report = run.report
    report.addHints()
    #expect(report.warnings == run.report.warnings)
    #expect(try VendorFixture.run(VendorFixture.record([0xA4A2])).report.warnings.isEmpty)
  }
}
