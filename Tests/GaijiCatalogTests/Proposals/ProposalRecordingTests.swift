import Foundation
import GRDB
import GaijiModel
import Testing

@testable import GaijiCatalog

/// A run that comes in bit by bit: the catalogue has all of it in the end, or nothing.
@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct ProposalRecordingTests {
  let folder: TemporaryFolder
  let catalog: Catalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = try folder.catalog()
  }

  private static let codes: [UInt32] = (0..<180).map { 0xF040 + $0 / 60 * 0x100 + $0 % 60 }

  private func rows() throws -> [String: Int] {
    try catalog.status().rows.filter {
      ["proposal", "proposal_candidate", "glyph", "gaiji_glyph", "gaiji", "identification_run"]
        .contains($0.key) && $0.value > 0
    }
  }

  @Test func `Nothing is seen before the end, and then everything in the order it came`() throws {
    let recording = try catalog.beginRecording(Proposals.run())
    // More than one portion, and every third figure is that of another gaiji.
    for (number, code) in Self.codes.enumerated() {
      try recording.add(Proposals.one(code, .review, figure: number / 3))
    }
    #expect(try rows().isEmpty && catalog.proposals().isEmpty)
    let report = try recording.finish()
    #expect(report.recordedCount == 180)
    let counts = try rows()
    #expect(counts["proposal"] == 180 && counts["proposal_candidate"] == 360)
    #expect(counts["glyph"] == 60 && counts["gaiji_glyph"] == 180 && counts["gaiji"] == 180)
    let ids = try catalog.proposals(order: .code).map(\.id)
    #expect(ids == ids.sorted() && ids.count == 180)
  }

  @Test func `A run that is given up leaves nothing, and makes room for the next`() throws {
    do {
      let recording = try catalog.beginRecording(Proposals.run())
      for code in Self.codes { try recording.add(Proposals.one(code)) }
    }
    #expect(try rows().isEmpty)
    #expect(throws: CatalogError.self) {
      try catalog.gaijiCodes(organization: "港町", system: "register")
    }
    #expect(try catalog.record([Proposals.one(0xF040)], of: Proposals.run()).proposedCount == 1)
  }

  @Test func `A former run stands until the next is complete`() throws {
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    let recording = try catalog.beginRecording(Proposals.run())
    try recording.add(Proposals.one(0xF040, .review))
    for code in Self.codes.dropFirst() { try recording.add(Proposals.one(code, .review)) }
    func journal() throws -> [String] {
      try catalog.gaiji(organization: "港町", system: "register", code: 0xF040).journal.map(\.status)
    }
    #expect(try journal() == ["proposed"])
    #expect(try recording.finish().withdrawnCount == 1)
    #expect(try journal() == ["held", "proposed"])
  }

  @Test func `Others read and write while a run is going on`() throws {
    let recording = try catalog.beginRecording(Proposals.run())
    for code in Self.codes { try recording.add(Proposals.one(code)) }
    let other = try Catalog.open(at: catalog.path, .readWrite, patience: 0)
    let line = "港町,register,cp932,F040,MJ000001,exact,approved,山田,2026-04-01,"
    let list = try folder.write(MappingColumn.header + "\n" + line + "\n", "m.csv")
    #expect(try other.importMappings(from: list).addedCount == 1)
    try other.close()
    // Decided while the run was looking: the person's stands.
    let report = try recording.finish()
    #expect(report.standingCount == 1 && report.proposedCount == 179)
    let record = try catalog.gaiji(organization: "港町", system: "register", code: 0xF040)
    #expect(record.journal.map(\.decidedBy) == ["山田"])
  }

  @Test func `Two runs at once are refused, and the first goes on`() throws {
    let recording = try catalog.beginRecording(Proposals.run())
    try recording.add(Proposals.one(0xF040))
    #expect(throws: CatalogError.refused("a run is being recorded already; end it first")) {
      try catalog.beginRecording(Proposals.run("web"))
    }
    #expect(try recording.finish().recordedCount == 1)
  }

  @Test func `A fault in the last step takes the whole run back`() throws {
    let recording = try catalog.beginRecording(Proposals.run())
    for code in Self.codes { try recording.add(Proposals.one(code)) }
    // Another program gives the new system another charset meanwhile.
    _ = try Catalog.open(at: catalog.path, .readWrite).record(
      [], of: Proposals.run(charset: "euc-jp"))
    let refusal = CatalogError.refused("港町/register is in euc-jp, not cp932")
    #expect(throws: refusal) { try recording.finish() }
    #expect(try rows() == ["identification_run": 1])
  }

  @Test func `A catalogue that is open for reading records nothing`() throws {
    let reader = try Catalog.open(at: catalog.path, .read)
    #expect(throws: CatalogError.readOnly(path: catalog.path)) {
      try reader.beginRecording(Proposals.run())
    }
  }
}

/// Details as bytes.
@Suite struct PackedTextTests {
  private static let details = """
    {"candidates":[{"codePoints":["U+7A61"],"distances":{"box":77.3,"m16":229.4,"mom":81.2},\
    "evidence":[{"kind":"shape","logLikelihoodRatio":5.588}],"reason":{"en":"no stroke is missing \
    or extra","ja":"画の過不足は見当たらない"},"score":-21.583}],"query":{"isOutline":true,"marks":[],\
    "pixelsPerEm":96,"place":"U+E000"},"reasons":[],"siblings":[]}
    """

  @Test func `Details come back letter for letter, and take a third`() throws {
    for text in ["", "{}", Self.details, String(repeating: "𠮷\u{0}é", count: 999)] {
      let bytes = try PackedText.bytes(text)
      #expect(try PackedText.text(Data(bytes), of: 1) == text)
      #expect(bytes.count <= max(text.utf8.count, 1))
    }
    #expect(try PackedText.bytes(Self.details).count * 3 < Self.details.utf8.count)
  }

  @Test func `Text of older programs is text`() throws {
    #expect(try PackedText.text(Data(Self.details.utf8), of: 1) == Self.details)
  }

  @Test func `Damaged details are an error that names the proposal`() throws {
    var bytes = try PackedText.bytes(Self.details)
    bytes[bytes.count / 2] ^= 0x10
    let error = #expect(throws: CatalogError.self) { try PackedText.text(Data(bytes), of: 77) }
    #expect(error.map { "\($0)" }?.contains("proposal 77") == true)
    for count in 1..<bytes.count {
      #expect(throws: CatalogError.self) { try PackedText.text(Data(bytes.prefix(count)), of: 1) }
    }
  }

  /// Another one could not read what stands in catalogues.
  @Test func `The dictionary is frozen`() throws {
    let packed = try PackedText.bytes(Self.details)
    // RFC 1950: behind the two bytes of the header the Adler-32 of the dictionary.
    #expect(packed[1] & 0x20 != 0)
    let check = packed[2..<6].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    #expect(check == 0x8C25_BE00)
  }
}
