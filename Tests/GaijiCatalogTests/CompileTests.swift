import Foundation
import GaijiHashing
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct CompileTests {
  private func catalog(_ folder: TemporaryFolder, _ name: String, _ lines: [String]) throws
    -> Catalog
  {
    let catalog = try folder.catalog(name)
    let text = ([MappingColumn.header] + lines).joined(separator: "\n")
    let report = try catalog.importMappings(from: folder.write(text, name + ".csv"))
    try #require(report.faults.isEmpty)
    return catalog
  }

  @Test func `Compiling again gives the same bytes and notes each release`() throws {
    let folder = try TemporaryFolder()
    let catalog = try catalog(folder, "c.sqlite", MappingImportTests.good)
    let first = try catalog.compile(to: folder.file("1"))
    let second = try catalog.compile(to: folder.file("2"))
    #expect(first.digest == second.digest)
    #expect(
      try Data(contentsOf: URL(filePath: folder.file("1")))
        == Data(contentsOf: URL(filePath: folder.file("2"))))
    let releases = try catalog.status().releases
    #expect(releases.map(\.sha256) == [first.digest.description, first.digest.description])
    #expect(
      releases[0].dataEdition == first.dataEdition && releases[0].byteCount == first.byteCount)
  }

  @Test func `A catalogue made anew in another order compiles to the same bytes`() throws {
    let folder = try TemporaryFolder()
    let first = try catalog(folder, "a.sqlite", MappingImportTests.good)
    try Catalog.create(at: folder.file("b.sqlite"), sources: TestFiles.sources)
    let second = try Catalog.open(at: folder.file("b.sqlite"), .readWrite)
    for (index, line) in MappingImportTests.good.reversed().enumerated() {
      let text = MappingColumn.header + "\n" + line + "\n"
      _ = try second.importMappings(from: folder.write(text, "\(index).csv"))
    }
    #expect(
      try ReleaseWriter.bytes(of: first.releaseContents())
        == ReleaseWriter.bytes(of: second.releaseContents()))
  }

  @Test func `The release carries the decisions that stand now`() throws {
    let folder = try TemporaryFolder()
    let catalog = try catalog(folder, "c.sqlite", MappingImportTests.good)
    let later = MappingImportTests.good[0].replacingOccurrences(of: "approved", with: "rejected")
    _ = try catalog.importMappings(
      from: folder.write(MappingColumn.header + "\n" + later, "later.csv"))
    let release = try catalog.compile(to: folder.file("r"))
    let system = try #require(release.system(organization: "港町", system: "register"))
    #expect(system.charset == "cp932")
    #expect(
      try system.mappings == [
        GaijiMapping(
          code: 0xF040, identity: CharacterIdentity("MJ026190"), grade: .exact, status: .rejected),
        GaijiMapping(code: 0xF041, identity: nil, grade: .none, status: .approved),
        GaijiMapping(
          code: 0xF9FC, identity: CharacterIdentity("MJ000001"), grade: .similar, status: .proposed),
      ])
    #expect(
      release.systems.map { $0.organization + "/" + $0.system }
        == ["浜市/unix", "浜市/web", "港町/host", "港町/register"])
  }

  @Test func `A new edition of GJ gives up former code points and keeps identities`() throws {
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    let first = try folder.write("gj\tpua\nGJ000001\tU+100000\nGJ000002\tU+100001\n", "1.tsv")
    let second = try folder.write("GJ000002\tU+100000\nGJ000003\tU+100002\n", "2.tsv")
    #expect(
      try catalog.importGJ(from: first) == GJImportReport(characterCount: 2, addedCount: 2))
    #expect(
      try catalog.importGJ(from: second)
        == GJImportReport(characterCount: 2, addedCount: 1, changedCount: 1, absentCount: 1))
    let release = try catalog.compile(to: folder.file("r"))
    let characters = try release.characters()
    #expect(characters.identity(ofBare: 0x100000)?.description == "GJ000002")
    #expect(characters.identity(ofBare: 0x100001) == nil)
    let absent = try #require(CharacterIdentity("GJ000001"))
    #expect(characters.forms(of: absent) == CharacterForms(identity: absent))
  }

  @Test func `A font with gj glyph names is read as GJ`() throws {
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    try Data(SampleFont().bytes).write(to: URL(filePath: folder.file("acgjm.ttf")))
    #expect(
      try catalog.importGJ(from: folder.file("acgjm.ttf"))
        == GJImportReport(characterCount: 1, addedCount: 1))
    let record = try catalog.character(try #require(CharacterIdentity("GJ000007")))
    #expect(record.direct == ["U+100000"] && record.source == "acgjm.ttf 001.02")
  }

  @Test(arguments: [
    ("GJ000001\tU+4E00\n", "line 1, column 2: expected a private-use code point such as U+100000"),
    (
      "GJ000001\tU+100000\nGJ000001\tU+100001\n", "line 2: identity or code point is that of line 1"
    ),
    (
      "GJ000001\tU+100000\nGJ000002\tU+100000\n", "line 2: identity or code point is that of line 1"
    ),
    (
      "GJ000001\tU+100000\nMJ000001\tU+100001\n",
      "line 2: expected an identity such as GJ000001 and a tab"
    ),
    ("gj\tpua\n", "it has no GJ characters (glyphs named gj000001 and so on)"),
  ])
  func `Names what is wrong in a GJ list`(_ text: String, _ reason: String) throws {
    let folder = try TemporaryFolder()
    let path = try folder.write(text, "gj.tsv")
    let catalog = try folder.catalog()
    #expect(throws: CatalogError.source(file: path, reason: reason)) {
      try catalog.importGJ(from: path)
    }
    #expect(try catalog.status().characters.added == 0)
  }
}
