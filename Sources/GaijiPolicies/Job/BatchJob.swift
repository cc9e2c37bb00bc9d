public import GaijiHashing
public import GaijiModel

/// What a job file says: how each of many files is treated.
public struct BatchJob: Hashable, Sendable {
  /// The folder of the input files; `nil` leaves it to the command line.
  public var input: String?
  public var unmatched: Unmatched
  /// In the order of the file: the first whose pattern matches is used.
  public var entries: [BatchEntry]
  /// As given, for messages.
  public var path: String
  /// SHA-256 of the file's bytes.
  public var sha256: SHA256Digest

  /// What happens to a file that no entry matches.
  public enum Unmatched: String, Sendable, CaseIterable, Hashable {
    /// It is listed, the others are converted, and the exit status says so.
    case report
    case skip
    case copy
    /// Nothing is done at all.
    case error
  }

  /// The index of the first entry that matches a path below the input folder.
  public func entry(for path: String) -> Int? {
    entries.firstIndex { $0.patterns.contains { $0.matches(path) } }
  }
}

/// One `[[files]]` of a job file, the defaults laid under it.
public struct BatchEntry: Hashable, Sendable {
  public var patterns: [GlobPattern]
  public var treatment: Treatment
  public var output: OutputTemplate
  public var keys: BatchKeys
  /// 1-based; `nil` where the parser does not know it.
  public var line: Int?

  public enum Treatment: String, Sendable, CaseIterable, Hashable {
    case convert
    case skip
    /// The bytes as they are.
    case copy
  }
}

/// The keys of a conversion. Paths are relative to the working directory: the job file's folder
/// stands in front of what the file says.
public struct BatchKeys: Hashable, Sendable {
  public var policy: String?
  public var profile: String?
  public var layout: String?
  /// A path, or `same`.
  public var outLayout: String?
  public var outFormat: OutFormat?
  public var framing: RecordFraming?
  public var item: String?
  public var from: String?
  public var to: String?
  public var columns: PolicyFile.Columns?
  public var system: PolicyFile.SystemName?
  public var format: Format?
  public var header: Bool?
  public var limits: [ConversionPolicy.ColumnLimit] = []
  /// Longest record in bytes.
  public var maximumRecordByteCount: Int?

  public enum OutFormat: String, Sendable, CaseIterable, Hashable { case csv, tsv, jsonl }
  public enum Format: String, Sendable, CaseIterable, Hashable { case csv, tsv, lines }

  public init() {}
}
