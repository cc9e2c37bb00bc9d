internal import GRDB

/// What the catalogue says of one charset, in figures.
public struct CharsetSummary: Sendable, Encodable, Equatable {
  public struct Source: Sendable, Encodable, Equatable {
    public var kind: String
    public var file: String
    public var edition: String
    public var sha256: String?
    public var licence: String
  }

  public var name: String
  /// Raw value of `CodingScheme`.
  public var scheme: UInt8
  public var description: String
  public var source: Source
  /// Codes that stand for a character, gaiji included.
  public var codeCount: Int
  /// Of these, codes whose character is written as another code or not at all.
  public var oneWayCount: Int
  /// Of these, codes of user-defined areas.
  public var gaijiCount: Int
  /// Well-formed codes without a character.
  public var undefinedCount: Int
}

/// What an import of a charset or of one of its tables did.
public struct CharsetImportReport: Sendable, Encodable, Equatable {
  public var name: String
  /// Rows of a table; of a whole charset, its codes.
  public var rowCount: Int
  /// Whether something of that name was imported before.
  public var isReplacement: Bool
  /// Charsets that were drawn anew, in the order of the code systems.
  public var charsets: [String]
}

extension Database {
  /// All charsets, by name.
  func charsetSummaries() throws -> [CharsetSummary] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT c.name, c.scheme, c.description, s.kind, s.file, s.edition, s.sha256, s.licence,
          (SELECT count(*) FROM charset_code WHERE charset_id = c.id AND flags & 1),
          (SELECT count(*) FROM charset_code WHERE charset_id = c.id AND flags & 5 = 5),
          (SELECT count(*) FROM charset_code WHERE charset_id = c.id AND flags & 9 = 9),
          (SELECT coalesce(sum(last_code - first_code + 1), 0) FROM charset_undefined
            WHERE charset_id = c.id)
        FROM charset c JOIN source s ON s.id = c.source_id ORDER BY c.name
        """
    ).map {
      CharsetSummary(
        name: $0[0], scheme: UInt8(truncatingIfNeeded: $0[1] as Int64), description: $0[2],
        source: CharsetSummary.Source(
          kind: $0[3], file: $0[4], edition: $0[5], sha256: $0[6], licence: $0[7]),
        codeCount: $0[8], oneWayCount: $0[9], gaijiCount: $0[10], undefinedCount: $0[11])
    }
  }
}
