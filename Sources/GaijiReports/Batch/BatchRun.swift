/// What a batch has to account for besides its files.
public struct BatchRun: Hashable, Sendable {
  public var toolVersion: String
  /// RFC 3339 in UTC.
  public var startedAt: String
  /// As given: the job file and the folders.
  public var jobName: String
  public var jobSHA256: String
  public var inputName: String
  public var outputName: String
  public var releaseName: String
  public var releaseEdition: String
  public var releaseSHA256: String?
  /// The exit status of the batch, and how it ended.
  public var status: Int
  public var exit: ExitReason
  /// Wall-clock time, without what earlier batches took.
  public var nanoseconds: UInt64

  public enum ExitReason: String, Sendable, CaseIterable, Hashable {
    /// Every file is complete, copied or skipped.
    case complete
    /// The same, but some have more unmapped characters than `--fail-on-unmapped` allows.
    case unmappedAboveLimit = "unmapped-above-limit"
    /// Some files failed, or no entry matches them.
    case incomplete
    /// A signal ended the batch.
    case interrupted
  }

  public init(
    toolVersion: String, startedAt: String, jobName: String, jobSHA256: String, inputName: String,
    outputName: String, releaseName: String, releaseEdition: String, releaseSHA256: String?
  ) {
    self.toolVersion = toolVersion
    self.startedAt = startedAt
    self.jobName = jobName
    self.jobSHA256 = jobSHA256
    self.inputName = inputName
    self.outputName = outputName
    self.releaseName = releaseName
    self.releaseEdition = releaseEdition
    self.releaseSHA256 = releaseSHA256
    status = 0
    exit = .complete
    nanoseconds = 0
  }
}

/// The sums over the files of a batch. What failed is not in the sums of characters: it has no
/// output.
struct BatchTotals {
  var states: [BatchFile.State: Int] = [:]
  var kept = 0
  var bytesIn = 0
  var bytesOut = 0
  var records = 0
  var rejectedRecords = 0
  var counts = BatchCounts()
  var unmapped = 0
  var unmappedGaiji = 0

  init(_ files: [BatchFile]) {
    for file in files {
      states[file.state, default: 0] += 1
      if file.isKept { kept += 1 }
      guard let output = file.output else { continue }
      bytesIn &+= file.input.bytes
      bytesOut &+= output.bytes
      guard let conversion = file.conversion else { continue }
      records &+= conversion.records
      rejectedRecords &+= conversion.rejectedRecords
      counts += conversion.counts
      unmapped &+= conversion.unmapped.occurrences
      unmappedGaiji &+= conversion.unmapped.gaijiOccurrences
    }
  }
}
