internal import GaijiCharsets
public import GaijiFiles
public import GaijiModel

/// What a run does besides what its policy says.
public struct TranscodingOptions: Sendable {
  public enum Columns: Hashable, Sendable {
    case all
    case some([ColumnReference])
  }

  public var format = RecordFormat.csv
  public var columns = Columns.all
  /// The first record holds the column names; it is re-encoded, never mapped.
  public var hasHeader = true
  /// SHA-256 of input and output.
  public var hashes = true
  /// Threads that convert, the caller's included. What comes out does not depend on it. One thread
  /// does all the same where the input's shift state runs on from record to record (ISO-2022-JP, and
  /// text in a host charset), and where the output's records are put into blocks (BDW).
  public var threads = 1
  /// More threads than this are not used.
  public static let maximumThreads = 64
  /// Bytes read at a time. 128–512 KiB was fastest in measurements of read/write pairs.
  public var blockByteCount = 256 << 10
  /// A record longer than this ends the run: bounds memory against a file without newlines.
  public var maximumRecordByteCount = 32 << 20
  /// Use the general engine even where the fast one would do: for tests and comparisons.
  public var forcesScalarEngine = false
  /// For tests: whether table charsets are converted in two passes, `nil` where that is faster.
  var usesWideSteps: Bool?
  /// The input is host records of this layout; columns are its fields.
  public var inputLayout: RecordFileLayout?
  /// The output is host records of this layout. With an input layout too it is the same one, in
  /// another charset.
  public var outputLayout: RecordFileLayout?
  /// Host records become JSON Lines instead of delimited text.
  public var writesJSONLines = false

  public init() {}
}

/// One occurrence of a finding, for `occurrences.csv.gz`.
public struct Occurrence: Sendable {
  /// Counted from 1; the header is 0.
  public var record: Int
  public var key: FindingKey
  /// Bytes from the start of the source.
  public var offset: Int
  /// The scalars that were written for it.
  public var output: [UInt32]
}

/// How far a run has come.
public struct TranscodingProgress: Sendable {
  public var bytesIn: Int
  public var totalBytes: Int?
  public var records: Int
}

/// Runs a plan over an input: reads, converts, counts, writes.
public struct Transcoder {
  private let plan: ConversionPlan
  private let options: TranscodingOptions
  /// Called for each occurrence that a person has to look at (`FindingKind.isUnmapped`), in the order
  /// of the source; never by two threads at a time, but not always by the same.
  public var onOccurrence: ((Occurrence) throws -> Void)?
  /// Called after each block, as `onOccurrence`.
  public var onProgress: ((TranscodingProgress) -> Void)?

  /// Where an earlier run of the same conversion had come to: the run goes on there, with an output
  /// that has the bytes up to there. The caller answers for plan and options being the same.
  public var resume: RunState?
  /// Called now and then with a state to go on from, as `onOccurrence`: the caller makes the bytes
  /// that were written so far durable first.
  public var onCheckpoint: ((RunState) throws -> Void)?
  public var checkpointInterval = CheckpointInterval.seconds(10)

  public init(plan: ConversionPlan, options: TranscodingOptions) {
    self.plan = plan
    self.options = options
  }

  /// Converts all of `input`.
  ///
  /// - Parameters:
  ///   - output: `nil` to scan without writing. Not committed here: the caller looks at the report
  ///     first.
  ///   - rejected: where rejected records go, whole, behind a copy of the header.
  ///   - report: filled even when the run ends early.
  /// - Throws: `FileError`, `ColumnError`, `ConversionStop`, `InterruptedError`; `PlanError` when the
  ///   target cannot hold a delimited file; `CheckpointError` when the run cannot go on from
  ///   `resume`, or checkpoints of it cannot be made.
  public func run(
    input: InputFile, output: OutputFile?, rejected: OutputFile?, into report: inout RunReport
  ) throws {
    let run = TranscodingRun(
      plan: plan, options: options, input: input, output: output, rejected: rejected,
      onOccurrence: onOccurrence, onProgress: onProgress, resume: resume,
      onCheckpoint: onCheckpoint, interval: checkpointInterval)
    defer { run.fill(&report) }
    do {
      try run.start()
      try run.convertAll()
    } catch let error as FileError where error.isInterruption {
      throw InterruptedError(signal: Interruption.signal)
    }
  }
}
