extension CatalogSchema.Step {
  /// Code systems as data. Codes are numbers of their bytes, most significant first.
  static let charsets = Self(
    name: "0004-charsets",
    statements: [
      """
      CREATE TABLE charset (
        id           INTEGER PRIMARY KEY,
        name         TEXT NOT NULL UNIQUE,
        scheme       INTEGER NOT NULL,          -- raw value of CodingScheme
        description  TEXT NOT NULL,
        source_id    INTEGER NOT NULL REFERENCES source(id)
      ) STRICT
      """,
      """
      CREATE TABLE charset_state (
        charset_id  INTEGER NOT NULL REFERENCES charset(id),
        state       INTEGER NOT NULL,
        lengths     BLOB NOT NULL CHECK (length(lengths) = 256),  -- code length by first byte
        PRIMARY KEY (charset_id, state)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE charset_shift (
        charset_id  INTEGER NOT NULL REFERENCES charset(id),
        ordinal     INTEGER NOT NULL,
        bytes       BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 8),
        state       INTEGER NOT NULL,
        PRIMARY KEY (charset_id, ordinal)
      ) STRICT, WITHOUT ROWID
      """,
      """
      CREATE TABLE charset_code (
        charset_id  INTEGER NOT NULL REFERENCES charset(id),
        state       INTEGER NOT NULL,
        byte_count  INTEGER NOT NULL CHECK (byte_count BETWEEN 1 AND 3),
        code        INTEGER NOT NULL,
        first       INTEGER NOT NULL,
        second      INTEGER NOT NULL DEFAULT 0, -- second scalar of a code for two
        flags       INTEGER NOT NULL,           -- 1 decodes, 2 encodes, 4 one-way, 8 gaiji
        PRIMARY KEY (charset_id, state, byte_count, code, first, second)
      ) STRICT, WITHOUT ROWID
      """,
      // Well-formed codes without a character; all others are invalid.
      """
      CREATE TABLE charset_undefined (
        charset_id  INTEGER NOT NULL REFERENCES charset(id),
        state       INTEGER NOT NULL,
        byte_count  INTEGER NOT NULL,
        first_code  INTEGER NOT NULL,
        last_code   INTEGER NOT NULL CHECK (last_code >= first_code),
        PRIMARY KEY (charset_id, state, byte_count, first_code)
      ) STRICT, WITHOUT ROWID
      """,
      // Runs of user-defined codes whose projections follow each other.
      """
      CREATE TABLE gaiji_area (
        charset_id    INTEGER NOT NULL REFERENCES charset(id),
        first_code    INTEGER NOT NULL,
        last_code     INTEGER NOT NULL,
        first_scalar  INTEGER NOT NULL,
        cell_count    INTEGER NOT NULL CHECK (cell_count > 0),
        PRIMARY KEY (charset_id, first_code)
      ) STRICT, WITHOUT ROWID
      """,
    ])
}
