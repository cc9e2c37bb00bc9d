internal import GaijiCharsets
internal import GaijiHashing
internal import GaijiModel

extension TranscodingRun {
  /// Reads the first block, finds the columns, writes the byte order mark.
  func start() throws {
    try plan.checkStructure(options.format)
    try fill()
    try lookAtFirstBytes()
    let start = try handleByteOrderMark()
    let host = try options.inputLayout.map { layout throws(HostPlanError) in
      try HostPlan(layout, charset: plan.source)
    }
    if let host {
      names = host.columnNames
    } else if options.hasHeader, memory.count > 0 {
      names = try readHeader()
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
    if case .some(let references) = options.columns, memory.count > 0 {
      selection = .some(Set(try references.map(position)))
    }
    factory = EngineFactory(
      plan: plan, options: options, settings: try settings(position), source: host,
      target: target, header: header, mark: mark, usesByteEngine: usesByteEngine)
    if let resume { try goOn(from: resume, start: start) }
  }

  private func readHeader() throws -> [String] {
    while true {
      if let names = HeaderReader.names(
        in: memory.prefix(memory.count), source: plan.source, format: options.format,
        isWhole: atEnd)
      {
        return names
      }
      guard !atEnd, memory.count < options.maximumRecordByteCount else {
        throw ColumnError.noHeader(limit: memory.count)
      }
      memory.grow(to: min(memory.capacity * 2, options.maximumRecordByteCount))
      try fill()
    }
  }

  private func settings(_ position: (ColumnReference) throws -> Int) throws -> BlockSettings {
    var limits: [Int: [BlockSettings.FieldLimit]] = [:]
    if memory.count > 0 {
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
    var settings = BlockSettings(
      format: options.format, selection: selection, limits: limits,
      overflow: .init(
        action: plan.policy.actions.overflow, mark: mark, markCharacters: markCharacters),
      writesOutput: ledger.hasOutput,
      mayReject: ConversionPolicy.Failure.allCases.contains {
        plan.policy.actions[$0] == .reject
      },
      maximumRecordByteCount: options.maximumRecordByteCount)
    if let usesWideSteps = options.usesWideSteps { settings.usesWideSteps = usesWideSteps }
    return settings
  }

  private var usesByteEngine: Bool { plan.usesByteEngine && !options.forcesScalarEngine }

  /// A mark at the start of the input is structure: not a character of the first field.
  ///
  /// - Returns: bytes of the input that were put aside.
  private func handleByteOrderMark() throws -> Int {
    if options.outputLayout != nil, options.inputLayout != nil { return 0 }
    let first = memory.prefix(Self.longestMark)
    let length = plan.source.byteOrderMark(in: first)
    mark = Array(first.prefix(length))
    var putAside = 0
    if usesByteEngine, length > 0 {
      // The fast engine must not see it; the general one takes it for a shift.
      putAside = length
      try hashInput(length, at: 0)
      memory.removeFirst(length)
      ledger.skipMark(byteCount: length)
    }
    let writes: Bool
    switch plan.policy.byteOrderMark {
    case .add: writes = true
    case .remove: writes = false
    case .keep: writes = length > 0 || plan.target.isWideUnicode
    }
    guard writes, memory.count > 0 || length > 0 else { return putAside }
    if plan.resolver.targetIsUnicode {
      // The part of an earlier run has it.
      if resume != nil { return putAside }
      var bytes: [UInt8] = []
      var encoder = ScalarEncoder(plan.target)
      _ = encoder.encode(0xFEFF, into: &bytes)
      try ledger.write(bytes)
      return putAside
    }
    if plan.policy.byteOrderMark == .add {
      warnings.append("target \(plan.target.name) has no byte order mark; none was written")
    }
    return putAside
  }
}
