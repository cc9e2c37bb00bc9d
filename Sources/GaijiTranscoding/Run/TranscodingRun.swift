internal import GaijiCharsets
internal import GaijiFiles
internal import GaijiHashing
internal import GaijiModel
internal import GaijiRelease

/// The state of one run: buffers, engine, sums.
@safe struct TranscodingRun {
  private let plan: ConversionPlan
  private let options: TranscodingOptions
  private let input: InputFile
  private let output: OutputFile?
  private let rejected: OutputFile?
  var onOccurrence: ((Occurrence) throws -> Void)?
  var onProgress: ((TranscodingProgress) -> Void)?

  private var buffer: UnsafeMutableRawBufferPointer
  private let bufferOwner: BufferOwner
  /// Bytes in `buffer` that are not converted yet.
  private var filled = 0
  private var atEnd = false
  private var engine: (any BlockEngine)?
  private var selection = ColumnSelection.all
  private var names: [String]?
  private var tally = FindingTally()
  private var accounts: [ColumnAccount] = []
  private var headerAccount = ColumnAccount()
  private var nextRecord: Int
  private var records = 0
  private var rejectedRecords = 0
  private var shiftSequences = 0
  private var bytesIn = 0
  private var bytesOut = 0
  private var expectedCharacters = 0
  private var countedCharacters = 0
  private var wroteRejectHeader = false
  private var headerBytes: [UInt8] = []
  private var inputHash: HashLane?
  private var outputHash: HashLane?
  private var durations = RunReport.Durations()
  private var warnings: [String] = []

  /// Frees the buffer when the run ends, however it ends.
  @safe private final class BufferOwner {
    var memory: UnsafeMutableRawBufferPointer
    init(byteCount: Int) {
      unsafe memory = .allocate(byteCount: byteCount, alignment: 64)
    }
    deinit { unsafe memory.deallocate() }
  }

  init(
    plan: ConversionPlan, options: TranscodingOptions, input: InputFile, output: OutputFile?,
    rejected: OutputFile?
  ) {
    self.plan = plan
    self.options = options
    self.input = input
    self.output = output
    self.rejected = rejected
    bufferOwner = BufferOwner(
      byteCount: max(options.blockByteCount, 1) + kernelPaddingByteCount)
    unsafe buffer = bufferOwner.memory
    nextRecord = options.inputLayout == nil && options.hasHeader ? 0 : 1
    if options.hashes {
      inputHash = HashLane(label: "gaiji.hash.input")
      if output != nil { outputHash = HashLane(label: "gaiji.hash.output") }
    }
  }

  private var capacity: Int { unsafe buffer.count - kernelPaddingByteCount }

  // MARK: Start

  /// Reads the first block, finds the columns, writes the byte order mark.
  mutating func start() throws {
    try plan.checkStructure(options.format)
    try fill()
    try handleByteOrderMark()
    let host = try options.inputLayout.map { layout throws(HostPlanError) in
      try HostPlan(layout, charset: plan.source)
    }
    if let host {
      names = host.columnNames
    } else if options.hasHeader, filled > 0 {
      while names == nil {
        let first = unsafe Array(UnsafeRawBufferPointer(rebasing: buffer[..<filled]))
        names = HeaderReader.names(
          in: first, source: plan.source, format: options.format, isWhole: atEnd)
        if names != nil { break }
        guard !atEnd, filled < options.maximumRecordByteCount else {
          throw ColumnError.noHeader(limit: filled)
        }
        try grow()
        try fill()
      }
    }
    let target = try options.outputLayout.map { layout throws(HostPlanError) in
      try HostPlan(layout, charset: plan.target)
    }
    let header = names
    var columns: [Int]?
    if host == nil, let target {
      // The columns of the run are those of the layout, in whatever order the text has them.
      columns = try TextRecordConverter.columns(header, of: target)
      names = target.columnNames
    }
    let layoutNames = columns == nil ? nil : names
    func position(_ reference: ColumnReference) throws -> Int {
      // A text without a header has the layout's columns in the layout's order.
      let position = try reference.position(in: header ?? layoutNames)
      return columns?[position] ?? position
    }
    if case .some(let references) = options.columns, filled > 0 {
      selection = .some(Set(try references.map(position)))
    }
    engine = try makeEngine(
      try settings(position), host: host, target: target, header: header)
  }

  private func settings(_ position: (ColumnReference) throws -> Int) throws -> BlockSettings {
    var limits: [Int: [BlockSettings.FieldLimit]] = [:]
    if filled > 0 {
      for limit in plan.policy.limits {
        limits[try position(limit.column), default: []].append(
          .init(inBytes: limit.unit == .bytes, maximum: limit.maximum))
      }
    }
    var mark: [UInt8] = []
    var encoder = ScalarEncoder(plan.target)
    let markCharacters =
      plan.policy.actions.overflow == .substitute
      ? encoder.encode(
        text: plan.policy.substitutes.overflow, hasPairs: !plan.resolver.targetIsUnicode,
        into: &mark) : 0
    return BlockSettings(
      format: options.format, selection: selection, limits: limits,
      overflow: .init(
        action: plan.policy.actions.overflow, mark: mark, markCharacters: markCharacters),
      mayReject: ConversionPolicy.Failure.allCases.contains {
        plan.policy.actions[$0] == .reject
      },
      maximumRecordByteCount: options.maximumRecordByteCount)
  }

