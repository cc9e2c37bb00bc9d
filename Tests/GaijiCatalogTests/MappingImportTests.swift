import Foundation
import GRDB
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct MappingImportTests {
  let folder: TemporaryFolder
  let catalog: Catalog

  init() throws {
    folder = try TemporaryFolder()
    catalog = try folder.catalog()
  }

  private func file(_ lines: [String], _ name: String = "m.csv") throws -> String {
    try folder.write(([MappingColumn.header] + lines).joined(separator: "\n") + "\n", name)
  }

  private func exported() throws -> [String] {
    var text = ""
    _ = try catalog.exportMappings { text += $0 }
    return text.split(separator: "\n", omittingEmptySubsequences: true).dropFirst().map(String.init)
  }

  private func journalCount() throws -> Int {
    try #require(try catalog.status().rows["identification"])
  }

  static let good = [
    "港町,register,cp932,F040,MJ026190,exact,approved,山田,2026-04-01,字形が同じ",
    "港町,register,cp932,F041,,none,approved,山田,2026-04-01T09:00:00+09:00,",
    "港町,register,cp932,F9FC,MJ000001,similar,proposed,,,",
    "港町,host,ibm930,6941,MJ000002,design,held,,,",
    "港町,host,ibm930,7FFE,MJ090001,exact,rejected,佐藤,2026-04-02,\"別の字, \"\"違う\"\"\"",
    "浜市,web,utf16le,E000,MJ000003,exact,approved,鈴木,2026-04-03,",
    "浜市,unix,eucjp-ms,8FF5A1,MJ000004,exact,approved,鈴木,2026-04-03,",
  ]

  @Test func `Takes in decisions and gives them back`() throws {
    let report = try catalog.importMappings(from: file(Self.good))
    #expect(report.isApplied && report.faults.isEmpty)
    #expect(report.rowCount == 7 && report.addedCount == 7 && report.changedCount == 0)
    #expect(try exported().sorted() == Self.good.sorted())
    let system = try #require(
      try catalog.status().systems.first { $0.organization == "港町" && $0.system == "register" })
    #expect(system.charset == "cp932" && system.gaiji == 3)
    #expect(system.approved == 2 && system.proposed == 1 && system.rejected + system.held == 0)
  }

  @Test func `What is exported imports into another catalogue to the same release`() throws {
    _ = try catalog.importMappings(from: file(Self.good))
    var text = ""
    #expect(try catalog.exportMappings { text += $0 } == 7)
    let other = try folder.catalog("other.sqlite")
    _ = try other.importMappings(from: folder.write(text, "export.csv"))
    #expect(
      try ReleaseWriter.bytes(of: other.releaseContents())
        == ReleaseWriter.bytes(of: catalog.releaseContents()))
  }

  @Test func `The same decision again adds nothing, a changed one is appended`() throws {
    let path = try file(Self.good)
    _ = try catalog.importMappings(from: path)
    let again = try catalog.importMappings(from: path)
    #expect(again.unchangedCount == 7 && again.addedCount == 0 && again.changedCount == 0)
    #expect(try journalCount() == 7)
    let changed = Self.good[0].replacingOccurrences(of: "MJ026190", with: "MJ026191")
    let report = try catalog.importMappings(from: file([changed], "n.csv"))
    #expect(report.changedCount == 1 && report.olderCount == 0)
    #expect(try journalCount() == 8)
    let record = try catalog.gaiji(organization: "港町", system: "register", code: 0xF040)
    #expect(record.journal.map(\.character) == ["MJ026191", "MJ026190"])
    #expect(record.journal.map(\.source) == ["n.csv", "m.csv"])
    let older = changed.replacingOccurrences(of: "2026-04-01", with: "2025-04-01")
    #expect(try catalog.importMappings(from: file([older], "o.csv")).olderCount == 1)
  }

  @Test func `A reason that differs only by canonical equivalence is another one`() throws {
    let line = "港町,register,cp932,F040,MJ026190,exact,approved,山田,2026-04-01,"
    _ = try catalog.importMappings(from: file([line + "\u{FA19}"]))
    let report = try catalog.importMappings(from: file([line + "\u{795E}"]))
    #expect(report.changedCount == 1)
    let organisations = ["\u{FA19}町", "\u{795E}町"].map {
      "\($0),a,cp932,F040,MJ000001,exact,approved,山,2026-04-01,"
    }
    #expect(try catalog.importMappings(from: file(organisations, "o.csv")).addedCount == 2)
  }

  static let wrong: [(String, String)] = [
    (",r,cp932,F042,MJ000001,exact,held,,,", "column 1 (organization): blank"),
    (
      "a/b,r,cp932,F042,MJ000001,exact,held,,,",
      "column 1 (organization): a name must not have a slash"
    ),
    (
      "a, r,cp932,F042,MJ000001,exact,held,,,",
      "column 2 (system): a name must not begin or end with a space"
    ),
    (
      "a,r,cp999,F042,MJ000001,exact,held,,,",
      "column 3 (charset): \"cp999\" is not a charset of the catalogue"
    ),
    (
      "港町,register,euc-jp,F042,MJ000001,exact,held,,,",
      "column 3 (charset): 港町/register is in cp932, not euc-jp"
    ),
    (
      "a,r,cp932,88A0,MJ000001,exact,held,,,",
      "column 4 (code): 88A0 is not in a gaiji area of cp932"
    ),
    (
      "a,r,cp932,F07F,MJ000001,exact,held,,,",
      "column 4 (code): F07F is not in a gaiji area of cp932"
    ),
    (
      "a,r,cp932,F9FD,MJ000001,exact,held,,,",
      "column 4 (code): F9FD is not in a gaiji area of cp932"
    ),
    (
      "a,r,cp932,0F040,MJ000001,exact,held,,,",
      "column 4 (code): 0F040 is not in a gaiji area of cp932"
    ),
    (
      "a,r,cp932,G040,MJ000001,exact,held,,,",
      "column 4 (code): \"G040\" is not a code in hexadecimal digits such as F040"
    ),
    (
      "a,r,cp932,0xF040,MJ000001,exact,held,,,",
      "column 4 (code): \"0xF040\" is not a code in hexadecimal digits such as F040"
    ),
    (
      "a,r,shift_jis,F040,MJ000001,exact,held,,,",
      "column 4 (code): F040 is not in a gaiji area of shift_jis"
    ),
    (
      "a,r,utf8,845B,MJ000001,exact,held,,,",
      "column 4 (code): U+845B is not a private-use code point"
    ),
    (
      "a,r,cp932,F042,MJ37,exact,held,,,",
      "column 5 (character): \"MJ37\" is not an identity such as MJ026190 or GJ000001"
    ),
    (
      "a,r,cp932,F042,MJ999999,exact,held,,,",
      "column 5 (character): MJ999999 is not in the catalogue"
    ),
    (
      "a,r,cp932,F042,GJ000001,exact,held,,,",
      "column 5 (character): GJ000001 is not in the catalogue"
    ),
    (
      "a,r,cp932,F042,,exact,held,,,",
      "column 5 (character): blank, but the grade is exact; only grade none has no character"
    ),
    (
      "a,r,cp932,F042,MJ000001,none,held,,,",
      "column 5 (character): grade none (該当なし) names no character; leave it blank"
    ),
    (
      "a,r,cp932,F042,MJ000001,Exact,held,,,",
      "column 6 (grade): \"Exact\" is not exact, design, similar or none"
    ),
    (
      "a,r,cp932,F042,MJ000001,exact,,,,",
      "column 7 (status): \"\" is not proposed, approved, rejected or held"
    ),
    (
      "a,r,cp932,F042,MJ000001,exact,approved,,2026-04-01,",
      "column 8 (decided_by): blank; who approved it must be known"
    ),
    (
      "a,r,cp932,F042,MJ000001,exact,approved,b,,",
      "column 9 (decided_at): blank; when it was approved must be known"
    ),
    (
      "a,r,cp932,F042,MJ000001,exact,held,b,4/1,",
      "column 9 (decided_at): \"4/1\" is not an ISO 8601 date or time such as 2026-04-01 or 2026-04-01T09:30:00+09:00"
    ),
    (
      "港町,register,cp932,F040,MJ000001,exact,held,,,",
      "column 4 (code): line 2 is about the same gaiji"
    ),
    (
      "a,r,cp932,F042,MJ000001,exact,held,,",
      "column 9 (decided_at): 9 fields where 10 are expected"
    ),
    (
      "a,\"r\"x,cp932,F042,MJ000001,exact,held,,,",
      "column 2 (system): text after the closing quote"
    ),
  ]

  @Test func `Names file, line and column of every wrong row and keeps nothing`() throws {
    // Each row is of a system of its own, so that none is a duplicate by accident.
    let wrong = Self.wrong.enumerated().map { index, row in
      row.0.hasPrefix("a,") ? "a\(index)" + row.0.dropFirst() : row.0
    }
    let lines = [Self.good[0]] + wrong
    let path = try file(lines)
    let report = try catalog.importMappings(from: path)
    #expect(!report.isApplied && report.rowCount == lines.count)
    let expected = Self.wrong.enumerated().map { "\(path):\($0 + 3): \($1.1)" }
    // The system of the first row is new in this transaction, so its charset is known to the others.
    #expect(report.faults.count == expected.count)
    for (fault, text) in zip(report.faults, expected) { #expect(fault.description == text) }
    #expect(try journalCount() == 0)
    #expect(try catalog.status().systems.isEmpty)
  }

  @Test func `A partial import keeps the right rows`() throws {
    let lines = Self.good + Self.wrong.map(\.0).filter { !$0.hasPrefix("港町") }
    let report = try catalog.importMappings(from: file(lines), partial: true)
    #expect(report.isApplied && report.addedCount == 7 && !report.faults.isEmpty)
    #expect(try exported().sorted() == Self.good.sorted())
    #expect(try catalog.status().systems.map(\.organization) == ["浜市", "浜市", "港町", "港町"])
  }

  @Test func `Several faults of one row are all named`() throws {
    let report = try catalog.importMappings(
      from: file(["a,r,cp932,XYZ,MJ1,best,maybe,,yesterday,"]))
    #expect(report.faults.map(\.column) == [4, 5, 6, 7, 9])
    #expect(report.faults.allSatisfy { $0.line == 2 })
  }

  @Test(arguments: ["", "organization,system\n", "system,organization,charset\n"])
  func `Another header is refused`(_ text: String) throws {
    let path = try folder.write(text, "h.csv")
    let report = try catalog.importMappings(from: path)
    #expect(report.faults.count == 1 && !report.isApplied)
    #expect("\(try #require(report.faults.first))".contains(MappingColumn.header))
  }

  @Test func `Charset aliases are the same charset`() throws {
    let alias = Self.good[2].replacingOccurrences(of: "cp932", with: "Windows-31J")
    let report = try catalog.importMappings(from: file([Self.good[0], alias]))
    #expect(report.addedCount == 2)
  }

  @Test func `Line numbers count quoted line breaks`() throws {
    let path = try file([
      Self.good[0].replacingOccurrences(of: "字形が同じ", with: "\"一\n二\n三\""), ",,,",
    ])
    let report = try catalog.importMappings(from: path)
    #expect(report.faults.map(\.line) == [5])
  }

  @Test func `The journal refuses changes and removals`() throws {
    _ = try catalog.importMappings(from: file(Self.good))
    for sql in ["UPDATE identification SET status = 'approved'", "DELETE FROM identification"] {
      let error = #expect(throws: DatabaseError.self) {
        try catalog.queue.write { try $0.execute(sql: sql) }
      }
      #expect(try #require(error).message?.contains("journal") == true)
    }
    #expect(try journalCount() == 7)
  }

  @Test func `Shows characters, code points and gaiji`() throws {
    _ = try catalog.importMappings(from: file(Self.good))
    let character = try catalog.character(try #require(CharacterIdentity("MJ026190")))
    #expect(character.direct == ["U+9089"] && character.ivs == ["U+9089 U+E010F"])
    #expect(character.shrink.contains { $0.ground == "koseki-notice" && $0.text == "辺" })
    #expect(character.identifications.map(\.code) == ["F040"])
    let scalar = try catalog.scalar(0x845B)
    #expect(scalar.sequences.count == 8 && scalar.jisx0213 == "1-19-75")
    #expect(scalar.codes.contains { $0.charset == "cp932" && $0.code == "8A8B" })
    #expect(scalar.unihan.contains { $0.field == "kTotalStrokes" && $0.value == "12" })
    #expect(throws: CatalogError.unknown("U+10FFFF is not in the catalogue")) {
      try catalog.scalar(0x10FFFF)
    }
    #expect(throws: CatalogError.self) {
      try catalog.gaiji(organization: "港町", system: "register", code: 0xF042)
    }
  }
}
