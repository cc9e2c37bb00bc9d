internal import GRDB
internal import GaijiHashing
internal import GaijiModel
public import GaijiRelease

extension Catalog {
  /// Everything that a mapping release holds, from one snapshot of the catalogue.
  ///
  /// Nothing in it depends on when or in which order facts were read: no row number, no date, no
  /// former release.
  public func releaseContents() throws(CatalogError) -> ReleaseContents {
    try read { db in
      var contents = ReleaseContents(dataEdition: try db.dataEdition())
      contents.charsets = try db.charsetTables()
      contents.forms = try db.characterForms()
      contents.shrink = try db.shrinkTargets()
      let repertoire = try Row.fetchAll(
        db, sql: "SELECT first, class FROM jisx0213 WHERE second = 0")
      for row in repertoire {
        let scalar = try db.scalar(row[0])
        contents.jisx0213.insert(scalar)
        if [1, 2, 9].contains(row[1] as Int64) { contents.jisx0208.insert(scalar) }
      }
      contents.taxAgency = try db.taxAgencyMap()
      contents.systems = try db.releaseSystems()
      return contents
    }
  }

  /// Compiles a release to a file and notes it in the table `release`; returns it, opened and
  /// verified.
  public func compile(to path: String) throws -> MappingRelease {
    let bytes = try ReleaseWriter.bytes(of: releaseContents())
    let release = try MappingRelease(bytes: bytes)
    try release.verify()
    try ReleaseWriter.write(bytes: bytes, to: path)
    try write { db in
      try db.execute(
        sql: """
          INSERT INTO release
            (sha256, data_edition, format_version, schema_version, byte_count, compiled_at)
          VALUES (?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          release.digest.description, release.dataEdition, Int64(release.formatVersion),
          Int64(release.schemaVersion), Int64(release.byteCount), Timestamp.now(),
        ])
    }
    return release
  }
}

extension Database {
  func scalar(_ value: Int64) throws -> UInt32 {
    guard let scalar = UInt32(exactly: value), scalar < 0x110000 else {
      throw CatalogError.inconsistent("\(value) is no code point")
    }
    return scalar
  }

  func identity(_ text: String) throws -> CharacterIdentity {
    guard let identity = CharacterIdentity(text) else {
      throw CatalogError.inconsistent("\"\(text)\" is no identity")
    }
    return identity
  }

  /// Such as `ipamjm-005.01 gj-2025-12 unihan-15.0.0 jntajis-0.1.0 icu-72.1`: the data, by kind, in
  /// this order. A file without an edition goes by the first eight digits of its SHA-256.
  fileprivate func dataEdition() throws -> String {
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT DISTINCT kind, CASE kind WHEN 'font' THEN file ELSE '' END,
          CASE WHEN edition <> '' THEN edition ELSE substr(sha256, 1, 8) END
        FROM source WHERE kind NOT IN ('mapping', 'unicode', 'glyphs')
          AND (kind <> 'gj' OR id IN (SELECT source_id FROM character_form))
          AND (kind <> 'charset' OR id IN (
            SELECT source_id FROM charset_part UNION SELECT source_id FROM charset))
        """)
    let order = ["font": 0, "gj": 1, "unihan": 2, "jntajis": 3, "icu": 4, "charset": 5]
    let parts = rows.map { row -> (Int, String) in
      let kind: String = row[0]
      let file: String = row[1]
      let name = kind == "font" ? String(file.prefix { $0 != "." }) : kind
      return (order[kind] ?? 9, name + "-" + (row[2] as String? ?? ""))
    }
    return parts.sorted { $0 < $1 }.map(\.1).joined(separator: " ")
  }

  fileprivate func characterForms() throws -> [CharacterForms] {
    var forms: [CharacterForms] = []
    var index: [String: Int] = [:]
    for id in try String.fetchAll(self, sql: "SELECT id FROM character ORDER BY id") {
      index[id] = forms.count
      forms.append(CharacterForms(identity: try identity(id)))
    }
    let rows = try Row.fetchCursor(
      self,
      sql: """
        SELECT character_id, kind, base, selector FROM character_form ORDER BY base, selector
        """)
    while let row = try rows.next() {
      guard let position = index[row[0]] else { continue }
      let base = try scalar(row[2])
      let sequence = CharacterSequence(base, selector: try scalar(row[3]))
      switch row[1] as String {
      case "direct": forms[position].direct.append(base)
      case "ivs": forms[position].ivs.append(sequence)
      default: forms[position].svs.append(sequence)
      }
    }
    return forms
  }

  fileprivate func shrinkTargets() throws -> [CharacterIdentity: [ShrinkTarget]] {
    var targets: [CharacterIdentity: [ShrinkTarget]] = [:]
    let rows = try Row.fetchCursor(
      self, sql: "SELECT character_id, ground, scalar FROM shrink ORDER BY 1, 2, 3")
    while let row = try rows.next() {
      guard let ground = ShrinkGround(word: row[1] as String) else { continue }
      targets[try identity(row[0]), default: []].append(
        ShrinkTarget(ground: ground, scalar: try scalar(row[2])))
    }
    return targets
  }

  /// JIS X 0213 characters that JIS X 0208 lacks, and what Windows writes for JIS X 0208 ones.
  fileprivate func taxAgencyMap() throws -> [UInt32: [UInt32]] {
    var map: [UInt32: [UInt32]] = [:]
    let rows = try Row.fetchAll(
      self,
      sql: """
        SELECT j.first, t.scalar FROM tax_agency t JOIN jisx0213 j USING (plane, row, cell)
        WHERE j.second = 0 AND j.class NOT IN (1, 2, 9) ORDER BY plane, row, cell, ordinal
        """)
    for row in rows { map[try scalar(row[0]), default: []].append(try scalar(row[1])) }
    let windows = try Row.fetchAll(
      self, sql: "SELECT windows, first FROM jisx0213 WHERE windows <> first AND class IN (1, 2, 9)"
    )
    for row in windows { map[try scalar(row[0])] = [try scalar(row[1])] }
    return map
  }

  fileprivate func releaseSystems() throws -> [ReleaseContents.System] {
    let systems = try Row.fetchAll(
      self,
      sql: """
        SELECT s.id, o.name, s.name, c.name FROM system s
        JOIN organisation o ON o.id = s.organisation_id JOIN charset c ON c.id = s.charset_id
        ORDER BY o.name, s.name
        """)
    return try systems.map { system in
      let rows = try Row.fetchAll(
        self,
        sql: """
          SELECT g.code, i.character_id, i.grade, i.status FROM gaiji g
          JOIN current_identification i ON i.gaiji_id = g.id
          WHERE g.system_id = ? ORDER BY g.code
          """, arguments: [system[0] as Int64])
      let mappings = try rows.map { row in
        guard let grade = IdentificationGrade(word: row[2] as String),
          let status = IdentificationStatus(word: row[3] as String),
          let code = UInt32(exactly: row[0] as Int64)
        else { throw CatalogError.inconsistent("a decision has an unknown grade or status") }
        return GaijiMapping(
          code: code, identity: try (row[1] as String?).map { try identity($0) }, grade: grade,
          status: status)
      }
      return ReleaseContents.System(
        organization: system[1], system: system[2], charset: system[3], mappings: mappings)
    }
  }
}
