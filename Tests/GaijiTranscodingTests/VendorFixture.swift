import GaijiCharsets
import GaijiFiles
import GaijiModel
import GaijiRelease
import GaijiTranscoding
import Testing

/// A release with a host charset in which every rule for vendor tables has a case. Its codes and
/// sequences are those of JEF; its one-byte codes are ASCII with the high bit.
enum VendorFixture {
  static let name = "jef-test"
  static let reference = SystemReference(organization: "試験市", system: "ホスト")

  /// 辻 bare is MJ026190's figure, which has E0102 too; E0103 is MJ026191's. 葛 bare is MJ022335's,
  /// E0101 MJ022336's.
  static let release = makeRelease(table)

  /// The same with the host charset as it is by position. (What a release does not carry yet is in
  /// the tables then; adapting them again changes nothing.)
  static let positionRelease: MappingRelease = {
    do {
      return makeRelease(try table.adapted(preference: .position))
    } catch {
      fatalError("the fixture's charset cannot be adapted: \(error)")
    }
  }()

  private static func makeRelease(_ table: CharsetTable) -> MappingRelease {
    var contents = ReleaseContents(dataEdition: "vendor-1")
    let id = Fixture.identity
    contents.charsets = [CharsetTable(name: "utf8", scheme: .utf8), table, pure]
    contents.forms = [
      CharacterForms(
        identity: id("MJ026190"), direct: [0x8FBB],
        ivs: [CharacterSequence(0x8FBB, selector: 0xE0102)]),
      CharacterForms(
        identity: id("MJ026191"), ivs: [CharacterSequence(0x8FBB, selector: 0xE0103)]),
      CharacterForms(
        identity: id("MJ022335"), direct: [0x845B],
        ivs: [CharacterSequence(0x845B, selector: 0xE0102)]),
      CharacterForms(
        identity: id("MJ022336"), ivs: [CharacterSequence(0x845B, selector: 0xE0101)]),
      CharacterForms(identity: id("MJ008123"), direct: [0x2000B]),
      CharacterForms(
        identity: id("MJ026192"), ivs: [CharacterSequence(0x9089, selector: 0xE010F)]),
      CharacterForms(identity: id("MJ029903"), direct: [0x9AD9]),
    ]
    contents.systems = [
      .init(
        organization: reference.organization, system: reference.system, charset: name,
        mappings: [
          .init(code: 0x80A1, identity: id("MJ026192"), grade: .design, status: .approved),
          .init(code: 0x80A2, identity: id("MJ008123"), grade: .exact, status: .approved),
          .init(code: 0x80A3, identity: id("MJ008123"), grade: .similar, status: .approved),
          .init(code: 0x80A4, identity: id("MJ026191"), grade: .exact, status: .approved),
          .init(code: 0x80A5, identity: id("MJ029903"), grade: .exact, status: .proposed),
        ])
    ]
    do {
      return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
    } catch {
      fatalError("the fixture release cannot be made: \(error)")
    }
  }

  /// Two-byte codes and their characters; a second scalar where it is not 0.
  private static let codes: [(UInt32, UInt32, UInt32)] = [
    (0x4040, 0x3000, 0), (0xA1A1, 0x3000, 0), (0xA2AE, 0x3013, 0), (0xA4A2, 0x3042, 0),
    (0x67A5, 0x8FBB, 0xE0102), (0xC4D4, 0x8FBB, 0xE0103), (0xB3EB, 0x845B, 0xE0101),
    // The release does not know this sequence.
    (0xB0A1, 0x4E9C, 0xE01EF),
    (0x80A1, 0xE000, 0), (0x80A2, 0xE001, 0), (0x80A3, 0xE002, 0), (0x80A4, 0xE003, 0),
    (0x80A5, 0xE004, 0), (0x80A6, 0xE005, 0),
  ]

  static let table: CharsetTable = {
    var draft = emptyDraft(name)
    define(in: &draft, state: 1)
    return withEncodeOnly(draft.finish(), state: 1)
  }()

  /// A host charset with its one-byte codes and the room for two-byte codes in state 1.
  static func emptyDraft(_ name: String) -> CharsetDraft {
    var draft = CharsetDraft(
      name: name, scheme: .shifted, stateCount: 2,
      shifts: [
        .init(bytes: [0x29], state: 0), .init(bytes: [0x28], state: 1),
        .init(bytes: [0x38], state: 1), .init(bytes: [0x30, 0xE2], state: 1),
      ])
    for range in [UInt8(0x00)...0x27, 0x2A...0x37, 0x39...0xFF] { draft.setLength(1, of: range) }
    for byte in UInt32(0x20)...0x7E { draft.define(byte | 0x80, byteCount: 1, byte) }
    draft.define(0x0D, byteCount: 1, 0x0D)
    draft.define(0x15, byteCount: 1, 0x85)
    draft.define(0x25, byteCount: 1, 0x0A)
    setCodingSpace(in: &draft, state: 1)
    return draft
  }

