internal import Foundation
internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

extension Database {
  /// Stores a charset that `CharsetBuilder` has drawn.
  ///
  /// - Parameter jntajis: The source of the charsets that are made from JIS X 0213 rows.
  func insert(_ table: CharsetTable, jntajis: Int64) throws {
    let origin = CharsetBuilder.source(of: table.name)
    let source: Int64
    if let version = origin?.icuVersion {
      source = try sourceID(
        SourceRecord(
          kind: .icu, file: "libicuuc", sha256: nil, edition: version, licence: Licence.icu))
    } else if table.states.isEmpty {
      source = try sourceID(
        SourceRecord(
          kind: .unicode, file: "The Unicode Standard, chapter 3", sha256: nil, edition: "",
          licence: Licence.unicode))
    } else {
      source = jntajis
    }
    let converters = origin?.icuConverters.joined(separator: ", ") ?? ""
    let description = (origin?.description ?? "") + (converters.isEmpty ? "" : " [\(converters)]")
    try replace(table, description: description, source: source)
  }

  func charsetID(_ name: String) throws -> Int64? {
    try Int64.fetchOne(self, sql: "SELECT id FROM charset WHERE name = ?", arguments: [name])
  }

  /// Stores a charset, in place of the one of that name if there is one. Systems keep referring to
  /// it; if one of their gaiji has no code in it any more, that is an error.
  func replace(_ table: CharsetTable, description: String, source: Int64) throws {
    let known = try charsetID(table.name)
    if let known {
      for part in ["state", "shift", "code", "undefined", "position"] {
        try execute(sql: "DELETE FROM charset_\(part) WHERE charset_id = ?", arguments: [known])
      }
      try execute(sql: "DELETE FROM gaiji_area WHERE charset_id = ?", arguments: [known])
      try execute(
        sql: "UPDATE charset SET scheme = ?, description = ?, source_id = ? WHERE id = ?",
        arguments: [Int64(table.scheme.rawValue), description, source, known])
    } else {
      try execute(
        sql: "INSERT INTO charset (name, scheme, description, source_id) VALUES (?, ?, ?, ?)",
        arguments: [table.name, Int64(table.scheme.rawValue), description, source])
    }
    let id = known ?? lastInsertedRowID
    try insert(CharsetRows(table), shifts: table.shifts, charset: id)
    if known != nil { try checkGaiji(of: id, name: table.name) }
  }

  private func checkGaiji(of charset: Int64, name: String) throws {
    let lost = try Row.fetchOne(
      self,
      sql: """
        SELECT count(*), min(g.code) FROM gaiji g JOIN system s ON s.id = g.system_id
        WHERE s.charset_id = ?1 AND NOT EXISTS (
          SELECT 1 FROM charset_code c
          WHERE c.charset_id = ?1 AND c.code = g.code AND c.flags & 9 = 9)
        """, arguments: [charset])
    guard let lost, (lost[0] as Int) > 0 else { return }
    let first = hexadecimal(UInt64(bitPattern: lost[1] as Int64), digits: 4)
    throw CatalogError.refused(
      "\(lost[0] as Int) gaiji of systems in \(name) have decisions and would lose their codes, "
        + "\(first) the lowest of them; nothing was changed")
  }

  private func insert(
    _ rows: CharsetRows, shifts: [CharsetTable.Shift], charset: Int64
  ) throws {
    let state = try BulkInsert(self, into: "charset_state", ["charset_id", "state", "lengths"])
    for (number, lengths) in rows.lengths.enumerated() {
      try state.row([charset, Int64(number), Data(lengths)])
    }
    let shift = try BulkInsert(
      self, into: "charset_shift", ["charset_id", "ordinal", "bytes", "state"])
    for (ordinal, value) in shifts.enumerated() {
      try shift.row([charset, Int64(ordinal), Data(value.bytes), Int64(value.state)])
    }
    let code = try BulkInsert(
      self, into: "charset_code",
      ["charset_id", "state", "byte_count", "code", "first", "second", "flags"])
    for row in rows.codes {
      try code.row([
        charset, Int64(row.state), Int64(row.byteCount), Int64(row.code), Int64(row.first),
        Int64(row.second), row.flags.rawValue,
      ])
    }
    let undefined = try BulkInsert(
      self, into: "charset_undefined",
      ["charset_id", "state", "byte_count", "first_code", "last_code"])
    for range in rows.undefined {
      try undefined.row([
        charset, Int64(range.state), Int64(range.byteCount), Int64(range.codes.lowerBound),
        Int64(range.codes.upperBound),
      ])
    }
    let position = try BulkInsert(
      self, into: "charset_position", ["charset_id", "code", "scalar"])
    for index in stride(from: 0, to: rows.positions.count - 1, by: 2) {
      try position.row([charset, Int64(rows.positions[index]), Int64(rows.positions[index + 1])])
    }
    let area = try BulkInsert(
      self, into: "gaiji_area",
      ["charset_id", "first_code", "last_code", "first_scalar", "cell_count"])
    for value in rows.areas {
      try area.row([
        charset, Int64(value.firstCode), Int64(value.lastCode), Int64(value.firstScalar),
        Int64(value.cellCount),
      ])
    }
  }

