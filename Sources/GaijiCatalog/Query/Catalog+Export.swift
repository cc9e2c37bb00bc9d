internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

extension Catalog {
  /// The current decisions as the CSV that `importMappings` reads, by organisation, system and code.
  ///
  /// Importing it into another catalogue of the same facts gives the same current decisions.
  ///
  /// - Parameters:
  ///   - organization: Only this one's.
  ///   - system: Only this system of it.
  ///   - body: Called with the header and then each line, newline included.
  /// - Returns: The number of rows.
  public func exportMappings(
    organization: String? = nil, system: String? = nil, _ body: (String) throws -> Void
  ) throws(CatalogError) -> Int {
    try read { db in
      if let organization {
        let known = try Int.fetchOne(
          db,
          sql: """
            SELECT count(*) FROM system s JOIN organisation o ON o.id = s.organisation_id
            WHERE o.name = ?1 AND (?2 IS NULL OR s.name = ?2)
            """, arguments: [organization, system])
        if known == 0 {
          throw CatalogError.unknown(
            "\(organization)\(system.map { "/" + $0 } ?? "") is not in the catalogue")
        }
      }
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT o.name, s.name, c.name, g.code, i.character_id, i.grade, i.status, i.decided_by,
            i.decided_at, i.reason, c.scheme
          FROM current_identification i JOIN gaiji g ON g.id = i.gaiji_id
          JOIN system s ON s.id = g.system_id JOIN organisation o ON o.id = s.organisation_id
          JOIN charset c ON c.id = s.charset_id
          WHERE (?1 IS NULL OR o.name = ?1) AND (?2 IS NULL OR s.name = ?2)
          ORDER BY o.name, s.name, g.code
          """, arguments: [organization, system])
      try body(MappingColumn.header + "\n")
      var count = 0
      while let row = try rows.next() {
        var fields: [String] = [row[0], row[1], row[2]]
        fields.append(GaijiCode.text(row[3], scheme: row[10]))
        fields.append(row[4] ?? "")
        fields += (5...9).map { row[$0] as String }
        try body(CSVText.line(fields))
        count += 1
      }
      return count
    }
  }
}

/// The written form of a gaiji's code.
enum GaijiCode {
  /// Whole bytes in a charset with tables (`F040`, `8FF5A1`), at least four digits of a code point
  /// in a Unicode one (`E000`, `10FFFD`).
  static func text(_ code: Int64, scheme: Int64) -> String {
    let value = UInt32(truncatingIfNeeded: code)
    if scheme < Int64(CodingScheme.leadByte.rawValue) { return hexadecimal(value, digits: 4) }
    let digits = hexadecimal(value, digits: 1).utf8.count
    return hexadecimal(value, digits: digits + digits % 2)
  }
}
