import GRDB
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

/// What a run writes into the journal, and what it must not.
@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct ProposalJournalTests {
  let folder: TemporaryFolder
  let catalog: Catalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = try folder.catalog()
  }

  private func decide(_ lines: String...) throws -> MappingImportReport {
    let text = ([MappingColumn.header] + lines).joined(separator: "\n") + "\n"
    return try catalog.importMappings(from: folder.write(text, "m.csv"))
  }

  private func journal(_ code: UInt32 = 0xF040) throws -> [String] {
    let found = try? catalog.gaiji(organization: "港町", system: "register", code: code)
    return (found?.journal ?? []).map { "\($0.status) \($0.character ?? "-") \($0.decidedBy)" }
  }

  @Test func `An automatic proposal stands as proposed, others leave the journal empty`() throws {
    let report = try catalog.record(
      [
        Proposals.one(0xF040), Proposals.one(0xF041, .review), Proposals.one(0xF042, .none, nil),
        Proposals.one(0xF043, .blank, nil, figure: nil), Proposals.one(0xF044, .duplicate, nil),
      ], of: Proposals.run())
    #expect(report.recordedCount == 5 && report.proposedCount == 1 && report.standingCount == 0)
    #expect(try journal() == ["proposed MJ026190 gaiji identify 0.1.0"])
    for code in 0xF041...0xF044 as ClosedRange<UInt32> { #expect(try journal(code) == []) }
    let record = try catalog.gaiji(organization: "港町", system: "register", code: 0xF040)
    #expect(record.journal[0].source == "港町.ttf" && record.journal[0].reason == "字形が同じ")
  }

  @Test(arguments: ["approved", "rejected", "held", "proposed"])
  func `What a person decided stays, whatever a later run says`(_ status: String) throws {
    _ = try decide("港町,register,cp932,F040,MJ000001,design,\(status),山田,2026-04-01,見比べた")
    let before = try catalog.releaseContents().systems
    let report = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    #expect(report.proposedCount == 0 && report.standingCount == 1 && report.recordedCount == 1)
    #expect(try journal() == ["\(status) MJ000001 山田"])
    #expect(try catalog.releaseContents().systems.map(\.mappings) == before.map(\.mappings))
    let proposal = try #require(try catalog.proposals().first)
    #expect(proposal.character == "MJ026190" && proposal.standing?.isPersons == true)
    #expect(proposal.standing?.character == "MJ000001" && proposal.standing?.status == status)
  }

  @Test func `A proposal that a person approved is that person's from then on`() throws {
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    _ = try decide("港町,register,cp932,F040,MJ026190,exact,approved,山田,2026-04-01,")
    let report = try catalog.record(
      [Proposals.one(0xF040, .automatic, "MJ026191")], of: Proposals.run())
    #expect(report.standingCount == 1)
    #expect(
      try journal() == ["approved MJ026190 山田", "proposed MJ026190 gaiji identify 0.1.0"])
  }

  @Test func `The same proposal again adds no row, another one is appended`() throws {
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    let again = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    #expect(again.unchangedCount == 1 && again.proposedCount == 0)
    #expect(try journal().count == 1)
    let other = try catalog.record(
      [Proposals.one(0xF040, .automatic, "MJ026191")],
      of: Proposals.run(tool: "gaiji identify 0.2.0"))
    #expect(other.proposedCount == 1)
    #expect(try journal().first == "proposed MJ026191 gaiji identify 0.2.0")
  }

  @Test func `A proposal of which a later run is not sure is held, and may come back`() throws {
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    let doubt = try catalog.record([Proposals.one(0xF040, .review)], of: Proposals.run())
    #expect(doubt.withdrawnCount == 1)
    #expect(try journal().first == "held MJ026190 gaiji identify 0.1.0")
    let again = try catalog.record([Proposals.one(0xF040, .review)], of: Proposals.run())
    #expect(again.withdrawnCount == 0)
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    #expect(try journal().first == "proposed MJ026190 gaiji identify 0.1.0")
  }

  @Test func `A release carries proposals as proposed only, and nothing else of a run`() throws {
    _ = try decide("港町,register,cp932,F050,MJ000001,exact,approved,山田,2026-04-01,")
    let before = try ReleaseWriter.bytes(of: catalog.releaseContents())
    _ = try catalog.record(
      [Proposals.one(0xF050), Proposals.one(0xF041, .review), Proposals.one(0xF042, .none, nil)],
      of: Proposals.run())
    // Details, figures and the font's name are in no release.
    #expect(try ReleaseWriter.bytes(of: catalog.releaseContents()) == before)
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    let mappings = try #require(try catalog.releaseContents().systems.first).mappings
    #expect(mappings.map(\.status) == [.proposed, .approved])
    #expect(ConversionPolicy(source: "cp932").acceptedStatuses == [.approved])
  }

  @Test func `A list with a program's proposal does not overrule a person either`() throws {
    _ = try decide("港町,register,cp932,F040,MJ000001,exact,approved,山田,2026-04-01,")
    let report = try decide(
      "港町,register,cp932,F040,MJ026190,exact,proposed,gaiji identify 0.1.0,2026-05-01,")
    #expect(!report.isApplied)
    #expect(
      report.faults.map(\.description) == [
        "\(folder.file("m.csv")):2: column 7 (status): a proposal of a program, but 山田 has decided "
          + "on this gaiji already; leave the row out, or say who decides now"
      ])
    #expect(try journal() == ["approved MJ000001 山田"])
  }

  @Test func `The journal itself refuses a program's row after a person's`() throws {
    _ = try decide("港町,register,cp932,F040,MJ000001,exact,approved,山田,2026-04-01,")
    for status in ["proposed", "held"] {
      let error = #expect(throws: DatabaseError.self) {
        try catalog.queue.write {
          try $0.execute(
            sql: """
              INSERT INTO identification (gaiji_id, character_id, grade, status, decided_by,
                decided_at, reason, source_id, recorded_at)
              SELECT gaiji_id, character_id, grade, ?, 'gaiji identify 9', '', '', source_id, ''
              FROM identification
              """, arguments: [status])
        }
      }
      #expect(error?.message?.contains("cannot follow a decision of a person") == true)
    }
  }

  @Test func `An export with proposals imports to the same journal`() throws {
    _ = try catalog.record([Proposals.one(0xF040)], of: Proposals.run())
    var text = ""
    _ = try catalog.exportMappings { text += $0 }
    let again = try catalog.importMappings(from: folder.write(text, "e.csv"))
    #expect(again.unchangedCount == 1 && again.faults.isEmpty)
    let other = try folder.catalog("other.sqlite")
    #expect(try other.importMappings(from: folder.write(text, "e.csv")).addedCount == 1)
  }
}
