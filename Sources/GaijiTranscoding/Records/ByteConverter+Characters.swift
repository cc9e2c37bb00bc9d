internal import GaijiCharsets
internal import GaijiModel

// Everything that happens seldom: quotes, limits, rejection, and the characters that a kernel hands
// back.

extension ByteConverter {
  // MARK: Fields that are not plain

  /// Converts a field that is quoted, limited, or of a record that may be rejected; `position` is
  /// then at its delimiter or newline.
  /// - Returns: false when the block ended inside quotes.
  mutating func convertField<Kernel: CellKernel>(
    _ kernel: Kernel.Type, state: UnsafeMutablePointer<ColumnState>, isHeader: Bool
  ) throws(ConversionStop) -> Bool {
    let fast = unsafe state.pointee.fast
    let selected = unsafe state.pointee.isSelected
    saved = 0
    account = ColumnAccount()
    var fieldOutput = unsafe written - outputBase
    unsafe fieldStart = position
    let limits =
      isHeader || settings.limits.isEmpty ? [] : settings.limits[column, default: []]
    let isQuoted = unsafe hasQuotes && position[0] == ASCII.quote
    if isQuoted {
      copyByte()
      unsafe fieldStart = position
      fieldOutput += 1
      var doubled = 0
      while true {
        unsafe try run(
          kernel, fast, stops: unsafe quotedStops, selected: selected, isHeader: isHeader)
        // At a quote: the sentinel behind the block, one of a doubled pair, or the closing one.
        if unsafe position >= end { return false }
        guard unsafe position + 1 < end, unsafe position[1] == ASCII.quote else { break }
        copyByte()
        copyByte()
        doubled += 1
      }
      account.exact += doubled
      account.characters = unsafe (position - fieldStart) - saved - doubled
      if !limits.isEmpty { try checkLimits(limits, from: fieldOutput) }
      copyByte()
      result.expectedCharacters += doubled * 2 + 2
    }
    // The unquoted field, or text behind a closing quote (kept as it is).
    let plainStart = unsafe position
    let savedBefore = saved
    while true {
      unsafe try run(kernel, fast, stops: unsafe plainStops, selected: selected, isHeader: isHeader)
      let byte = unsafe position[0]
      if unsafe position >= end || byte == ASCII.newline || UInt32(byte) == delimiter { break }
      if byte == ASCII.carriageReturn, unsafe position + 1 < end,
        unsafe position[1] == ASCII.newline
      {
        break
      }
      copyByte()
      account.exact += 1
      result.expectedCharacters += 1
    }
    account.characters += unsafe (position - plainStart) - (saved - savedBefore)
    if !limits.isEmpty, !isQuoted { try checkLimits(limits, from: fieldOutput) }
    unsafe state.pointee.account += account
    if settings.mayReject, !isHeader { recordAccounts.append((column, account)) }
    return true
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
  private mutating func run<Kernel: CellKernel>(
    _ kernel: Kernel.Type, _ fast: UnsafePointer<UInt32>, stops: UnsafePointer<UInt8>,
    selected: Bool, isHeader: Bool
  ) throws(ConversionStop) {
    while true {
      var p = unsafe position
      var o = unsafe written
      let runStart = unsafe p
      let savedBefore = saved
      let entry = unsafe Kernel.run(&p, &o, table: fast, stops: stops, saved: &saved)
      let characters = unsafe (p - runStart) - (saved - savedBefore)
      account.exact += characters
      result.expectedCharacters += characters
      unsafe position = p
      unsafe written = o
      if entry == FastEntry.stop { return }
      try handBack(Int(entry), selected: selected, isHeader: isHeader)
    }
  }

  // MARK: Characters that the kernel hands back

  mutating func handBack(
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
  mutating func resolve(selected: Bool) -> Int {
    // SAFETY: up to eight bytes are readable at position (padding).
    let left = unsafe max(1, min(8, end - position))
    let bytes = unsafe UnsafeBufferPointer(start: position, count: left)
    if readsUTF8 {
      return unsafe resolveUTF8(bytes, selected: selected)
    }
    let character = unsafe SourceCharacter.first(of: bytes, in: source)
    let number = table.number(of: character, selected: selected)
    let lead = unsafe Int(position[0])
    let index: Int
    switch source.states[0].lengths[lead] {
    case 1: index = LeadByteKernel.singles + lead
    case 2: index = unsafe (lead << 8 | Int(position[1])) - 0x8000
    default: return number
    }
    table.remember(number, at: index)
    return unsafe table.fastTable(selected: selected)[index] >= FastEntry.minimum ? 0 : number
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
      if unsafe table.fastTable(selected: selected)[Int(character.scalar)] >> 28 != 0 { return 0 }
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
    // Not a quote either, which is ordinary in a text of lines.
    guard Int(base.byteCount) == bytes.count, base.canTakeSelector else { return nil }
    let count: Int
    if base.scalar < 0x80 {
      count = 1
    } else {
      guard base.scalar < 0x1_0000 else { return nil }
      let known = unsafe Int(table.fastTable(selected: selected)[Int(base.scalar)] >> 28)
      // A scan copies characters that the table has not met.
      count = scans ? Int(base.byteCount) : known
      guard (1...3).contains(count) else { return nil }
    }
    unsafe written -= count
    unsafe position = back
    saved -= Int(base.byteCount) - 1
    account.exact -= 1
    result.expectedCharacters -= 1
    return base.scalar
  }

  // MARK: Rejected records

  /// Leaves the record in hand out: its output goes, its source bytes to the side file, its
  /// characters to `reported`, and only what failed stays among the events.
  mutating func takeBack(
    from recordStart: UnsafePointer<UInt8>, outputMark: Int, eventMark: Int, expectedMark: Int
  ) {
    unsafe written = outputBase + outputMark
    result.expectedCharacters = expectedMark
    unsafe result.rejectedBytes.append(
      contentsOf: UnsafeBufferPointer(start: recordStart, count: position - recordStart))
    result.rejectedRecords += 1
    for (column, counts) in recordAccounts {
      unsafe columns.state(column, isHeader: false).pointee.account -= counts
      var rejected = counts
      rejected.rejectAll()
      unsafe columns.state(column, isHeader: false).pointee.account += rejected
    }
    let kept = result.events[eventMark...].filter {
      table.entries[Int($0.number)].outcome.finding?.isUnmapped == true
    }
    result.events.replaceSubrange(eventMark..., with: kept)
  }
}
