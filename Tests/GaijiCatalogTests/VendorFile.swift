import Foundation
import GaijiCharsets
import Testing

@testable import GaijiCatalog

/// A published table of a two-byte code system (JSON of the project jef4j), as parts need it.
enum VendorFile {
  static func path(_ file: String) -> String {
    TestFiles.reference + "/vendor/" + file + "_mapping.json"
  }

  static let isThere = TestFiles.hasSources && TestFiles.exists(path("fujitsu_jef"))
  static let missing: Comment = "needs GAIJI_REFERENCE (or ../shared/reference) with vendor/*.json"

  /// Rows of both ways, with their selectors; what is only read; and a bare base where the table
  /// does not keep it out. Enough for what identities and storage are tested with.
  static func part(_ name: String, _ file: String) throws -> CharsetPart {
    let data = try Data(contentsOf: URL(filePath: path(file)))
    let objects = try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
    func number(_ object: [String: Any], _ key: String) -> UInt32 {
      (object[key] as? String).flatMap { UInt32($0, radix: 16) } ?? 0
    }
    let codes = Set(
      objects.filter { !(($0["options"] as? [String]) ?? []).contains("cjk_ci") }.map {
        number($0, "code")
      })
    var rows: [CharsetPart.Row] = []
    for object in objects where number(object, "unicode") != 0xFFFD {
      let options = (object["options"] as? [String]) ?? []
      let selector = number(object, "hd")
      var row = CharsetPart.Row(
        code: number(object, "code"), byteCount: 2, first: number(object, "unicode"),
        second: selector != 0 ? selector : number(object, "sp"))
      if options.contains("decode_only") { row.use = .decodeOnly }
      if options.contains("encode_only") || options.contains("cjk_ci") && codes.contains(row.code) {
        row.use = .encodeOnly
      }
      rows.append(row)
      if selector != 0, !options.contains("oneway"), !options.contains("decode_only") {
        row.second = 0
        row.use = .encodeOnly
        rows.append(row)
      }
    }
    return CharsetPart(name: name, rows: rows)
  }

  static func source(_ file: String) throws -> SourceRecord {
    try SourceFile(path(file)).record(
      .charset, edition: "jef4j-0e4e9fd", licence: "Apache-2.0; tables CC0")
  }
}
