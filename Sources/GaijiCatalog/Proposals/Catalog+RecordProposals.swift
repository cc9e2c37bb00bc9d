internal import Foundation
internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

extension Catalog {
  /// Stores a run of the identifier: the details of every proposal, and in the journal those that are
  /// automatic, as proposed.
  ///
  /// Nothing that a person decided is overwritten or hidden: where the newest row of a gaiji is a
  /// person's, the journal stays as it is and only the details are stored. A proposal that repeats the
  /// standing one adds no row. Where a former run was sure and this one is not, a row with status
  /// held takes its place, so that nobody goes on converting with it. All or nothing.
  ///
  /// - Throws: `unknown` for a system that the catalogue does not know when the run names no charset
  ///   for it; `refused` for a code outside the gaiji areas of the charset, two proposals of one code,
  ///   an identity that the catalogue does not know, or a tool's name by which its rows could not be
  ///   told from a person's.
  public func record(
    _ proposals: [ProposalRecord], of run: IdentificationRun
  ) throws(CatalogError) -> ProposalReport {
    guard run.tool.utf8.starts(with: Journal.programPrefix.utf8) else {
      throw .refused("a run's tool must be called \"\(Journal.programPrefix) ...\"")
    }
    return try write { db in
      let recorder = try ProposalRecorder(db, run: run)
      return try recorder.record(proposals)
    }
  }
}

/// One run on its way into the catalogue.
private struct ProposalRecorder {
  let db: Database
  let run: IdentificationRun
  let system: Database.SystemCodes
  let recordedAt = Timestamp.now()

  init(_ db: Database, run: IdentificationRun) throws {
    self.db = db
    self.run = run
    if let known = try db.systemCodes(organization: run.organization, system: run.system) {
      if let charset = run.charset, CharsetNames.canonical(charset) ?? charset != known.charset {
        throw CatalogError.refused(
          "\(run.organization)/\(run.system) is in \(known.charset), not \(charset)")
      }
      system = known
    } else {
      guard let charset = run.charset else {
        throw CatalogError.unknown(
          "\(run.organization)/\(run.system) is not in the catalogue; name its charset to add it")
      }
      system = try db.addSystem(
        organization: run.organization, system: run.system, charset: charset)
    }
  }

  func record(_ proposals: [ProposalRecord]) throws -> ProposalReport {
    var report = ProposalReport()
    try db.execute(
      sql: """
        INSERT INTO identification_run
          (system_id, tool, model, glyph_index, parameters, ran_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
      arguments: [system.id, run.tool, run.model, run.index, run.parameters, recordedAt])
    report.run = db.lastInsertedRowID
    let identities = Set(try String.fetchAll(db, sql: "SELECT id FROM character"))
    var seen: Set<UInt32> = []
    for proposal in proposals {
      let name = system.text(proposal.code)
      guard system.isGaiji(proposal.code) else {
        throw CatalogError.refused("\(name) is not in a gaiji area of \(system.charset)")
      }
      guard seen.insert(proposal.code).inserted else {
        throw CatalogError.refused("two proposals are about \(name)")
      }
      for candidate in proposal.candidates {
        if let identity = candidate.identity, !identities.contains(identity.description) {
          throw CatalogError.refused(
            "\(name): \(identity) is not in the catalogue; it was made of another font than the index"
          )
        }
      }
      try record(proposal, &report)
    }
    return report
  }

  private func record(_ proposal: ProposalRecord, _ report: inout ProposalReport) throws {
    let gaiji = try db.gaijiID(system: system.id, code: proposal.code)
    let source = try db.sourceID(proposal.source)
    if let figure = proposal.figure {
      let insert = try db.cachedStatement(
        sql: "INSERT OR IGNORE INTO glyph (digest, pixels_per_em, png) VALUES (?, ?, ?)")
      try insert.execute(
        arguments: [figure.digest, Int64(figure.pixelsPerEm), Self.blob(figure.png)])
      let link = try db.cachedStatement(
        sql: """
          INSERT OR IGNORE INTO gaiji_glyph (gaiji_id, digest, source_id, recorded_at)
          VALUES (?, ?, ?, ?)
          """)
      try link.execute(arguments: [gaiji, figure.digest, source, recordedAt])
    }
    let row = try journal(proposal, gaiji: gaiji, source: source, &report)
    let first = proposal.candidates.first
    let insert = try db.cachedStatement(
      sql: """
        INSERT INTO proposal (run_id, gaiji_id, identification_id, decision, digest, source_id,
          same_character, same_glyph, reason, details)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    try insert.execute(
      arguments: [
        report.run, gaiji, row, proposal.decision.rawValue, proposal.figure?.digest, source,
        first?.sameCharacter ?? 0, first?.sameGlyph ?? 0, proposal.reason, proposal.details,
      ])
    let id = db.lastInsertedRowID
    let candidate = try db.cachedStatement(
      sql: """
        INSERT INTO proposal_candidate (proposal_id, rank, character_id, name, grade,
          same_character, same_glyph, residual)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """)
    for (index, one) in proposal.candidates.enumerated() {
      try candidate.execute(
        arguments: [
          id, Int64(index + 1), one.identity?.description, one.name, one.grade.word,
          one.sameCharacter, one.sameGlyph, one.residual.map(Self.blob),
        ])
    }
    report.recordedCount += 1
  }

  /// Appends what the journal must have; `nil` when that is nothing.
  private func journal(
    _ proposal: ProposalRecord, gaiji: Int64, source: Int64, _ report: inout ProposalReport
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
    guard proposal.decision == .automatic, let best = proposal.candidates.first,
      let identity = best.identity, best.grade != .none
    else {
      guard let standing, standing.status == IdentificationStatus.proposed.word else { return nil }
      report.withdrawnCount += 1
      return try append(
        gaiji, standing.character, standing.grade, .held, proposal.reason, source)
    }
    if let standing, standing.character == identity.description, standing.grade == best.grade.word,
      standing.status == IdentificationStatus.proposed.word
    {
      report.unchangedCount += 1
      return nil
    }
    report.proposedCount += 1
    return try append(
      gaiji, identity.description, best.grade.word, .proposed, proposal.reason, source)
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

  private static func blob(_ bytes: [UInt8]) -> DatabaseValue { Data(bytes).databaseValue }
}
