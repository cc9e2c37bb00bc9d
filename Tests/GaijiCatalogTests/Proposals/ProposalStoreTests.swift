import Foundation
import GRDB
import GaijiCharsets
import GaijiModel
import Testing

@testable import GaijiCatalog

/// What a run stores besides the journal, what it refuses, and how it is found again.
@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct ProposalStoreTests {
  let folder: TemporaryFolder
  let catalog: Catalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = try folder.catalog()
  }

  @Test func `Gives back everything of a proposal`() throws {
    let sent = Proposals.one(0xF040, .review, probability: 0.6)
    _ = try catalog.record([sent], of: Proposals.run())
    let summary = try #require(try catalog.proposals().first)
    #expect(summary.code == "F040" && summary.codeValue == 0xF040 && summary.standing == nil)
    #expect(summary.sameCharacter == 0.6 && summary.sameGlyph == 0.3 && summary.grade == "exact")
    let details = try catalog.proposal(summary.id)
    #expect(details.candidates == sent.candidates && details.details == sent.details)
    #expect(details.png == [1, 2, 3] && details.pixelsPerEm == 64)
    #expect(details.source == "港町.ttf" && details.sourceDigest == Proposals.font.sha256)
    #expect(details.tool == "gaiji identify 0.1.0" && details.parameters.contains("0.999"))
    #expect(details.model.hasPrefix("11") && details.index.hasPrefix("22"))
    #expect(throws: CatalogError.unknown("there is no proposal 99")) { try catalog.proposal(99) }
  }

  @Test func `Lists the newest proposal of each gaiji in the order that is asked for`() throws {
    _ = try catalog.record(
      [Proposals.one(0xF041, .review, probability: 0.1)], of: Proposals.run())
    _ = try catalog.record(
      [
        Proposals.one(0xF040, .review, probability: 0.9),
        Proposals.one(0xF041, .review, probability: 0.5),
        Proposals.one(0xF042, .none, nil), Proposals.one(0xF043, probability: 0.999),
      ], of: Proposals.run())
    func codes(_ list: [ProposalSummary]) -> [String] { list.map(\.code) }
    #expect(
      try codes(catalog.proposals(order: .leastProbable)) == ["F042", "F041", "F040", "F043"])
    #expect(try codes(catalog.proposals(order: .mostProbable)) == ["F043", "F040", "F041", "F042"])
    #expect(try codes(catalog.proposals(order: .code)) == ["F040", "F041", "F042", "F043"])
    #expect(
      try codes(catalog.proposals(order: .code, limit: 2, offset: 1)) == ["F041", "F042"])
    #expect(
      try codes(catalog.proposals(decisions: [.review], order: .code)) == ["F040", "F041"])
    #expect(try catalog.proposals(organization: "浜市").isEmpty)
    #expect(try catalog.proposals(system: "register").count == 4)
    let line = "港町,register,cp932,F040,MJ000001,exact,approved,山田,2026-04-01,"
    _ = try catalog.importMappings(
      from: folder.write(MappingColumn.header + "\n" + line + "\n", "m.csv"))
    #expect(try codes(catalog.proposals(isOpen: false)) == ["F040"])
    #expect(try codes(catalog.proposals(isOpen: true, order: .code)) == ["F041", "F042", "F043"])
  }

  @Test func `Knows the figures that people approved, and only those`() throws {
    _ = try catalog.record(
      [Proposals.one(0xF040, figure: 7), Proposals.one(0xF041, .review, figure: 8)],
      of: Proposals.run())
    #expect(try catalog.approvedFigures().isEmpty)
    let line = "港町,register,cp932,F041,MJ026191,design,approved,山田,2026-04-01,"
    _ = try catalog.importMappings(
      from: folder.write(MappingColumn.header + "\n" + line + "\n", "m.csv"))
    let figure = try #require(try catalog.approvedFigures().first)
    #expect(figure.digest == Proposals.digest(8) && figure.identity.description == "MJ026191")
    #expect(figure.grade == .design && figure.code == "F041" && figure.codeValue == 0xF041)
    #expect(try catalog.approvedFigures(besides: ("港町", "register")).isEmpty)
    var pictures: [ApprovedPicture] = []
    try catalog.forEachApprovedPicture { pictures.append($0) }
    #expect(pictures == [.init(digest: Proposals.digest(8), pixelsPerEm: 64, png: [1, 2, 3])])
    try catalog.forEachApprovedPicture(besides: ("港町", "register")) { _ in
      Issue.record("the system itself was left out")
    }
    // What stops the reader comes out as it is, not as the catalogue's own fault.
    struct Stop: Error {}
    #expect(throws: Stop.self) { try catalog.forEachApprovedPicture { _ in throw Stop() } }
    #expect(
      try catalog.approvedCodes(organization: "港町", system: "register").map(\.code) == [0xF041])
  }

  @Test func `A system's codes are found by what a font has in its table`() throws {
    let codes = try catalog.gaijiCodes(organization: "港町", system: "new", charset: "cp932")
    #expect(codes.code(of: 0xE000) == 0xF040 && codes.code(of: 0xE757) == 0xF9FC)
    #expect(codes.code(of: 0xE758) == nil && codes.code(of: 0x4E00) == nil)
    let unicode = try catalog.gaijiCodes(organization: "港町", system: "new", charset: "utf16le")
    #expect(unicode.isUnicode && unicode.code(of: 0xE000) == 0xE000)
    #expect(unicode.code(of: 0x4E00) == nil)
    #expect(throws: CatalogError.self) {
      try catalog.gaijiCodes(organization: "港町", system: "new")
    }
  }

  @Test func `Refuses what does not fit, and keeps nothing of the run`() throws {
    func refusal(_ proposals: [ProposalRecord], _ run: IdentificationRun) -> String? {
      do {
        _ = try catalog.record(proposals, of: run)
        return nil
      } catch { return "\(error)" }
    }
    #expect(
      refusal([Proposals.one(0x88A0)], Proposals.run())
        == "88A0 is not in a gaiji area of cp932")
    #expect(
      refusal([Proposals.one(0xF040), Proposals.one(0xF040)], Proposals.run())
        == "two proposals are about F040")
    #expect(
      refusal([Proposals.one(0xF040, .review, "MJ999999")], Proposals.run())
        == "F040: MJ999999 is not in the catalogue; it was made of another font than the index")
    #expect(
      refusal([], Proposals.run(charset: nil))
        == "港町/register is not in the catalogue; name its charset to add it")
    #expect(
      refusal([], Proposals.run(tool: "山田"))
        == "a run's tool must be called \"gaiji identify ...\"")
    #expect(
      refusal([], Proposals.run("a/b"))
        == "\"a/b\" cannot be the name of a system: a name must not have a slash")
    _ = try catalog.record([], of: Proposals.run())
    #expect(
      refusal([], Proposals.run(charset: "euc-jp"))
        == "港町/register is in cp932, not euc-jp")
    let rows = try catalog.status().rows
    #expect(rows["proposal"] == 0 && rows["glyph"] == 0 && rows["identification_run"] == 1)
  }

  @Test func `Facts of characters carry radicals, strokes, readings and relatives`() throws {
    let facts = try catalog.characterFacts()
    let entry = try #require(facts.entries[0x6A4B])
    #expect(entry.radical == 75 && entry.residualStrokes == 12 && entry.strokes == [16])
    #expect(entry.kun == ["HASHI"] && entry.on == ["KYOU", "KOU"])
    let watanabe = try #require(CharacterIdentity("MJ026190"))
    #expect(facts.relatives[watanabe]?.contains(0x8FBA) == true)
    #expect(facts.sequences[watanabe]?.map(\.description) == ["U+9089", "U+9089 U+E010F"])
  }
}
