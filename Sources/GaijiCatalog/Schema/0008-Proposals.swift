extension CatalogSchema.Step {
  /// What `gaiji identify` saw and proposed.
  ///
  /// What people decide stands in the journal (`identification`). A program's rows there never
  /// follow a person's, so the newest row, which is the one that stands, is a person's as soon as
  /// there is one. Everything else that a run found lies in tables of its own, which no release is
  /// made of.
  static let proposals = Self(
    name: "0008-proposals",
    statements: [
      // A new kind of source; SQLite cannot change a CHECK in place.
      """
      CREATE TABLE source_new (
        id       INTEGER PRIMARY KEY,
        kind     TEXT NOT NULL
                 CHECK (kind IN ('font', 'unihan', 'jntajis', 'icu', 'unicode', 'gj', 'mapping',
                                 'charset', 'glyphs')),
        file     TEXT NOT NULL,              -- last component of the path, or a library's name
        sha256   TEXT CHECK (sha256 GLOB replace(hex(zeroblob(32)), '0', '[0-9a-f]')),
        edition  TEXT NOT NULL,              -- as the publisher names it; '' when it has no name
        licence  TEXT NOT NULL,
        read_at  TEXT NOT NULL,              -- RFC 3339, UTC
        -- A folder of images has no digest of its own; each figure has.
        CHECK (sha256 IS NOT NULL OR kind IN ('icu', 'unicode', 'glyphs'))
      ) STRICT
      """,
      "INSERT INTO source_new SELECT id, kind, file, sha256, edition, licence, read_at FROM source",
      "DROP TABLE source",
      "ALTER TABLE source_new RENAME TO source",
      "CREATE UNIQUE INDEX source_by_content ON source(kind, file, sha256, edition)",
      // Figures, by what they look like: two towns with the same drawing share a row.
      """
      CREATE TABLE glyph (
        digest         TEXT PRIMARY KEY
                       CHECK (digest GLOB replace(hex(zeroblob(32)), '0', '[0-9a-f]')),
        pixels_per_em  INTEGER NOT NULL CHECK (pixels_per_em > 0),
        png            BLOB NOT NULL
      ) STRICT, WITHOUT ROWID
      """,
      // A code whose figure was redrawn has two.
      """
      CREATE TABLE gaiji_glyph (
        gaiji_id     INTEGER NOT NULL REFERENCES gaiji(id),
        digest       TEXT NOT NULL REFERENCES glyph(digest),
        source_id    INTEGER NOT NULL REFERENCES source(id),
        recorded_at  TEXT NOT NULL,          -- RFC 3339, UTC
        PRIMARY KEY (gaiji_id, digest)
      ) STRICT, WITHOUT ROWID
      """,
      "CREATE INDEX gaiji_glyph_by_digest ON gaiji_glyph(digest)",
      """
      CREATE TABLE identification_run (
        id          INTEGER PRIMARY KEY,
        system_id   INTEGER NOT NULL REFERENCES system(id),
        tool        TEXT NOT NULL,           -- such as 'gaiji identify 0.1.0'
        model       TEXT NOT NULL,           -- SHA-256 of the model's parameters
        glyph_index TEXT NOT NULL,           -- SHA-256 of the index
        parameters  TEXT NOT NULL,           -- JSON: target precision, evidence, fonts, ...
        ran_at      TEXT NOT NULL            -- RFC 3339, UTC
      ) STRICT
      """,
      """
      CREATE TABLE proposal (
        id                 INTEGER PRIMARY KEY,
        run_id             INTEGER NOT NULL REFERENCES identification_run(id),
        gaiji_id           INTEGER NOT NULL REFERENCES gaiji(id),
        -- The row that it added to the journal; NULL where it added none.
        identification_id  INTEGER REFERENCES identification(id),
        decision           TEXT NOT NULL
                           CHECK (decision IN ('automatic', 'review', 'none', 'blank', 'notdef',
                                               'duplicate')),
        digest             TEXT REFERENCES glyph(digest),
        source_id          INTEGER NOT NULL REFERENCES source(id),
        -- Of the first candidate; 0 without one.
        same_character     REAL NOT NULL CHECK (same_character BETWEEN 0 AND 1),
        same_glyph         REAL NOT NULL CHECK (same_glyph BETWEEN 0 AND 1),
        reason             TEXT NOT NULL,
        details            TEXT NOT NULL,    -- JSON: the whole proposal
        UNIQUE (run_id, gaiji_id)
      ) STRICT
      """,
      "CREATE INDEX proposal_by_gaiji ON proposal(gaiji_id, id)",
      """
      CREATE TABLE proposal_candidate (
        proposal_id     INTEGER NOT NULL REFERENCES proposal(id),
        rank            INTEGER NOT NULL CHECK (rank > 0),
        character_id    TEXT REFERENCES character(id),  -- NULL: a glyph of a further font
        name            TEXT NOT NULL,
        grade           TEXT NOT NULL CHECK (grade IN ('exact', 'design', 'similar', 'none')),
        same_character  REAL NOT NULL CHECK (same_character BETWEEN 0 AND 1),
        same_glyph      REAL NOT NULL CHECK (same_glyph BETWEEN 0 AND 1),
        -- PNG, two squares: above what only the gaiji has, below what only the candidate has.
        residual        BLOB,
        PRIMARY KEY (proposal_id, rank)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE INDEX proposal_candidate_by_character ON proposal_candidate(character_id)
      WHERE character_id IS NOT NULL
      """,
      """
      CREATE VIEW current_proposal AS
      SELECT p.* FROM proposal p
      WHERE p.id = (SELECT max(q.id) FROM proposal q WHERE q.gaiji_id = p.gaiji_id)
      """,
      // Whatever writes to the journal: a program does not overrule a person.
      """
      CREATE TRIGGER identification_of_a_program_overrules_nobody
      BEFORE INSERT ON identification
      WHEN NEW.decided_by GLOB 'gaiji identify*' AND NEW.status IN ('proposed', 'held')
        AND EXISTS (SELECT 1 FROM current_identification c WHERE c.gaiji_id = NEW.gaiji_id
                    AND NOT (c.decided_by GLOB 'gaiji identify*'
                             AND c.status IN ('proposed', 'held')))
      BEGIN SELECT RAISE(ABORT, 'a proposal of a program cannot follow a decision of a person'); END
      """,
    ])
}
