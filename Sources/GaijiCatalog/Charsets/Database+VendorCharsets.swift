internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

/// Vendors' code systems: their tables as imported, and the charsets made of them.
extension Database {
  /// Adds those vendors' charsets that the catalogue does not have yet.
  func addVendorCharsets() throws {
    let known = Set(try String.fetchAll(self, sql: "SELECT name FROM charset"))
    let missing = VendorCharsets.all.filter { !known.contains($0.name) }
    if !missing.isEmpty { try draw(missing) }
  }

  /// Stores a table; returns whether it replaced another.
  func store(_ part: CharsetPart, source: SourceRecord) throws -> Bool {
    let sourceID = try sourceID(source)
    let known = try Int64.fetchOne(
      self, sql: "SELECT id FROM charset_part WHERE name = ?", arguments: [part.name])
    if let known {
      try execute(sql: "DELETE FROM charset_part_row WHERE part_id = ?", arguments: [known])
      try execute(
        sql: "UPDATE charset_part SET source_id = ? WHERE id = ?", arguments: [sourceID, known])
    } else {
      try execute(
        sql: "INSERT INTO charset_part (name, source_id) VALUES (?, ?)",
        arguments: [part.name, sourceID])
    }
    let id = known ?? lastInsertedRowID
    let insert = try BulkInsert(
      self, into: "charset_part_row",
      ["part_id", "ordinal", "byte_count", "code", "first", "second", "use"])
    for (ordinal, row) in part.rows.enumerated() {
      guard (1...3).contains(row.byteCount) else {
        throw CatalogError.refused(
          "table \(part.name), row \(ordinal + 1): a code has 1 to 3 bytes, not \(row.byteCount)")
      }
      try insert.row([
        id, Int64(ordinal), Int64(row.byteCount), Int64(row.code), Int64(row.first),
        Int64(row.second), Int64(row.use.rawValue),
      ])
    }
    return known != nil
  }

  /// Composes charsets of the stored tables and stores them in place of those there are.
  func draw(_ charsets: [VendorCharset]) throws {
    let parts = try storedParts()
    let composer: CharsetComposer
    do { composer = try CharsetComposer(parts: parts.map(\.part)) } catch {
      throw CatalogError.refused("\(error)")
    }
    for charset in charsets {
      let composed: CharsetComposer.Composed
      do { composed = try composer.compose(charset) } catch {
        throw CatalogError.refused("\(error)")
      }
      let used = charset.partNames.compactMap { name in
        composed.missing.contains(name) ? nil : parts.first { $0.part.name == name }?.source
      }
      // The two-byte table says the most of a charset; without any, it is what ICU has.
      let source = try used.last { $0 > 0 } ?? icuSource()
      try replace(
        composed.table, description: description(of: charset, missing: composed.missing),
        source: source)
    }
  }

  private func description(of charset: VendorCharset, missing: [String]) -> String {
    guard !missing.isEmpty else { return charset.title }
    var text = charset.title + "; tables not imported: " + missing.joined(separator: ", ")
    if missing.contains("keis90") {
      text += " (KEIS83 with what JIS X 0208:1990 added stands in for keis90)"
    }
    return text + "; without them only JIS X 0208, what all EBCDIC variants share and the "
      + "user-defined areas are there (`gaiji charset import` reads tables)"
  }

  private func icuSource() throws -> Int64 {
    let version = CharsetBuilder.source(of: "ibm930")?.icuVersion ?? ""
    return try sourceID(
      SourceRecord(
        kind: .icu, file: "libicuuc", sha256: nil, edition: version, licence: Licence.icu))
  }

  /// The imported tables with their sources.
  private func storedParts() throws -> [(part: CharsetPart, source: Int64)] {
    try Row.fetchAll(self, sql: "SELECT id, name, source_id FROM charset_part ORDER BY name").map {
      (CharsetPart(name: $0[1], rows: try partRows($0[0])), $0[2])
    }
  }

  private func partRows(_ part: Int64) throws -> [CharsetPart.Row] {
    var rows: [CharsetPart.Row] = []
    let cursor = try Row.fetchCursor(
      self,
      sql: """
        SELECT byte_count, code, first, second, use FROM charset_part_row
        WHERE part_id = ? ORDER BY ordinal
        """, arguments: [part])
    while let row = try cursor.next() {
      guard let code = UInt32(exactly: row[1] as Int64),
        let first = UInt32(exactly: row[2] as Int64),
        let second = UInt32(exactly: row[3] as Int64),
        let use = UInt8(exactly: row[4] as Int64).flatMap(CharsetPart.Use.init(rawValue:))
      else { throw CatalogError.inconsistent("table \(part) has a value out of range") }
      rows.append(
        .init(
          code: code, byteCount: Int(row[0] as Int64), first: first, second: second, use: use))
    }
    return rows
  }
}
