internal import Foundation
internal import GRDB

extension Database {
  /// Notes a source, or finds the note of the same content.
  func sourceID(_ source: SourceRecord) throws -> Int64 {
    let known = try Int64.fetchOne(
      self,
      sql: """
        SELECT id FROM source WHERE kind = ? AND file = ? AND sha256 IS ? AND edition = ?
        """,
      arguments: [source.kind.rawValue, source.file, source.sha256, source.edition])
    if let known { return known }
    try execute(
      sql: """
        INSERT INTO source (kind, file, sha256, edition, licence, read_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        source.kind.rawValue, source.file, source.sha256, source.edition, source.licence,
        Timestamp.now(),
      ])
    return lastInsertedRowID
  }
}

enum Timestamp {
  /// RFC 3339 in UTC, whole seconds.
  static func now() -> String {
    Date.now.formatted(.iso8601)
  }
}

/// Many rows into one table through one prepared statement.
struct BulkInsert {
  private let statement: Statement

  /// - Parameter orIgnore: Rows that are there already stay as they are.
  init(_ db: Database, into table: String, _ columns: [String], orIgnore: Bool = false) throws {
    let marks = columns.map { _ in "?" }.joined(separator: ", ")
    statement = try db.makeStatement(
      sql: """
        INSERT \(orIgnore ? "OR IGNORE " : "")INTO \(table) (\(columns.joined(separator: ", ")))
        VALUES (\(marks))
        """)
  }

  func row(_ values: [any DatabaseValueConvertible]) throws {
    statement.setUncheckedArguments(StatementArguments(values))
    try statement.execute()
  }
}
