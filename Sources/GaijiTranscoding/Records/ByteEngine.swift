internal import GaijiCharsets
internal import GaijiModel

/// The fast engine: sources whose delimiters, quotes and newlines are single ASCII bytes that
/// occur in no longer code (CP932, EUC, UTF-8), to targets without shift states that contain ASCII.
final class ByteEngine<Kernel: CellKernel>: BlockEngine {
  private var converter: ByteConverter<Kernel>
  let table: OutcomeTable

  init(plan: ConversionPlan, settings: BlockSettings) {
    converter = ByteConverter(plan: plan, settings: settings)
    table = converter.table
  }

  var output: OutputArea { converter.output }
  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    var count = block.count
    if !isLast {
      while count > 0, unsafe block[count - 1] != ASCII.newline { count -= 1 }
      if count == 0 { return 0 }
    }
    // A newline at the cut may stand inside quotes. Then the record that it is in is left for the
    // next block, and what came before is converted again: a block's result depends on its bytes
    // alone.
    while count > 0 {
      let cut = count
      let part = unsafe UnsafeMutableBufferPointer(start: block.baseAddress, count: cut)
      // The sentinels overwrite what follows the part; it is needed again.
      let saved = unsafe Array(
        UnsafeBufferPointer(start: block.baseAddress! + cut, count: kernelPaddingByteCount))
      defer {
        // SAFETY: the same bytes that were read above.
        unsafe (block.baseAddress! + cut).update(from: saved, count: kernelPaddingByteCount)
      }
      guard
        let open = try unsafe converter.convert(part, offset: offset, firstRecord: firstRecord)
      else { return cut }
      if isLast { throw converter.unclosedQuote }
      count = open
    }
    return 0
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  func countedCharacters() -> Int {
    unsafe converter.counter.scalars(output.bytes)
  }
}

/// The body of `ByteEngine`: a struct, so that its state is checked for exclusive access once a
/// block and not at each of the many touches of a field.
///
/// One pass: a kernel converts a field up to the next byte of structure or the next character that
/// needs more than the fast table; what it hands back is looked up, written and counted here.
/// The pointers are valid during `convert` only; the invariants are those of `CellKernel`.
@safe struct ByteConverter<Kernel: CellKernel> {
  let output = OutputArea(capacity: 1 << 20)
  private(set) var result = BlockResult()
  let table: OutcomeTable
  private let source: CharsetTable
  private let settings: BlockSettings
  private let readsUTF8: Bool
  let counter: OutputCounter
  private let plainStops: StopBytes
  private let quotedStops: StopBytes
  private let plainFast: UnsafePointer<UInt32>
  private let selectedFast: UnsafePointer<UInt32>
  /// The delimiter, and whether a quote opens a field.
  private let hasQuotes: Bool

  private var position: UnsafePointer<UInt8>
  private var written: UnsafeMutablePointer<UInt8>
  private var start: UnsafePointer<UInt8>
  private var end: UnsafePointer<UInt8>
  private var fieldStart: UnsafePointer<UInt8>
  /// Where the last character that the kernel handed back ended: a variation selector right after
  /// it was looked at already.
  private var lastHandedBackEnd: UnsafePointer<UInt8>
  private var outputBase: UnsafeMutablePointer<UInt8>
  private var outputCapacity = 0
  private var blockOffset = 0
  private var record = 0
  private var column = 0
  private var saved = 0
  private var account = ColumnAccount()
  private var isRejected = false
  /// Counts of the present record's fields, kept when the policy may take the record back.
  private var recordAccounts: [(column: Int, account: ColumnAccount)] = []

