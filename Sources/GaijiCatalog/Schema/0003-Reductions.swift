extension CatalogSchema.Step {
  /// 縮退: MJ to JIS X 0213 by ground, the JIS repertoires, and JIS X 0213 to JIS X 0208.
  static let reductions = Self(
    name: "0003-reductions",
    statements: [
      """
      CREATE TABLE shrink (
        character_id  TEXT NOT NULL REFERENCES character(id),
        ground        TEXT NOT NULL
                      CHECK (ground IN ('jis-unification', 'koseki-notice', 'notice-582',
                                        'dictionary', 'analogy')),
        scalar        INTEGER NOT NULL CHECK (scalar BETWEEN 0 AND 0x10FFFF),
        source_id     INTEGER NOT NULL REFERENCES source(id),
        PRIMARY KEY (character_id, ground, scalar)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE jisx0213 (
        plane      INTEGER NOT NULL CHECK (plane IN (1, 2)),
        row        INTEGER NOT NULL CHECK (row BETWEEN 1 AND 94),
        cell       INTEGER NOT NULL CHECK (cell BETWEEN 1 AND 94),
        first      INTEGER NOT NULL,
        second     INTEGER NOT NULL DEFAULT 0,  -- second scalar of a two-scalar character
        windows    INTEGER NOT NULL,            -- what Windows has for `first`
        class      INTEGER NOT NULL,            -- 1-4 kanji level, 9 / 11 other of X 0208 / X 0213
        source_id  INTEGER NOT NULL REFERENCES source(id),
        PRIMARY KEY (plane, row, cell)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE tax_agency (
        plane      INTEGER NOT NULL,
        row        INTEGER NOT NULL,
        cell       INTEGER NOT NULL,
        ordinal    INTEGER NOT NULL,            -- place in the text that replaces the character
        scalar     INTEGER NOT NULL,            -- JIS X 0208, in the standard's mapping
        source_id  INTEGER NOT NULL REFERENCES source(id),
        PRIMARY KEY (plane, row, cell, ordinal),
        FOREIGN KEY (plane, row, cell) REFERENCES jisx0213(plane, row, cell)
      ) STRICT, WITHOUT ROWID
      """,
    ])
}
