internal import Foundation
internal import GRDB
internal import GaijiModel

/// The proposals of a run that is not complete yet.
///
/// They lie in temporary tables of the catalogue's own connection, that is in a file that SQLite removes
/// from its folder as soon as it has it open: memory does not follow their number, the catalogue stays
/// free for others while a run takes its hour, and of a run that was interrupted, however it was,
/// nothing is left anywhere.
struct ProposalStage {
  let db: Database

  /// A proposal as it stands in the stage, without pictures and candidates.
  struct Row {
    var number: Int64
    var code: UInt32
    var decision: ProposalDecision
    var digest: String?
    var source: Int
    var reason: String
    /// Of the first candidate.
    var identity: String?
    var grade: IdentificationGrade?
  }

  /// Makes the tables; one run at a time has them.
  static func make(_ db: Database) throws {
    let isThere = try Bool.fetchOne(
      db, sql: "SELECT EXISTS (SELECT 1 FROM temp.sqlite_master WHERE name = 'stage_proposal')")
    guard isThere != true else {
      throw CatalogError.refused("a run is being recorded already; end it first")
    }
    try db.execute(
      sql: """
        PRAGMA temp_store = FILE;
        CREATE TEMP TABLE stage_proposal (
          number INTEGER PRIMARY KEY, code INTEGER NOT NULL, decision TEXT NOT NULL,
          source INTEGER NOT NULL, digest TEXT, pixels_per_em INTEGER, png BLOB,
          identity TEXT, grade TEXT, same_character REAL NOT NULL, same_glyph REAL NOT NULL,
          reason TEXT NOT NULL, details BLOB NOT NULL
        ) STRICT;
        CREATE TEMP TABLE stage_candidate (
          number INTEGER NOT NULL, rank INTEGER NOT NULL, character_id TEXT, name TEXT NOT NULL,
          grade TEXT NOT NULL, same_character REAL NOT NULL, same_glyph REAL NOT NULL,
          residual BLOB, PRIMARY KEY (number, rank)
        ) STRICT, WITHOUT ROWID;
        """)
  }

  static func drop(_ db: Database) throws {
    try db.execute(
      sql: "DROP TABLE IF EXISTS temp.stage_proposal; DROP TABLE IF EXISTS temp.stage_candidate")
  }

  /// - Parameter source: Its place in the run's list.
  func add(_ proposal: ProposalRecord, source: Int) throws {
    let first = proposal.candidates.first
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO temp.stage_proposal (code, decision, source, digest, pixels_per_em, png,
          identity, grade, same_character, same_glyph, reason, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(
      arguments: [
        Int64(proposal.code), proposal.decision.rawValue, Int64(source), proposal.figure?.digest,
        proposal.figure.map { Int64($0.pixelsPerEm) }, (proposal.figure?.png).map { Data($0) },
        first?.identity?.description, first?.grade.word, first?.sameCharacter ?? 0,
        first?.sameGlyph ?? 0, proposal.reason, Data(try PackedText.bytes(proposal.details)),
      ])
    let number = db.lastInsertedRowID
    let candidate = try db.cachedStatement(
      sql: """
        INSERT INTO temp.stage_candidate (number, rank, character_id, name, grade,
          same_character, same_glyph, residual)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (index, one) in proposal.candidates.enumerated() {
      try candidate.execute(
        arguments: [
          number, Int64(index + 1), one.identity?.description, one.name, one.grade.word,
          one.sameCharacter, one.sameGlyph, one.residual.map { Data($0) },
        ])
    }
  }

  /// Each proposal in the order in which they came, one at a time in memory.
  func eachRow(_ body: (Row) throws -> Void) throws {
    let rows = try GRDB.Row.fetchCursor(
      db,
      sql: """
        SELECT number, code, decision, digest, source, reason, identity, grade
        FROM temp.stage_proposal ORDER BY number
        """)
    while let row = try rows.next() {
      guard let decision = ProposalDecision(rawValue: row[2]),
        let code = UInt32(exactly: row[1] as Int64)
      else { throw CatalogError.inconsistent("a proposal on its way has an unknown decision") }
      try body(
        Row(
          number: row[0], code: code, decision: decision, digest: row[3],
          source: Int(row[4] as Int64), reason: row[5], identity: row[6],
          grade: (row[7] as String?).flatMap { IdentificationGrade(word: $0) }))
    }
  }

  /// Copies the figure of a proposal that has one.
  ///
  /// - Returns: its number among all figures.
  func moveFigure(_ row: Row) throws -> Int64? {
    guard let digest = row.digest else { return nil }
    let find = try db.cachedStatement(sql: "SELECT id FROM main.glyph WHERE digest = ?")
    if let known = try Int64.fetchOne(find, arguments: [digest]) { return known }
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO main.glyph (digest, pixels_per_em, png)
        SELECT digest, pixels_per_em, png FROM temp.stage_proposal WHERE number = ?
        """)
    try insert.execute(arguments: [row.number])
    return db.lastInsertedRowID
  }

  /// Copies a proposal and its candidates into the catalogue.
  func move(
    _ row: Row, run: Int64, gaiji: Int64, journal: Int64?, figure: Int64?, source: Int64
  ) throws {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO main.proposal (run_id, gaiji_id, identification_id, decision, glyph_id,
          source_id, same_character, same_glyph, reason, details)
        SELECT ?, ?, ?, decision, ?, ?, same_character, same_glyph, reason, details
        FROM temp.stage_proposal WHERE number = ?
        """)
    try insert.execute(arguments: [run, gaiji, journal, figure, source, row.number])
    let id = db.lastInsertedRowID
    let candidates = try db.cachedStatement(
      sql: """
        INSERT INTO main.proposal_candidate (proposal_id, rank, character_id, name, grade,
          same_character, same_glyph, residual)
        SELECT ?, rank, character_id, name, grade, same_character, same_glyph, residual
        FROM temp.stage_candidate WHERE number = ? ORDER BY rank
        """)
    try candidates.execute(arguments: [id, row.number])
  }
}