  private func makeEngine(
    _ settings: BlockSettings, host: HostPlan?, target: HostPlan?, header: [String]?
  ) throws -> any BlockEngine {
    switch (host, target) {
    case (let source?, let target?):
      return try HostRecodeEngine(
        plan: plan, source: source, target: target, settings: settings)
    case (nil, let target?):
      return try TextRecordEngine(
        plan: plan, host: target, settings: settings, header: header,
        isGeneral: options.forcesScalarEngine)
    default: break
    }
    if let host {
      let delimiter = UInt8(exactly: options.format.delimiter) ?? UInt8(ascii: ",")
      return try HostTextEngine(
        plan: plan, host: host, settings: settings,
        form: options.writesJSONLines ? .jsonLines : .delimited(delimiter),
        writesHeader: options.hasHeader)
    }
    guard usesByteEngine else {
      if !options.forcesScalarEngine, ShiftedEngine.serves(plan, settings) {
        return ShiftedEngine(plan: plan, settings: settings)
      }
      return ScalarEngine(plan: plan, settings: settings)
    }
    return ByteEngine(plan: plan, settings: settings)
  }

  private var usesByteEngine: Bool { plan.usesByteEngine && !options.forcesScalarEngine }

  /// A mark at the start of the input is structure: not a character of the first field.
  private mutating func handleByteOrderMark() throws {
    if options.outputLayout != nil, options.inputLayout != nil { return }
    let first = unsafe Array(UnsafeRawBufferPointer(rebasing: buffer[..<min(filled, 4)]))
    let mark = plan.source.byteOrderMark(in: first)
    if usesByteEngine, mark > 0 {
      // The fast engine must not see it; the general one takes it for a shift.
      unsafe inputHash?.update(UnsafeRawBufferPointer(rebasing: buffer[..<mark]))
      drop(mark)
      shiftSequences += 1
    }
    let writes: Bool
    switch plan.policy.byteOrderMark {
    case .add: writes = true
    case .remove: writes = false
    case .keep: writes = mark > 0 || plan.target.isWideUnicode
    }
    guard writes, filled > 0 || mark > 0 else { return }
    if plan.resolver.targetIsUnicode {
      var bytes: [UInt8] = []
      var encoder = ScalarEncoder(plan.target)
      _ = encoder.encode(0xFEFF, into: &bytes)
      try put(bytes)
      return
    }
    if plan.policy.byteOrderMark == .add {
      warnings.append("target \(plan.target.name) has no byte order mark; none was written")
    }
  }

  // MARK: Blocks

