internal import Foundation
internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

/// What an import did.
public struct MappingImportReport: Sendable {
  /// Rows after the header, right or wrong.
  public var rowCount = 0
  /// Gaiji that had no decision before.
  public var addedCount = 0
  /// Gaiji whose decision is another one now; the former stays in the journal.
  public var changedCount = 0
  /// Rows that say what the catalogue says already; nothing was written for them.
  public var unchangedCount = 0
  /// Among the changed: those whose former decision has a later date.
  public var olderCount = 0
  /// In the order of the file.
  public var faults: [RowFault] = []
  /// Whether anything was kept. `false` when there are faults and the import is not partial.
  public var isApplied = false
}

extension Catalog {
  /// Reads a gaiji mapping from CSV and appends its decisions to the journal.
  ///
  /// All rows are checked and all faults collected. With a fault nothing is kept, unless `partial`:
  /// then the right rows are. A row that repeats the current decision adds nothing, so that reading
  /// a file twice is the same as once.
  public func importMappings(
    from path: String, partial: Bool = false
  ) throws(CatalogError) -> MappingImportReport {
    let source = try SourceFile(path).record(.mapping, edition: "", licence: Licence.mapping)
    var reader = try CSVReader(path: path)
    return try write { db in
      var importer = try MappingImporter(db, file: path, source: source)
      try importer.run(&reader)
      importer.report.isApplied = partial || importer.report.faults.isEmpty
      if !importer.report.isApplied { throw Rollback(report: importer.report) }
      return importer.report
    } rollback: { (rollback: Rollback) in
      rollback.report
    }
  }

  /// Ends the transaction without keeping anything.
  private struct Rollback: Error {
    var report: MappingImportReport
  }

  /// A transaction that an error of type `E` undoes without being a failure.
  private func write<R, E: Error>(
    _ body: (Database) throws -> R, rollback: (E) -> R
  ) throws(CatalogError) -> R {
    guard access == .readWrite else { throw .readOnly(path: path) }
    return try Self.translate(path) {
      do { return try queue.write(body) } catch let error as E { return rollback(error) }
    }
  }
}

/// One run over one file.
private struct MappingImporter {
  var report = MappingImportReport()
  private let db: Database
  private let file: String
  private let source: SourceRecord
  private let recordedAt = Timestamp.now()
  private let identities: Set<String>
  private var charsets: [String: Charset] = [:]
  /// First line of each gaiji of this file.
  private var seen: [SeenKey: Int] = [:]
  private var sourceID: Int64?

  /// What an import must know of a charset.
  private struct Charset {
    var id: Int64
    var isUnicode: Bool
    /// Codes of the user-defined areas with their byte counts in bits 32 and up.
    var gaiji: Set<UInt64>
  }

  private struct SeenKey: Hashable {
    var system: [UInt8]
    var code: UInt32
  }

  init(_ db: Database, file: String, source: SourceRecord) throws {
    self.db = db
    self.file = file
    self.source = source
    identities = Set(try String.fetchAll(db, sql: "SELECT id FROM character"))
  }

  mutating func run(_ reader: inout CSVReader) throws {
    guard let first = try reader.next() else {
      fault(1, 1, "the file is empty; it must begin with the header \(MappingColumn.header)")
      return
    }
    guard case .success(let header) = first,
      header.fields.map({ String(decoding: $0.bytes, as: UTF8.self) })
        == MappingColumn.allCases.map(\.name)
    else {
      fault(1, 1, "the header must be \(MappingColumn.header)")
      return
    }
    while let item = try reader.next() {
      report.rowCount += 1
      switch item {
      case .failure(let problem): fault(problem.line, problem.column, problem.reason)
      case .success(let record):
        var faults: [(Int, Int, String)] = []
        let row = MappingRow(record) { faults.append(($0, $1, $2)) }
        for (line, column, message) in faults { fault(line, column, message) }
        if let row { try add(row) }
      }
    }
  }

  private mutating func fault(_ line: Int, _ column: Int, _ message: String) {
    report.faults.append(RowFault(file: file, line: line, column: column, message: message))
  }

  private mutating func fault(_ row: MappingRow, _ column: MappingColumn, _ message: String) {
    fault(row.lines[column.rawValue], column.rawValue + 1, message)
  }

  private mutating func add(_ row: MappingRow) throws {
    var isRight = true
    let system = try existingSystem(row)
    if let identity = row.identity, !identities.contains(identity.description) {
      fault(row, .character, "\(identity) is not in the catalogue")
      isRight = false
    }
    guard let charset = try charset(named: row.charset) else {
      fault(row, .charset, "\"\(row.charset)\" is not a charset of the catalogue")
      return
    }
    if let system, system.charset != charset.id {
      fault(
        row, .charset,
        "\(row.organization)/\(row.system) is in \(system.charsetName), not \(row.charset)")
      isRight = false
    } else if let problem = codeFault(row, charset) {
      fault(row, .code, problem)
      isRight = false
    }
    let key = SeenKey(
      system: Array(row.organization.utf8) + [UInt8(ascii: "/")] + row.system.utf8,
      code: row.code.value)
    if let line = seen[key] {
      fault(row, .code, "line \(line) is about the same gaiji")
      return
    }
    seen[key] = row.lines[0]
    guard isRight else { return }
    try decide(row, systemID: try system?.id ?? newSystem(row, charset: charset.id))
  }

