internal import GRDB
internal import GaijiCharsets
internal import GaijiModel

/// The gaiji codes of a system: what an input's private-use code points are in its charset.
public struct GaijiCodes: Sendable, Hashable {
  /// The charset's name.
  public var charset: String
  /// Its codes are code points.
  public var isUnicode: Bool
  /// By the private-use code point to which the charset projects the code: what a font with the
  /// system's gaiji has in its table. Empty for a Unicode charset.
  public var codes: [UInt32: UInt32]

  /// The code that a glyph of a font stands for; `nil` when it is none of the system's gaiji.
  public func code(of scalar: UInt32) -> UInt32? {
    isUnicode ? (isPrivateUse(scalar) ? scalar : nil) : codes[scalar]
  }
}

extension Catalog {
  /// The gaiji codes of a system, or of a charset for a system that is to be added.
  ///
  /// - Throws: `unknown` for a system (with no `charset` given) or a charset that the catalogue does
  ///   not have.
  public func gaijiCodes(
    organization: String, system: String, charset: String? = nil
  ) throws(CatalogError) -> GaijiCodes {
    try read { db in
      var codes = try db.systemCodes(organization: organization, system: system)
      if codes == nil, let charset { codes = try db.systemCodes(charset: charset) }
      guard let codes else {
        throw CatalogError.unknown(
          "\(organization)/\(system) is not in the catalogue; name its charset to add it")
      }
      return GaijiCodes(
        charset: codes.charset, isUnicode: codes.isUnicode, codes: codes.byScalar)
    }
  }
}

extension Database {
  /// A system with the codes of its charset.
  struct SystemCodes {
    /// 0 for a charset alone.
    var id: Int64
    var charsetID: Int64
    var charset: String
    var scheme: Int64
    var byScalar: [UInt32: UInt32]
    private var gaiji: Set<UInt32>

    init(id: Int64, charsetID: Int64, charset: String, scheme: Int64, codes: [(UInt32, UInt32)]) {
      self.id = id
      self.charsetID = charsetID
      self.charset = charset
      self.scheme = scheme
      byScalar = Dictionary(codes.map { ($0.1, $0.0) }, uniquingKeysWith: { first, _ in first })
      gaiji = Set(codes.map(\.0))
    }

    var isUnicode: Bool { scheme < Int64(CodingScheme.leadByte.rawValue) }
    func isGaiji(_ code: UInt32) -> Bool { isUnicode ? isPrivateUse(code) : gaiji.contains(code) }
    func text(_ code: UInt32) -> String { GaijiCode.text(Int64(code), scheme: scheme) }
  }

  func systemCodes(organization: String, system: String) throws -> SystemCodes? {
    let row = try Row.fetchOne(
      self,
      sql: """
        SELECT s.id, c.name FROM system s JOIN organisation o ON o.id = s.organisation_id
        JOIN charset c ON c.id = s.charset_id WHERE o.name = ? AND s.name = ?
        """, arguments: [organization, system])
    return try row.map { try systemCodes(charset: $0[1], system: $0[0]) }
  }

  func systemCodes(charset name: String, system: Int64 = 0) throws -> SystemCodes {
    let canonical = CharsetNames.canonical(name) ?? name
    let row = try Row.fetchOne(
      self, sql: "SELECT id, scheme FROM charset WHERE name = ?", arguments: [canonical])
    guard let row else {
      throw CatalogError.unknown("\"\(name)\" is not a charset of the catalogue")
    }
    let codes = try Row.fetchAll(
      self,
      sql: """
        SELECT code, first FROM charset_code WHERE charset_id = ? AND flags & 8
        ORDER BY flags & 4, byte_count, code
        """, arguments: [row[0] as Int64]
    ).map { (UInt32(truncatingIfNeeded: $0[0] as Int64), try scalar($0[1])) }
    return SystemCodes(
      id: system, charsetID: row[0], charset: canonical, scheme: row[1], codes: codes)
  }

  static func checkSystemName(organization: String, system: String) throws {
    for name in [organization, system] {
      if let fault = MappingRow.nameFault(name) {
        throw CatalogError.refused("\"\(name)\" cannot be the name of a system: \(fault)")
      }
    }
  }

  func addSystem(organization: String, system: String, charset: String) throws -> SystemCodes {
    try Self.checkSystemName(organization: organization, system: system)
    var codes = try systemCodes(charset: charset)
    try execute(
      sql: "INSERT OR IGNORE INTO organisation (name) VALUES (?)", arguments: [organization])
    try execute(
      sql: """
        INSERT INTO system (organisation_id, name, charset_id)
        SELECT id, ?, ? FROM organisation WHERE name = ?
        """, arguments: [system, codes.charsetID, organization])
    codes.id = lastInsertedRowID
    return codes
  }

  /// The gaiji's row, added where it is new.
  func gaijiID(system: Int64, code: UInt32) throws -> Int64 {
    let insert = try cachedStatement(
      sql: "INSERT OR IGNORE INTO gaiji (system_id, code) VALUES (?, ?)")
    try insert.execute(arguments: [system, Int64(code)])
    let find = try cachedStatement(
      sql: "SELECT id FROM gaiji WHERE system_id = ? AND code = ?")
    guard let id = try Int64.fetchOne(find, arguments: [system, Int64(code)]) else {
      throw CatalogError.inconsistent("a gaiji was stored and is not there")
    }
    return id
  }
}
