internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// The state of one round trip: both engines, and what cuts their records.
struct HostRoundTripRun {
  private(set) var report = RoundTripReport()
  private let host: HostPlan
  private let there: HostTextEngine
  private let again: TextRecordEngine
  private var sourceFramer: RecordFramer
  private var returnedFramer: RecordFramer
  private let onDifference: ((RoundTripReport.Difference) throws -> Void)?
  /// Findings of the block in hand, by record and column.
  private var findings: [Int: [Int: [FindingKind]]] = [:]
  /// Records of the block in hand that could not be written back.
  private var rejected: Set<Int> = []
  private var textOffset = 0
  private var returnedOffset = 0

  init(
    forth: ConversionPlan, back: ConversionPlan, host: HostPlan, target: HostPlan,
    options: TranscodingOptions, onDifference: ((RoundTripReport.Difference) throws -> Void)?
  ) throws {
    self.host = host
    self.onDifference = onDifference
    var selection = ColumnSelection.all
    if case .some(let references) = options.columns {
      selection = .some(Set(try references.map { try $0.position(in: host.columnNames) }))
    }
    // The limits of columns are for a text that is kept; this one is not.
    func settings(_ action: ConversionPolicy.Action) -> BlockSettings {
      BlockSettings(
        format: .csv, selection: selection, limits: [:],
        overflow: .init(action: action, mark: [], markCharacters: 0),
        mayReject: action == .substitute,
        maximumRecordByteCount: options.maximumRecordByteCount)
    }
    there = try HostTextEngine(
      plan: forth, host: host, settings: settings(.keep), form: .delimited(UInt8(ascii: ",")),
      writesHeader: false)
    again = try TextRecordEngine(
      plan: back, host: target, settings: settings(.substitute), header: nil)
    sourceFramer = RecordFramer(
      host.framing, maximumRecordByteCount: options.maximumRecordByteCount)
    returnedFramer = RecordFramer(target.framing, maximumRecordByteCount: .max)
  }

  /// Converts the whole records at the front of the block there and back, and compares them.
  /// - Returns: how many bytes were taken.
  mutating func convert(_ block: inout BlockReader) throws -> Int {
    let first = report.records + 1
    let taken = try block.convert(with: there, firstRecord: first)
    findings.removeAll(keepingCapacity: true)
    rejected.removeAll(keepingCapacity: true)
    collect(there.result.events, there.table)
    var text = unsafe Array(there.output.bytes)
    let textCount = text.count
    text += [UInt8](repeating: 0, count: kernelPaddingByteCount)
    let textOffset = self.textOffset
    let again = self.again
    let read = try unsafe text.withUnsafeMutableBufferPointer { region in
      // SAFETY: `textCount` bytes are there, and the padding behind them.
      try unsafe again.convert(
        UnsafeMutableBufferPointer(rebasing: region[..<textCount]), offset: textOffset,
        firstRecord: first, isLast: true)
    }
    precondition(read == textCount, "each row of the text is whole")
    self.textOffset += textCount
    collect(again.result.events, again.table)
    let returned = unsafe Array(again.output.bytes)
    try compare(block, taken, returned)
    returnedOffset += returned.count
    return taken
  }

  private mutating func collect(_ events: [RecordEvent], _ table: OutcomeTable) {
    for event in events {
      let outcome = table.entries[Int(event.number)].outcome
      guard let kind = outcome.finding else { continue }
      if outcome.disposition == .reject { rejected.insert(event.record) }
      let known = findings[event.record]?[Int(event.column)] ?? []
      if !known.contains(kind) {
        findings[event.record, default: [:]][Int(event.column), default: []].append(kind)
      }
    }
  }

  // MARK: Comparing

  private mutating func compare(
    _ block: BlockReader, _ taken: Int, _ returned: [UInt8]
  ) throws {
    var place = 0
    var returnedPlace = 0
    let source = block.bytes
    while place < taken {
      let left = try sourceFramer.next(
        in: source.span.extracting(..<taken), from: place, offset: block.offset,
        isLast: block.isAtEnd && taken == block.count)
      guard let left else { break }
      place = left.whole.upperBound
      report.records += 1
      let right =
        rejected.contains(report.records)
        ? nil
        : try returnedFramer.next(
          in: returned.span, from: returnedPlace, offset: returnedOffset, isLast: false)
      let data = left.joined.map { $0[...] } ?? source[left.data]
      let offset =
        block.offset + (left.joined == nil ? left.data.lowerBound : left.whole.lowerBound)
      guard let right else {
        let kinds = rejected.contains(report.records) ? ofRecord : []
        try note(nil, offset: offset, Array(data), [], announcedBy: kinds)
        continue
      }
      returnedPlace = right.whole.upperBound
      if returned[right.data] == data {
        report.identicalRecords += 1
      } else {
        try compare(Array(data), Array(returned[right.data]), offset: offset)
      }
    }
    if returnedPlace < returned.count {
      try note(
        nil, offset: block.offset + place, [], Array(returned[returnedPlace...]), announcedBy: [])
    }
  }

  /// Names the fields of a record that differ.
  private mutating func compare(_ data: [UInt8], _ returned: [UInt8], offset: Int) throws {
    let record = report.records
    let known = findings[record] ?? [:]
    guard let parts = try? HostRecordParts(data, in: host) else {
      try note(nil, offset: offset, data, returned, announcedBy: [])
      return
    }
    var isCovered = [Bool](repeating: false, count: data.count)
    for step in parts.program.steps where step.field >= 0 {
      let range: Range<Int>
      switch parts.place(of: step) {
      case .absent: continue
      case .cut(let part), .whole(let part): range = part
      }
      for index in range { isCovered[index] = true }
      let other = returned[
        min(range.lowerBound, returned.count)..<min(range.upperBound, returned.count)]
      if data[range] != other {
        try note(
          host.columnNames[step.column], offset: offset + range.lowerBound, Array(data[range]),
          Array(other), announcedBy: known[step.column] ?? [])
      }
    }
    // What is in no field: gaps of the layout, and the record's length.
    let isElsewhere = data.indices.contains { index in
      !isCovered[index] && (index >= returned.count || data[index] != returned[index])
    }
    if data.count != returned.count {
      let kinds = ofRecord.filter { [.cutField, .respelled].contains($0) }
      try note(nil, offset: offset, data, returned, announcedBy: kinds)
    } else if isElsewhere {
      try note(nil, offset: offset, data, returned, announcedBy: [])
    }
  }

  /// The findings of the record in hand, in the order of its columns.
  private var ofRecord: [FindingKind] {
    let known = findings[report.records] ?? [:]
    return known.keys.sorted().flatMap { known[$0] ?? [] }
  }

  private mutating func note(
    _ field: String?, offset: Int, _ source: [UInt8], _ returned: [UInt8],
    announcedBy kinds: [FindingKind]
  ) throws {
    report.differences += 1
    var unique: [FindingKind] = []
    for kind in kinds where !unique.contains(kind) { unique.append(kind) }
    for kind in unique { report.announced[kind, default: 0] += 1 }
    if unique.isEmpty { report.faultCount += 1 }
    let most = RoundTripReport.Difference.maximumByteCount
    try onDifference?(
      .init(
        record: report.records, field: field, offset: offset, source: Array(source.prefix(most)),
        returned: Array(returned.prefix(most)), announcedBy: unique))
  }
}
