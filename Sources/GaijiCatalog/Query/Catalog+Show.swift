internal import GRDB
internal import GaijiCharsets
public import GaijiModel

/// Everything that the catalogue knows about one character.
public struct CharacterRecord: Sendable, Encodable {
  public var id: String
  /// `kanji`, `hentaigana` or `added`.
  public var kind: String
  /// Index in the source font.
  public var glyph: Int?
  /// File and edition of the source.
  public var source: String
  /// Such as `U+845B`, by kind (direct, ivs, svs).
  public var direct: [String]
  public var ivs: [String]
  public var svs: [String]
  public var shrink: [Shrink]
  /// Unihan facts about its bare and base code points.
  public var unihan: [Unihan]
  /// Gaiji that are it by the current decisions.
  public var identifications: [DecisionRecord]

  public struct Shrink: Sendable, Encodable {
    public var ground: String
    public var scalar: String
    public var text: String
  }

  public struct Unihan: Sendable, Encodable {
    public var scalar: String
    public var field: String
    public var value: String
  }
}

/// One decision of the journal.
public struct DecisionRecord: Sendable, Encodable {
  public var organization: String
  public var system: String
  public var charset: String
  public var code: String
  public var character: String?
  public var grade: String
  public var status: String
  public var decidedBy: String
  public var decidedAt: String
  public var reason: String
  public var source: String
  public var recordedAt: String
}

/// Everything that the catalogue knows about one code point.
public struct ScalarRecord: Sendable, Encodable {
  public var scalar: String
  public var text: String
  /// What each sequence that begins with it shows, the bare code point first.
  public var sequences: [Sequence]
  public var unihan: [CharacterRecord.Unihan]
  /// 面-区-点 of JIS X 0213, if it has one.
  public var jisx0213: String?
  /// 国税庁 JIS縮退マップ.
  public var taxAgency: [String]
  public var codes: [Code]

  public struct Sequence: Sendable, Encodable {
    public var sequence: String
    public var character: String
  }

  public struct Code: Sendable, Encodable {
    public var charset: String
    public var code: String
    /// Another code is the preferred one.
    public var isOneWay: Bool
  }
}

/// Everything that the catalogue knows about one gaiji.
public struct GaijiRecord: Sendable, Encodable {
  public var organization: String
  public var system: String
  public var charset: String
  public var code: String
  /// Newest first; the first one stands.
  public var journal: [DecisionRecord]
}

extension Catalog {
  /// A character by identity; throws `unknown` when there is none.
  public func character(_ identity: CharacterIdentity) throws(CatalogError) -> CharacterRecord {
    try read { db in
      let id = identity.description
      let found = try Row.fetchOne(
        db,
        sql: """
          SELECT c.kind, c.glyph, s.file, s.edition FROM character c
          JOIN source s ON s.id = c.source_id WHERE c.id = ?
          """, arguments: [id])
      guard let found else { throw CatalogError.unknown("\(id) is not in the catalogue") }
      var record = CharacterRecord(
        id: id, kind: found[0], glyph: found[1],
        source: ([found[2], found[3]] as [String]).joined(separator: " "), direct: [], ivs: [],
        svs: [], shrink: [], unihan: [], identifications: [])
      let forms = try Row.fetchAll(
        db,
        sql: """
          SELECT kind, base, selector FROM character_form WHERE character_id = ?
          ORDER BY base, selector
          """, arguments: [id])
      for form in forms {
        let sequence = CharacterSequence(try db.scalar(form[1]), selector: try db.scalar(form[2]))
        switch form[0] as String {
        case "direct": record.direct.append(sequence.description)
        case "ivs": record.ivs.append(sequence.description)
        default: record.svs.append(sequence.description)
        }
      }
      record.shrink = try Row.fetchAll(
        db, sql: "SELECT ground, scalar FROM shrink WHERE character_id = ? ORDER BY 1, 2",
        arguments: [id]
      ).map {
        let scalar = try db.scalar($0[1])
        return CharacterRecord.Shrink(
          ground: $0[0], scalar: scalarName(scalar), text: visibleText(scalar))
      }
      for base in Set(try forms.map { try db.scalar($0[1]) }).sorted() {
        record.unihan += try db.unihan(base)
      }
      record.identifications = try db.decisions(
        from: "current_identification", "i.character_id = ?", [id])
      return record
    }
  }

