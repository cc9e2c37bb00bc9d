internal import GaijiHashing
internal import GaijiHostRecords

/// What a run has done up to a place between two records: enough for another run of the same
/// conversion to go on from there, with any number of threads, and to end with the same output and
/// report.
public struct RunState: Sendable, Hashable {
  // The input.
  /// Bytes of the input that were converted.
  var bytesIn = 0
  /// How far the input's hash has come: `bytesIn` or further. `nil` without hashes.
  var inputHash: SHA256.State?
  /// Host records: what their framing is in the middle of.
  var framing: RecordFramer.State?
  /// The first bytes of the input, to know it again.
  var firstByteCount = 0
  var firstDigest: [UInt8] = []

  // The output.
  var bytesOut = 0
  var outputHash: SHA256.State?

  // The sums.
  var accounts: [ColumnAccount] = []
  var headerAccount = ColumnAccount()
  var nextRecord = 0
  var records = 0
  var rejectedRecords = 0
  var shiftSequences = 0
  var expectedCharacters = 0
  var countedCharacters = 0
  var wroteRejectHeader = false
  var headerBytes: [UInt8] = []
  var findings: [Finding] = []

  // Nanoseconds so far.
  var reading: UInt64 = 0
  var converting: UInt64 = 0
  var writing: UInt64 = 0
}

/// When checkpoints are made.
public enum CheckpointInterval: Sendable, Hashable {
  /// A new one when so many seconds have gone since the last.
  case seconds(Double)
  /// Behind each so many blocks: for tests.
  case blocks(Int)
}
