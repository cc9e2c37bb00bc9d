internal import GRDB
internal import GaijiModel

/// Moves a whole run from its stage into the catalogue, inside one transaction.
struct ProposalWriter {
  private let db: Database
  private let run: IdentificationRun
  private let system: Int64
  private let recordedAt = Timestamp.now()

  init(_ db: Database, run: IdentificationRun) throws {
    self.db = db
    self.run = run
    // Asked again: the system may have come, or been given another charset, while the run was going on.
    let codes = try run.codes(db)
    system =
      codes.id != 0
      ? codes.id
      : try db.addSystem(
        organization: run.organization, system: run.system, charset: codes.charset
      ).id
  }

  func write(_ stage: ProposalStage, _ sources: [SourceRecord]) throws -> ProposalReport {
    var report = ProposalReport()
    try db.execute(
      sql: """
        INSERT INTO identification_run
          (system_id, tool, model, glyph_index, parameters, ran_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [system, run.tool, run.model, run.index, run.parameters, recordedAt])
    report.run = db.lastInsertedRowID
    let numbers = try sources.map { try db.sourceID($0) }
    try stage.eachRow { row in
      let source = numbers[row.source]
      let gaiji = try db.gaijiID(system: system, code: row.code)
      let figure = try stage.moveFigure(row)
      if let figure {
        let link = try db.cachedStatement(
          sql: """
            INSERT OR IGNORE INTO gaiji_glyph (gaiji_id, glyph_id, source_id, recorded_at)
            VALUES (?, ?, ?, ?)
            """)
        try link.execute(arguments: [gaiji, figure, source, recordedAt])
      }
      let journal = try journal(row, gaiji: gaiji, source: source, &report)
      try stage.move(
        row, run: report.run, gaiji: gaiji, journal: journal, figure: figure, source: source)
      report.recordedCount += 1
    }
    return report
  }

  /// Appends what the journal must have; `nil` when that is nothing.
  private func journal(
    _ proposal: ProposalStage.Row, gaiji: Int64, source: Int64, _ report: inout ProposalReport
  ) throws -> Int64? {
    let find = try db.cachedStatement(
      sql: """
        SELECT character_id, grade, status, decided_by FROM identification
        WHERE gaiji_id = ? ORDER BY id DESC LIMIT 1
        """)
    let standing = try Row.fetchOne(find, arguments: [gaiji]).map {
      (
        character: $0[0] as String?, grade: $0[1] as String, status: $0[2] as String,
        decidedBy: $0[3] as String
      )
    }
    let isPersons =
      standing.map {
        !Journal.isProgram(decidedBy: $0.decidedBy, status: $0.status)
      } ?? false
    if isPersons {
      if proposal.decision == .automatic { report.standingCount += 1 }
      return nil
    }
    guard proposal.decision == .automatic, let identity = proposal.identity,
      let grade = proposal.grade, grade != .none
    else {
      guard let standing, standing.status == IdentificationStatus.proposed.word else { return nil }
      report.withdrawnCount += 1
      return try append(
        gaiji, standing.character, standing.grade, .held, proposal.reason, source)
    }
    if let standing, standing.character == identity, standing.grade == grade.word,
      standing.status == IdentificationStatus.proposed.word
    {
      report.unchangedCount += 1
      return nil
    }
    report.proposedCount += 1
    return try append(gaiji, identity, grade.word, .proposed, proposal.reason, source)
  }

  private func append(
    _ gaiji: Int64, _ character: String?, _ grade: String, _ status: IdentificationStatus,
    _ reason: String, _ source: Int64
  ) throws -> Int64 {
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO identification (gaiji_id, character_id, grade, status, decided_by, decided_at,
          reason, source_id, recorded_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(
      arguments: [
        gaiji, character, grade, status.word, run.tool, recordedAt, reason, source, recordedAt,
      ])
    return db.lastInsertedRowID
  }
}
