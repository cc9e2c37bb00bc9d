/// A rule of a profile that a file can break. The raw value is its word in reports.
public enum ProfileRule: String, Sendable, CaseIterable, Hashable {
  /// A byte order mark that is missing, or should not be there. Counted once a file.
  case byteOrderMark = "byte-order-mark"
  /// A first record that has other names, or none. Counted in columns.
  case header = "header"
  /// A record with too few or too many fields. Counted in records.
  case columnCount = "column-count"
  /// A record that ends with the wrong newline. Counted in records.
  case newline = "newline"
  /// The last record ends with a newline, or does not, against the profile.
  case finalNewline = "final-newline"
  /// A field with quotes that the profile forbids, or without those that it wants.
  case quoting = "quoting"
  /// A quote inside an unquoted field, or text after a closing quote: no CSV reader is sure what it
  /// means.
  case strayQuote = "stray-quote"
  /// The file ends inside quotes.
  case openQuote = "open-quote"
  /// Bytes that cannot be a code of the encoding. Counted in fields, as all that follow.
  case invalidBytes = "invalid-bytes"
  /// A code without a character.
  case undefinedCode = "undefined-code"
  /// A code of a gaiji area, or a private-use character, in a column that is not said to have them.
  case gaiji = "gaiji"
  /// A control character where none may be.
  case control = "control"
  case required = "required"
  /// Characters or a form that the type does not have.
  case type = "type"
  /// A date or time that is well written and does not exist.
  case calendar = "calendar"
  /// A number with more digits, before or after the point, than the column has.
  case numberDigits = "number-digits"
  /// A value that is not in the list of codes.
  case code = "code"
  case maximumCharacters = "max-chars"
  case maximumBytes = "max-bytes"
  case exactLength = "exact-length"
  /// A key that an earlier record has too. Counted in records.
  case duplicateKey = "duplicate-key"

  /// The place of the rule in `allCases`.
  var index: Int { Self.indices[self] ?? 0 }

  private static let indices = Dictionary(
    uniqueKeysWithValues: allCases.enumerated().map { ($1, $0) })
}

/// All violations of one rule in one column.
public struct ProfileFinding: Hashable, Sendable {
  public var rule: ProfileRule
  /// 0 is the first column; `nil` for a rule of records or of the file.
  public var column: Int?
  /// The name of the column in the profile; empty without a column.
  public var columnName: String
  /// Violations, at least 1; of what, `rule` says.
  public var count: Int
  /// The first ones, in the order of the file.
  public var places: [Place]

  public struct Place: Hashable, Sendable {
    /// Counted from 1; the header, where there is one, is record 0.
    public var record: Int
    /// Bytes from the start of the file: of the field or record, or of the character that is wrong.
    public var offset: Int
    /// The start of the field, with controls, gaiji and bytes that are no character in brackets.
    public var sample: String
    /// `duplicateKey`: the record that had the key first.
    public var firstRecord: Int?

    public init(record: Int, offset: Int, sample: String, firstRecord: Int? = nil) {
      self.record = record
      self.offset = offset
      self.sample = sample
      self.firstRecord = firstRecord
    }
  }
}

/// What a check found.
public struct ProfileReport: Hashable, Sendable {
  /// Records without the header.
  public var records = 0
  public var bytes = 0
  /// In the order of `ProfileRule.allCases`, then of the columns.
  public var findings: [ProfileFinding] = []
  /// What could not be checked, and why.
  public var warnings: [String] = []

  /// Whether no rule is broken.
  public var holds: Bool { findings.isEmpty }

  /// Violations of all rules.
  public var violations: Int { findings.reduce(0) { $0 + $1.count } }
}

/// Why a check cannot go on.
public struct ProfileCheckStop: Error, Hashable, Sendable, CustomStringConvertible {
  /// As in `ProfileFinding.Place`.
  public var record: Int
  /// 0 is the first column.
  public var column: Int
  /// Where the field starts.
  public var offset: Int
  /// Most bytes of a field.
  public var limit: Int

  public init(record: Int, column: Int, offset: Int, limit: Int) {
    self.record = record
    self.column = column
    self.offset = offset
    self.limit = limit
  }

  public var description: String {
    "record \(record), column \(column + 1), byte \(offset): the field is longer than \(limit) "
      + "bytes; a quote may not be closed, or the file may be in another encoding"
  }
}
