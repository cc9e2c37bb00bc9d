extension CatalogSchema.Step {
  /// Proposals in a tenth of the bytes: a national catalogue has a million of them.
  ///
  /// - Figures have a number: their digests stood five times in tables and indexes.
  /// - `glyph` has rows again: in a table without, everything above 1,002 bytes takes whole pages of its
  ///   own, and half of those stayed empty.
  /// - `details` may be compressed, and has only what no column says (`PackedText`). What older
  ///   programs stored stays as it is: text, which begins with a brace.
  /// - No index by candidate: nobody asks for it, and it had ten rows for each proposal.
  static let compactProposals = Self(
    name: "0009-compact-proposals",
    statements: [
      "DROP VIEW current_proposal",
      """
      CREATE TABLE glyph_new (
        id             INTEGER PRIMARY KEY,
        digest         TEXT NOT NULL UNIQUE
                       CHECK (digest GLOB replace(hex(zeroblob(32)), '0', '[0-9a-f]')),
        pixels_per_em  INTEGER NOT NULL CHECK (pixels_per_em > 0),
        png            BLOB NOT NULL
      ) STRICT
      """,
      """
      INSERT INTO glyph_new (digest, pixels_per_em, png)
      SELECT digest, pixels_per_em, png FROM glyph ORDER BY digest
      """,
      """
      CREATE TABLE gaiji_glyph_new (
        gaiji_id     INTEGER NOT NULL REFERENCES gaiji(id),
        glyph_id     INTEGER NOT NULL REFERENCES glyph(id),
        source_id    INTEGER NOT NULL REFERENCES source(id),
        recorded_at  TEXT NOT NULL,          -- RFC 3339, UTC
        PRIMARY KEY (gaiji_id, glyph_id)
      ) STRICT, WITHOUT ROWID
      """,
      """
      INSERT INTO gaiji_glyph_new
      SELECT l.gaiji_id, y.id, l.source_id, l.recorded_at
      FROM gaiji_glyph l JOIN glyph_new y ON y.digest = l.digest
      """,
      """
      CREATE TABLE proposal_new (
        id                 INTEGER PRIMARY KEY,
        run_id             INTEGER NOT NULL REFERENCES identification_run(id),
        gaiji_id           INTEGER NOT NULL REFERENCES gaiji(id),
        -- The row that it added to the journal; NULL where it added none.
        identification_id  INTEGER REFERENCES identification(id),
        decision           TEXT NOT NULL
                           CHECK (decision IN ('automatic', 'review', 'none', 'blank', 'notdef',
                                               'duplicate')),
        glyph_id           INTEGER REFERENCES glyph(id),
        source_id          INTEGER NOT NULL REFERENCES source(id),
        -- Of the first candidate; 0 without one.
        same_character     REAL NOT NULL CHECK (same_character BETWEEN 0 AND 1),
        same_glyph         REAL NOT NULL CHECK (same_glyph BETWEEN 0 AND 1),
        reason             TEXT NOT NULL,
        details            BLOB NOT NULL,    -- JSON, or zlib's form of it
        UNIQUE (run_id, gaiji_id)
      ) STRICT
      """,
      """
      INSERT INTO proposal_new
      SELECT p.id, p.run_id, p.gaiji_id, p.identification_id, p.decision, y.id, p.source_id,
        p.same_character, p.same_glyph, p.reason, CAST(p.details AS BLOB)
      FROM proposal p LEFT JOIN glyph_new y ON y.digest = p.digest
      """,
      // In the order of age: children first.
      "DROP TABLE gaiji_glyph",
      "DROP INDEX proposal_candidate_by_character",
      "DROP TABLE proposal",
      "DROP TABLE glyph",
      "ALTER TABLE glyph_new RENAME TO glyph",
      "ALTER TABLE gaiji_glyph_new RENAME TO gaiji_glyph",
      "ALTER TABLE proposal_new RENAME TO proposal",
      "CREATE INDEX gaiji_glyph_by_glyph ON gaiji_glyph(glyph_id)",
      "CREATE INDEX proposal_by_gaiji ON proposal(gaiji_id, id)",
      """
      CREATE VIEW current_proposal AS
      SELECT p.* FROM proposal p
      WHERE p.id = (SELECT max(q.id) FROM proposal q WHERE q.gaiji_id = p.gaiji_id)
      """,
    ])
}
