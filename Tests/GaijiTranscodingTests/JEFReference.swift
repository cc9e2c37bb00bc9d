import Foundation
import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

/// JEF as published, and the forms of IPAmj明朝: not part of the project, read from
/// `$GAIJI_REFERENCE` (`../shared/reference` without it).
enum JEFReference {
  private static let folder = URL(
    filePath: ProcessInfo.processInfo.environment["GAIJI_REFERENCE"]
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/reference").path)
  private static let mapping = folder.appending(path: "vendor/fujitsu_jef_mapping.json")
  private static let font = folder.appending(path: "mj/ipamjm-00501.tsv")

  static var isThere: Bool {
    [mapping, font].allSatisfy { FileManager.default.fileExists(atPath: $0.path) }
  }

  static let name = "jef-reference"

  /// A release of the font's forms and the host charset, with one-byte codes as in `VendorFixture`.
  static let release = Result {
    var contents = ReleaseContents(dataEdition: "jef-reference")
    contents.charsets = [CharsetTable(name: "utf8", scheme: .utf8), try table()]
    contents.forms = try forms()
    return try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
  }

  private struct Row: Decodable {
    var code: String
    var unicode: String
    var hd: String?
    var sp: String?
    var options: [String]
  }

  private static func table() throws -> CharsetTable {
    let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: mapping))
    var draft = VendorFixture.emptyDraft(name)
    // Codes that are only read come last: others are written for their characters.
    for isLast in [false, true] {
      for row in rows where row.options.contains("decode_only") == isLast {
        if row.options.contains(where: ["unmappable", "cjk_ci", "encode_only"].contains) {
          continue
        }
        let code = try #require(UInt32(row.code, radix: 16))
        let first = try #require(UInt32(row.unicode, radix: 16))
        let second = UInt32(row.hd ?? row.sp ?? "0", radix: 16) ?? 0
        draft.define(code, byteCount: 2, state: 1, first, second: second)
      }
    }
    for row in UInt32(0x80)...0xA0 {
      for cell in UInt32(0xA1)...0xFE {
        draft.define(
          row << 8 | cell, byteCount: 2, state: 1, 0xE000 + (row - 0x80) * 94 + (cell - 0xA1))
      }
    }
    return draft.finish()
  }

  /// One line a figure: identity, glyph, code points, IVS, SVS.
  private static func forms() throws -> [CharacterForms] {
    try String(contentsOf: font, encoding: .utf8).split(separator: "\n").dropFirst().map { line in
      let fields = line.split(separator: "\t", omittingEmptySubsequences: false)
      return CharacterForms(
        identity: try #require(CharacterIdentity(fields[0])),
        direct: try sequences(fields[2]).map(\.base), ivs: try sequences(fields[3]),
        svs: fields.count > 4 ? try sequences(fields[4]) : [])
    }
  }

  /// `U+9089`, or `9089_E010F`; several with spaces between them.
  private static func sequences(_ field: Substring) throws -> [CharacterSequence] {
    try field.split(separator: " ").map { text in
      let parts = (text.hasPrefix("U+") ? text.dropFirst(2) : text).split(separator: "_")
      let base = try #require(UInt32(parts[0], radix: 16))
      return CharacterSequence(
        base, selector: parts.count > 1 ? try #require(UInt32(parts[1], radix: 16)) : 0)
    }
  }
}
