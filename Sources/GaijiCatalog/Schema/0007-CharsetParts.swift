extension CatalogSchema.Step {
  /// Tables of vendors' code systems as they were imported, and what charsets take from them.
  static let charsetParts = Self(
    name: "0007-charset-parts",
    statements: [
      // A new kind of source; SQLite cannot change a CHECK in place.
      """
      CREATE TABLE source_new (
        id       INTEGER PRIMARY KEY,
        kind     TEXT NOT NULL
                 CHECK (kind IN ('font', 'unihan', 'jntajis', 'icu', 'unicode', 'gj', 'mapping',
                                 'charset')),
        file     TEXT NOT NULL,              -- last component of the path, or a library's name
        sha256   TEXT CHECK (sha256 GLOB replace(hex(zeroblob(32)), '0', '[0-9a-f]')),
        edition  TEXT NOT NULL,              -- as the publisher names it; '' when it has no name
        licence  TEXT NOT NULL,
        read_at  TEXT NOT NULL,              -- RFC 3339, UTC
        CHECK (sha256 IS NOT NULL OR kind IN ('icu', 'unicode'))
      ) STRICT
      """,
      "INSERT INTO source_new SELECT id, kind, file, sha256, edition, licence, read_at FROM source",
      "DROP TABLE source",
      "ALTER TABLE source_new RENAME TO source",
      "CREATE UNIQUE INDEX source_by_content ON source(kind, file, sha256, edition)",
      """
      CREATE TABLE charset_part (
        id         INTEGER PRIMARY KEY,
        name       TEXT NOT NULL UNIQUE,
        source_id  INTEGER NOT NULL REFERENCES source(id)
      ) STRICT
      """,
      // In the order of the file: of two rows for a code the first one is read.
      """
      CREATE TABLE charset_part_row (
        part_id     INTEGER NOT NULL REFERENCES charset_part(id),
        ordinal     INTEGER NOT NULL,
        byte_count  INTEGER NOT NULL CHECK (byte_count BETWEEN 1 AND 3),
        code        INTEGER NOT NULL,
        first       INTEGER NOT NULL,
        second      INTEGER NOT NULL DEFAULT 0,
        use         INTEGER NOT NULL CHECK (use BETWEEN 0 AND 2),  -- both, decode only, encode only
        PRIMARY KEY (part_id, ordinal)
      ) STRICT, WITHOUT ROWID
      """,
      // Where JIS X 0208:1990 has another character than the code.
      """
      CREATE TABLE charset_position (
        charset_id  INTEGER NOT NULL REFERENCES charset(id),
        code        INTEGER NOT NULL,
        scalar      INTEGER NOT NULL,
        PRIMARY KEY (charset_id, code)
      ) STRICT, WITHOUT ROWID
      """,
    ])
}
