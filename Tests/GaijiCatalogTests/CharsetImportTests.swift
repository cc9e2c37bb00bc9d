import Foundation
import GRDB
import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct CharsetImportTests {
  let folder: TemporaryFolder
  let catalog: Catalog
  static let source = SourceRecord(
    kind: .charset, file: "t.csv", sha256: String(repeating: "0a", count: 32), edition: "1",
    licence: "none")

  init() throws {
    folder = try TemporaryFolder()
    catalog = try folder.catalog()
  }

  private func row(_ code: UInt32, _ first: UInt32) -> CharsetPart.Row {
    CharsetPart.Row(code: code, byteCount: 2, first: first)
  }

  @Test func `A new catalogue has every vendor's charset and says what is missing`() throws {
    let list = try catalog.charsetList()
    #expect(list.map(\.name) == (CharsetNames.standard + VendorCharsets.names).sorted())
    let jef = try #require(list.first { $0.name == "jef-ebcdik" })
    #expect(jef.gaijiCount == 3102 && jef.source.kind == "icu")
    #expect(jef.description.contains("tables not imported: fujitsu-ebcdik, jef;"))
    let ibm = try #require(list.first { $0.name == "ibm300" })
    #expect(ibm.description == "IBM CCSID 300, two-byte codes of 930 and 939")
    // 4040 and 41–FE twice.
    #expect(ibm.codeCount + ibm.undefinedCount == 1 + 190 * 190)
    #expect(try catalog.charsetTable(named: "X-Fujitsu-JEF")?.name == "jef")
    #expect(try catalog.charsetTable(named: "jef2") == nil)
  }

  @Test func `Importing a table draws every charset made of it`() throws {
    let part = CharsetPart(
      name: "jef", rows: [row(0x41A1, 0x4E02), row(0x41A1, 0x4E03), row(0xB0A1, 0x5516)])
    let report = try catalog.importCharsetPart(part, source: Self.source)
    #expect(
      report
        == CharsetImportReport(
          name: "jef", rowCount: 3, isReplacement: false,
          charsets: ["jef", "jef-ebcdic", "jef-ebcdik", "jef-ascii"]))
    for name in report.charsets {
      let table = try #require(try catalog.charsetTable(named: name))
      let state = name == "jef" ? 0 : 1
      #expect(table.states[state].two[0x41A1] == 0x4E02)
      #expect(table.states[state].two[0xB0A2] == DecodeEntry.undefined.rawValue)
      #expect(table.positions.array == [0xB0A1, 0x4E9C])
    }
    let summary = try #require(try catalog.charsetList().first { $0.name == "jef-ascii" })
    #expect(summary.source.file == "t.csv" && summary.source.sha256 == Self.source.sha256)
    #expect(summary.description.contains("tables not imported: fujitsu-ascii;"))
    #expect(try catalog.charsetList().first { $0.name == "keis78" }?.source.kind == "icu")

    // Again: the same; another table: in its place.
    #expect(try catalog.importCharsetPart(part, source: Self.source).isReplacement)
    let other = CharsetPart(name: "jef", rows: [row(0x41A2, 0x4E24)])
    _ = try catalog.importCharsetPart(other, source: Self.source)
    let table = try #require(try catalog.charsetTable(named: "jef"))
    #expect(table.states[0].two[0x41A1] == DecodeEntry.undefined.rawValue)
    #expect(table.states[0].two[0x41A2] == 0x4E24)
    let release = try catalog.compile(to: folder.file("r"))
    #expect(release.dataEdition.hasSuffix("charset-1"))
    #expect(try release.charset("jef")?.states[0].two[0x41A2] == 0x4E24)
  }

  @Test func `A table with a wrong row changes nothing`() throws {
    let before = try ReleaseWriter.bytes(of: catalog.releaseContents())
    let parts = [
      CharsetPart(name: "jef", rows: [row(0xB0A1, 0x4E9C), row(0x2121, 0x3000)]),
      CharsetPart(name: "jef", rows: [row(0xB0A1, 0xD800)]), CharsetPart(name: "jef", rows: []),
      CharsetPart(name: "jef", rows: [.init(code: 0, byteCount: 4, first: 0)]),
      CharsetPart(name: "jfe", rows: [row(0xB0A1, 0x4E9C)]),
    ]
    for part in parts {
      let error = #expect(throws: CatalogError.self) {
        try catalog.importCharsetPart(part, source: Self.source)
      }
      guard case .refused = error else {
        Issue.record("\(String(describing: error))")
        continue
      }
    }
    #expect(try ReleaseWriter.bytes(of: catalog.releaseContents()) == before)
    #expect(try catalog.status().rows["charset_part"] == 0)
  }

  @Test func `Codes of gaiji with decisions cannot get lost`() throws {
    let lines =
      MappingColumn.header + "\n港町,host,jef,80A1,MJ000001,exact,approved,town,2026-01-02,seen\n"
      + "港町,host,jef,A0FE,MJ000002,exact,approved,town,2026-01-02,seen\n"
    let report = try catalog.importMappings(from: folder.write(lines, "m.csv"))
    try #require(report.faults.isEmpty, "\(report.faults)")
    let taking = CharsetPart(
      name: "jef", rows: [row(0x80A1, 0x4E00), row(0x80A2, 0x4E01), row(0xA0FE, 0x4E03)])
    #expect(
      throws: CatalogError.refused(
        "2 gaiji of systems in jef have decisions and would lose their codes, "
          + "80A1 the lowest of them; nothing was changed")
    ) { try catalog.importCharsetPart(taking, source: Self.source) }
    #expect(try catalog.charsetTable(named: "jef")?.states[0].two[0x80A1] == 0x20_E000)
    // Another projection keeps the code.
    let moved = CharsetPart(name: "jef", rows: [row(0x80A1, 0xE92E)])
    _ = try catalog.importCharsetPart(moved, source: Self.source)
    #expect(try catalog.charsetTable(named: "jef")?.states[0].two[0x80A1] == 0x20_E92E)
    let system = try #require(
      catalog.compile(to: folder.file("r")).system(organization: "港町", system: "host"))
    #expect(try system.mappings.map(\.code) == [0x80A1, 0xA0FE])
  }

  @Test func `A whole charset is stored under a name of its own`() throws {
    var draft = CharsetDraft(name: "town-933", scheme: .leadByte)
    draft.setLength(1, of: 0x20...0x7E)
    draft.define(0x41, byteCount: 1, 0x61)
    let table = draft.finish()
    let first = try catalog.importCharset(table, description: "letters", source: Self.source)
    #expect(!first.isReplacement && first.rowCount == 1)
    #expect(
      try catalog.importCharset(table, description: "letters", source: Self.source).isReplacement)
    let stored = try #require(try catalog.charsetTable(named: "town-933"))
    #expect(stored.states[0].one.array == table.states[0].one.array)
    #expect(try catalog.compile(to: folder.file("r")).charset("town-933") != nil)
    for name in ["cp932", "MS932", "jef", "x-nec-jis8", "", "Town", "a b"] {
      let error = #expect(throws: CatalogError.self, "\(name)") {
        try catalog.importCharset(
          CharsetTable(
            name: name, scheme: .leadByte, states: table.states, encoding: table.encoding),
          description: "", source: Self.source)
      }
      guard case .refused = error else {
        Issue.record("\(name): \(String(describing: error))")
        continue
      }
    }
    let broken = CharsetTable(name: "broken", scheme: .shifted)
    #expect(throws: CatalogError.refused("charset broken: 0 states")) {
      try catalog.importCharset(broken, description: "", source: Self.source)
    }
  }

  @Test func `A catalogue of the former schema gets the vendors' charsets on upgrade`() throws {
    // As the former program left it: without the step and without its charsets.
    let path = folder.file("old.sqlite")
    let queue = try DatabaseQueue(path: path)
    var migrator = DatabaseMigrator()
    for (index, step) in CatalogSchema.steps.prefix(6).enumerated() {
      migrator.registerMigration(step.name) { db in
        for statement in step.statements { try db.execute(sql: statement) }
        try db.execute(sql: "PRAGMA application_id = \(CatalogSchema.applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    try migrator.migrate(queue)
    try queue.write { db in
      try db.execute(
        sql: """
          INSERT INTO source VALUES (7, 'icu', 'libicuuc', NULL, '72.1', 'l', '2026-01-01T00:00:00Z')
          """)
      try db.execute(sql: "INSERT INTO charset VALUES (3, 'utf8', 1, 'as it was', 7)")
    }
    try queue.close()
    for _ in 1...2 {
      try Catalog.upgrade(at: path)
      let upgraded = try Catalog.open(at: path, .readWrite)
      let list = try upgraded.charsetList()
      #expect(list.map(\.name) == (["utf8"] + VendorCharsets.names).sorted())
      #expect(list.first { $0.name == "utf8" }?.description == "as it was")
      #expect(try upgraded.charsetTable(named: "jipse")?.states[0].two.count == 65_536)
      let broken = try upgraded.queue.read {
        try Row.fetchAll($0, sql: "PRAGMA foreign_key_check").count
      }
      #expect(broken == 0)
      try upgraded.close()
    }
  }
}
