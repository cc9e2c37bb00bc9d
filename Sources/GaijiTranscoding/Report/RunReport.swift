public import GaijiModel

/// Everything that one run of the engine has to account for, as values.
///
/// The engine fills it; GaijiReports writes it. A conversion is reproducible from three digests:
/// input, release and policy.
public struct RunReport: Hashable, Sendable {
  public var toolVersion: String
  /// RFC 3339 in UTC, such as `2026-11-21T01:02:03Z`; empty when the caller gives none.
  public var startedAt: String
  /// As given on the command line: a path, or `-`.
  public var sourceName: String
  /// Empty when no data was written (`scan`).
  public var outputName: String
  /// Name of the side file of rejected records; empty when there is none.
  public var rejectName: String
  /// Canonical charset names.
  public var sourceCharset: String
  public var outputCharset: String
  /// The word of the target form: `utf8`, `jisx0213`, ...
  public var target: String
  /// `ORGANISATION/SYSTEM` whose gaiji mapping was used; empty when none was.
  public var system: String
  public var releaseName: String
  /// `dataEdition` of the mapping release.
  public var releaseEdition: String
  public var policy: ConversionPolicy
  /// The canonical text of the effective policy; `hashes.policy` is its SHA-256.
  public var policyJSON: String

  /// In column order. The header record, where there is one, is the entry with index -1.
  public var columns: [ColumnReport]
  /// Records read, the header not counted.
  public var records: Int
  public var rejectedRecords: Int
  /// Bytes of content: of a compressed input those that it holds, not those of the file.
  public var bytesIn: Int
  /// Bytes of content, before they were compressed.
  public var bytesOut: Int
  /// How the input was stored; `nil` when it was not compressed.
  public var inputCompression: Compression?
  /// How the output was stored; `nil` when it was not compressed.
  public var outputCompression: Compression?
  /// Shift sequences and byte order marks of the source: bytes that are no characters.
  public var shiftSequences: Int
  /// Sorted by key, each key once.
  public var findings: [Finding]
  /// Whether the sums of every column hold (the engine's own verdict).
  public var conservation: Bool
  /// `nil` when nothing was written.
  public var outputCheck: OutputCheck?
  public var hashes: Hashes
  public var durations: Durations
  public var exit: ExitReason
  /// A sentence about the end of a run that was not complete; empty otherwise.
  public var exitDetail: String
  /// Sentences for the user, such as an ignored byte order mark.
  public var warnings: [String]

  public init(
    toolVersion: String, sourceName: String, outputName: String, policy: ConversionPolicy
  ) {
    self.toolVersion = toolVersion
    startedAt = ""
    self.sourceName = sourceName
    self.outputName = outputName
    rejectName = ""
    sourceCharset = policy.source
    outputCharset = policy.target.charsetName
    target = policy.target.description
    system = ""
    releaseName = ""
    releaseEdition = ""
    self.policy = policy
    policyJSON = ""
    columns = []
    records = 0
    rejectedRecords = 0
    bytesIn = 0
    bytesOut = 0
    shiftSequences = 0
    findings = []
    conservation = false
    outputCheck = nil
    hashes = Hashes()
    durations = Durations()
    exit = .complete
    exitDetail = ""
    warnings = []
  }
}

extension RunReport {
  /// The sums of one column.
  public struct ColumnReport: Hashable, Sendable {
    /// 0 is the first column, -1 the header record.
    public var index: Int
    /// The header's name, `(header)`, or the 1-based number for a file without a header.
    public var name: String
    /// Whether gaiji of this column were converted.
    public var selected: Bool
    public var counts: ColumnCounts

    public static let headerIndex = -1
    public static let headerName = "(header)"

    public init(index: Int, name: String, selected: Bool, counts: ColumnCounts = ColumnCounts()) {
      self.index = index
      self.name = name
      self.selected = selected
      self.counts = counts
    }
  }

  /// A compressed file: digests and byte counts elsewhere in the report are those of its content.
  public struct Compression: Hashable, Sendable {
    /// `gzip` or `zstd`.
    public var form: String
    /// Bytes of the file as it is stored, as far as it was read or written.
    public var bytes: Int

    public init(form: String, bytes: Int) {
      self.form = form
      self.bytes = bytes
    }
  }

  /// The characters of the output, counted once more from its bytes and not from the counters.
  public struct OutputCheck: Hashable, Sendable {
    /// What the engine's counters say was written.
    public var expectedCharacters: Int
    /// What an independent pass over the output bytes counted.
    public var countedCharacters: Int

    public init(expectedCharacters: Int, countedCharacters: Int) {
      self.expectedCharacters = expectedCharacters
      self.countedCharacters = countedCharacters
    }

    public var holds: Bool { expectedCharacters == countedCharacters }
  }

  /// SHA-256 in 64 lower-case hexadecimal digits; `nil` where there is none to give.
  public struct Hashes: Hashable, Sendable {
    /// False when hashing of input and output was switched off (`--no-hash`).
    public var hashed: Bool
    public var input: String?
    public var release: String?
    public var policy: String?
    public var output: String?
    /// The layouts of host records, as `gaiji layout show --json` prints them without notes.
    public var inputLayout: String?
    public var outputLayout: String?

    public init(
      hashed: Bool = true, input: String? = nil, release: String? = nil, policy: String? = nil,
      output: String? = nil
    ) {
      self.hashed = hashed
      self.input = input
      self.release = release
      self.policy = policy
      self.output = output
    }
  }

  /// Wall-clock times in nanoseconds. The parts overlap and need not add up to the total.
  public struct Durations: Hashable, Sendable {
    public var total: UInt64
    public var reading: UInt64
    public var converting: UInt64
    public var writing: UInt64
    public var hashing: UInt64

    public init(
      total: UInt64 = 0, reading: UInt64 = 0, converting: UInt64 = 0, writing: UInt64 = 0,
      hashing: UInt64 = 0
    ) {
      self.total = total
      self.reading = reading
      self.converting = converting
      self.writing = writing
      self.hashing = hashing
    }
  }

  /// How the run ended.
  public enum ExitReason: String, Sendable, CaseIterable, Hashable {
    case complete
    /// Complete, but with more unmapped characters than `--fail-on-unmapped` allows.
    case unmappedAboveLimit = "unmapped-above-limit"
    /// An action `stop` of the policy ended it.
    case stopped
    /// A sum does not hold; the output is not to be trusted.
    case conservationBroken = "conservation-broken"
    /// An I/O or format error ended it.
    case failed
  }

  /// All columns and the header together.
  public var total: ColumnCounts {
    columns.reduce(into: ColumnCounts()) { $0 += $1.counts }
  }

  /// Occurrences of gaiji without an identification in selected columns.
  public var unmappedGaijiCount: Int {
    findings.reduce(0) { $0 + ($1.key.kind == .gaiji ? $1.count : 0) }
  }

  /// Characters that a person has to look at; what is counted in fields is not in it.
  public var unmappedCount: Int {
    findings.reduce(0) {
      $0 + ($1.key.kind.isUnmapped && $1.key.kind.countsCharacters ? $1.count : 0)
    }
  }
}
