public import GaijiTranscoding

/// What became of one file of a batch. As JSON a line of `files.jsonl` and an element of `files` in
/// `summary.json`; a key without a value is left out.
public struct BatchFile: Codable, Hashable, Sendable {
  /// Below the input folder, names joined with `/`.
  public var path: String
  public var state: State
  /// The exit status that the same conversion would have by itself; 0 where there was none.
  public var status: Int
  /// The message of what failed; empty otherwise.
  public var detail: String
  /// The number of its `[[files]]`, from 1.
  public var entry: Int?
  /// Done by an earlier batch, and not again.
  public var isKept: Bool
  public var input: Input
  /// Only where a file stands under that name; of a file that was begun, where it will stand.
  public var output: Output?
  /// The path below the output folder under which an output of an earlier run still stands, though
  /// this conversion failed: it is of another input or other settings.
  public var stale: String?
  /// The folder of its own report, below the folder of the batch's.
  public var report: String?
  /// Of what was converted to its end.
  public var conversion: Conversion?

  public enum State: String, Codable, Sendable, CaseIterable, Hashable {
    /// Begun, and not ended: in `files.jsonl` after a crash.
    case started
    case complete
    /// Complete, but with more unmapped characters than `--fail-on-unmapped` allows.
    case unmappedAboveLimit = "unmapped-above-limit"
    case copied
    case skipped
    /// No entry of the job file matches it.
    case notMatched = "not-matched"
    case failed
    /// A signal ended the batch before it.
    case notReached = "not-reached"
  }

  public struct Input: Codable, Hashable, Sendable {
    public var bytes: Int
    /// Last change before the conversion, seconds since 1970.
    public var modified: String
    public var sha256: String?

    public init(bytes: Int, modified: String, sha256: String? = nil) {
      self.bytes = bytes
      self.modified = modified
      self.sha256 = sha256
    }
  }

  public struct Output: Codable, Hashable, Sendable {
    /// Below the output folder.
    public var path: String
    /// As it lies on the disk.
    public var bytes: Int
    public var sha256: String?
    /// SHA-256 of all that decides what the output is, but for the input: release, policy, layouts,
    /// and how the file is cut.
    public var settings: String

    public init(path: String, bytes: Int, sha256: String? = nil, settings: String) {
      self.path = path
      self.bytes = bytes
      self.sha256 = sha256
      self.settings = settings
    }
  }

  public struct Conversion: Codable, Hashable, Sendable {
    public var charset: String
    public var target: String
    public var system: String?
    public var policy: String?
    public var inputLayout: String?
    public var outputLayout: String?
    public var records: Int
    public var rejectedRecords: Int
    public var counts: BatchCounts
    public var unmapped: Unmapped
    public var seconds: Double
  }

  public struct Unmapped: Codable, Hashable, Sendable {
    /// As in `summary.json` of the file's own report.
    public var occurrences: Int
    public var gaijiOccurrences: Int
    /// What `--fail-on-unmapped` counts.
    public var counted: Int
  }

  private enum CodingKeys: String, CodingKey {
    case path, state, status, detail, entry, input, output, stale, report, conversion
    case isKept = "kept"
  }

  public init(path: String, state: State, bytes: Int, modified: String) {
    self.path = path
    self.state = state
    status = 0
    detail = ""
    isKept = false
    input = Input(bytes: bytes, modified: modified)
  }
}

extension BatchFile.Conversion {
  /// - Parameter counted: what `--fail-on-unmapped` counts.
  public init(_ report: RunReport, counted: Int) {
    charset = report.sourceCharset
    target = report.target
    system = report.system.isEmpty ? nil : report.system
    policy = report.hashes.policy
    inputLayout = report.hashes.inputLayout
    outputLayout = report.hashes.outputLayout
    records = report.records
    rejectedRecords = report.rejectedRecords
    counts = BatchCounts(report.total)
    unmapped = .init(
      occurrences: report.unmappedCount, gaijiOccurrences: report.unmappedGaijiCount,
      counted: counted)
    seconds = Double(report.durations.total) / 1e9
  }
}

/// Sums of characters, as `counts` of `summary.json`.
public struct BatchCounts: Codable, Hashable, Sendable {
  public var charactersIn = 0
  public var mappedExactly = 0
  public var mappedLossy = 0
  public var substituted = 0
  public var reported = 0
  public var gaijiMapped = Grades()
  public var holds = true

  public struct Grades: Codable, Hashable, Sendable {
    public var exact = 0
    public var design = 0
    public var similar = 0
  }

  public init() {}

  public init(_ counts: ColumnCounts) {
    charactersIn = counts.charactersIn
    mappedExactly = counts.mappedExactly
    mappedLossy = counts.mappedLossy
    substituted = counts.substituted
    reported = counts.reported
    gaijiMapped = Grades(
      exact: counts.gaijiMapped.exact, design: counts.gaijiMapped.design,
      similar: counts.gaijiMapped.similar)
    holds = counts.isConserved
  }

  static func += (a: inout Self, b: Self) {
    a.charactersIn &+= b.charactersIn
    a.mappedExactly &+= b.mappedExactly
    a.mappedLossy &+= b.mappedLossy
    a.substituted &+= b.substituted
    a.reported &+= b.reported
    a.gaijiMapped.exact &+= b.gaijiMapped.exact
    a.gaijiMapped.design &+= b.gaijiMapped.design
    a.gaijiMapped.similar &+= b.gaijiMapped.similar
    a.holds = a.holds && b.holds
  }
}
