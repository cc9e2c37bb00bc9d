internal import CGaijiKernels
internal import GaijiHostRecords
internal import GaijiModel

/// What the transcoder gives an engine besides bytes.
struct BlockSettings {
  var format: RecordFormat
  var selection: ColumnSelection
  /// Limits by zero-based column.
  var limits: [Int: [FieldLimit]]
  var overflow: OverflowRule
  /// Somebody takes the output; without, an engine may leave it unwritten.
  var writesOutput = true
  /// Table charsets are converted in two passes. Results do not depend on it.
  var usesWideSteps = gaiji_is_wide() != 0
  /// Keep what is needed to take a record back.
  var mayReject: Bool
  /// The general engine keeps at most this many bytes of an incomplete record.
  var maximumRecordByteCount: Int

  struct FieldLimit {
    var inBytes: Bool
    var maximum: Int
  }

  /// What happens to a field over its limit.
  struct OverflowRule {
    var action: ConversionPolicy.Action
    /// Written where an overlong field is cut, in the target charset.
    var mark: [UInt8]
    var markCharacters: Int
  }
}

/// Everything one block gave. Reused from block to block.
struct BlockResult {
  /// The accounts, by column; `headerAccount` for the header record.
  var accounts: [ColumnAccount] = []
  var headerAccount = ColumnAccount()
  var events: [RecordEvent] = []
  var records = 0
  var rejectedRecords = 0
  var shiftSequences = 0
  /// Source bytes of rejected records, whole, with their newlines.
  var rejectedBytes: [UInt8] = []
  /// The header record's source bytes, if this block had it.
  var headerBytes: [UInt8] = []
  /// Characters that the counters say are in the output.
  var expectedCharacters = 0

  /// Back to zero, keeping the memory.
  mutating func reset() {
    // The next block may have fewer columns.
    accounts.removeAll(keepingCapacity: true)
    headerAccount = ColumnAccount()
    events.removeAll(keepingCapacity: true)
    records = 0
    rejectedRecords = 0
    shiftSequences = 0
    rejectedBytes.removeAll(keepingCapacity: true)
    headerBytes = []
    expectedCharacters = 0
  }
}

/// Where a block lies in its source.
struct BlockPlace {
  /// Bytes before it.
  var offset = 0
  /// It is the first one: a header that an engine makes of its own stands before it.
  var isFirst = true
  /// Host records: what the framing is in the middle of.
  var framer: RecordFramer?
}

/// Converts a source block by block. One engine belongs to one thread at a time.
protocol BlockEngine: AnyObject {
  /// Bytes that the last call wrote.
  var output: OutputArea { get }
  var table: OutcomeTable { get }
  /// What the last call counted.
  var result: BlockResult { get }

  /// Converts the whole records at the front of `block`.
  ///
  /// - Parameters:
  ///   - block: the bytes; `kernelPaddingByteCount` more are readable and writable after them.
  ///   - offset: bytes before the block in the source.
  ///   - firstRecord: number of the first record in the block (0: it is the header).
  ///   - isLast: nothing follows, so the block's end also ends a record.
  /// - Returns: how many bytes were taken. The rest begins the next block; 0 means that more is
  ///   needed to complete one record.
  @unsafe func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int

  /// The neighbourhood of an event of the last call; its block must still be in place.
  func sample(for event: RecordEvent) -> Finding.Sample

  /// Characters in the bytes that the last call wrote, counted from the bytes alone. Call it once.
  func countedCharacters() -> Int

  /// Whether what becomes of a block depends on its bytes and its place alone, so that other engines
  /// can convert the blocks before and behind it at the same time. Not so where a shift state or a
  /// block of the output goes on from record to record.
  var blocksAreIndependent: Bool { get }

  /// The framing between the last block and the next; `nil` for text.
  var framer: RecordFramer? { get }

  /// The next block does not follow the last one.
  func move(to place: BlockPlace)

  /// When `convert` ended with a `FramingError` because a record could not be written: where the
  /// record began in the source. Record and offset of the error are then those of the output.
  var unwritableRecord: Int? { get }
}

extension BlockEngine {
  /// As `countedCharacters()`; a scan has no output that could be counted.
  func countedCharacters(hasOutput: Bool) -> Int {
    hasOutput ? countedCharacters() : result.expectedCharacters
  }

  var framer: RecordFramer? { nil }
  var unwritableRecord: Int? { nil }
}

/// Growing output memory of an engine.
@safe final class OutputArea {
  private(set) var base: UnsafeMutablePointer<UInt8>
  private(set) var capacity: Int
  var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit { unsafe base.deallocate() }

  /// Makes room for `needed` bytes in all; keeps the first `keeping`.
  func reserve(_ needed: Int, keeping: Int) {
    guard needed > capacity else { return }
    let grown = max(needed, capacity * 2)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: grown)
    // SAFETY: keeping <= capacity < grown, both allocations live.
    unsafe memory.update(from: base, count: min(keeping, capacity))
    unsafe base.deallocate()
    unsafe base = memory
    capacity = grown
  }

  var bytes: UnsafeBufferPointer<UInt8> { unsafe UnsafeBufferPointer(start: base, count: count) }
}
