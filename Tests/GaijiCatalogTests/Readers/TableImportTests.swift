import Foundation
import GaijiCharsets
import GaijiHashing
import GaijiModel
import Testing

@testable import GaijiCatalog

/// Table files into a catalogue: where they come from is kept, and what they say is what the charset
/// does.
@Suite(.enabled(if: TestFiles.hasSources, "needs fonts-ipamj-mincho, unicode-data and jntajis"))
struct TableImportTests {
  @Test func `Name, digest, edition and licence of a file are kept`() throws {
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    let text = "code,unicode\n41,0041\n"
    var request = TableImport(path: try folder.write(text, "own.csv"), name: "own")
    let first = try catalog.importTable(request)
    let digest = SHA256.digest(of: Array(text.utf8)).description
    #expect(first.sha256 == digest && first.edition == "" && first.format == "csv")
    #expect(!first.result.isReplacement)
    request.edition = "1990"
    request.licence = "own work"
    #expect(try catalog.importTable(request).result.isReplacement)
    let summary = try #require(try catalog.charsetList().first { $0.name == "own" })
    #expect(
      summary.source
        == CharsetSummary.Source(
          kind: "charset", file: "own.csv", edition: "1990", sha256: digest, licence: "own work"))
    #expect(summary.description == "own.csv, imported from csv")
  }

  /// The edition belongs to the bytes, not to the file's name.
  @Test func `Another file under a published name has no edition`() throws {
    let folder = try TemporaryFolder()
    let json = #"[{"code": "40", "unicode": "0020", "options": []}]"#
    let path = try folder.write(json, "nec_jis8_mapping.json")
    let report = try folder.catalog().importTable(TableImport(path: path, name: "nec-jis8"))
    #expect(report.edition == "")
    #expect(report.result.charsets == ["jipsj-jis8", "nec-jis8"])
  }

  @Test func `The published files and their digests are those of the fetch list`() throws {
    let path = TestFiles.packageRoot.appending(path: "Data/fetch-list.tsv").path
    let list = rows([UInt8](try Data(contentsOf: URL(filePath: path)))).filter {
      $0[0].hasPrefix("vendor/")
    }
    #expect(
      Dictionary(uniqueKeysWithValues: list.map { ($0[0], $0[3]) })
        == Dictionary(uniqueKeysWithValues: JEF4JFiles.all.map { ("vendor/" + $0.name, $0.sha256) })
    )
    #expect(list.allSatisfy { $0[2].contains("/\(JEF4JFiles.edition)/") })
    #expect(Set(JEF4JFiles.all.map(\.part)).isSubset(of: VendorCharsets.partNames))
  }

  private struct Object: Decodable {
    var code: String
    var unicode: String
    var options: [String]
    var hd: String?
    var aj1: String?
    var sp: String?

    func scalars(_ second: String?) throws -> [UInt32] {
      try ([unicode] + (second.map { [$0] } ?? [])).map { try #require(UInt32($0, radix: 16)) }
    }
  }

  /// The file read with Foundation; every code of the two-byte space, and every way to write that
  /// the file gives.
  @Test(
    .enabled(if: JEF4JReaderTests.hasFiles, "needs vendor/*.json under GAIJI_REFERENCE"),
    arguments: ["jef", "keis78", "keis83"])
  func `An imported table reads and writes what its file says`(_ name: String) throws {
    let file = try #require(JEF4JFiles.all.first { $0.part == name })
    let folder = try TemporaryFolder()
    let catalog = try folder.catalog()
    let path = JEF4JReaderTests.folder + file.name
    #expect(
      try catalog.importTable(TableImport(path: path, name: name)).edition == JEF4JFiles.edition)
    let table = try #require(try catalog.charsetTable(named: name))
    let objects = try JSONDecoder().decode(
      [Object].self, from: Data(contentsOf: URL(filePath: path))
    ).filter { $0.unicode != "FFFD" }

    var expected: [String: [UInt32]] = [:]
    for object in objects
    where !object.options.contains("encode_only") && !object.options.contains("cjk_ci") {
      expected[object.code] = try object.scalars(object.hd ?? object.sp)
    }
    // A compatibility ideograph is how its code is read when nothing else says it.
    for object in objects
    where object.options.contains("cjk_ci") && expected[object.code] == nil {
      expected[object.code] = try object.scalars(object.sp)
    }
    let codes = table.codes.filter { !$0.isGaiji }
    let wrong = codes.filter { $0.scalars != expected[$0.name, default: []] }
    #expect(wrong.map(\.name) == [])
    #expect(codes.count(where: \.isDefined) == expected.count)

    var written: [[UInt32]: String] = [:]
    for item in table.writtenCodes { written[item.scalars] = item.code.name }
    var notWritten: [String] = []
    for object in objects where !object.options.contains("decode_only") {
      var forms: [[UInt32]] = []
      if let hd = object.hd {
        forms.append(try object.scalars(hd))
        if !object.options.contains("oneway") { forms.append(try object.scalars(nil)) }
        if let aj1 = object.aj1 { forms.append(try object.scalars(aj1)) }
      } else {
        forms.append(try object.scalars(object.sp))
      }
      for form in forms where written[form] != object.code {
        // Written as another code that is read as the very same character, or not at all.
        let other = written[form]
        if other == nil || expected[other ?? ""] != form {
          notWritten.append("\(object.code) \(CharsetCode.name(of: form)) \(other ?? "–")")
        }
      }
    }
    #expect(notWritten == [])
  }
}
