extension CatalogSchema.Step {
  /// Where every fact comes from. Every table of facts refers to it.
  static let sources = Self(
    name: "0001-sources",
    statements: [
      """
      CREATE TABLE source (
        id       INTEGER PRIMARY KEY,
        kind     TEXT NOT NULL
                 CHECK (kind IN ('font', 'unihan', 'jntajis', 'icu', 'unicode', 'gj', 'mapping')),
        file     TEXT NOT NULL,              -- last component of the path, or a library's name
        sha256   TEXT CHECK (sha256 GLOB replace(hex(zeroblob(32)), '0', '[0-9a-f]')),
        edition  TEXT NOT NULL,              -- as the publisher names it; '' when it has no name
        licence  TEXT NOT NULL,
        read_at  TEXT NOT NULL,              -- RFC 3339, UTC
        CHECK (sha256 IS NOT NULL OR kind IN ('icu', 'unicode'))
      ) STRICT
      """,
      "CREATE UNIQUE INDEX source_by_content ON source(kind, file, sha256, edition)",
    ])
}