  static let pure: CharsetTable = {
    var draft = CharsetDraft(name: "jef-pure", scheme: .leadByte)
    setCodingSpace(in: &draft, state: 0)
    define(in: &draft, state: 0)
    return withEncodeOnly(draft.finish(), state: 0)
  }()

  private static func setCodingSpace(in draft: inout CharsetDraft, state: Int) {
    draft.setLength(2, of: 0x40...0xFE, state: state)
    draft.setTrails(0x40...0x40, after: 0x40...0x40, state: state)
    draft.setTrails(0xA1...0xFE, after: 0x41...0xFE, state: state)
  }

  private static func define(in draft: inout CharsetDraft, state: Int) {
    for (code, first, second) in codes {
      draft.define(code, byteCount: 2, state: state, first, second: second)
    }
  }

  /// Bare bases go to one of their figures; the Adobe-Japan1 number of 辻's second figure to its.
  private static func withEncodeOnly(_ table: CharsetTable, state: UInt32) -> CharsetTable {
    var blocks = table.encoding.blocks.array
    var entries = table.encoding.entries.array
    for (scalar, code) in [(0x8FBB, 0xC4D4), (0x845B, 0xB3EB)] as [(UInt32, UInt32)] {
      if blocks[Int(scalar >> 6)] == 0 {
        blocks[Int(scalar >> 6)] = UInt16(entries.count / 64)
        entries += [UInt32](repeating: 0, count: 64)
      }
      entries[Int(blocks[Int(scalar >> 6)]) << 6 | Int(scalar & 63)] = 2 << 28 | state << 24 | code
    }
    var pairs: [UInt64: UInt32] = [:]
    for index in 0..<table.encoding.pairKeys.count {
      pairs[table.encoding.pairKeys[index]] = table.encoding.pairEntries[index]
    }
    pairs[0x8FBB << 21 | 0xE0101] = 2 << 28 | state << 24 | 0xC4D4
    let keys = pairs.keys.sorted()
    return CharsetTable(
      name: table.name, scheme: table.scheme, states: table.states, shifts: table.shifts,
      sequences: table.sequences,
      encoding: EncodeTable(
        blocks: FlatTable(blocks), entries: FlatTable(entries), pairKeys: FlatTable(keys),
        pairEntries: FlatTable(keys.map { pairs[$0]! })),
      positions: FlatTable([0xB3EB, 0x845B, 0xC4D4, 0x8FBB]))
  }

  // MARK: Runs

  /// One-byte text, two-byte codes between shifts, as one record of one column.
  static func record(_ codes: [UInt32], text: String = "") -> [UInt8] {
    let kanji = codes.flatMap { [UInt8($0 >> 8), UInt8($0 & 0xFF)] }
    return text.utf8.map { $0 | 0x80 } + (kanji.isEmpty ? [] : [0x28] + kanji + [0x29]) + [0x25]
  }

  /// Converts records without a header; every column is selected unless told.
  ///
  /// Each run is also verified: the verifier explains the output or names a fault.
  static func run(
    _ input: [UInt8], from source: String = name, to target: TargetForm = .utf8,
    system: SystemReference? = nil, release: MappingRelease = VendorFixture.release,
    columns: TranscodingOptions.Columns = .all, block: Int = 1 << 18,
    _ change: (inout ConversionPolicy) -> Void = { _ in }
  ) throws -> Fixture.Run {
    var policy = Fixture.policy(source, target)
    change(&policy)
    let plan = try ConversionPlan(policy: policy, release: release, system: system)
    var options = TranscodingOptions()
    options.hasHeader = false
    options.hashes = false
    options.columns = columns
    options.blockByteCount = block
    let folder = try TemporaryFolder()
    try Fixture.write(input, to: folder.path("in"))
    let output = try OutputFile(path: folder.path("out"), replaces: false)
    var report = RunReport(
      toolVersion: "test", sourceName: "in", outputName: "out", policy: policy)
    try Transcoder(plan: plan, options: options).run(
      input: try InputFile(path: folder.path("in")), output: output, rejected: nil, into: &report)
    try output.commit()
    var verifier = Verifier(plan: plan, options: options)
    let proof = try verifier.verify(
      source: try InputFile(path: folder.path("in")),
      output: try InputFile(path: folder.path("out")))
    #expect(proof.holds, "\(proof.faults)")
    #expect(report.conservation)
    return Fixture.Run(
      output: try Fixture.read(folder.path("out")), rejected: [], report: report, error: nil)
  }
}
