internal import GaijiCharsets
internal import GaijiModel

// What happens seldom: quotes, and the characters that a kernel hands back.

extension ShiftedConverter {
  /// Converts a quoted field up to the place behind its closing quote.
  /// - Returns: false when the block ended inside the quotes.
  mutating func convertQuoted<Kernel: ShiftedKernel>(
    _ kernel: Kernel.Type, _ c: inout ShiftedCursor, _ plain: ShiftedView, _ isSelected: Bool
  ) throws(ConversionStop) -> Bool {
    let view = unsafe ShiftedView(
      fast: plain.fast, kinds: tables.quotedKinds, singles: tables.noSingles,
      shifts: plain.shifts)
    let quote = structure[Int(ASCII.quote)]
    unsafe c.put(quote, view.shifts)
    unsafe c.p += 1
    unsafe fieldStart = c.p
    var doubled = 0
    while true {
      let runStart = unsafe c.p
      let savedBefore = unsafe c.saved
      let entry = unsafe Kernel.run(&c, view)
      let characters = unsafe (c.p - runStart) - (c.saved - savedBefore)
      account.exact += characters
      result.expectedCharacters += characters
      guard entry == FastEntry.stop else {
        // SAFETY: the sentinel behind the block is a newline, which every target has, so what is
        // handed back begins before the block's end.
        unsafe try handBack(Int(entry), &c, isSelected: isSelected)
        continue
      }
      // At a quote: the sentinel behind the block, one of a doubled pair, or the closing one.
      if unsafe c.p >= end { return false }
      guard unsafe c.p + 1 < end, unsafe c.p[1] == ASCII.quote else { break }
      unsafe c.put(quote, view.shifts)
      unsafe c.put(quote, view.shifts)
      unsafe c.p += 2
      doubled += 1
    }
    account.exact += doubled
    account.characters = unsafe (c.p - fieldStart) - c.saved - doubled
    unsafe c.put(quote, view.shifts)
    unsafe c.p += 1
    result.expectedCharacters += doubled * 2 + 2
    return true
  }

  // MARK: Characters that the kernel hands back

  /// Writes and counts the character at the cursor, which is before the block's end.
  mutating func handBack(
    _ knownNumber: Int, _ c: inout ShiftedCursor, isSelected: Bool
  ) throws(ConversionStop) {
    var number = knownNumber
    if unsafe number == 0 || mayTakeSelector(number, at: c.p) {
      number = unsafe resolve(at: c.p, isSelected: isSelected)
    }
    let answer = answer(number)
    if answer.plainCode != 0 {
      // SAFETY: at most as much as the kernel would have written for it.
      unsafe c.put(answer.plainCode, tables.shifts)
      unsafe c.p += answer.byteCount
      unsafe c.saved += answer.byteCount - 1
      account.exact += 1
      result.expectedCharacters += 1
      return
    }
    let entry = table.entries[number]
    let offset = unsafe blockOffset + (c.p - start)
    let codes = answer.codes
    // SAFETY: room for the entry's codes and for what the kernel may write for the rest.
    let used = unsafe c.o - outputBase
    let left = unsafe end - c.p
    reserve(
      used + entry.bytes.count + (codes.count + left) * tables.growth + kernelPaddingByteCount,
      keeping: used)
    unsafe c.o = outputBase + used
    if entry.bytes.isEmpty {
      for code in codes { unsafe c.put(code, tables.shifts) }
      result.expectedCharacters += codes.count
    } else {
      // Bytes that are kept as they are, whatever the state.
      for byte in entry.bytes {
        unsafe c.o[0] = byte
        unsafe c.o += 1
      }
      result.expectedCharacters += entry.outputCharacters
    }
    unsafe c.p += Int(entry.character.byteCount)
    unsafe c.saved += Int(entry.character.byteCount) - 1
    account.count(entry.outcome)
    guard let finding = entry.outcome.finding else { return }
    let isHeader = record == 0
    result.events.append(
      RecordEvent(
        number: Int32(number), column: isHeader ? -1 : Int32(column), record: record,
        offset: offset, fieldOffset: unsafe blockOffset + (fieldStart - start)))
    if entry.outcome.disposition == .stop {
      throw ConversionStop(
        reason: .policy(finding.failure ?? .invalid, code: entry.character.hexadecimalCode),
        record: record, column: isHeader ? -1 : column, offset: offset)
    }
  }

