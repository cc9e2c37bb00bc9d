import Foundation
import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiCatalog

/// The catalogue that `gaiji catalog init` makes of the installed packages.
@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct DefaultCatalogTests {
  static let release = Result {
    try MappingRelease(bytes: ReleaseWriter.bytes(of: TestFiles.shared().releaseContents()))
  }

  @Test func `Has the published counts of font 005.01`() throws {
    let counts = try TestFiles.shared().status().characters
    #expect(
      counts
        == CatalogStatus.Characters(
          kanji: 58_862, hentaigana: 299, added: 0, kanjiWithDirect: 52_606, kanjiWithIVS: 11_382,
          ivs: 11_384, svs: 89, kanjiWithout: 21))
  }

  @Test func `Names source, edition, digest and licence of every fact`() throws {
    let status = try TestFiles.shared().status()
    #expect(status.sources.contains { $0.file == "ipamjm.ttf" && $0.edition == "005.01" })
    #expect(status.sources.contains { $0.kind == "icu" && !$0.edition.isEmpty })
    for source in status.sources {
      #expect(!source.licence.isEmpty && !source.file.contains("/"))
      #expect((source.sha256?.count ?? 64) == 64)
    }
    #expect(
      status.rows["charset"] == CharsetNames.standard.count + VendorCharsets.names.count)
    #expect(status.schema == CatalogSchema.current)
  }

  @Test func `The release holds the same characters as the font`() throws {
    let characters = try Self.release.get().characters()
    let font = try CharacterFont(SourceFile(CatalogSources.debianFont).bytes)
    #expect(characters.identities == font.glyphs.map(\.identity))
    for glyph in font.glyphs {
      #expect(characters.forms(of: glyph.identity) == glyph.forms)
      for scalar in glyph.forms.direct {
        #expect(characters.identity(ofBare: scalar) == glyph.identity)
      }
      for sequence in glyph.forms.ivs + glyph.forms.svs {
        #expect(characters.identity(of: sequence) == glyph.identity)
      }
    }
  }

  @Test func `The release holds the charsets as they were drawn`() throws {
    let release = try Self.release.get()
    #expect(release.charsetNames == CharsetNames.standard + VendorCharsets.names.sorted())
    let rows = try JISX0213Rows(jntajisHeader: SourceFile(TestFiles.jntajis).bytes)
    for name in CharsetNames.standard {
      try expectSame(
        #require(try release.charset(name)), CharsetBuilder.build(name, jisx0213: rows))
    }
    let composer = try CharsetComposer(parts: [])
    for charset in VendorCharsets.all {
      try expectSame(#require(try release.charset(charset.name)), composer.compose(charset).table)
    }
  }

  private func expectSame(_ stored: CharsetTable, _ drawn: CharsetTable) {
    let isSame = CharsetRows(stored).codes.map(Self.text) == CharsetRows(drawn).codes.map(Self.text)
    #expect(isSame, "\(drawn.name)")
    #expect(stored.shifts == drawn.shifts && stored.scheme == drawn.scheme)
    #expect(stored.states.map(\.lengths.array) == drawn.states.map(\.lengths.array))
    #expect(stored.positions.array == drawn.positions.array)
  }

  private static func text(_ code: CharsetRows.Code) -> String {
    "\(code.state) \(code.byteCount) \(code.code) \(code.first) \(code.second) \(code.flags.rawValue)"
  }

  @Test func `Knows the JIS repertoires and what the tax agency writes`() throws {
    let contents = try TestFiles.shared().releaseContents()
    // Single scalars of 11,233 characters and of the 6,879 of JIS X 0208.
    #expect(contents.jisx0208.count == 6879)
    #expect(contents.jisx0213.isSuperset(of: contents.jisx0208))
    let characters = try Self.release.get().characters()
    #expect(characters.taxAgencyTargets(of: 0x9EB4) == [0x9EB9])  // 麴 to 麹
    #expect(characters.taxAgencyTargets(of: 0x2014) == [])  // JIS X 0208 itself
    #expect(characters.taxAgencyTargets(of: 0xFF5E) == [0x301C])  // Windows' wave dash
    for targets in contents.taxAgency.values {
      #expect((1...4).contains(targets.count))
      #expect(targets.allSatisfy(contents.jisx0208.contains))
    }
    for targets in contents.shrink.values {
      #expect(targets.allSatisfy { contents.jisx0213.contains($0.scalar) })
    }
  }
}

/// Row by row against published tables.
@Suite(.enabled(if: TestFiles.hasReference, "needs GAIJI_REFERENCE (or ../shared/reference)"))
struct ReferenceTests {
  private func contents() throws -> ReleaseContents { try TestFiles.shared().releaseContents() }

  private func plain(_ name: String) throws -> [UInt8] {
    let path = TestFiles.reference + "/" + name
    return name.hasSuffix(".gz")
      ? try output(of: "/usr/bin/env", ["gzip", "-dc", path]) : try SourceFile(path).bytes
  }

  private func sequence(_ text: some StringProtocol) throws -> CharacterSequence {
    let parts = try text.split(whereSeparator: { " _+".contains($0) }).filter { $0 != "U" }.map {
      try #require(UInt32($0, radix: 16))
    }
    return CharacterSequence(try #require(parts.first), selector: parts.count > 1 ? parts[1] : 0)
  }

  @Test func `Every glyph has the forms of the reference table`() throws {
    let forms = Dictionary(
      uniqueKeysWithValues: try contents().forms.map { ($0.identity.description, $0) })
    let lines = rows(try plain("mj/ipamjm-00501.tsv")).dropFirst()
    #expect(lines.count == 59_161 && forms.count == 59_161)
    for line in lines {
      let known = try #require(forms[line[0]])
      func list(_ column: Int) throws -> [CharacterSequence] {
        try line[column].split(separator: " ").map { try sequence($0) }.sorted()
      }
      let lists = try (2...4).map(list)
      #expect(known.direct == lists[0].map(\.base))
      #expect(known.ivs == lists[1] && known.svs == lists[2])
    }
  }

  @Test func `Every Moji_Joho sequence of the IVD is there and no other`() throws {
    let lines = String(decoding: try plain("mj/IVD_Sequences-2022-09-13.txt.gz"), as: UTF8.self)
      .split(separator: "\n").filter { $0.contains("; Moji_Joho;") }
    var expected: [String: [CharacterSequence]] = [:]
    for line in lines {
      let parts = line.split(separator: ";").map { $0.drop { $0 == " " } }
      expected[String(parts[2]), default: []].append(try sequence(parts[0]))
    }
    #expect(lines.count == 11_384)
    let found = try contents().forms.filter { !$0.ivs.isEmpty }
    #expect(found.count == expected.count)
    for forms in found {
      #expect(forms.ivs == expected[forms.identity.description]?.sorted())
    }
  }

  @Test func `Four of the five grounds agree with the official shrink map`() throws {
    let json = try output(
      of: "/usr/bin/env",
      [
        "unzip", "-p", TestFiles.reference + "/mj/MJShrinkMapVer.1.2.0.zip",
        "MJShrinkMap.1.2.0.json",
      ])
    let root = try #require(
      try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any])
    let entries = try #require(root["content"] as? [[String: Any]])
    #expect(entries.count == 58_862)
    let shrink = try contents().shrink
    var compared = 0
    for entry in entries {
      let name = try #require(entry["MJ文字図形名"] as? String)
      let identity = try #require(CharacterIdentity(name))
      for ground in ShrinkTable.grounds {
        let targets = (entry[ground.japanese] as? [[String: Any]]) ?? []
        let expected = Set(
          try targets.map { target in
            let name = try #require(target["UCS"] as? String)
            return try sequence(name).base
          })
        let found = Set((shrink[identity] ?? []).filter { $0.ground == ground }.map(\.scalar))
        #expect(found == expected, "\(identity) \(ground)")
        compared += found.count
      }
    }
    #expect(compared > 40_000)
  }

  @Test func `The tax agency's map agrees row by row`() throws {
    let contents = try contents()
    // The table is in Windows' mapping, the catalogue in the standard's.
    let standard: [UInt32: UInt32] = [
      0x2015: 0x2014, 0xFF5E: 0x301C, 0x2225: 0x2016, 0xFF0D: 0x2212, 0xFFE0: 0x00A2,
      0xFFE1: 0x00A3, 0xFFE2: 0x00AC,
    ]
    var compared = 0
    for line in rows(try plain("mj/jnta-shrink-1_0_0-from-jntajis.tsv.gz")).dropFirst() {
      let source = line[1].split(separator: " ")
      guard source.count == 1, !line[3].contains("X0208"),
        !["KANJI_LEVEL_1", "KANJI_LEVEL_2"]
          .contains(line[3])
      else { continue }
      let expected = try line[5].split(separator: " ").map { try sequence($0).base }
        .map { standard[$0] ?? $0 }
      let found = contents.taxAgency[try sequence(source[0]).base] ?? []
      #expect(found == expected, "\(line)")
      compared += 1
    }
    #expect(compared > 4000)
  }

  @Test func `The GJ list is read and compiled`() throws {
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    let list = TestFiles.reference + "/gj/gj-list-2025-12.tsv"
    #expect(
      try catalog.importGJ(from: list, edition: "2025-12")
        == GJImportReport(characterCount: 9175, addedCount: 9175))
    #expect(
      try catalog.importGJ(from: list, edition: "2025-12") == GJImportReport(characterCount: 9175))
    let release = try MappingRelease(bytes: ReleaseWriter.bytes(of: catalog.releaseContents()))
    let characters = try release.characters()
    let lines = rows(try plain("gj/gj-list-2025-12.tsv")).dropFirst()
    #expect(lines.count == 9175)
    for line in lines {
      let scalar = try #require(UInt32(line[1].dropFirst(2), radix: 16))
      #expect(characters.identity(ofBare: scalar)?.description == line[0])
    }
    #expect(release.dataEdition.contains("gj-2025-12"))
  }
}
