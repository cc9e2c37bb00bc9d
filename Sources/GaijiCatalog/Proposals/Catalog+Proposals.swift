internal import Foundation
internal import GRDB
internal import GaijiModel

/// A proposal in a list for review.
public struct ProposalSummary: Sendable, Hashable, Encodable {
  /// By which `Catalog.proposal` finds it.
  public var id: Int64
  public var organization: String
  public var system: String
  public var code: String
  public var codeValue: UInt32
  public var decision: ProposalDecision
  /// The first candidate.
  public var character: String?
  public var grade: String?
  public var sameCharacter: Double
  public var sameGlyph: Double
  public var reason: String
  public var digest: String?
  /// What stands in the journal for the gaiji now, whoever decided it.
  public var standing: Standing?

  public struct Standing: Sendable, Hashable, Encodable {
    public var character: String?
    public var grade: String
    public var status: String
    public var decidedBy: String
    /// It is a person's, so the proposal is only for information.
    public var isPersons: Bool
  }
}

/// A proposal with all that is known of it.
public struct ProposalDetails: Sendable, Hashable {
  public var summary: ProposalSummary
  public var tool: String
  public var model: String
  public var index: String
  public var parameters: String
  public var ranAt: String
  /// The font or image: its name and SHA-256.
  public var source: String
  public var sourceDigest: String?
  /// Of the gaiji's figure.
  public var png: [UInt8]?
  public var pixelsPerEm: Int?
  public var candidates: [ProposalRecord.Candidate]
  /// JSON, as the run gave it (`ProposalRecord.details`).
  public var details: String
}

/// In which order proposals come.
public enum ProposalOrder: Sendable, CaseIterable {
  /// The surest first.
  case mostProbable
  /// Those that need a person's eye first.
  case leastProbable
  case code
}

extension Catalog {
  /// The newest proposal of each gaiji.
  ///
  /// - Parameters:
  ///   - organization: Only this one's.
  ///   - system: Only this system of it.
  ///   - decisions: Only these; all without it.
  ///   - isOpen: Only gaiji on which no person has decided (`true`) or only others (`false`).
  ///   - limit, offset: A page of the list.
  public func proposals(
    organization: String? = nil, system: String? = nil, decisions: Set<ProposalDecision>? = nil,
    isOpen: Bool? = nil, order: ProposalOrder = .leastProbable, limit: Int = 10_000,
    offset: Int = 0
  ) throws(CatalogError) -> [ProposalSummary] {
    let words = (decisions ?? Set(ProposalDecision.allCases)).map(\.rawValue).sorted()
    let sorting =
      switch order {
      case .mostProbable: "p.same_character DESC, p.same_glyph DESC,"
      case .leastProbable: "p.same_character, p.same_glyph,"
      case .code: ""
      }
    return try read { db in
      try Row.fetchAll(
        db,
        sql: """
          \(ProposalSummary.query("current_proposal"))
          WHERE (?1 IS NULL OR o.name = ?1) AND (?2 IS NULL OR s.name = ?2)
            AND p.decision IN (SELECT value FROM json_each(?3))
            AND (?4 IS NULL OR ?4 = (\(ProposalSummary.isOpen)))
          ORDER BY \(sorting) o.name, s.name, g.code LIMIT ?5 OFFSET ?6
          """,
        arguments: [
          organization, system, "[" + words.map { "\"\($0)\"" }.joined(separator: ",") + "]",
          isOpen, Int64(max(0, limit)), Int64(max(0, offset)),
        ]
      ).map { try ProposalSummary($0) }
    }
  }

  /// One proposal with its candidates and maps; throws `unknown` when there is none.
  public func proposal(_ id: Int64) throws(CatalogError) -> ProposalDetails {
    try read { db in
      let row = try Row.fetchOne(
        db,
        sql: """
          \(ProposalSummary.query("proposal")) WHERE p.id = ?
          """, arguments: [id])
      guard let row else { throw CatalogError.unknown("there is no proposal \(id)") }
      let more = try Row.fetchOne(
        db,
        sql: """
          SELECT r.tool, r.model, r.glyph_index, r.parameters, r.ran_at, f.file, f.sha256, y.png,
            y.pixels_per_em, p.details
          FROM proposal p JOIN identification_run r ON r.id = p.run_id
          JOIN source f ON f.id = p.source_id LEFT JOIN glyph y ON y.id = p.glyph_id
          WHERE p.id = ?
          """, arguments: [id])
      guard let more else { throw CatalogError.inconsistent("proposal \(id) has no run") }
      let candidates = try Row.fetchAll(
        db,
        sql: """
          SELECT character_id, name, grade, same_character, same_glyph, residual
          FROM proposal_candidate WHERE proposal_id = ? ORDER BY rank
          """, arguments: [id]
      ).map { row in
        guard let grade = IdentificationGrade(word: row[2] as String) else {
          throw CatalogError.inconsistent("proposal \(id) has a candidate of an unknown grade")
        }
        return ProposalRecord.Candidate(
          identity: try (row[0] as String?).map { try db.identity($0) }, name: row[1], grade: grade,
          sameCharacter: row[3], sameGlyph: row[4],
          residual: (row[5] as Data?).map { [UInt8]($0) })
      }
      return ProposalDetails(
        summary: try ProposalSummary(row), tool: more[0], model: more[1], index: more[2],
        parameters: more[3], ranAt: more[4], source: more[5], sourceDigest: more[6],
        png: (more[7] as Data?).map { [UInt8]($0) },
        pixelsPerEm: (more[8] as Int64?).map { Int($0) }, candidates: candidates,
        details: try PackedText.text(more[9], of: id))
    }
  }
}

extension ProposalSummary {
  /// Whether no person has decided on the gaiji: as `Journal.isProgram`.
  fileprivate static let isOpen = """
    i.id IS NULL OR (i.decided_by GLOB '\(Journal.programPrefix)*'
      AND i.status IN ('proposed', 'held'))
    """

  fileprivate static func query(_ table: String) -> String {
    """
    SELECT p.id, o.name, s.name, g.code, c.scheme, p.decision, k.character_id, k.grade,
      p.same_character, p.same_glyph, p.reason, y.digest, i.character_id, i.grade, i.status,
      i.decided_by, \(isOpen)
    FROM \(table) p JOIN gaiji g ON g.id = p.gaiji_id JOIN system s ON s.id = g.system_id
    JOIN organisation o ON o.id = s.organisation_id JOIN charset c ON c.id = s.charset_id
    LEFT JOIN glyph y ON y.id = p.glyph_id
    LEFT JOIN proposal_candidate k ON k.proposal_id = p.id AND k.rank = 1
    LEFT JOIN current_identification i ON i.gaiji_id = g.id
    """
  }

  fileprivate init(_ row: Row) throws {
    guard let decision = ProposalDecision(rawValue: row[5]),
      let code = UInt32(exactly: row[3] as Int64)
    else { throw CatalogError.inconsistent("a proposal has an unknown decision or code") }
    self.init(
      id: row[0], organization: row[1], system: row[2],
      code: GaijiCode.text(row[3], scheme: row[4]), codeValue: code, decision: decision,
      character: row[6], grade: row[7], sameCharacter: row[8], sameGlyph: row[9], reason: row[10],
      digest: row[11],
      standing: (row[14] as String?).map {
        Standing(
          character: row[12], grade: row[13], status: $0, decidedBy: row[15],
          isPersons: (row[16] as Int64) == 0)
      })
  }
}