  /// Whether a selector stands behind a character that could take one.
  private mutating func mayTakeSelector(_ number: Int, at place: UnsafePointer<UInt8>) -> Bool {
    let answer = answer(number)
    // SAFETY: two bytes behind the character are readable (padding).
    return unsafe answer.mayTakeSelector
      && UTF8ShiftedKernel.mayBeSelector(place + answer.byteCount)
  }

  private mutating func answer(_ number: Int) -> Answer {
    if number < answers.count, let known = answers[number] { return known }
    while answers.count <= number { answers.append(nil) }
    let entry = table.entries[number]
    let codes =
      entry.bytes.isEmpty
      ? HostRecordBuilder.entries(of: entry.outcome.scalars, in: target) : []
    let isPlain =
      entry.outcome.disposition == .exact && entry.outcome.finding == nil && codes.count == 1
    let found = Answer(
      codes: codes, plainCode: isPlain ? codes[0] : 0, byteCount: Int(entry.character.byteCount),
      mayTakeSelector: readsUTF8 && entry.character.kind == .character)
    answers[number] = found
    return found
  }

  /// Puts a character into the fast table; also one that the target has one code of two scalars for.
  mutating func remember(_ number: Int, at index: Int) {
    let code = answer(number).plainCode
    table.remember(number, at: index, asNumber: code == 0, code: code)
  }

  /// Decodes the character at `place`, with a selector behind it, resolves it and remembers the
  /// answer.
  private mutating func resolve(at place: UnsafePointer<UInt8>, isSelected: Bool) -> Int {
    // SAFETY: up to eight bytes are readable here (padding).
    let left = unsafe max(1, min(8, end - place))
    let bytes = unsafe UnsafeBufferPointer(start: place, count: left)
    if !readsUTF8 {
      let character = unsafe SourceCharacter.first(of: bytes, in: source)
      let number = table.number(of: character, selected: isSelected)
      let lead = unsafe Int(place[0])
      switch source.states[0].lengths[lead] {
      case 1: remember(number, at: LeadByteKernel.singles + lead)
      // A code that the block's end cuts is an invalid byte there and nowhere else.
      case 2 where left >= 2:
        remember(number, at: unsafe (lead << 8 | Int(place[1])) - 0x8000)
      default: break
      }
      return number
    }
    var character = unsafe SourceCharacter.firstUTF8(of: bytes)
    if character.canTakeSelector {
      let behind = unsafe UnsafeBufferPointer(rebasing: bytes[Int(character.byteCount)...])
      if let selector = unsafe SourceCharacter.variationSelector(at: behind) {
        character.second = selector
        character.byteCount += utf8Count(selector)
        return recentNumber(of: character, isSelected)
      }
    }
    if character.kind == .character, character.scalar > 0xFFFF {
      return recentNumber(of: character, isSelected)
    }
    let number = table.number(of: character, selected: isSelected)
    if character.kind != .invalid, character.scalar < 0x1_0000 {
      remember(number, at: Int(character.scalar))
    }
    return number
  }

  /// The number of a well-formed character's entry, found without a hash of all of it if it was met
  /// lately.
  private mutating func recentNumber(of character: SourceCharacter, _ isSelected: Bool) -> Int {
    let key =
      UInt64(character.scalar) << 32 | UInt64(character.second) << 1 | (isSelected ? 1 : 0)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
    if recent[slot].key == key { return recent[slot].number }
    let number = table.number(of: character, selected: isSelected)
    recent[slot] = (key, number)
    return number
  }
}
