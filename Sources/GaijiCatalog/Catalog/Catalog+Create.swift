internal import Foundation
internal import GRDB
internal import GaijiCharsets
internal import GaijiHashing
internal import GaijiModel

extension Catalog {
  /// Makes the embedded default catalogue: identities, forms, Unihan facts, shrink grounds and
  /// charsets, and no organisation or decision.
  ///
  /// Built in a file beside `path` and renamed when it is complete; a failure leaves nothing. Only
  /// a missing or empty place is taken, unless `replacing` says otherwise.
  ///
  /// - Parameter progress: Called with one line per step.
  public static func create(
    at path: String, sources: CatalogSources, replacing: Bool = false,
    progress: (String) -> Void = { _ in }
  ) throws(CatalogError) {
    let files = FileManager.default
    if !replacing, files.fileExists(atPath: path) { throw .alreadyExists(path: path) }
    let facts = try DefaultFacts(reading: sources, progress: progress)
    let folder = URL(filePath: path).deletingLastPathComponent().path
    do { try files.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
      throw .writeFailed(path: path, reason: "the folder \(folder) cannot be made")
    }
    let partial = URL(filePath: path).path + ".partial-\(getpid())"
    let leftovers = [partial, partial + "-wal", partial + "-shm", partial + "-journal"]
    for file in leftovers { try? files.removeItem(atPath: file) }
    do throws(CatalogError) {
      try translate(path) {
        progress("writing the catalogue")
        let queue = try build(at: partial)
        try queue.write { try facts.insert(into: $0) }
        try finish(queue)
        for suffix in ["-wal", "-shm"] { try? files.removeItem(atPath: path + suffix) }
        guard unsafe rename(partial, URL(filePath: path).path) == 0 else {
          throw CatalogError.writeFailed(path: path, reason: CatalogFile.errorText())
        }
      }
    } catch {
      for file in leftovers { try? files.removeItem(atPath: file) }
      throw error
    }
  }

  /// Opens a new file for a build that is thrown away when it fails: no journal, no waiting for the
  /// disk.
  static func build(at path: String) throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.prepareDatabase { db in
      try db.execute(sql: "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")
      try db.execute(sql: "PRAGMA cache_size = -65536")
    }
    let queue = try DatabaseQueue(path: path, configuration: configuration)
    try CatalogSchema.migrate(queue)
    return queue
  }

  /// Switches to WAL, puts everything on the disk and closes.
  static func finish(_ queue: DatabaseQueue) throws {
    try queue.inDatabase { db in
      try db.execute(sql: "ANALYZE; PRAGMA synchronous = FULL")
      _ = try String.fetchOne(db, sql: "PRAGMA journal_mode = WAL")
      try db.execute(sql: "PRAGMA user_version = \(CatalogSchema.current)")
      _ = try Row.fetchOne(db, sql: "PRAGMA wal_checkpoint(TRUNCATE)")
    }
    try queue.close()
  }
}

/// All facts of the default catalogue, read and checked before anything is written.
private struct DefaultFacts {
  let font: (source: SourceRecord, content: CharacterFont)
  let unihan: [(source: SourceRecord, content: UnihanFile)]
  let jntajis: (source: SourceRecord, rows: JISX0213Rows, shrink: ShrinkTable)
  let charsets: [CharsetTable]

  /// Editions of the package by the digest of its header, which does not name its own.
  static let knownJntajis = [
    "650f04c8253c0690848c0bb6831c78848c6472a2c23c26aee3f4d99270fecfb9": "0.1.0"
  ]

  private static let hint = "; Scripts/setup installs what the default catalogue is made of"

  init(reading sources: CatalogSources, progress: (String) -> Void) throws(CatalogError) {
    progress("reading \(sources.font)")
    let fontFile = try SourceFile(sources.font, hint: Self.hint)
    let font = try fontFile.parse { try CharacterFont($0) }
    guard font.glyphs.contains(where: { $0.identity.collection == .mj }) else {
      throw .source(file: sources.font, reason: "it has no glyphs named mj000001 and so on")
    }
    self.font = (
      fontFile.record(.font, edition: font.version, licence: Licence.ipaFont), font
    )
    unihan = try Self.unihan(in: sources.unihan, progress: progress)
    progress("reading \(sources.jntajis)")
    let header = try SourceFile(sources.jntajis, hint: Self.hint)
    let digest = SHA256.digest(of: header.bytes).description
    let record = header.record(
      .jntajis, edition: Self.knownJntajis[digest] ?? "", licence: Licence.jntajis)
    jntajis = (
      record, try header.parse { try JISX0213Rows(jntajisHeader: $0) },
      try header.parse { try ShrinkTable(jntajisHeader: $0) }
    )
    progress("drawing \(sources.charsets.count) charsets")
    var charsets: [CharsetTable] = []
    for name in sources.charsets {
      do { charsets.append(try CharsetBuilder.build(name, jisx0213: jntajis.rows)) } catch {
        throw .source(file: "ICU", reason: "\(error)")
      }
    }
    self.charsets = charsets
  }

  private static func unihan(
    in folder: String, progress: (String) -> Void
  ) throws(CatalogError) -> [(source: SourceRecord, content: UnihanFile)] {
    var found: [(source: SourceRecord, content: UnihanFile)] = []
    for part in ["IRGSources", "OtherMappings", "RadicalStrokeCounts", "Readings"] {
      let path = folder + "/Unihan_\(part).txt.bz2"
      progress("reading \(path)")
      let file = try SourceFile(path, hint: Self.hint)
      let content = try file.parse { try UnihanFile(BZip2.decompress($0)) }
      found.append(
        (file.record(.unihan, edition: content.version, licence: Licence.unicode), content))
    }
    return found
  }

  func insert(into db: Database) throws {
    let fontID = try db.sourceID(font.source)
    try db.insert(font.content.glyphs, source: fontID)
    for file in unihan {
      let source = try db.sourceID(file.source)
      let insert = try BulkInsert(db, into: "unihan", ["scalar", "field", "value", "source_id"])
      for entry in file.content.entries {
        try insert.row([Int64(entry.scalar), entry.field, entry.value, source])
      }
    }
    let jntajisID = try db.sourceID(jntajis.source)
    try db.insert(jntajis.shrink, source: jntajisID)
    try db.insert(jntajis.rows, source: jntajisID)
    for charset in charsets { try db.insert(charset, jntajis: jntajisID) }
    try db.addVendorCharsets()
  }
}
