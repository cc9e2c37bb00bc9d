/// How a text file is cut into records and fields.
public enum RecordFormat: Hashable, Sendable {
  /// RFC 4180 with any one-byte delimiter: fields may be quoted with `"`, a doubled quote stands
  /// for one, quoted fields may hold newlines. A quote inside an unquoted field is an ordinary
  /// character. Records end with LF or CRLF, kept as they are.
  case delimited(UInt8)
  /// One field a line.
  case lines

  public static let csv = RecordFormat.delimited(UInt8(ascii: ","))
  public static let tsv = RecordFormat.delimited(UInt8(ascii: "\t"))

  /// The delimiter, or a value no byte has.
  var delimiter: UInt32 {
    if case .delimited(let byte) = self { UInt32(byte) } else { .max }
  }

  var hasQuotes: Bool { self != .lines }

  public var word: String {
    switch self {
    case .delimited(UInt8(ascii: ",")): "csv"
    case .delimited(UInt8(ascii: "\t")): "tsv"
    case .delimited: "delimited"
    case .lines: "lines"
    }
  }
}

/// Which columns are mapped.
public enum ColumnSelection: Hashable, Sendable {
  case all
  /// Zero-based column numbers.
  case some(Set<Int>)

  public func contains(_ column: Int) -> Bool {
    switch self {
    case .all: true
    case .some(let columns): columns.contains(column)
    }
  }
}

/// Limits against hostile input.
public enum RecordLimits {
  /// Columns of one record. Wider than any register; bounds the counters.
  public static let maximumColumns = 16_384
}