  /// All charsets as tables, in no particular order.
  func charsetTables() throws -> [CharsetTable] {
    try Row.fetchAll(self, sql: "SELECT id, name, scheme FROM charset").map(charsetTable)
  }

  /// The charset of that canonical name.
  func charsetTable(named name: String) throws -> CharsetTable? {
    try Row.fetchOne(
      self, sql: "SELECT id, name, scheme FROM charset WHERE name = ?", arguments: [name]
    ).map(charsetTable)
  }

  /// - Parameter row: Its id, name and scheme.
  private func charsetTable(_ row: Row) throws -> CharsetTable {
    let raw: Int64 = row[2]
    guard let scheme = UInt8(exactly: raw).flatMap(CodingScheme.init(rawValue:)) else {
      throw CatalogError.inconsistent("charset \(row[1] as String) has the unknown scheme \(raw)")
    }
    let id: Int64 = row[0]
    return try charsetRows(id).table(name: row[1], scheme: scheme, shifts: try shifts(of: id))
  }

  private func shifts(of charset: Int64) throws -> [CharsetTable.Shift] {
    try Row.fetchAll(
      self, sql: "SELECT bytes, state FROM charset_shift WHERE charset_id = ? ORDER BY ordinal",
      arguments: [charset]
    ).map { CharsetTable.Shift(bytes: Array($0[0] as Data), state: Int($0[1] as Int64)) }
  }

  /// The rows of one charset, each list by state, byte count and code. A row that names a state
  /// that is not there, or a code too wide for its length, is an error.
  private func charsetRows(_ charset: Int64) throws -> CharsetRows {
    let lengths = try Data.fetchAll(
      self, sql: "SELECT lengths FROM charset_state WHERE charset_id = ? ORDER BY state",
      arguments: [charset])
    var rows = CharsetRows(lengths: lengths.map(Array.init), codes: [], undefined: [])
    func check(_ state: Int, _ byteCount: Int, _ code: Int64) throws {
      guard rows.lengths.indices.contains(state), (1...3).contains(byteCount),
        (0..<(Int64(1) << (8 * byteCount))).contains(code),
        byteCount == 1 || rows.lengths[state].contains(UInt8(byteCount))
      else { throw CatalogError.inconsistent("charset \(charset) has a code outside its states") }
    }
    let codes = try Row.fetchCursor(
      self,
      sql: """
        SELECT state, byte_count, code, first, second, flags FROM charset_code
        WHERE charset_id = ? ORDER BY state, byte_count, code, first, second
        """, arguments: [charset])
    while let row = try codes.next() {
      let state = Int(row[0] as Int64)
      let byteCount = Int(row[1] as Int64)
      let code: Int64 = row[2]
      try check(state, byteCount, code)
      guard let first = UInt32(exactly: row[3] as Int64),
        let second = UInt32(exactly: row[4] as Int64),
        first < 0x110000, second < 0x110000
      else { throw CatalogError.inconsistent("charset \(charset) has a code beyond Unicode") }
      rows.codes.append(
        CharsetRows.Code(
          state: state, byteCount: byteCount, code: UInt32(code), first: first, second: second,
          flags: CharsetRows.Flags(rawValue: row[5])))
    }
    let undefined = try Row.fetchCursor(
      self,
      sql: """
        SELECT state, byte_count, first_code, last_code FROM charset_undefined
        WHERE charset_id = ? ORDER BY state, byte_count, first_code
        """, arguments: [charset])
    while let row = try undefined.next() {
      let state = Int(row[0] as Int64)
      let byteCount = Int(row[1] as Int64)
      try check(state, byteCount, row[2])
      try check(state, byteCount, row[3])
      rows.undefined.append(
        CharsetRows.Undefined(
          state: state, byteCount: byteCount,
          codes: UInt32(row[2] as Int64)...UInt32(row[3] as Int64)))
    }
    for row in try Row.fetchAll(
      self, sql: "SELECT code, scalar FROM charset_position WHERE charset_id = ? ORDER BY code",
      arguments: [charset])
    {
      guard let code = UInt32(exactly: row[0] as Int64) else {
        throw CatalogError.inconsistent("charset \(charset) has a position without a code")
      }
      rows.positions += [code, try scalar(row[1])]
    }
    return rows
  }
}
