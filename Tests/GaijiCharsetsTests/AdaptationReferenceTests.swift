import Foundation
import GaijiCharsets
import GaijiModel
import Testing

/// The changes of `adapted` on a whole table of JEF, as published: not part of the project, read
/// from `$GAIJI_REFERENCE/vendor` (`../shared/reference` without it).
@Suite(
  .enabled(if: JEFReference.isThere, "no vendor/fujitsu_jef_mapping.json; set GAIJI_REFERENCE"))
struct AdaptationReferenceTests {
  private let table: CharsetTable
  /// The characters of JIS X 0208:1990, by the code of EUC-JP.
  private let standard: [UInt32: UInt32]

  init() throws {
    let euc = try CharsetBuilder.build("euc-jp", jisx0213: nil)
    var standard: [UInt32: UInt32] = [:]
    for row in UInt32(0xA1)...0xF4 {
      for cell in UInt32(0xA1)...0xFE {
        let scalars = euc.scalars(of: euc.decodeEntry(of: 2 << 28 | row << 8 | cell))
        if scalars.count == 1, !isPrivateUse(scalars[0]) { standard[row << 8 | cell] = scalars[0] }
      }
    }
    self.standard = standard
    table = try JEFReference.table(standard)
  }

  private func scalars(_ code: UInt32, _ table: CharsetTable) -> [UInt32] {
    table.scalars(of: table.decodeEntry(of: 2 << 28 | code))
  }

  @Test func `By position every code of the standard area is that of the standard`() throws {
    #expect(standard.count == 6879)
    let adapted = try table.adapted(preference: .position)
    var differing = 0
    var wrong: [UInt32] = []
    for (code, scalar) in standard {
      // What the vendor's table leaves out stays left out.
      if scalars(code, table).isEmpty { continue }
      if scalars(code, adapted) != [scalar] { wrong.append(code) }
      guard scalars(code, table) != [scalar] else { continue }
      differing += 1
      if adapted.encoding.entry(for: scalar) != 2 << 28 | code { wrong.append(code) }
    }
    #expect(wrong == [])
    // JEF shows the figures of 1978: there are such codes.
    #expect(differing == table.positions.count / 2 && differing > 0)
    // Extension codes are read as before.
    let changed = (UInt32(0x41A1)...0x7FFE).filter { scalars($0, adapted) != scalars($0, table) }
    #expect(changed == [])
  }

  @Test(arguments: [CharsetPreference.glyph, .position])
  func `A code is marked one-way just when its character is written with another`(
    _ preference: CharsetPreference
  ) throws {
    let adapted = try table.adapted(preference: preference)
    var wrong = 0
    for code in UInt32(0)...0xFFFF {
      let entry = adapted.decodeEntry(of: 2 << 28 | code)
      let scalars = adapted.scalars(of: entry)
      guard !scalars.isEmpty else { continue }
      let written =
        scalars.count == 1
        ? adapted.encoding.entry(for: scalars[0])
        : adapted.encoding.entry(for: scalars[0], scalars[1])
      if entry.isOneWay != (written != 2 << 28 | code) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `The user area begins at E92E where a site has it so`() throws {
    let adapted = try table.adapted(projection: 0xE92E)
    let gaiji = adapted.gaiji
    #expect(gaiji.count == 3102)
    #expect(scalars(0x80A1, adapted) == [0xE92E])
    #expect(scalars(0xA0FE, adapted) == [0xE92E + 3101])
    #expect(gaiji.allSatisfy { adapted.encoding.entry(for: $0.scalar) == $0.code })
    #expect(throws: AdaptationError.self) { try table.adapted(projection: 0xF000) }
  }

  @Test func `The double space of JEF is a choice`() throws {
    #expect(scalars(0x4040, table) == [0x3000] && scalars(0xA1A1, table) == [0x3000])
    let adapted = try table.adapted(doubleSpace: .jisSpace)
    #expect(adapted.encoding.entry(for: 0x3000) == 2 << 28 | 0xA1A1)
    #expect(adapted.decodeEntry(of: 2 << 28 | 0x4040).isOneWay)
  }
}

/// The pure two-byte JEF of the published table, as far as these tests need it: every code that the
/// table reads, with its selector.
private enum JEFReference {
  static let url = URL(
    filePath: ProcessInfo.processInfo.environment["GAIJI_REFERENCE"]
      ?? URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "../shared/reference").path
  ).appending(path: "vendor/fujitsu_jef_mapping.json")

  static var isThere: Bool { FileManager.default.fileExists(atPath: url.path) }

  private struct Row: Decodable {
    var code: String
    var unicode: String
    var hd: String?
    var sp: String?
    var options: [String]
  }

  static func table(_ standard: [UInt32: UInt32]) throws -> CharsetTable {
    let rows = try JSONDecoder().decode([Row].self, from: Data(contentsOf: url))
    var draft = CharsetDraft(name: "jef", scheme: .leadByte)
    draft.setLength(2, of: 0x40...0xFE)
    draft.setTrails(0x40...0x40, after: 0x40...0x40)
    draft.setTrails(0xA1...0xFE, after: 0x41...0xFE)
    var positions: [UInt32] = []
    var read: [UInt32: [UInt32]] = [:]
    for row in rows
    where !row.options.contains(where: ["unmappable", "cjk_ci", "encode_only"].contains) {
      let code = try #require(UInt32(row.code, radix: 16))
      let first = try #require(UInt32(row.unicode, radix: 16))
      guard first != 0xFFFD, read[code] == nil else { continue }
      let second = UInt32(row.hd ?? row.sp ?? "0", radix: 16) ?? 0
      draft.define(code, byteCount: 2, first, second: second)
      read[code] = second == 0 ? [first] : [first, second]
    }
    for code in standard.keys.sorted() {
      if let own = read[code], let scalar = standard[code], own != [scalar] {
        positions += [code, scalar]
      }
    }
    for row in UInt32(0x80)...0xA0 {
      for cell in UInt32(0xA1)...0xFE {
        draft.define(
          row << 8 | cell, byteCount: 2, 0xE000 + (row - 0x80) * 94 + (cell - 0xA1))
      }
    }
    let table = draft.finish()
    return CharsetTable(
      name: table.name, scheme: table.scheme, states: table.states, sequences: table.sequences,
      encoding: table.encoding, positions: FlatTable(positions))
  }
}