  init(plan: ConversionPlan, settings: BlockSettings) {
    table = OutcomeTable(
      resolver: plan.resolver, fastCount: Kernel.tableCount, encodesBytes: true)
    unsafe plainFast = table.fastTable(selected: false)
    unsafe selectedFast = table.fastTable(selected: true)
    source = plan.source
    self.settings = settings
    hasQuotes = settings.format.hasQuotes
    readsUTF8 = plan.source.scheme == .utf8
    counter = OutputCounter(target: plan.target)
    switch settings.format {
    case .delimited(let delimiter):
      plainStops = StopBytes([ASCII.newline, delimiter, ASCII.quote, ASCII.carriageReturn])
      quotedStops = StopBytes([ASCII.quote])
    case .lines:
      plainStops = StopBytes([ASCII.newline, ASCII.carriageReturn])
      quotedStops = plainStops
    }
    // Set for good at the start of each block.
    let nowhere = unsafe UnsafePointer(output.base)
    unsafe outputBase = output.base
    unsafe written = output.base
    unsafe position = nowhere
    unsafe start = nowhere
    unsafe end = nowhere
    unsafe fieldStart = nowhere
    unsafe lastHandedBackEnd = nowhere
  }

  mutating func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int
  ) throws(ConversionStop) -> Int? {
    result.reset()
    output.count = 0
    guard let base = block.baseAddress, block.count > 0 else { return nil }
    reserve(block.count * 3 + kernelPaddingByteCount * 2, keeping: 0)
    // Two sentinels: LF ends an open plain field, the quote after it an open quoted one.
    // SAFETY: kernelPaddingByteCount bytes after the block are ours to write.
    unsafe (base + block.count).update(repeating: ASCII.newline, count: kernelPaddingByteCount)
    unsafe base[block.count + 1] = ASCII.quote
    unsafe start = UnsafePointer(base)
    unsafe position = start
    unsafe end = start + block.count
    unsafe written = outputBase
    unsafe lastHandedBackEnd = start
    blockOffset = offset
    record = firstRecord
    while unsafe position < end {
      let recordStart = unsafe position
      if try convertRecord(isHeader: record == 0) == .insideQuotes {
        return unsafe recordStart - start
      }
      record += 1
    }
    output.count = unsafe written - outputBase
    return nil
  }

  /// Makes room for `needed` bytes of output in all.
  private mutating func reserve(_ needed: Int, keeping used: Int) {
    guard needed > outputCapacity else { return }
    output.reserve(needed, keeping: used)
    unsafe outputBase = output.base
    outputCapacity = output.capacity
    unsafe written = outputBase + used
  }

  // MARK: Records

  private enum RecordEnd { case complete, insideQuotes }

  private mutating func convertRecord(isHeader: Bool) throws(ConversionStop) -> RecordEnd {
    let recordStart = unsafe position
    let outputMark = unsafe written - outputBase
    let eventMark = result.events.count
    let expectedMark = result.expectedCharacters
    isRejected = false
    recordAccounts.removeAll(keepingCapacity: true)
    column = 0
    while true {
      let selected = !isHeader && settings.selection.contains(column)
      let fieldBytesStart = unsafe position
      account = ColumnAccount()
      let fieldEnd = try convertField(selected: selected, isHeader: isHeader)
      if fieldEnd == .insideQuotes { return .insideQuotes }
      close(isHeader: isHeader)
      if isHeader { unsafe noteHeaderField(from: fieldBytesStart) }
      if fieldEnd == .delimiter {
        column += 1
        guard column < RecordLimits.maximumColumns else {
          throw unsafe stop(.tooManyColumns(limit: RecordLimits.maximumColumns), at: position)
        }
        continue
      }
      break
    }
    if isHeader {
      result.headerBytes = unsafe Array(
        UnsafeBufferPointer(start: recordStart, count: position - recordStart))
    } else {
      result.records += 1
    }
    if isRejected {
      unsafe takeBack(
        from: recordStart, outputMark: outputMark, eventMark: eventMark,
        expectedMark: expectedMark)
    }
    return .complete
  }

  /// Leaves the record in hand out: its output goes, its source bytes to the side file, its
  /// characters to `reported`, and only what failed stays among the events.
  private mutating func takeBack(
    from recordStart: UnsafePointer<UInt8>, outputMark: Int, eventMark: Int, expectedMark: Int
  ) {
    unsafe written = outputBase + outputMark
    result.expectedCharacters = expectedMark
    unsafe result.rejectedBytes.append(
      contentsOf: UnsafeBufferPointer(start: recordStart, count: position - recordStart))
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

  /// Adds the field's counts to its column.
  private mutating func close(isHeader: Bool) {
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

  private mutating func noteHeaderField(from fieldBytesStart: UnsafePointer<UInt8>) {
    // `position` is behind the delimiter or newline; the reader drops both.
    let raw = unsafe UnsafeBufferPointer(start: fieldBytesStart, count: position - fieldBytesStart)
    result.headerFields.append(
      unsafe FieldText.header(Array(raw), charset: source, format: settings.format))
  }

  // MARK: Fields

  private enum FieldEnd { case delimiter, record, insideQuotes }

  private mutating func convertField(
    selected: Bool, isHeader: Bool
  ) throws(ConversionStop) -> FieldEnd {
    saved = 0
    let fast = unsafe selected ? selectedFast : plainFast
    var fieldOutput = unsafe written - outputBase
    unsafe fieldStart = position
    let limits = settings.limits.isEmpty || isHeader ? nil : settings.limits[column]
    let isQuoted = unsafe hasQuotes && position[0] == ASCII.quote
    if isQuoted {
      copyByte()
      unsafe fieldStart = position
      fieldOutput += 1
      var doubled = 0
      while true {
        unsafe try run(fast, stops: quotedStops, selected: selected, isHeader: isHeader)
        // At a quote: the sentinel behind the block, one of a doubled pair, or the closing one.
        if unsafe position >= end { return .insideQuotes }
        if unsafe position + 1 < end, unsafe position[1] == ASCII.quote {
          copyByte()
          copyByte()
          doubled += 1
          continue
        }
        break
      }
      let contentBytes = unsafe position - fieldStart
      account.exact += doubled
      account.characters = contentBytes - saved - doubled
      if let limits { try checkLimits(limits, from: fieldOutput, selected: selected) }
      copyByte()
      result.expectedCharacters += doubled * 2 + 2
    }
    // The unquoted field, or text behind a closing quote (kept as it is).
    let plainStart = unsafe position
    let savedBefore = saved
    while true {
      unsafe try run(fast, stops: plainStops, selected: selected, isHeader: isHeader)
      let byte = unsafe position[0]
      if unsafe position >= end { break }
      if byte == ASCII.quote {
        copyByte()
        account.exact += 1
        result.expectedCharacters += 1
        continue
      }
      if byte == ASCII.carriageReturn, unsafe !(position + 1 < end && position[1] == ASCII.newline)
      {
        copyByte()
        account.exact += 1
        result.expectedCharacters += 1
        continue
      }
      break
    }
    account.characters += unsafe (position - plainStart) - (saved - savedBefore)
    if let limits, !isQuoted { try checkLimits(limits, from: fieldOutput, selected: selected) }
    // A copied stop byte inside the field was counted in `expectedCharacters` where it was copied.
    if unsafe position >= end { return .record }
    if unsafe position[0] == ASCII.carriageReturn {
      copyByte()
      copyByte()
      result.expectedCharacters += 2
      return .record
    }
    let isDelimiter = unsafe position[0] != ASCII.newline
    copyByte()
    result.expectedCharacters += 1
    return isDelimiter ? .delimiter : .record
  }

  /// Copies one byte of structure, or an ordinary byte that happened to be a stop byte. No variation
  /// selector attaches to it.
  private mutating func copyByte() {
    // SAFETY: position < end, and the output has room for three bytes for each byte left.
    unsafe written[0] = position[0]
    unsafe position += 1
    unsafe written += 1
    unsafe lastHandedBackEnd = position
  }

  /// Converts up to a stop byte, resolving what the kernel hands back.
  private mutating func run(
    _ fast: UnsafePointer<UInt32>, stops: StopBytes, selected: Bool, isHeader: Bool
  ) throws(ConversionStop) {
    var p = unsafe position
    var o = unsafe written
    var saved = self.saved
    while true {
      let runStart = unsafe p
      let savedBefore = saved
      let entry = unsafe Kernel.run(
        &p, &o, table: fast, stops: stops.base, saved: &saved)
      let characters = unsafe (p - runStart) - (saved - savedBefore)
      account.exact += characters
      result.expectedCharacters += characters
      unsafe position = p
      unsafe written = o
      self.saved = saved
      if entry == FastEntry.stop { return }
      try handBack(Int(entry), selected: selected, isHeader: isHeader)
      unsafe p = position
      unsafe o = written
      saved = self.saved
    }
  }

  // MARK: Characters that the kernel hands back

  private mutating func handBack(
    _ knownNumber: Int, selected: Bool, isHeader: Bool
  ) throws(ConversionStop) {
    var number = knownNumber
    // In UTF-8 a variation selector may follow, so a character is looked at each time.
    if number == 0 || (readsUTF8 && table.entries[number].character.kind == .character) {
      number = resolve(selected: selected)
      // Resolved to a fast entry: the kernel takes it from here.
      if number == 0 { return }
    }
    let entry = table.entries[number]
    let offset = unsafe blockOffset + (position - start)
    // SAFETY: room for the entry's bytes and for what the kernel may write for the rest.
    let used = unsafe written - outputBase
    let left = unsafe end - position
    let needed = used + entry.bytes.count + left * 3 + kernelPaddingByteCount
    reserve(needed, keeping: used)
    unsafe entry.bytes.withUnsafeBufferPointer {
      unsafe written.update(from: $0.baseAddress ?? UnsafePointer(written), count: $0.count)
    }
    unsafe written += entry.bytes.count
    unsafe position += Int(entry.character.byteCount)
    unsafe lastHandedBackEnd = position
    saved += Int(entry.character.byteCount) - 1
    result.expectedCharacters += entry.outputCharacters
    account.count(entry.outcome)
    guard entry.outcome.finding != nil else { return }
    result.events.append(
      RecordEvent(
        number: Int32(number), column: isHeader ? -1 : Int32(column), record: record,
        offset: offset, fieldOffset: unsafe blockOffset + (fieldStart - start)))
    switch entry.outcome.disposition {
    case .reject where !isHeader: isRejected = true
    case .stop:
      throw ConversionStop(
        reason: .policy(
          entry.outcome.finding?.failure ?? .invalid, code: entry.character.hexadecimalCode),
        record: record, column: isHeader ? -1 : column, offset: offset)
    default: break
    }
  }

  /// Decodes the character at `position`, resolves it and remembers the answer.
  /// - Returns: the entry's number; 0 when it went into the fast table as a fast entry.
  private mutating func resolve(selected: Bool) -> Int {
    // SAFETY: up to eight bytes are readable at position (padding).
    let left = unsafe max(1, min(8, end - position))
    let bytes = unsafe UnsafeBufferPointer(start: position, count: left)
    if readsUTF8 {
      return unsafe resolveUTF8(bytes, selected: selected)
    }
    let character = unsafe SourceCharacter.first(of: bytes, in: source)
    let number = table.number(of: character, selected: selected)
    if character.byteCount <= 2 {
      let index = unsafe Int(position[0]) << 8 | Int(position[1])
      table.remember(number, at: index - 0x8000)
      if unsafe (selected ? selectedFast : plainFast)[index - 0x8000] >> 28 != 0 { return 0 }
    }
    return number
  }

  private mutating func resolveUTF8(_ bytes: UnsafeBufferPointer<UInt8>, selected: Bool) -> Int {
    var character = unsafe SourceCharacter.firstUTF8(of: bytes)
    if character.kind == .character, isVariationSelector(character.scalar),
      let base = takeBackBase(selected: selected)
    {
      character = SourceCharacter(
        kind: .character, code: base, byteCount: character.byteCount + utf8Count(base),
        scalar: base, second: character.scalar)
      return table.number(of: character, selected: selected)
    }
    if character.kind == .character, !isVariationSelector(character.scalar) {
      let next = unsafe UnsafeBufferPointer(
        start: bytes.baseAddress! + Int(character.byteCount),
        count: bytes.count - Int(character.byteCount))
      if let selector = unsafe SourceCharacter.variationSelector(at: next) {
        character.second = selector
        character.byteCount += utf8Count(selector)
        return table.number(of: character, selected: selected)
      }
    }
    let number = table.number(of: character, selected: selected)
    if character.kind != .invalid, character.scalar < 0x1_0000 {
      table.remember(number, at: Int(character.scalar))
      if unsafe (selected ? selectedFast : plainFast)[Int(character.scalar)] >> 28 != 0 { return 0 }
    }
    return number
  }

  /// Undoes the character before a variation selector, when the kernel wrote it in this field, and
  /// moves `position` back to it.
  private mutating func takeBackBase(selected: Bool) -> UInt32? {
    guard unsafe position > fieldStart, unsafe position != lastHandedBackEnd else { return nil }
    var back = unsafe position - 1
    while unsafe back > fieldStart, unsafe back[0] & 0xC0 == 0x80 { unsafe back -= 1 }
    let bytes = unsafe UnsafeBufferPointer(start: back, count: position - back)
    let base = unsafe SourceCharacter.firstUTF8(of: bytes)
    guard base.kind == .character, Int(base.byteCount) == bytes.count,
      !isVariationSelector(base.scalar)
    else { return nil }
    let count: Int
    if base.scalar < 0x80 {
      count = 1
    } else {
      guard base.scalar < 0x1_0000 else { return nil }
      count = unsafe Int((selected ? selectedFast : plainFast)[Int(base.scalar)] >> 28)
      guard (1...3).contains(count) else { return nil }
    }
    unsafe written -= count
    unsafe position = back
    saved -= Int(base.byteCount) - 1
    account.exact -= 1
    result.expectedCharacters -= 1
    return base.scalar
  }

  // MARK: Field limits

  private mutating func checkLimits(
    _ limits: [BlockSettings.FieldLimit], from fieldOutput: Int, selected: Bool
  ) throws(ConversionStop) {
    let count = unsafe written - outputBase - fieldOutput
    let bytes = unsafe UnsafeBufferPointer(start: outputBase + fieldOutput, count: count)
    guard unsafe counter.exceeds(limits, bytes) else { return }
    result.events.append(
      RecordEvent(
        number: Int32(table.overflowNumber), column: Int32(column), record: record,
        offset: unsafe blockOffset + (fieldStart - start),
        fieldOffset: unsafe blockOffset + (fieldStart - start)))
    switch settings.overflow.action {
    case .keep, .escape: return
    case .reject: isRejected = true
    case .stop: throw unsafe stop(.policy(.overflow, code: ""), at: fieldStart)
    case .substitute:
      let cut = unsafe counter.cut(limits, bytes, mark: settings.overflow.mark)
      let removed = unsafe counter.count(UnsafeBufferPointer(rebasing: bytes[cut...]))
      // SAFETY: cut <= count; the mark is at most as long as what was there (see `cut`).
      unsafe written = outputBase + fieldOutput + cut
      unsafe settings.overflow.mark.withUnsafeBufferPointer {
        unsafe written.update(from: $0.baseAddress ?? UnsafePointer(written), count: $0.count)
      }
      unsafe written += settings.overflow.mark.count
      result.expectedCharacters += settings.overflow.markCharacters - removed.scalars
      account.substitute(removed.characters)
    }
  }

  /// The error for a field that is still open at the end of the input.
  var unclosedQuote: ConversionStop {
    ConversionStop(
      reason: .unclosedQuote, record: record, column: record == 0 ? -1 : column,
      offset: unsafe blockOffset + (fieldStart - start) - 1)
  }

  /// Decodes the neighbourhood of an event; the block of the last `convert` is still in place.
  func sample(for event: RecordEvent) -> Finding.Sample {
    let field = event.fieldOffset - blockOffset
    let place = event.offset - blockOffset
    let count = unsafe end - start
    guard field >= 0, field <= place, place < count else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    return unsafe FieldText.sample(
      of: event, in: bytes, field: field, place: place, source: source, format: settings.format)
  }

  private func stop(
    _ reason: ConversionStop.Reason, at place: UnsafePointer<UInt8>
  ) -> ConversionStop {
    ConversionStop(
      reason: reason, record: record, column: record == 0 ? -1 : column,
      offset: unsafe blockOffset + (place - start))
  }
}

enum ASCII {
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let quote: UInt8 = 0x22
}
