internal import GRDB

/// The catalogue's schema: frozen named steps, run in order, each in a transaction of its own.
///
/// The number of steps run is also kept in the file's header (`user_version`), beside the
/// application id, so that a file can be refused before SQLite touches it.
enum CatalogSchema {
  /// `GAJI`.
  static let applicationID: UInt32 = 0x4741_4A49

  /// One step. Never reused and never renamed; to change what one did, add a later one.
  struct Step: Sendable {
    let name: String
    let statements: [String]
  }

  static let steps: [Step] = [
    .sources, .characters, .reductions, .charsets, .identifications, .releases,
    .charsetParts, .proposals, .compactProposals,
  ]

  /// The schema number of a file that has run every step.
  static var current: Int { steps.count }

  /// Runs the steps that the file has not run yet.
  static func migrate(_ queue: DatabaseQueue) throws {
    var migrator = DatabaseMigrator()
    for (index, step) in steps.enumerated() {
      migrator.registerMigration(step.name) { db in
        for statement in step.statements { try db.execute(sql: statement) }
        try db.execute(sql: "PRAGMA application_id = \(applicationID)")
        try db.execute(sql: "PRAGMA user_version = \(index + 1)")
      }
    }
    try migrator.migrate(queue)
  }

  /// Whether the steps noted inside the file are exactly those of this program.
  static func isComplete(_ db: Database) throws -> Bool {
    let names = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations")
    return Set(names) == Set(steps.map(\.name))
  }
}
