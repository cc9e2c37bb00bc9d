internal import GaijiCharsets
internal import GaijiFiles
internal import GaijiHashing
internal import GaijiHostRecords
internal import GaijiModel

extension TranscodingRun {
  /// Bytes at the start of the input by which it is known again.
  private static let firstByteCount = 64 << 10

  /// Notes the first bytes of the input, or compares them with those of the checkpoint.
  func lookAtFirstBytes() throws {
    if let resume {
      memory.grow(to: min(resume.firstByteCount, Self.firstByteCount))
      try fill()
      let first = memory.prefix(resume.firstByteCount)
      guard first.count == resume.firstByteCount,
        SHA256.digest(of: first).bytes == resume.firstDigest
      else {
        throw CheckpointError.otherInput("its first \(resume.firstByteCount) bytes are others")
      }
      firstBytes = (resume.firstByteCount, resume.firstDigest)
    } else if onCheckpoint != nil {
      let first = memory.prefix(Self.firstByteCount)
      firstBytes = (first.count, SHA256.digest(of: first).bytes)
    }
  }

  /// Takes over what an earlier run did, and moves the input to where it came.
  ///
  /// - Parameter start: bytes of the input before those in `memory`.
  func goOn(from state: RunState, start: Int) throws {
    ledger.restore(state)
    reading = state.reading
    let read = start + memory.count
    let isAhead = state.bytesIn > read
    let canSkip = try !isAhead || input.skip(state.bytesIn - read)
    if let hash = state.inputHash, options.hashes {
      inputHash = InputDigest(resuming: hash, isReread: !canSkip)
    }
    guard !canSkip else {
      if isAhead { memory.removeAll() } else { memory.removeFirst(state.bytesIn - start) }
      return
    }
    // A pipe, or a compressed file: what was converted is read again, and seen to be the same.
    var offset = start
    // A mark that was put aside is the start of the input.
    if start > 0 { try unsafe mark.withUnsafeBytes { try unsafe inputHash?.update($0, at: 0) } }
    while offset + memory.count < state.bytesIn {
      try hashInput(memory.count, at: offset)
      offset += memory.count
      memory.removeAll()
      try fill()
      guard memory.count > 0 else {
        throw CheckpointError.otherInput(
          "it ends after \(offset) bytes, and \(state.bytesIn) were converted")
      }
    }
    try hashInput(state.bytesIn - offset, at: offset)
    memory.removeFirst(state.bytesIn - offset)
  }

  /// Feeds the first bytes in memory to the input's hash.
  func hashInput(_ count: Int, at offset: Int) throws {
    guard let inputHash else { return }
    try unsafe inputHash.update(UnsafeRawBufferPointer(memory.region(0..<count)), at: offset)
  }

  /// Makes a checkpoint when it is time for one.
  ///
  /// - Parameters:
  ///   - hash: of the input up to the ledger's end or further; `nil` without hashes.
  ///   - framer: what the framing of host records is in the middle of there.
  func checkpointIfDue(hash: @autoclosure () -> SHA256.State?, framer: RecordFramer?) throws {
    guard let onCheckpoint else { return }
    blocksSinceCheckpoint += 1
    switch interval {
    case .blocks(let count): guard blocksSinceCheckpoint >= count else { return }
    case .seconds(let seconds):
      guard lastCheckpoint.nanosecondsSince >= UInt64(max(0, seconds) * 1e9) else { return }
    }
    var state = RunState()
    ledger.save(to: &state)
    state.inputHash = hash()
    state.framing = framer?.state
    (state.firstByteCount, state.firstDigest) = firstBytes
    state.reading = reading
    try onCheckpoint(state)
    blocksSinceCheckpoint = 0
    lastCheckpoint = .now
  }

  /// - Throws: `CheckpointError` when the engine keeps something that a state does not.
  func checkCanResume(_ engine: any BlockEngine) throws {
    guard resume != nil || onCheckpoint != nil, !engine.blocksAreIndependent else { return }
    throw CheckpointError.impossible(
      options.outputLayout == nil
        ? "the shift state of \(plan.source.name) runs on from record to record"
        : "the records of the output are put into blocks (BDW)")
  }
}
