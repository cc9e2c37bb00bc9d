internal import Foundation
internal import GaijiCharsets

/// A table file to import, and under which name.
public struct TableImport: Sendable {
  public var path: String
  /// A part of a vendor's code system (`VendorCharsets.partNames`), or a name for a whole charset.
  public var name: String
  /// `nil`: by the file's contents.
  public var format: CharsetFileFormat?
  /// See `CharsetFile.init`.
  public var codeColumn = 1
  /// As the publisher names it; `nil`: the known one of a published file, else none.
  public var edition: String?
  public var licence: String?

  public init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}

/// What an import of a table file did.
public struct TableImportReport: Sendable, Encodable {
  public var file: String
  public var format: String
  public var sha256: String
  public var edition: String
  public var result: CharsetImportReport
  /// What of the file was left out and why.
  public var notes: [String]
}

extension Catalog {
  /// Reads a table file and stores it, with the file's name, SHA-256, edition and licence.
  ///
  /// Throws, and changes nothing, when the file cannot be read or is wrong (with line and column),
  /// and for what `importCharsetPart` and `importCharset` refuse.
  public func importTable(_ request: TableImport) throws(CatalogError) -> TableImportReport {
    try Self.checkSize(request.path)
    let file = try SourceFile(request.path)
    let table = try file.parse {
      try CharsetFile($0, format: request.format, codeColumn: request.codeColumn)
    }
    var record = file.record(.charset, edition: "", licence: "not stated")
    let digest = record.sha256 ?? ""
    if let known = JEF4JFiles.named(file.name), table.format == .jef4j {
      record.licence = JEF4JFiles.licence
      // Another edition may stand under the same file name.
      if known.sha256 == digest { record.edition = JEF4JFiles.edition }
    }
    if let edition = request.edition { record.edition = edition }
    if let licence = request.licence { record.licence = licence }
    let result: CharsetImportReport
    if VendorCharsets.partNames.contains(request.name) {
      result = try importCharsetPart(table.part(named: request.name), source: record)
    } else {
      let whole = try file.parse { _ in try table.table(named: request.name) }
      let title = table.declaredName.isEmpty ? file.name : table.declaredName
      result = try importCharset(
        whole, description: "\(title), imported from \(table.format.rawValue)", source: record)
    }
    return TableImportReport(
      file: file.name, format: table.format.rawValue, sha256: digest, edition: record.edition,
      result: result, notes: table.notes)
  }

  /// Before the file is in memory.
  private static func checkSize(_ path: String) throws(CatalogError) {
    let size = (try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber
    guard let size, size.intValue > CharsetFile.maximumByteCount else { return }
    throw .source(
      file: path,
      reason: "it has \(size.intValue) bytes; no table is over \(CharsetFile.maximumByteCount)")
  }
}
