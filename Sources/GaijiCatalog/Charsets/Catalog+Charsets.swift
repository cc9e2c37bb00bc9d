internal import GRDB
public import GaijiCharsets
internal import GaijiRelease

extension Catalog {
  /// All charsets, by name.
  public func charsetList() throws(CatalogError) -> [CharsetSummary] {
    try read { try $0.charsetSummaries() }
  }

  /// The charset of that name or alias; `nil` when the catalogue has none.
  public func charsetTable(named name: String) throws(CatalogError) -> CharsetTable? {
    try read { try $0.charsetTable(named: CharsetNames.canonical(name) ?? name) }
  }

  /// Stores a table of a vendor's code system in place of an earlier one of that name and draws
  /// every charset that is made of it anew.
  ///
  /// Throws, and changes nothing, for a name that no code system has, for a row that its system
  /// cannot have, and when gaiji with decisions would lose their codes.
  ///
  /// - Parameters:
  ///   - part: Its name is one of `VendorCharsets.partNames`; its rows are in the file's order.
  ///   - source: Of kind `charset`.
  public func importCharsetPart(
    _ part: CharsetPart, source: SourceRecord
  ) throws(CatalogError) -> CharsetImportReport {
    guard VendorCharsets.partNames.contains(part.name) else {
      throw .refused("\(CompositionError.unknownPart(part.name))")
    }
    guard !part.rows.isEmpty else {
      throw .refused("the table \(part.name) has no rows; nothing was changed")
    }
    return try write { db in
      let isReplacement = try db.store(part, source: source)
      let dependent = VendorCharsets.all.filter { $0.partNames.contains(part.name) }
      try db.draw(dependent)
      return CharsetImportReport(
        name: part.name, rowCount: part.rows.count, isReplacement: isReplacement,
        charsets: dependent.map(\.name))
    }
  }

  /// Stores a whole charset in place of an earlier one of that name.
  ///
  /// Throws, and changes nothing, for a name of a standard charset or of a vendor's code system
  /// (whose tables are imported instead), for a table with a fault, and when gaiji with decisions
  /// would lose their codes.
  ///
  /// - Parameters:
  ///   - table: `name` is lower-case; see `CharsetTable.name`.
  ///   - description: For a person: what it is and where it comes from.
  ///   - source: Of kind `charset`.
  public func importCharset(
    _ table: CharsetTable, description: String, source: SourceRecord
  ) throws(CatalogError) -> CharsetImportReport {
    if let known = CharsetNames.canonical(table.name) {
      let hint =
        CharsetNames.standard.contains(known)
        ? "choose another name"
        : "import its tables instead: "
          + (VendorCharsets.named(known)?.partNames.joined(separator: ", ") ?? "")
      throw .refused("\"\(table.name)\" is the name of a charset that this program draws; \(hint)")
    }
    let isLower = table.name.utf8.allSatisfy {
      UInt8(ascii: "a")...UInt8(ascii: "z") ~= $0 || UInt8(ascii: "0")...UInt8(ascii: "9") ~= $0
        || [UInt8(ascii: "-"), UInt8(ascii: "_"), UInt8(ascii: ".")].contains($0)
    }
    guard isLower, (1...64).contains(table.name.utf8.count) else {
      throw .refused(
        "\"\(table.name)\" cannot be a charset's name; use 1 to 64 of a-z, 0-9, - _ and .")
    }
    if let fault = table.fault { throw .refused("charset \(table.name): \(fault)") }
    return try write { db in
      let known = try db.charsetID(table.name)
      let sourceID = try db.sourceID(source)
      try db.replace(table, description: description, source: sourceID)
      return CharsetImportReport(
        name: table.name, rowCount: CharsetRows(table).codes.count, isReplacement: known != nil,
        charsets: [table.name])
    }
  }
}
