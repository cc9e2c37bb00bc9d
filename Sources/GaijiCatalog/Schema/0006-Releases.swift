extension CatalogSchema.Step {
  /// Which mapping releases were compiled from this catalogue. Never part of a release.
  static let releases = Self(
    name: "0006-releases",
    statements: [
      """
      CREATE TABLE release (
        id              INTEGER PRIMARY KEY,
        sha256          TEXT NOT NULL,
        data_edition    TEXT NOT NULL,
        format_version  INTEGER NOT NULL,
        schema_version  INTEGER NOT NULL,
        byte_count      INTEGER NOT NULL,
        compiled_at     TEXT NOT NULL          -- RFC 3339, UTC
      ) STRICT
      """
    ])
}
