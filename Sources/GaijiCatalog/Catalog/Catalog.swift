internal import Foundation
internal import GRDB

/// The system of record: identities, charsets, and who decided what about which gaiji.
///
/// One SQLite file. Every fact refers to the source it came from, and decisions are only ever
/// added. No engine reads it: what they need is compiled into a mapping release.
public final class Catalog: Sendable {
  public enum Access: Sendable {
    case read
    case readWrite
  }

  /// The file's path as given.
  public let path: String
  public let access: Access
  let queue: DatabaseQueue

  private init(path: String, access: Access, queue: DatabaseQueue) {
    self.path = path
    self.access = access
    self.queue = queue
  }

  /// Opens a catalogue.
  ///
  /// A file that is missing, foreign, damaged, of another schema, read-only (for `.readWrite`) or
  /// locked is refused with the error that says so, unchanged and without new files beside it.
  ///
  /// - Parameter patience: Seconds to wait for another process's write to end.
  public static func open(
    at path: String, _ access: Access, patience: Double = 2
  ) throws(CatalogError) -> Catalog {
    let file = try CatalogFile(inspecting: path)
    if access == .readWrite, !file.isWritable { throw .readOnly(path: path) }
    if !file.hasLog { try checkPages(of: file) }
    var configuration = Configuration()
    configuration.busyMode = .timeout(patience)
    configuration.label = "catalog"
    var databasePath = CatalogFile.databasePath(path)
    if access == .read, !file.isWritable, !file.hasLog {
      // Nothing may be created beside it, and nobody can be writing to it.
      configuration.readonly = true
      databasePath = file.immutableURI
    }
    // Otherwise `.read` too has a connection that could write: such a one removes its -wal and -shm
    // files when it closes. `write` keeps it from writing.
    let catalog = try translate(path) {
      Catalog(
        path: path, access: access,
        queue: try DatabaseQueue(path: databasePath, configuration: configuration))
    }
    try catalog.checkUse(access)
    return catalog
  }

  /// Closes the file; its write-ahead log goes away. Happens on its own with the last reference.
  public func close() throws(CatalogError) {
    try Self.translate(path) { try queue.close() }
  }

  /// Looks at every page without leaving a trace.
  private static func checkPages(of file: CatalogFile) throws(CatalogError) {
    do {
      try checkPages(of: file, as: file.immutableURI)
    } catch {
      // Another process may have written while this one, which takes no lock, was looking.
      guard case .damaged = error, FileManager.default.fileExists(atPath: file.path + "-wal") else {
        throw error
      }
      try checkPages(of: file, as: CatalogFile.databasePath(file.path))
    }
  }

  private static func checkPages(
    of file: CatalogFile, as databasePath: String
  ) throws(CatalogError) {
    var configuration = Configuration()
    configuration.readonly = true
    let report = try translate(file.path) {
      let queue = try DatabaseQueue(path: databasePath, configuration: configuration)
      defer { try? queue.close() }
      return try queue.read { db in
        (
          try String.fetchOne(db, sql: "PRAGMA quick_check(1)") ?? "no answer",
          try CatalogSchema.isComplete(db)
        )
      }
    }
    guard report.0 == "ok" else { throw .damaged(path: file.path, reason: report.0) }
    guard report.1 else {
      throw .damaged(path: file.path, reason: "its list of schema steps is not the known one")
    }
  }

  /// Finds out now, not in the middle of the work, whether the file can be used.
  private func checkUse(_ access: Access) throws(CatalogError) {
    try Self.translate(path) {
      switch access {
      case .read: _ = try queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM source") }
      case .readWrite: try queue.inDatabase { try $0.execute(sql: "BEGIN IMMEDIATE; ROLLBACK") }
      }
    }
  }

  /// Runs reads in one snapshot.
  func read<R>(_ body: (Database) throws -> R) throws(CatalogError) -> R {
    try Self.translate(path) { try queue.read(body) }
  }

  /// Runs changes in one transaction: all or nothing.
  func write<R>(_ body: (Database) throws -> R) throws(CatalogError) -> R {
    guard access == .readWrite else { throw .readOnly(path: path) }
    return try Self.translate(path) { try queue.write(body) }
  }

  /// SQLite's errors in the catalogue's words. Values of statements stay out: they are data.
  static func translate<R>(_ path: String, _ body: () throws -> R) throws(CatalogError) -> R {
    do {
      return try body()
    } catch let error as CatalogError {
      throw error
    } catch let error as DatabaseError {
      let message = error.message ?? "SQLite error \(error.resultCode.rawValue)"
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: throw .locked(path: path)
      case .SQLITE_READONLY: throw .readOnly(path: path)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: throw .damaged(path: path, reason: message)
      case .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH:
        throw .cannotOpen(path: path, reason: message)
      case .SQLITE_CONSTRAINT: throw .inconsistent(message)
      default: throw .writeFailed(path: path, reason: message)
      }
    } catch {
      throw .writeFailed(path: path, reason: "\(error)")
    }
  }
}
