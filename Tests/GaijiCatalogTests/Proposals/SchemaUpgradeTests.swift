import Foundation
import GRDB
import GaijiModel
import Testing

@testable import GaijiCatalog

/// Catalogues of older programs, made with the frozen steps of those, and what becomes of their rows.
@Suite struct SchemaUpgradeTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private static let digest = String(repeating: "c", count: 64)

  /// A system with one gaiji on which somebody has decided.
  private static let rows = """
    INSERT INTO source VALUES (5, 'font', 'a.ttf', '\(digest)', '1', 'l', 't'),
      (9, 'mapping', 'm.csv', '\(digest)', '', 'l', 't');
    INSERT INTO character VALUES ('MJ000001', 'kanji', 1, 5), ('MJ000002', 'kanji', 2, 5);
    INSERT INTO charset VALUES (1, 'utf16le', 2, '', 5);
    INSERT INTO organisation VALUES (1, '港町');
    INSERT INTO system VALUES (1, 1, 'web', 1);
    INSERT INTO gaiji VALUES (1, 1, 57344), (2, 1, 57345);
    INSERT INTO identification VALUES
      (3, 1, 'MJ000001', 'exact', 'approved', '山田', '2026-04-01', '', 9, 't');
    """

  /// A catalogue that has run the first steps only.
  private func catalogue(steps: Int, _ sql: String) throws -> String {
    let path = folder.file("old.sqlite")
    let queue = try DatabaseQueue(path: path)
    var migrator = DatabaseMigrator()
    for (index, step) in CatalogSchema.steps.prefix(steps).enumerated() {
      migrator.registerMigration(step.name) { db in
        for statement in step.statements { try db.execute(sql: statement) }
        try db.execute(sql: "PRAGMA application_id = \(CatalogSchema.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    try migrator.migrate(queue)
    try queue.write { try $0.execute(sql: sql) }
    try queue.close()
    return path
  }

  private func upgraded(_ path: String, from step: Int) throws -> Catalog {
    let error = CatalogError.tooOld(path: path, found: step, supported: CatalogSchema.current)
    #expect(throws: error) { try Catalog.open(at: path, .read) }
    try Catalog.upgrade(at: path)
    let catalog = try Catalog.open(at: path, .readWrite)
    let broken = try catalog.queue.read { try Row.fetchAll($0, sql: "PRAGMA foreign_key_check") }
    #expect(broken.isEmpty)
    return catalog
  }

  @Test func `A catalogue of step 7 comes up with everything it had`() throws {
    let catalog = try upgraded(catalogue(steps: 7, Self.rows), from: 7)
    let record = try catalog.gaiji(organization: "港町", system: "web", code: 0xE000)
    #expect(record.journal.map(\.source) == ["m.csv"])
    #expect(record.journal.map(\.decidedBy) == ["山田"])
    let kinds = try catalog.queue.read {
      try String.fetchAll($0, sql: "SELECT kind FROM source WHERE id IN (5, 9) ORDER BY id")
    }
    #expect(kinds == ["font", "mapping"])
    #expect(throws: DatabaseError.self) {
      try catalog.queue.write { try $0.execute(sql: "UPDATE identification SET reason = 'x'") }
    }
    let report = try catalog.record(
      [Proposals.one(0xE000, .automatic, "MJ000001")], of: Proposals.run("web", charset: nil))
    #expect(report.standingCount == 1)
  }

  @Test func `Proposals of step 8 keep their figures, maps and details`() throws {
    let figures = (Proposals.digest(8), Proposals.digest(7))
    let path = try catalogue(
      steps: 8,
      Self.rows + """
        INSERT INTO glyph VALUES ('\(figures.0)', 64, x'0102'), ('\(figures.1)', 96, x'03');
        INSERT INTO gaiji_glyph VALUES (1, '\(figures.0)', 5, 't'), (2, '\(figures.1)', 5, 't');
        INSERT INTO identification_run VALUES
          (4, 1, 'gaiji identify 0.1.0', 'm', 'i', '{}', 't');
        INSERT INTO proposal VALUES
          (6, 4, 1, NULL, 'review', '\(figures.0)', 5, 0.5, 0.25, '理由', '{"reasons":["理由"]}'),
          (7, 4, 2, NULL, 'blank', NULL, 5, 0, 0, '空白', '{}');
        INSERT INTO proposal_candidate VALUES
          (6, 1, 'MJ000001', 'mj000001', 'exact', 0.5, 0.25, x'8950'),
          (6, 2, NULL, 'u9089', 'similar', 0.001, 0, NULL);
        """)
    let catalog = try upgraded(path, from: 8)
    let list = try catalog.proposals(order: .code)
    #expect(list.map(\.id) == [6, 7] && list.map(\.digest) == [figures.0, nil])
    let old = try catalog.proposal(6)
    #expect(old.png == [1, 2] && old.pixelsPerEm == 64 && old.details == #"{"reasons":["理由"]}"#)
    #expect(old.candidates.map(\.name) == ["mj000001", "u9089"])
    #expect(old.candidates.map(\.residual) == [[0x89, 0x50], nil])
    #expect(try catalog.approvedFigures().map(\.digest) == [figures.0])
    // The same figure again is no second one.
    _ = try catalog.record(
      [Proposals.one(0xE001, .review, "MJ000002", figure: 8)],
      of: Proposals.run("web", charset: nil))
    #expect(try catalog.status().rows["glyph"] == 2)
    #expect(try catalog.proposals(order: .code).map(\.digest) == [figures.0, figures.0])
  }
}