  /// Reads until the buffer is full or the input ends.
  private mutating func fill() throws(FileError) {
    guard !atEnd else { return }
    let began = ContinuousClock.now
    // SAFETY: filled <= capacity; the padding behind the capacity stays free.
    let free = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[filled..<capacity])
    let got = try unsafe input.read(free)
    if got < free.count { atEnd = true }
    filled += got
    durations.reading += began.nanosecondsSince
  }

  private mutating func drop(_ count: Int) {
    let rest = filled - count
    // SAFETY: both regions lie in the buffer; memmove semantics allow the overlap.
    unsafe buffer.baseAddress!.copyMemory(from: buffer.baseAddress! + count, byteCount: rest)
    filled = rest
    bytesIn += count
  }

  mutating func convertAll() throws {
    guard let engine else { preconditionFailure("start() comes first") }
    var isDone = false
    while !isDone {
      if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      try fill()
      // The last call may bring no bytes: an engine can hold the start of a record.
      let isLast = atEnd
      let began = ContinuousClock.now
      let block = unsafe UnsafeMutableBufferPointer(
        start: buffer.baseAddress!.assumingMemoryBound(to: UInt8.self), count: filled)
      let taken = try unsafe engine.convert(
        block, offset: bytesIn, firstRecord: nextRecord, isLast: isLast)
      durations.converting += began.nanosecondsSince
      if taken == 0, filled > 0 {
        try grow()
        continue
      }
      isDone = isLast && taken == filled
      unsafe inputHash?.update(UnsafeRawBufferPointer(rebasing: buffer[..<taken]))
      try takeResult(of: engine)
      drop(taken)
      onProgress?(
        TranscodingProgress(bytesIn: bytesIn, totalBytes: input.size, records: records))
    }
  }

  /// No record ends in a full buffer: make it larger, up to the limit.
  private mutating func grow() throws {
    guard filled < options.maximumRecordByteCount else {
      throw ConversionStop(
        reason: .recordTooLong(limit: options.maximumRecordByteCount), record: nextRecord,
        column: nextRecord == 0 ? -1 : 0, offset: bytesIn)
    }
    let larger = min(capacity * 2, options.maximumRecordByteCount) + kernelPaddingByteCount
    guard unsafe larger > buffer.count else { return }
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: larger, alignment: 64)
    unsafe memory.baseAddress!.copyMemory(from: buffer.baseAddress!, byteCount: filled)
    unsafe buffer.deallocate()
    unsafe bufferOwner.memory = memory
    unsafe buffer = memory
  }

  private mutating func takeResult(of engine: any BlockEngine) throws {
    let result = engine.result
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
    countedCharacters += engine.countedCharacters()
    for event in result.events {
      tally.add(event, engine: engine)
      if let onOccurrence {
        let entry = engine.table.entries[Int(event.number)]
        guard let kind = entry.outcome.finding, kind.isUnmapped else { continue }
        try onOccurrence(
          Occurrence(
            record: event.record,
            key: FindingKey(
              column: Int(event.column), kind: kind, code: entry.character.code,
              codeByteCount: Int(entry.character.byteCount), second: entry.character.second),
            offset: event.offset, output: entry.outcome.scalars))
      }
    }
    if !result.rejectedBytes.isEmpty, let rejected {
      if !wroteRejectHeader {
        wroteRejectHeader = true
        try rejected.write(headerBytes)
      }
      try rejected.write(result.rejectedBytes)
    }
    try unsafe put(UnsafeRawBufferPointer(engine.output.bytes))
  }

  private mutating func put(_ bytes: [UInt8]) throws(FileError) {
    guard let output else { return }
    outputHash.map { lane in unsafe bytes.withUnsafeBytes { unsafe lane.update($0) } }
    try output.write(bytes)
    bytesOut += bytes.count
  }

  @unsafe private mutating func put(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    guard let output else { return }
    let began = ContinuousClock.now
    unsafe outputHash?.update(bytes)
    try unsafe output.write(bytes)
    bytesOut += bytes.count
    durations.writing += began.nanosecondsSince
  }

  // MARK: Report

  /// Puts what is known so far into the report.
  func fill(_ report: inout RunReport) {
    var columns: [RunReport.ColumnReport] = []
    if options.hasHeader, options.inputLayout == nil {
      columns.append(
        .init(
          index: RunReport.ColumnReport.headerIndex, name: RunReport.ColumnReport.headerName,
          selected: false, counts: headerAccount.counts))
    }
    for index in 0..<max(accounts.count, names?.count ?? 0) {
      let name = names.flatMap { index < $0.count ? $0[index] : nil } ?? String(index + 1)
      let counts = index < accounts.count ? accounts[index].counts : ColumnCounts()
      columns.append(
        .init(index: index, name: name, selected: selection.contains(index), counts: counts))
    }
    report.columns = columns
    report.records = records
    report.rejectedRecords = rejectedRecords
    report.bytesIn = bytesIn
    report.bytesOut = bytesOut
    report.shiftSequences = shiftSequences
    report.findings = engine.map { tally.findings(table: $0.table) } ?? []
    report.outputCheck = .init(
      expectedCharacters: expectedCharacters, countedCharacters: countedCharacters)
    report.conservation =
      columns.allSatisfy(\.counts.isConserved) && expectedCharacters == countedCharacters
    report.hashes.hashed = options.hashes
    report.hashes.input = inputHash?.finish().description
    report.hashes.output = outputHash?.finish().description
    report.sourceCharset = plan.source.name
    report.outputCharset = plan.target.name
    report.releaseEdition = plan.release.dataEdition
    report.hashes.release = plan.release.digest.description
    report.durations.reading = durations.reading
    report.durations.converting = durations.converting
    report.durations.writing = durations.writing
    report.warnings += warnings
    report.addHints()
  }
}

extension ContinuousClock.Instant {
  /// Nanoseconds from this instant to now.
  var nanosecondsSince: UInt64 {
    let parts = (ContinuousClock.now - self).components
    return UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds / 1_000_000_000)
  }
}

extension CharsetTable {
  /// UTF-16 or UTF-32.
  var isWideUnicode: Bool { states.isEmpty && scheme != .utf8 }

  /// Length of the byte order mark that `bytes` begin with, 0 without one.
  func byteOrderMark(in bytes: [UInt8]) -> Int {
    let marks: [[UInt8]]
    switch scheme {
    case .utf8: marks = [[0xEF, 0xBB, 0xBF]]
    case .utf16: marks = [[0xFE, 0xFF], [0xFF, 0xFE]]
    case .utf16le: marks = [[0xFF, 0xFE]]
    case .utf16be: marks = [[0xFE, 0xFF]]
    case .utf32: marks = [[0, 0, 0xFE, 0xFF], [0xFF, 0xFE, 0, 0]]
    case .utf32le: marks = [[0xFF, 0xFE, 0, 0]]
    case .utf32be: marks = [[0, 0, 0xFE, 0xFF]]
    case .leadByte, .shifted: marks = []
    }
    return marks.first { bytes.starts(with: $0) }?.count ?? 0
  }
}
