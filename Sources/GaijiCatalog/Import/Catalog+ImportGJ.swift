internal import Foundation
internal import GRDB
internal import GaijiHashing
internal import GaijiModel

/// What an import of 行政事務標準文字 did.
public struct GJImportReport: Sendable, Equatable {
  public var characterCount = 0
  /// Identities that were not in the catalogue.
  public var addedCount = 0
  /// Identities with other code points than before.
  public var changedCount = 0
  /// Identities of the catalogue that the new list does not have: kept, but without a code point.
  public var absentCount = 0
}

extension Catalog {
  /// Reads GJ identities and their provisional code points, from a font with glyphs named
  /// `gjNNNNNN` or from a TSV list of `GJNNNNNN<TAB>U+10XXXX`.
  ///
  /// Code points belong to a release of the list: all former ones of GJ are given up. Identities
  /// stay for ever, since decisions refer to them.
  ///
  /// - Parameter edition: As the publisher names it; blank takes the font's version.
  public func importGJ(from path: String, edition: String = "") throws(CatalogError)
    -> GJImportReport
  {
    let file = try SourceFile(path)
    let isFont = [[0, 1, 0, 0], Array("true".utf8), Array("OTTO".utf8), Array("ttcf".utf8)]
      .contains(Array(file.bytes.prefix(4)))
    var glyphs: [CharacterFont.Glyph]
    let record: SourceRecord
    if isFont {
      let font = try file.parse { try CharacterFont($0) }
      glyphs = font.glyphs.filter { $0.identity.collection == .gj }
      record = file.record(
        .gj, edition: edition.isEmpty ? font.version : edition, licence: Licence.gjFont)
    } else {
      glyphs = try GJList.read(file.bytes, path: path).map {
        CharacterFont.Glyph(forms: $0, index: -1)
      }
      record = file.record(.gj, edition: edition, licence: Licence.gjList)
    }
    guard !glyphs.isEmpty else {
      throw .source(file: path, reason: "it has no GJ characters (glyphs named gj000001 and so on)")
    }
    return try write { try $0.importGJ(&glyphs, record) }
  }
}

extension Database {
  fileprivate func importGJ(
    _ glyphs: inout [CharacterFont.Glyph], _ record: SourceRecord
  ) throws -> GJImportReport {
    let source = try sourceID(record)
    var report = GJImportReport(characterCount: glyphs.count)
    let before = try Row.fetchAll(
      self,
      sql: """
        SELECT c.id, f.base FROM character c LEFT JOIN character_form f ON f.character_id = c.id
        WHERE c.kind = 'added' ORDER BY c.id, f.base
        """)
    var known: [String: Set<Int64>] = [:]
    for row in before {
      known[row[0], default: []].formUnion((row[1] as Int64?).map { [$0] } ?? [])
    }
    try execute(sql: "DELETE FROM character_form WHERE character_id GLOB 'GJ*'")
    let upsert = try makeStatement(
      sql: """
        INSERT INTO character (id, kind, glyph, source_id) VALUES (?, 'added', ?, ?)
        ON CONFLICT (id) DO UPDATE SET glyph = excluded.glyph, source_id = excluded.source_id
        """)
    for glyph in glyphs {
      let id = glyph.identity.description
      let index = glyph.index < 0 ? nil : Int64(glyph.index)
      try upsert.execute(arguments: [id, index, source])
      if let former = known.removeValue(forKey: id) {
        if former != Set(glyph.forms.direct.map(Int64.init)) { report.changedCount += 1 }
      } else {
        report.addedCount += 1
      }
    }
    report.absentCount = known.count
    let taken = try taken(by: glyphs.flatMap(\.forms.direct))
    if let scalar = taken.first {
      throw CatalogError.inconsistent(
        "\(scalarName(scalar)) is the code point of an MJ character already")
    }
    try insertForms(glyphs.map(\.forms), source: source)
    return report
  }

  /// Which of these code points another character has.
  private func taken(by scalars: [UInt32]) throws -> [UInt32] {
    let find = try makeStatement(
      sql: "SELECT count(*) FROM character_form WHERE base = ? AND selector = 0")
    return try scalars.filter { try Int.fetchOne(find, arguments: [Int64($0)]) != 0 }
  }
}

/// The list form: a header line, then identity, tab, code point.
enum GJList {
  static func read(_ bytes: [UInt8], path: String) throws(CatalogError) -> [CharacterForms] {
    var forms: [CharacterForms] = []
    var identities: [CharacterIdentity: Int] = [:]
    var scalars: [UInt32: Int] = [:]
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    for (index, slice) in lines.enumerated() {
      let number = index + 1
      var line = slice
      if number == 1, line.starts(with: [0xEF, 0xBB, 0xBF]) { line = line.dropFirst(3) }
      if line.last == 0x0D { line = line.dropLast() }
      if line.isEmpty || line.first == UInt8(ascii: "#") { continue }
      let fields = line.split(separator: 0x09, omittingEmptySubsequences: false)
      // The first line may name the columns.
      if number == 1, !line.starts(with: "GJ0".utf8) { continue }
      guard fields.count >= 2,
        let identity = CharacterIdentity(String(decoding: fields[0], as: UTF8.self)),
        identity.collection == .gj
      else {
        throw .source(
          file: path, reason: "line \(number): expected an identity such as GJ000001 and a tab")
      }
      guard let scalar = parseScalarName(fields[1]), isPrivateUse(scalar) else {
        throw .source(
          file: path,
          reason: "line \(number), column 2: expected a private-use code point such as U+100000")
      }
      if let other = identities.updateValue(number, forKey: identity)
        ?? scalars.updateValue(number, forKey: scalar)
      {
        throw .source(
          file: path, reason: "line \(number): identity or code point is that of line \(other)")
      }
      forms.append(CharacterForms(identity: identity, direct: [scalar]))
    }
    return forms.sorted { $0.identity < $1.identity }
  }
}
