internal import Foundation
internal import GRDB
public import GaijiModel

/// A figure whose gaiji a person has approved.
public struct ApprovedFigure: Sendable, Hashable {
  public var organization: String
  public var system: String
  public var code: String
  public var codeValue: UInt32
  public var identity: CharacterIdentity
  public var grade: IdentificationGrade
  public var digest: String
}

/// What such a figure looks like.
public struct ApprovedPicture: Sendable, Hashable {
  public var digest: String
  public var pixelsPerEm: Int
  public var png: [UInt8]
}

/// A gaiji of a system that a person has approved.
public struct ApprovedCode: Sendable, Hashable {
  public var code: UInt32
  public var identity: CharacterIdentity
  public var grade: IdentificationGrade
}

extension Catalog {
  /// All figures of gaiji that stand approved, of all organisations, in a fixed order. The same
  /// figure comes once for each code that has it.
  ///
  /// - Parameter system: Leaves out this gaiji's own system: an organisation and a system.
  public func approvedFigures(
    besides system: (organization: String, system: String)? = nil
  ) throws(CatalogError) -> [ApprovedFigure] {
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT o.name, s.name, g.code, c.scheme, i.character_id, i.grade, y.digest
          \(Self.approvals)
          ORDER BY o.name, s.name, g.code, y.digest
          """, arguments: [system?.organization, system?.system])
      var figures: [ApprovedFigure] = []
      while let row = try rows.next() {
        guard let grade = IdentificationGrade(word: row[5] as String),
          let code = UInt32(exactly: row[2] as Int64)
        else { throw CatalogError.inconsistent("a decision has an unknown grade") }
        figures.append(
          ApprovedFigure(
            organization: row[0], system: row[1], code: GaijiCode.text(row[2], scheme: row[3]),
            codeValue: code, identity: try db.identity(row[4]), grade: grade, digest: row[6]))
      }
      return figures
    }
  }

  /// The pictures of these figures, each once, in the order of their digests; one at a time in memory.
  ///
  /// - Throws: `CatalogError`, and what `body` throws.
  public func forEachApprovedPicture(
    besides system: (organization: String, system: String)? = nil,
    _ body: (ApprovedPicture) throws -> Void
  ) throws {
    var failure: (any Error)?
    try read { db in
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT digest, pixels_per_em, png FROM glyph WHERE id IN (SELECT y.id \(Self.approvals))
          ORDER BY digest
          """, arguments: [system?.organization, system?.system])
      do {
        while let row = try rows.next() {
          try body(
            ApprovedPicture(
              digest: row[0], pixelsPerEm: Int(row[1] as Int64), png: [UInt8](row[2] as Data)))
        }
      } catch {
        // Not the catalogue's: its message must not be put into the catalogue's words.
        failure = error
      }
    }
    if let failure { throw failure }
  }

  /// Links of figures to gaiji that stand approved; arguments: a system that is left out.
  private static let approvals = """
    FROM gaiji_glyph l JOIN glyph y ON y.id = l.glyph_id
    JOIN gaiji g ON g.id = l.gaiji_id JOIN system s ON s.id = g.system_id
    JOIN organisation o ON o.id = s.organisation_id JOIN charset c ON c.id = s.charset_id
    JOIN current_identification i ON i.gaiji_id = g.id
    WHERE i.status = 'approved' AND i.character_id IS NOT NULL
      AND NOT (o.name IS ?1 AND s.name IS ?2)
    """

  /// The approved gaiji of one system, ascending by code; none for a system that is not there.
  public func approvedCodes(
    organization: String, system: String
  ) throws(CatalogError) -> [ApprovedCode] {
    try read { db in
      try Row.fetchAll(
        db,
        sql: """
          SELECT g.code, i.character_id, i.grade FROM gaiji g
          JOIN system s ON s.id = g.system_id JOIN organisation o ON o.id = s.organisation_id
          JOIN current_identification i ON i.gaiji_id = g.id
          WHERE o.name = ? AND s.name = ? AND i.status = 'approved' AND i.character_id IS NOT NULL
          ORDER BY g.code
          """, arguments: [organization, system]
      ).map { row in
        guard let grade = IdentificationGrade(word: row[2] as String),
          let code = UInt32(exactly: row[0] as Int64)
        else { throw CatalogError.inconsistent("a decision has an unknown grade") }
        return ApprovedCode(code: code, identity: try db.identity(row[1]), grade: grade)
      }
    }
  }
}
