extension CatalogSchema.Step {
  /// Whose gaiji they are and what people decided about them.
  ///
  /// A gaiji is keyed by (system, code), never by a private-use code point: every vendor's first
  /// gaiji is U+E000. Decisions are a journal: a new decision is a new row, the newest row of a
  /// gaiji is the one that stands, and no row is ever changed or removed.
  static let identifications = Self(
    name: "0005-identifications",
    statements: [
      """
      CREATE TABLE organisation (
        id    INTEGER PRIMARY KEY,
        name  TEXT NOT NULL UNIQUE CHECK (name <> '')
      ) STRICT
      """,
      """
      CREATE TABLE system (
        id               INTEGER PRIMARY KEY,
        organisation_id  INTEGER NOT NULL REFERENCES organisation(id),
        name             TEXT NOT NULL CHECK (name <> ''),
        charset_id       INTEGER NOT NULL REFERENCES charset(id),
        UNIQUE (organisation_id, name)
      ) STRICT
      """,
      """
      CREATE TABLE gaiji (
        id         INTEGER PRIMARY KEY,
        system_id  INTEGER NOT NULL REFERENCES system(id),
        code       INTEGER NOT NULL CHECK (code BETWEEN 0 AND 0xFFFFFFFF),
        UNIQUE (system_id, code)
      ) STRICT
      """,
      """
      CREATE TABLE identification (
        id            INTEGER PRIMARY KEY AUTOINCREMENT,
        gaiji_id      INTEGER NOT NULL REFERENCES gaiji(id),
        character_id  TEXT REFERENCES character(id),
        grade         TEXT NOT NULL CHECK (grade IN ('exact', 'design', 'similar', 'none')),
        status        TEXT NOT NULL
                      CHECK (status IN ('proposed', 'approved', 'rejected', 'held')),
        decided_by    TEXT NOT NULL,
        decided_at    TEXT NOT NULL,           -- ISO 8601 as given
        reason        TEXT NOT NULL,
        source_id     INTEGER NOT NULL REFERENCES source(id),
        recorded_at   TEXT NOT NULL,           -- RFC 3339, UTC
        CHECK ((character_id IS NULL) = (grade = 'none'))
      ) STRICT
      """,
      "CREATE INDEX identification_by_gaiji ON identification(gaiji_id, id)",
      """
      CREATE INDEX identification_by_character ON identification(character_id)
      WHERE character_id IS NOT NULL
      """,
      """
      CREATE TRIGGER identification_is_not_changed BEFORE UPDATE ON identification
      BEGIN SELECT RAISE(ABORT, 'identifications are a journal: append, do not change'); END
      """,
      """
      CREATE TRIGGER identification_is_not_removed BEFORE DELETE ON identification
      BEGIN SELECT RAISE(ABORT, 'identifications are a journal: append, do not remove'); END
      """,
      """
      CREATE VIEW current_identification AS
      SELECT i.* FROM identification i
      WHERE i.id = (SELECT max(j.id) FROM identification j WHERE j.gaiji_id = i.gaiji_id)
      """,
    ])
}
