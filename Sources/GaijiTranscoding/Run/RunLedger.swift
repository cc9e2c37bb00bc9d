internal import GaijiFiles
internal import GaijiHashing
internal import GaijiModel

/// What a run has done so far: sums, findings, bytes written. Blocks are added in the order of the
/// source, so nothing in it tells how many threads converted them or where they were cut.
///
/// One thread at a time: the one that adds blocks.
final class RunLedger {
  private let output: OutputFile?
  /// Not so in a scan.
  var hasOutput: Bool { output != nil }
  private let rejected: OutputFile?
  private var outputHash: SHA256?
  private let onOccurrence: ((Occurrence) throws -> Void)?

  private(set) var accounts: [ColumnAccount] = []
  private(set) var headerAccount = ColumnAccount()
  /// The record that comes next; 0: the header.
  private(set) var nextRecord: Int
  private(set) var records = 0
  private(set) var rejectedRecords = 0
  private(set) var shiftSequences = 0
  /// No block has been added.
  private(set) var hasNoBlock = true
  private(set) var bytesIn = 0
  private(set) var bytesOut = 0
  private(set) var expectedCharacters = 0
  private(set) var countedCharacters = 0
  private(set) var converting: UInt64 = 0
  private(set) var writing: UInt64 = 0
  private var wroteRejectHeader = false
  private var headerBytes: [UInt8] = []
  /// By the number of the engine.
  private var tallies: [Int: FindingTally] = [:]
  /// Of engines that are no more.
  private var settled: [Finding] = []

  init(
    firstRecord: Int, output: OutputFile?, rejected: OutputFile?, hashesOutput: Bool,
    onOccurrence: ((Occurrence) throws -> Void)?
  ) {
    nextRecord = firstRecord
    self.output = output
    self.rejected = rejected
    self.onOccurrence = onOccurrence
    outputHash = hashesOutput && output != nil ? SHA256() : nil
  }

  /// A byte order mark that no engine sees.
  func skipMark(byteCount: Int) {
    bytesIn += byteCount
    shiftSequences += 1
  }

  /// Adds the result of an engine's last call.
  ///
  /// - Parameters:
  ///   - number: the engine's, in this run.
  ///   - firstRecord: the record number that the engine was told.
  ///   - taken: bytes of the source that the result is about: those from `bytesIn` on.
  ///   - counted: the characters of its output, counted from the bytes.
  func add(
    _ engine: any BlockEngine, number: Int, firstRecord: Int, taken: Int, counted: Int,
    nanoseconds: UInt64
  ) throws {
    let result = engine.result
    let recordBase = nextRecord - firstRecord
    if result.accounts.count > accounts.count {
      accounts.append(
        contentsOf: repeatElement(ColumnAccount(), count: result.accounts.count - accounts.count))
    }
    for (index, account) in result.accounts.enumerated() { accounts[index] += account }
    headerAccount += result.headerAccount
    records += result.records
    rejectedRecords += result.rejectedRecords
    shiftSequences += result.shiftSequences
    nextRecord += result.records + (result.headerBytes.isEmpty ? 0 : 1)
    if !result.headerBytes.isEmpty { headerBytes = result.headerBytes }
    expectedCharacters += result.expectedCharacters
    countedCharacters += counted
    converting += nanoseconds
    if !result.events.isEmpty {
      addFindings(of: engine, result.events, number: number, recordBase: recordBase)
      try report(result.events, engine.table, recordBase: recordBase)
    }
    if !result.rejectedBytes.isEmpty, let rejected {
      if !wroteRejectHeader {
        wroteRejectHeader = true
        try rejected.write(headerBytes)
      }
      try rejected.write(result.rejectedBytes)
    }
    try unsafe write(UnsafeRawBufferPointer(engine.output.bytes))
    bytesIn += taken
    hasNoBlock = false
  }

  /// Writes bytes of the run's own: a byte order mark.
  func write(_ bytes: [UInt8]) throws(FileError) {
    do {
      try unsafe bytes.withUnsafeBytes { try unsafe write($0) }
    } catch let error as FileError {
      throw error
    } catch {
      preconditionFailure("write throws FileError only")
    }
  }

  @unsafe private func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard let output, bytes.count > 0 else { return }
    let began = ContinuousClock.now
    if let outputHash { unsafe outputHash.update(bytes) }
    try unsafe output.write(bytes)
    bytesOut += bytes.count
    writing += began.nanosecondsSince
  }

  // MARK: Findings

  private func addFindings(
    of engine: any BlockEngine, _ events: [RecordEvent], number: Int, recordBase: Int
  ) {
    // Out of the dictionary while it is changed, or each event would copy it.
    var tally = tallies.removeValue(forKey: number) ?? FindingTally()
    for event in events {
      tally.add(event, of: engine.table, recordBase: recordBase) { engine.sample(for: $0) }
    }
    tallies[number] = tally
  }

  private func report(
    _ events: [RecordEvent], _ table: OutcomeTable, recordBase: Int
  ) throws {
    guard let onOccurrence else { return }
    for event in events {
      let entry = table.entries[Int(event.number)]
      guard let kind = entry.outcome.finding, kind.isUnmapped else { continue }
      try onOccurrence(
        Occurrence(
          record: event.record + recordBase,
          key: FindingKey(
            column: Int(event.column), kind: kind, code: entry.character.code,
            codeByteCount: Int(entry.character.byteCount), second: entry.character.second),
          offset: event.offset, output: entry.outcome.scalars))
    }
  }

  /// Sorted by key, each key once.
  var findings: [Finding] {
    FindingTally.merged(
      settled + tallies.keys.sorted().flatMap { tallies[$0]?.findings ?? [] })
  }

  /// Puts the findings of an engine that is no more with those of others.
  func retire(engine number: Int) {
    guard let tally = tallies.removeValue(forKey: number) else { return }
    settled = FindingTally.merged(settled + tally.findings)
  }

  /// Puts everything into a state that another ledger can go on from.
  func save(to state: inout RunState) {
    state.accounts = accounts
    state.headerAccount = headerAccount
    state.nextRecord = nextRecord
    state.records = records
    state.rejectedRecords = rejectedRecords
    state.shiftSequences = shiftSequences
    state.bytesIn = bytesIn
    state.bytesOut = bytesOut
    state.outputHash = outputHash?.state
    state.expectedCharacters = expectedCharacters
    state.countedCharacters = countedCharacters
    state.converting = converting
    state.writing = writing
    state.wroteRejectHeader = wroteRejectHeader
    state.headerBytes = headerBytes
    state.findings = findings
  }

  /// Takes the place of the ledger that made the state.
  func restore(_ state: RunState) {
    accounts = state.accounts
    headerAccount = state.headerAccount
    nextRecord = state.nextRecord
    records = state.records
    rejectedRecords = state.rejectedRecords
    shiftSequences = state.shiftSequences
    bytesIn = state.bytesIn
    bytesOut = state.bytesOut
    if let hash = state.outputHash, outputHash != nil { outputHash = SHA256(hash) }
    expectedCharacters = state.expectedCharacters
    countedCharacters = state.countedCharacters
    converting = state.converting
    writing = state.writing
    wroteRejectHeader = state.wroteRejectHeader
    headerBytes = state.headerBytes
    settled = state.findings
    hasNoBlock = false
  }

  /// The SHA-256 of everything written. Call once, last.
  func outputDigest() -> SHA256Digest? { outputHash?.finalize() }
}
