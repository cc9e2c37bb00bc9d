internal import GaijiCharsets
internal import GaijiModel

/// The general engine: any source charset to any target, one decoded character at a time.
///
/// It serves what the byte engine cannot (UTF-16/32, shift states, sources in which ASCII is not
/// ASCII) and is the oracle for what it can. It takes every byte it is given and keeps the characters
/// of an incomplete record for the next call.
///
/// Shift states: the output returns to the initial state before each record's newline, so records
/// can be cut and joined. The source's state runs on across records.
final class ScalarEngine: BlockEngine {
  let output = OutputArea(capacity: 1 << 20)
  let table: OutcomeTable
  private(set) var result = BlockResult()
  private let plan: ConversionPlan
  private let settings: BlockSettings
  private var decoder: ScalarDecoder
  private var encoder: ScalarEncoder
  private var checkDecoder: ScalarDecoder
  private let hasPairs: Bool
  /// Characters from the start of the first record that is not converted yet.
  private var units: [DecodedUnit] = []
  /// The bytes of `units`; the first is at `unitsOffset` in the source.
  private var sourceBytes: [UInt8] = []
  private var unitsOffset = 0
  /// How many of `units` the last call converted; dropped when the next one begins.
  private var doneUnits = 0
  private var bytes: [UInt8] = []
  private var record = 0
  private var isRejected = false
  private var recordAccounts: [(column: Int, account: ColumnAccount)] = []
  private var account = ColumnAccount()

