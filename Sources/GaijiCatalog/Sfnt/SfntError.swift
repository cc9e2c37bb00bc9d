/// What is wrong with a font file. Offsets are bytes from the start of the table.
public enum SfntError: Error, Equatable, Sendable {
  case notAFont
  /// A TrueType collection: several fonts in one file.
  case isCollection
  case missingTable(String)
  case tableOutsideFile(String)
  case truncated(table: String, offset: Int, byteCount: Int)
  case malformed(table: String, offset: Int, reason: String)
  case unsupported(table: String, reason: String)
}

extension SfntError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notAFont: "not a TrueType or OpenType font"
    case .isCollection: "a font collection; give the single font"
    case .missingTable(let table): "the font has no table \"\(table)\""
    case .tableOutsideFile(let table): "table \"\(table)\" is outside the file; it is cut short"
    case .truncated(let table, let offset, let byteCount):
      "table \"\(table)\" ends before byte \(offset + byteCount), which it needs"
    case .malformed(let table, let offset, let reason):
      "table \"\(table)\", byte \(offset): \(reason)"
    case .unsupported(let table, let reason): "table \"\(table)\": \(reason)"
    }
  }
}
