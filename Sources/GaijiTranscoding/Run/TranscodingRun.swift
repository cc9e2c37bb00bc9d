internal import GaijiCharsets
internal import GaijiFiles
internal import GaijiHashing
internal import GaijiHostRecords
internal import GaijiModel

/// One run: finds out what the input is, makes the engine for it, and converts with one thread or
/// several.
final class TranscodingRun {
  let plan: ConversionPlan
  let options: TranscodingOptions
  let input: InputFile
  let ledger: RunLedger
  private let onProgress: ((TranscodingProgress) -> Void)?
  /// What was read and is not converted yet.
  let memory: BlockMemory
  var atEnd = false
  var factory: EngineFactory?
  var mark: [UInt8] = []
  var selection = ColumnSelection.all
  var names: [String]?
  var inputHash: InputDigest?
  /// Everything was converted: only then is a digest that of the whole.
  private(set) var isComplete = false
  var reading: UInt64 = 0
  let resume: RunState?
  let onCheckpoint: ((RunState) throws -> Void)?
  let interval: CheckpointInterval
  var lastCheckpoint = ContinuousClock.now
  var blocksSinceCheckpoint = 0
  /// How many of the input's first bytes, and their SHA-256.
  var firstBytes: (count: Int, digest: [UInt8]) = (0, [])
  var warnings: [String] = []

  init(
    plan: ConversionPlan, options: TranscodingOptions, input: InputFile, output: OutputFile?,
    rejected: OutputFile?, onOccurrence: ((Occurrence) throws -> Void)?,
    onProgress: ((TranscodingProgress) -> Void)?, resume: RunState?,
    onCheckpoint: ((RunState) throws -> Void)?, interval: CheckpointInterval
  ) {
    self.plan = plan
    self.options = options
    self.input = input
    self.onProgress = onProgress
    self.resume = resume
    self.onCheckpoint = onCheckpoint
    self.interval = interval
    ledger = RunLedger(
      firstRecord: options.inputLayout == nil && options.hasHeader ? 0 : 1, output: output,
      rejected: rejected, hashesOutput: options.hashes, onOccurrence: onOccurrence)
    inputHash = options.hashes ? InputDigest() : nil
    memory = BlockMemory(capacity: Self.longestMark)
    memory.grow(to: blockByteCount)
  }

  /// Bytes of the longest byte order mark: the first block has to show it.
  static let longestMark = 4

  /// Bytes of a block: of text not more than a record may have, so that a longer one is seen.
  private var blockByteCount: Int {
    let wanted = max(options.blockByteCount, 1)
    return options.inputLayout == nil ? min(wanted, options.maximumRecordByteCount) : wanted
  }

  // MARK: Blocks

  /// Reads until the memory is full or the input ends.
  func fill() throws(FileError) {
    let wanted = memory.capacity - memory.count
    guard !atEnd, wanted > 0 else { return }
    let began = ContinuousClock.now
    let before = memory.count
    let input = self.input
    try unsafe memory.fill { region throws(FileError) in try unsafe input.read(region) }
    if memory.count - before < wanted { atEnd = true }
    reading += began.nanosecondsSince
  }

  func convertAll() throws {
    guard let factory else { preconditionFailure("start() comes first") }
    let engine = try factory.make()
    try checkCanResume(engine)
    let threads = threadCount(engine)
    if threads > 1 {
      try convertAll(factory, engine, threads: threads)
    } else {
      try convertAll(engine)
    }
    isComplete = true
  }

  /// Not more threads than there are blocks to convert at the same time.
  private func threadCount(_ engine: any BlockEngine) -> Int {
    guard !atEnd, engine.blocksAreIndependent else { return 1 }
    let blocks = input.size.map { $0 / blockByteCount + 1 } ?? .max
    return min(options.threads, blocks, TranscodingOptions.maximumThreads)
  }

  private func convertAll(_ engine: any BlockEngine) throws {
    let limit = options.maximumRecordByteCount
    let converter = SequentialConverter(
      number: 0, engine: engine, ledger: ledger, recordLimit: limit)
    // A text's record is never given more room than it may take; a framer looks after its own.
    if let state = resume?.framing, var framer = factory?.framer {
      framer.state = state
      engine.move(to: BlockPlace(offset: ledger.bytesIn, isFirst: false, framer: framer))
    }
    let isFramed = options.inputLayout != nil
    let window = !isFramed && engine.blocksAreIndependent ? limit : .max
    // Whether a framer has been asked for all records that are whole: only what is left then is
    // looked at as the end, or an error would come from however much of the file is in hand.
    var isRest = !isFramed
    while true {
      if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      try fill()
      let count = min(memory.count, window)
      // The last call may bring no bytes: an engine can hold the start of a record.
      let isLast = atEnd && count == memory.count && (isRest || count == 0)
      let offset = ledger.bytesIn
      let taken = try unsafe converter.convert(memory.region(0..<count), isLast: isLast)
      if taken == 0, count > 0 {
        if atEnd, !isRest {
          isRest = true
          continue
        }
        // No record ends in a full memory: make it larger, up to the limit and the byte that tells
        // whether more comes.
        guard memory.count <= limit else { throw converter.recordTooLong }
        memory.grow(to: max(memory.capacity, min(memory.capacity * 2, limit + 1)))
        continue
      }
      try hashInput(taken, at: offset)
      memory.removeFirst(taken)
      showProgress()
      if isLast, memory.count == 0 { return }
      try checkpointIfDue(hash: inputHash?.state, framer: engine.framer)
    }
  }

  private func convertAll(
    _ factory: EngineFactory, _ engine: any BlockEngine, threads: Int
  ) throws {
    let limit = options.maximumRecordByteCount
    let source = BlockSource(
      input: input, cut: factory.cut(resume?.framing), mark: mark, recordLimit: limit,
      head: memory.prefix(memory.count), offset: ledger.bytesIn, isAtEnd: atEnd,
      isFirst: ledger.hasNoBlock)
    let pipeline = Pipeline(
      source: source,
      blocks: OrderedBlocks(ledger: ledger, factory: factory, recordLimit: limit),
      factory: factory, engine: engine, inputHash: inputHash, hasHeader: ledger.nextRecord == 0,
      blockByteCount: blockByteCount, threads: threads, mayWait: input.size == nil,
      keepsHashes: onCheckpoint != nil
    ) { [self] slot in
      showProgress()
      if !slot.isLast {
        try checkpointIfDue(hash: slot.hashBehind, framer: slot.framerBehind)
      }
    }
    defer { reading += pipeline.reading }
    try pipeline.run(threads: threads)
  }

  private func showProgress() {
    onProgress?(
      TranscodingProgress(
        bytesIn: ledger.bytesIn, totalBytes: input.size, records: ledger.records))
  }

  /// The SHA-256 of input and output, when there are such. Call once, last.
  func digests() -> (input: SHA256Digest?, output: SHA256Digest?) {
    isComplete ? (inputHash?.finalize(), ledger.outputDigest()) : (nil, nil)
  }
}