  init(plan: ConversionPlan, settings: BlockSettings) {
    self.plan = plan
    self.settings = settings
    table = OutcomeTable(resolver: plan.resolver, fastCount: 0, encodesBytes: false)
    decoder = ScalarDecoder(plan.source)
    encoder = ScalarEncoder(plan.target)
    checkDecoder = ScalarDecoder(plan.target)
    hasPairs = !plan.resolver.targetIsUnicode
  }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    result.reset()
    output.count = 0
    bytes.removeAll(keepingCapacity: true)
    dropDone()
    if units.isEmpty, sourceBytes.isEmpty { unitsOffset = offset }
    unsafe sourceBytes.append(contentsOf: UnsafeBufferPointer(block))
    let span = unsafe Span(_unsafeElements: UnsafeBufferPointer(block))
    decoder.decode(span, isLast: isLast) { units.append($0) }
    record = firstRecord
    while doneUnits < units.count {
      guard let recordEnd = try recordEnd(from: doneUnits, isLast: isLast) else { break }
      try convertRecord(doneUnits..<recordEnd)
      doneUnits = recordEnd
      record += 1
    }
    let pending =
      unitsOffset + sourceBytes.count - (doneUnits < units.count ? units[doneUnits].offset : offset)
    if pending > settings.maximumRecordByteCount, doneUnits < units.count {
      throw ConversionStop(
        reason: .recordTooLong(limit: settings.maximumRecordByteCount), record: record,
        column: record == 0 ? -1 : 0, offset: units[doneUnits].offset)
    }
    let count = bytes.count
    output.reserve(count, keeping: 0)
    // SAFETY: the area holds at least `count` bytes.
    unsafe bytes.withUnsafeBufferPointer {
      unsafe output.base.update(from: $0.baseAddress ?? UnsafePointer(output.base), count: count)
    }
    output.count = count
    return block.count
  }

  /// Forgets the records of the last call.
  private func dropDone() {
    guard doneUnits > 0 else { return }
    // The decoder may hold bytes of a character that is not complete: they stay in `sourceBytes`.
    let last = units[doneUnits - 1]
    let next = last.offset + Int(last.byteCount)
    units.removeFirst(doneUnits)
    sourceBytes.removeFirst(min(sourceBytes.count, max(0, next - unitsOffset)))
    unitsOffset = next
    doneUnits = 0
  }

  // MARK: Structure

  private func isStructure(_ unit: DecodedUnit, _ scalar: UInt32) -> Bool {
    unit.kind == .character && unit.scalar == scalar && unit.second == 0
  }

  /// LF; in EBCDIC also NL (15), which decodes to U+0085.
  private func isNewline(_ unit: DecodedUnit) -> Bool {
    isStructure(unit, 0x0A) || (plan.source.scheme == .shifted && isStructure(unit, 0x85))
  }

  /// The index behind the record that begins at `start`, or `nil` when it is not complete.
  private func recordEnd(from start: Int, isLast: Bool) throws(ConversionStop) -> Int? {
    var inQuotes = false
    var atFieldStart = true
    var openQuote = start
    var index = start
    while index < units.count {
      let unit = units[index]
      if unit.kind == .shift {
        index += 1
        continue
      }
      if inQuotes {
        if isStructure(unit, 0x22) {
          if let next = nextCharacter(after: index), isStructure(units[next], 0x22) {
            index = next
          } else {
            inQuotes = false
          }
        }
      } else if settings.format.hasQuotes, atFieldStart, isStructure(unit, 0x22) {
        inQuotes = true
        openQuote = index
      } else if isNewline(unit) {
        return index + 1
      }
      atFieldStart = !inQuotes && isStructure(unit, settings.format.delimiter)
      index += 1
    }
    if !isLast { return nil }
    if inQuotes {
      throw ConversionStop(
        reason: .unclosedQuote, record: record, column: record == 0 ? -1 : 0,
        offset: units[openQuote].offset)
    }
    return units.count
  }

  private func nextCharacter(after index: Int) -> Int? {
    var next = index + 1
    while next < units.count, units[next].kind == .shift { next += 1 }
    return next < units.count ? next : nil
  }

  // MARK: Records

  private func convertRecord(_ range: Range<Int>) throws(ConversionStop) {
    let isHeader = record == 0
    let outputMark = bytes.count
    let eventMark = result.events.count
    let expectedMark = result.expectedCharacters
    isRejected = false
    recordAccounts.removeAll(keepingCapacity: true)
    var column = 0
    var index = range.lowerBound
    while true {
      account = ColumnAccount()
      index = try convertField(from: index, to: range.upperBound, column: column)
      close(column: column, isHeader: isHeader)
      guard index < range.upperBound, isStructure(units[index], settings.format.delimiter) else {
        break
      }
      put(settings.format.delimiter)
      index += 1
      column += 1
      guard column < RecordLimits.maximumColumns else {
        throw ConversionStop(
          reason: .tooManyColumns(limit: RecordLimits.maximumColumns), record: record,
          column: isHeader ? -1 : column,
          offset: units[min(index, units.count - 1)].offset)
      }
    }
    putNewline(range, from: index)
    if isHeader {
      result.headerBytes = recordBytes(range)
    } else {
      result.records += 1
    }
    if isRejected {
      takeBack(range, outputMark: outputMark, eventMark: eventMark, expectedMark: expectedMark)
    }
  }

  /// Writes what ended the record, after leaving any shift state.
  private func putNewline(_ range: Range<Int>, from index: Int) {
    encoder.finish(into: &bytes)
    for unit in units[index..<range.upperBound] {
      if unit.kind == .shift {
        result.shiftSequences += 1
        continue
      }
      // EBCDIC's NL is a newline of its own; elsewhere the newline is LF.
      let scalar = unit.scalar == 0x85 && plan.target.scheme != .shifted ? 0x0A : unit.scalar
      put(scalar)
    }
  }

  private func takeBack(
    _ range: Range<Int>, outputMark: Int, eventMark: Int, expectedMark: Int
  ) {
    bytes.removeSubrange(outputMark...)
    encoder = ScalarEncoder(plan.target)
    result.expectedCharacters = expectedMark
    result.rejectedBytes.append(contentsOf: recordBytes(range))
    result.rejectedRecords += 1
    for (column, counts) in recordAccounts {
      result.accounts[column] -= counts
      var rejected = counts
      rejected.rejectAll()
      result.accounts[column] += rejected
    }
    let kept = result.events[eventMark...].filter {
      table.entries[Int($0.number)].outcome.finding?.isUnmapped == true
    }
    result.events.replaceSubrange(eventMark..., with: kept)
  }

  private func recordBytes(_ range: Range<Int>) -> [UInt8] {
    let first = units[range.lowerBound].offset - unitsOffset
    let last = units[range.upperBound - 1]
    let end = last.offset + Int(last.byteCount) - unitsOffset
    return Array(sourceBytes[max(0, first)..<min(sourceBytes.count, end)])
  }

  private func close(column: Int, isHeader: Bool) {
    if isHeader {
      result.headerAccount += account
      return
    }
    if column >= result.accounts.count {
      result.accounts.append(
        contentsOf: repeatElement(ColumnAccount(), count: column + 1 - result.accounts.count))
    }
    result.accounts[column] += account
    if settings.mayReject { recordAccounts.append((column, account)) }
  }

  // MARK: Fields

  /// Converts up to the delimiter or the newline (CR LF counts as one) and returns its index.
  private func convertField(
    from start: Int, to end: Int, column: Int
  ) throws(ConversionStop) -> Int {
    let isHeader = record == 0
    let selected = !isHeader && settings.selection.contains(column)
    var index = start
    while index < end, units[index].kind == .shift { index = skipShift(index) }
    var contentStart = index
    var outputStart = bytes.count
    if settings.format.hasQuotes, index < end, isStructure(units[index], 0x22) {
      put(0x22)
      index += 1
      contentStart = index
      outputStart = bytes.count
      while index < end {
        if isStructure(units[index], 0x22) {
          guard let next = nextCharacter(after: index), next < end,
            isStructure(units[next], 0x22)
          else { break }
          put(0x22)
          put(0x22)
          account.characters += 1
          account.exact += 1
          index = next + 1
          continue
        }
        index = try convertUnit(
          at: index, end: end, column: column, selected: selected, field: contentStart)
      }
      try checkLimits(column: column, from: outputStart, field: contentStart)
      if index < end {
        put(0x22)
        index += 1
      }
      outputStart = -1
    }
    while index < end {
      let unit = units[index]
      if isStructure(unit, settings.format.delimiter) || isNewline(unit) { break }
      if isStructure(unit, 0x0D), let next = nextCharacter(after: index), next < end,
        isNewline(units[next])
      {
        break
      }
      index = try convertUnit(
        at: index, end: end, column: column, selected: selected, field: contentStart)
    }
    if outputStart >= 0 {
      try checkLimits(column: column, from: outputStart, field: contentStart)
    }
    return index
  }

  private func skipShift(_ index: Int) -> Int {
    result.shiftSequences += 1
    return index + 1
  }

  /// Converts the character at `index` and returns the index behind it.
  private func convertUnit(
    at index: Int, end: Int, column: Int, selected: Bool, field: Int
  ) throws(ConversionStop) -> Int {
    let unit = units[index]
    if unit.kind == .shift { return skipShift(index) }
    var character = SourceCharacter(unit)
    var next = index + 1
    if character.canTakeSelector, next < end,
      units[next].kind == .character, isVariationSelector(units[next].scalar)
    {
      character.second = units[next].scalar
      character.byteCount += units[next].byteCount
      next += 1
    }
    account.characters += 1
    let number = table.number(of: character, selected: selected)
    let entry = table.entries[number]
    account.count(entry.outcome)
    if entry.outcome.raw.isEmpty {
      result.expectedCharacters += encoder.encode(
        text: entry.outcome.scalars, hasPairs: hasPairs, into: &bytes)
    } else {
      bytes.append(contentsOf: entry.outcome.raw)
      result.expectedCharacters += entry.outputCharacters
    }
    guard let finding = entry.outcome.finding else { return next }
    let isHeader = record == 0
    result.events.append(
      RecordEvent(
        number: Int32(number), column: isHeader ? -1 : Int32(column), record: record,
        offset: unit.offset, fieldOffset: units[min(field, units.count - 1)].offset))
    switch entry.outcome.disposition {
    case .reject where !isHeader: isRejected = true
    case .stop:
      throw ConversionStop(
        reason: .policy(finding.failure ?? .invalid, code: character.hexadecimalCode),
        record: record, column: isHeader ? -1 : column, offset: unit.offset)
    default: break
    }
    return next
  }

  private func put(_ scalar: UInt32) {
    // A target without this character of structure cannot hold the file; every charset here has
    // the delimiters, quotes and newlines of ASCII or EBCDIC.
    let done = encoder.encode(scalar, into: &bytes)
    precondition(done, "the target charset lacks a character of structure")
    result.expectedCharacters += 1
  }

  // MARK: Field limits

  private func checkLimits(
    column: Int, from start: Int, field: Int
  ) throws(ConversionStop) {
    guard record != 0, let limits = settings.limits[column] else { return }
    // The closing shift belongs to the field's length.
    let written = Array(bytes[start...])
    var closed = encoder
    var tail: [UInt8] = []
    closed.finish(into: &tail)
    let content = ScalarDecoder.units(of: written, in: plan.target).filter { $0.kind != .shift }
    func over(_ units: ArraySlice<DecodedUnit>, bytes: Int) -> Bool {
      limits.contains { limit in
        limit.inBytes
          ? bytes > limit.maximum
          : units.count(where: { !isVariationSelector($0.scalar) }) > limit.maximum
      }
    }
    guard over(content[...], bytes: written.count + tail.count) else { return }
    let offset = field < units.count ? units[field].offset : unitsOffset + sourceBytes.count
    result.events.append(
      RecordEvent(
        number: Int32(table.overflowNumber), column: Int32(column), record: record,
        offset: offset, fieldOffset: offset))
    switch settings.overflow.action {
    case .keep, .escape: return
    case .reject: isRejected = true
    case .stop:
      throw ConversionStop(
        reason: .policy(.overflow, code: ""), record: record, column: column, offset: offset)
    case .substitute:
      // Shorten by whole characters (a base and its selector are one) until the field fits.
      var kept = content[...]
      while true {
        var cut: [UInt8] = []
        var fresh = ScalarEncoder(plan.target)
        var scalars = kept.flatMap { SourceCharacter($0).displayScalars }
        scalars += plan.policy.substitutes.overflow
        let codes = fresh.encode(text: scalars, hasPairs: hasPairs, into: &cut)
        let count = cut.count
        fresh.finish(into: &cut)
        let marked = ScalarDecoder.units(of: cut, in: plan.target).filter { $0.kind != .shift }
        if kept.isEmpty || !over(marked[...], bytes: cut.count) {
          let removed = content.count - kept.count
          bytes.removeSubrange(start...)
          bytes.append(contentsOf: cut[..<count])
          encoder = fresh
          result.expectedCharacters += codes - content.count
          account.substitute(
            content[kept.endIndex...].count(where: { !isVariationSelector($0.scalar) }))
          precondition(removed >= 0)
          return
        }
        let last = kept.removeLast()
        if isVariationSelector(last.scalar), !kept.isEmpty { kept.removeLast() }
      }
    }
  }

  // MARK: After a call

  func sample(for event: RecordEvent) -> Finding.Sample {
    var low = 0
    var high = doneUnits
    while low < high {
      let middle = (low + high) / 2
      if units[middle].offset < event.offset { low = middle + 1 } else { high = middle }
    }
    guard low < doneUnits, units[low].offset == event.offset else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    func isEdge(_ unit: DecodedUnit) -> Bool {
      isNewline(unit) || isStructure(unit, 0x0D) || isStructure(unit, 0x22)
        || isStructure(unit, settings.format.delimiter)
    }
    var before: [UInt32] = []
    var index = low - 1
    while index >= 0, units[index].offset >= event.fieldOffset,
      before.count < FieldText.neighbours
    {
      if units[index].kind != .shift {
        before.insert(contentsOf: SourceCharacter(units[index]).displayScalars, at: 0)
      }
      index -= 1
    }
    var after: [UInt32] = []
    index = low + 1
    while index < doneUnits, !isEdge(units[index]), after.count < FieldText.neighbours {
      if units[index].kind != .shift {
        after.append(contentsOf: SourceCharacter(units[index]).displayScalars)
      }
      index += 1
    }
    return Finding.Sample(
      record: event.record, offset: event.offset,
      before: FieldText.text(before.suffix(FieldText.neighbours)),
      text: FieldText.text(SourceCharacter(units[low]).displayScalars[...]),
      after: FieldText.text(after.prefix(FieldText.neighbours)))
  }

  func countedCharacters() -> Int {
    var count = 0
    let span = unsafe Span(_unsafeElements: output.bytes)
    checkDecoder.decode(span, isLast: false) { unit in
      if unit.kind != .shift { count += 1 }
    }
    return count
  }
}

extension SourceCharacter {
  init(_ unit: DecodedUnit) {
    let kind: Kind
    switch unit.kind {
    case .character, .shift: kind = .character
    case .gaiji: kind = .gaiji
    case .undefined: kind = .undefined
    case .invalid: kind = .invalid
    }
    self.init(
      kind: kind, isOneWay: unit.isOneWay, code: unit.code, byteCount: unit.byteCount,
      scalar: unit.scalar, second: unit.second)
  }
}

extension FindingKind {
  /// The policy's word for it, where it is a failure.
  var failure: ConversionPolicy.Failure? {
    switch self {
    case .invalid: .invalid
    case .undefined: .undefined
    case .gaiji: .gaiji
    case .unencodable: .unencodable
    case .overflow: .overflow
    case .unregisteredSequence, .mappedGaiji, .lossy, .shrunk, .keptGaiji: nil
    }
  }
}
