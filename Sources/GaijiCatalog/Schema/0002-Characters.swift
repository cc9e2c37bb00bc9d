extension CatalogSchema.Step {
  /// Identities, how a font release writes them, and what Unihan says of their code points.
  static let characters = Self(
    name: "0002-characters",
    statements: [
      """
      CREATE TABLE character (
        id         TEXT PRIMARY KEY
                   CHECK (id GLOB '[MG]J[0-9][0-9][0-9][0-9][0-9][0-9]'),
        kind       TEXT NOT NULL CHECK (kind IN ('kanji', 'hentaigana', 'added')),
        glyph      INTEGER,                  -- index in the source font; NULL from a list
        source_id  INTEGER NOT NULL REFERENCES source(id)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE character_form (
        base          INTEGER NOT NULL CHECK (base BETWEEN 0 AND 0x10FFFF),
        selector      INTEGER NOT NULL,      -- 0: the bare code point shows this figure
        kind          TEXT NOT NULL,
        character_id  TEXT NOT NULL REFERENCES character(id),
        source_id     INTEGER NOT NULL REFERENCES source(id),
        PRIMARY KEY (base, selector),
        CHECK (CASE kind
               WHEN 'direct' THEN selector = 0
               WHEN 'svs' THEN selector BETWEEN 0xFE00 AND 0xFE0F
               WHEN 'ivs' THEN selector BETWEEN 0xE0100 AND 0xE01EF
               ELSE 0 END)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX character_form_by_character ON character_form(character_id)",
      """
      CREATE TABLE unihan (
        scalar     INTEGER NOT NULL CHECK (scalar BETWEEN 0 AND 0x10FFFF),
        field      TEXT NOT NULL,            -- kRSUnicode, kTotalStrokes, kJapaneseOn, ...
        value      TEXT NOT NULL,
        source_id  INTEGER NOT NULL REFERENCES source(id),
        PRIMARY KEY (scalar, field)
      ) STRICT, WITHOUT ROWID
      """,
    ])
}
