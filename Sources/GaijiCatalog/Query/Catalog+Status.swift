internal import GRDB

/// What is in a catalogue, in figures.
public struct CatalogStatus: Sendable, Encodable, Equatable {
  public struct Source: Sendable, Encodable, Equatable {
    public var kind: String
    public var file: String
    public var edition: String
    public var sha256: String?
    public var licence: String
    public var readAt: String
  }

  public struct Characters: Sendable, Encodable, Equatable {
    /// MJ, kanji.
    public var kanji = 0
    /// MJ, 変体仮名.
    public var hentaigana = 0
    /// GJ.
    public var added = 0
    /// Kanji that a bare code point shows.
    public var kanjiWithDirect = 0
    /// Kanji with an IVS, and the number of IVS.
    public var kanjiWithIVS = 0
    public var ivs = 0
    public var svs = 0
    /// Kanji that no code point or sequence shows.
    public var kanjiWithout = 0
  }

  public struct System: Sendable, Encodable, Equatable {
    public var organization: String
    public var system: String
    public var charset: String
    public var gaiji: Int
    public var proposed: Int
    public var approved: Int
    public var rejected: Int
    public var held: Int
  }

  public struct Release: Sendable, Encodable, Equatable {
    public var sha256: String
    public var dataEdition: String
    public var byteCount: Int
    public var compiledAt: String
  }

  public var path: String
  public var schema: Int
  public var characters: Characters
  /// Rows by table.
  public var rows: [String: Int]
  public var sources: [Source]
  public var systems: [System]
  public var releases: [Release]
}

extension Catalog {
  /// Counts, sources with their licences, systems and compiled releases.
  public func status() throws(CatalogError) -> CatalogStatus {
    let path = self.path
    return try read { db in
      CatalogStatus(
        path: path, schema: CatalogSchema.current, characters: try db.characterCounts(),
        rows: try db.rowCounts(), sources: try db.sources(), systems: try db.systemCounts(),
        releases: try db.releases())
    }
  }
}

extension Database {
  fileprivate func characterCounts() throws -> CatalogStatus.Characters {
    func count(_ sql: String) throws -> Int { try Int.fetchOne(self, sql: sql) ?? 0 }
    func kanji(with kind: String) throws -> Int {
      try count(
        """
        SELECT count(DISTINCT f.character_id) FROM character_form f
        JOIN character c ON c.id = f.character_id WHERE f.kind = '\(kind)' AND c.kind = 'kanji'
        """)
    }
    return CatalogStatus.Characters(
      kanji: try count("SELECT count(*) FROM character WHERE kind = 'kanji'"),
      hentaigana: try count("SELECT count(*) FROM character WHERE kind = 'hentaigana'"),
      added: try count("SELECT count(*) FROM character WHERE kind = 'added'"),
      kanjiWithDirect: try kanji(with: "direct"), kanjiWithIVS: try kanji(with: "ivs"),
      ivs: try count("SELECT count(*) FROM character_form WHERE kind = 'ivs'"),
      svs: try count("SELECT count(*) FROM character_form WHERE kind = 'svs'"),
      kanjiWithout: try count(
        """
        SELECT count(*) FROM character c WHERE kind = 'kanji'
          AND NOT EXISTS (SELECT 1 FROM character_form f WHERE f.character_id = c.id)
        """))
  }

  fileprivate func rowCounts() throws -> [String: Int] {
    var counts: [String: Int] = [:]
    let tables = try String.fetchAll(
      self,
      sql: """
        SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
          AND name <> 'grdb_migrations'
        """)
    for table in tables {
      counts[table] = try Int.fetchOne(self, sql: "SELECT count(*) FROM \(table)")
    }
    return counts
  }

  fileprivate func sources() throws -> [CatalogStatus.Source] {
    try Row.fetchAll(
      self, sql: "SELECT kind, file, edition, sha256, licence, read_at FROM source ORDER BY id"
    ).map {
      CatalogStatus.Source(
        kind: $0[0], file: $0[1], edition: $0[2], sha256: $0[3], licence: $0[4], readAt: $0[5])
    }
  }

  fileprivate func systemCounts() throws -> [CatalogStatus.System] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT o.name, s.name, c.name, count(i.id),
          count(*) FILTER (WHERE i.status = 'proposed'),
          count(*) FILTER (WHERE i.status = 'approved'),
          count(*) FILTER (WHERE i.status = 'rejected'),
          count(*) FILTER (WHERE i.status = 'held')
        FROM system s JOIN organisation o ON o.id = s.organisation_id
        JOIN charset c ON c.id = s.charset_id
        LEFT JOIN gaiji g ON g.system_id = s.id
        LEFT JOIN current_identification i ON i.gaiji_id = g.id
        GROUP BY s.id ORDER BY o.name, s.name
        """
    ).map {
      CatalogStatus.System(
        organization: $0[0], system: $0[1], charset: $0[2], gaiji: $0[3], proposed: $0[4],
        approved: $0[5], rejected: $0[6], held: $0[7])
    }
  }

  fileprivate func releases() throws -> [CatalogStatus.Release] {
    try Row.fetchAll(
      self, sql: "SELECT sha256, data_edition, byte_count, compiled_at FROM release ORDER BY id"
    ).map {
      CatalogStatus.Release(
        sha256: $0[0], dataEdition: $0[1], byteCount: $0[2], compiledAt: $0[3])
    }
  }
}