  /// A code point; throws `unknown` when the catalogue has nothing about it.
  public func scalar(_ scalar: UInt32) throws(CatalogError) -> ScalarRecord {
    try read { db in
      var record = ScalarRecord(
        scalar: scalarName(scalar), text: visibleText(scalar), sequences: [],
        unihan: try db.unihan(scalar), jisx0213: nil, taxAgency: [], codes: [])
      record.sequences = try Row.fetchAll(
        db,
        sql: """
          SELECT selector, character_id FROM character_form WHERE base = ? ORDER BY selector
          """, arguments: [Int64(scalar)]
      ).map {
        let sequence = CharacterSequence(scalar, selector: try db.scalar($0[0]))
        return ScalarRecord.Sequence(sequence: sequence.description, character: $0[1])
      }
      let jis = try Row.fetchOne(
        db, sql: "SELECT plane, row, cell FROM jisx0213 WHERE first = ? AND second = 0",
        arguments: [Int64(scalar)])
      if let jis {
        let place: [Int64] = [jis[0], jis[1], jis[2]]
        record.jisx0213 = place.map(String.init).joined(separator: "-")
        record.taxAgency = try Int64.fetchAll(
          db,
          sql: """
            SELECT scalar FROM tax_agency WHERE plane = ? AND row = ? AND cell = ? ORDER BY ordinal
            """, arguments: StatementArguments(place)
        ).map { scalarName(try db.scalar($0)) }
      }
      record.codes = try Row.fetchAll(
        db,
        sql: """
          SELECT DISTINCT c.name, k.code, c.scheme, k.flags & 4 FROM charset_code k
          JOIN charset c ON c.id = k.charset_id
          WHERE k.first = ? AND k.second = 0 ORDER BY c.id, k.flags & 4, k.byte_count, k.code
          """, arguments: [Int64(scalar)]
      ).map {
        ScalarRecord.Code(
          charset: $0[0], code: GaijiCode.text($0[1], scheme: $0[2]),
          isOneWay: ($0[3] as Int64) != 0)
      }
      if record.sequences.isEmpty, record.unihan.isEmpty, record.codes.isEmpty {
        throw CatalogError.unknown("\(scalarName(scalar)) is not in the catalogue")
      }
      return record
    }
  }

  /// A gaiji of a system with its whole journal; throws `unknown` when there is none.
  public func gaiji(
    organization: String, system: String, code: UInt32
  ) throws(CatalogError) -> GaijiRecord {
    try read { db in
      let journal = try db.decisions(
        from: "identification", "o.name = ? AND s.name = ? AND g.code = ?",
        [organization, system, Int64(code)])
      guard let newest = journal.first else {
        throw CatalogError.unknown(
          "\(organization)/\(system) \(hexadecimal(code, digits: 4)) is not in the catalogue")
      }
      return GaijiRecord(
        organization: organization, system: system, charset: newest.charset, code: newest.code,
        journal: journal)
    }
  }
}

/// The character itself; empty for what cannot be shown.
private func visibleText(_ scalar: UInt32) -> String {
  guard let value = Unicode.Scalar(scalar), value.properties.generalCategory != .control else {
    return ""
  }
  return String(Character(value))
}

extension Database {
  fileprivate func unihan(_ scalar: UInt32) throws -> [CharacterRecord.Unihan] {
    try Row.fetchAll(
      self, sql: "SELECT field, value FROM unihan WHERE scalar = ? ORDER BY field",
      arguments: [Int64(scalar)]
    ).map {
      CharacterRecord.Unihan(scalar: scalarName(scalar), field: $0[0], value: $0[1])
    }
  }

  /// Rows of the journal or of its current view, newest first.
  fileprivate func decisions(
    from table: String, _ condition: String, _ arguments: StatementArguments
  ) throws -> [DecisionRecord] {
    try Row.fetchAll(
      self,
      sql: """
        SELECT o.name, s.name, c.name, g.code, c.scheme, i.character_id, i.grade, i.status,
          i.decided_by, i.decided_at, i.reason, f.file, i.recorded_at
        FROM \(table) i JOIN gaiji g ON g.id = i.gaiji_id JOIN system s ON s.id = g.system_id
        JOIN organisation o ON o.id = s.organisation_id JOIN charset c ON c.id = s.charset_id
        JOIN source f ON f.id = i.source_id
        WHERE \(condition) ORDER BY i.id DESC
        """, arguments: arguments
    ).map {
      DecisionRecord(
        organization: $0[0], system: $0[1], charset: $0[2],
        code: GaijiCode.text($0[3], scheme: $0[4]), character: $0[5], grade: $0[6], status: $0[7],
        decidedBy: $0[8], decidedAt: $0[9], reason: $0[10], source: $0[11], recordedAt: $0[12])
    }
  }
}