  private func codeFault(_ row: MappingRow, _ charset: Charset) -> String? {
    let digits = hexadecimal(row.code.value, digits: row.code.digitCount)
    if charset.isUnicode {
      return isPrivateUse(row.code.value)
        ? nil : "\(scalarName(row.code.value)) is not a private-use code point"
    }
    let key = UInt64(row.code.digitCount / 2) << 32 | UInt64(row.code.value)
    guard row.code.digitCount % 2 == 0, charset.gaiji.contains(key) else {
      return "\(digits) is not in a gaiji area of \(row.charset)"
    }
    return nil
  }

  private mutating func charset(named name: String) throws -> Charset? {
    if let known = charsets[name] { return known }
    let canonical = CharsetNames.canonical(name) ?? name
    let row = try Row.fetchOne(
      db, sql: "SELECT id, scheme FROM charset WHERE name = ?", arguments: [canonical])
    guard let row else { return nil }
    let id: Int64 = row[0]
    let codes = try Row.fetchCursor(
      db, sql: "SELECT byte_count, code FROM charset_code WHERE charset_id = ? AND flags & 8",
      arguments: [id])
    var gaiji: Set<UInt64> = []
    while let row = try codes.next() {
      gaiji.insert(UInt64(bitPattern: row[0] as Int64) << 32 | UInt64(bitPattern: row[1] as Int64))
    }
    let scheme: Int64 = row[1]
    let isUnicode = scheme < CodingScheme.leadByte.rawValue
    let charset = Charset(id: id, isUnicode: isUnicode, gaiji: gaiji)
    charsets[name] = charset
    return charset
  }

  private func existingSystem(
    _ row: MappingRow
  ) throws -> (id: Int64, charset: Int64, charsetName: String)? {
    let statement = try db.cachedStatement(
      sql: """
        SELECT s.id, s.charset_id, c.name FROM system s
        JOIN organisation o ON o.id = s.organisation_id JOIN charset c ON c.id = s.charset_id
        WHERE o.name = ? AND s.name = ?
        """)
    let found = try Row.fetchOne(statement, arguments: [row.organization, row.system])
    return found.map { ($0[0], $0[1], $0[2]) }
  }

  private func newSystem(_ row: MappingRow, charset: Int64) throws -> Int64 {
    try db.execute(
      sql: "INSERT OR IGNORE INTO organisation (name) VALUES (?)", arguments: [row.organization])
    try db.execute(
      sql: """
        INSERT INTO system (organisation_id, name, charset_id)
        SELECT id, ?, ? FROM organisation WHERE name = ?
        """, arguments: [row.system, charset, row.organization])
    return db.lastInsertedRowID
  }

  /// Appends the decision unless it is the current one.
  private mutating func decide(_ row: MappingRow, systemID: Int64) throws {
    let code = Int64(row.code.value)
    let insert = try db.cachedStatement(
      sql: "INSERT OR IGNORE INTO gaiji (system_id, code) VALUES (?, ?)")
    try insert.execute(arguments: [systemID, code])
    let find = try db.cachedStatement(
      sql: "SELECT id FROM gaiji WHERE system_id = ? AND code = ?")
    guard let gaiji = try Int64.fetchOne(find, arguments: [systemID, code]) else {
      throw CatalogError.inconsistent("a gaiji was stored and is not there")
    }
    let current = try db.cachedStatement(
      sql: """
        SELECT character_id, grade, status, decided_by, decided_at, reason FROM identification
        WHERE gaiji_id = ? ORDER BY id DESC LIMIT 1
        """)
    let decision: [DatabaseValue] = [
      (row.identity?.description).databaseValue, row.grade.word.databaseValue,
      row.status.word.databaseValue, row.decidedBy.databaseValue, row.decidedAt.databaseValue,
      row.reason.databaseValue,
    ]
    if let known = try Row.fetchOne(current, arguments: [gaiji]) {
      if Self.areSame(Array(known.databaseValues), decision) {
        report.unchangedCount += 1
        return
      }
      if Journal.isProgram(decidedBy: row.decidedBy, status: row.status.word),
        !Journal.isProgram(decidedBy: known[3], status: known[2])
      {
        fault(
          row, .status,
          "a proposal of a program, but \(known[3] as String) has decided on this gaiji already; "
            + "leave the row out, or say who decides now")
        return
      }
      report.changedCount += 1
      if (known[4] as String) > row.decidedAt { report.olderCount += 1 }
    } else {
      report.addedCount += 1
    }
    if sourceID == nil { sourceID = try db.sourceID(source) }
    let append = try db.cachedStatement(
      sql: """
        INSERT INTO identification (character_id, grade, status, decided_by, decided_at, reason,
          gaiji_id, source_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try append.execute(
      arguments: StatementArguments(
        decision + [
          gaiji.databaseValue, (sourceID ?? 0).databaseValue, recordedAt.databaseValue,
        ]))
  }

  /// Compares text by bytes: `String` and `DatabaseValue` fold canonical equivalents (U+FA19 and
  /// U+795E).
  private static func areSame(_ a: [DatabaseValue], _ b: [DatabaseValue]) -> Bool {
    a.elementsEqual(b) { x, y in
      switch (String.fromDatabaseValue(x), String.fromDatabaseValue(y)) {
      case (nil, nil): true
      case (let x?, let y?): x.utf8.elementsEqual(y.utf8)
      default: false
      }
    }
  }
}
