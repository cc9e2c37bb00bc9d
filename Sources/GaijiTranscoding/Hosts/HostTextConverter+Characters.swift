internal import GaijiCharsets
internal import GaijiModel

// Text fields.

extension HostTextConverter {
  /// Converts the text of the field in hand: `count` bytes from `fieldStart`.
  mutating func convertText(count: Int) throws(ConversionStop) {
    shortCount = 0
    needsQuotes = false
    hasSpecials = false
    defersEscapes = unsafe !settings.limits.isEmpty && settings.limits[step.pointee.column] != nil
    let isJSON = form == .jsonLines
    if isJSON { put(ascii: ASCII.quote) }
    let mark = unsafe written - outputBase
    let expectedMark = expected
    let fieldEnd = unsafe fieldStart + count
    var p = unsafe fieldStart
    var end = unsafe fieldEnd
    // Eight bytes before any field but the first ones of a block are readable.
    unsafe host.charset.trim(
      &p, &end, step.pointee.padding, isDouble: step.pointee.content == .double,
      isPadded: isPadded && fieldStart - recordBase >= 8)
    if unsafe p < end {
      switch unsafe step.pointee.content {
      case .single: unsafe try convertSingle(&p, end: end)
      case .double: unsafe try convertDouble(&p, end: end, fieldEnd: fieldEnd)
      default:
        if host.charset.table.scheme == .shifted {
          unsafe try convertShifted(p, end: end, fieldEnd: fieldEnd)
        } else {
          unsafe try convertLeadByte(&p, end: end, fieldEnd: fieldEnd)
        }
      }
    }
    if defersEscapes, let limits = unsafe settings.limits[step.pointee.column] {
      try checkLimits(limits, from: mark, expectedMark: expectedMark)
      defersEscapes = false
      if hasSpecials { unsafe escape(from: mark) }
    }
    if isJSON {
      put(ascii: ASCII.quote)
    } else if needsQuotes {
      quote(from: mark)
    }
    let column = unsafe step.pointee.column
    if hasAccount || settings.mayReject {
      account.characters &+= shortCount
      account.exact &+= shortCount
      unsafe accounts.base[column] += account
      if settings.mayReject { recordAccounts.append((column, account)) }
      account = ColumnAccount()
      hasAccount = false
    } else {
      unsafe accounts.base[column].characters &+= shortCount
      unsafe accounts.base[column].exact &+= shortCount
    }
  }

  // MARK: Kinds of fields

  private mutating func convertSingle(
    _ p: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) throws(ConversionStop) {
    while true {
      unsafe runSingle(&p, end: end)
      if unsafe p >= end { return }
      unsafe try convertUnit(&p, fieldEnd: end, state: 0)
    }
  }

  private mutating func convertDouble(
    _ p: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, fieldEnd: UnsafePointer<UInt8>
  ) throws(ConversionStop) {
    guard let state = host.charset.doubleState else {
      while unsafe p < end { unsafe try convertUnit(&p, fieldEnd: end, state: 0) }
      return
    }
    var end = unsafe end
    while true {
      unsafe runDouble(&p, end: end)
      // A code that began inside what looked like padding: the pairs of bytes are not what they seem.
      if unsafe p > end { unsafe end = fieldEnd }
      if unsafe p >= end { return }
      unsafe try convertUnit(&p, fieldEnd: fieldEnd, state: state)
    }
  }

  private mutating func convertLeadByte(
    _ p: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>, fieldEnd: UnsafePointer<UInt8>
  ) throws(ConversionStop) {
    let lengths = host.charset.table.states[0].lengths
    while unsafe p < end {
      if unsafe lengths[Int(p[0])] == 2 {
        unsafe runDouble(&p, end: end)
      } else {
        unsafe runSingle(&p, end: end)
      }
      if unsafe p >= end { return }
      unsafe try convertUnit(&p, fieldEnd: fieldEnd, state: 0)
    }
  }

  /// A field with shift sequences. It begins in the one-byte state, and should end in it.
  private mutating func convertShifted(
    _ start: UnsafePointer<UInt8>, end trimmed: UnsafePointer<UInt8>,
    fieldEnd: UnsafePointer<UInt8>
  ) throws(ConversionStop) {
    var p = unsafe start
    var end = unsafe trimmed
    var state = 0
    // A shift does something when a character follows before the next shift.
    var shiftIsIdle = false
    var isRespelled = false
    while true {
      let before = unsafe p
      // A charset may have more states (ISO-2022-JP): their codes are not in the short ways.
      if state == 0 {
        unsafe runSingle(&p, end: end)
      } else if state == host.charset.doubleState {
        unsafe runDouble(&p, end: end)
      }
      if unsafe p > before { shiftIsIdle = false }
      if unsafe p >= end {
        let isWhole = unsafe end >= fieldEnd
        if state == 0 || isWhole { break }
        // Still two-byte codes: what looked like padding is text.
        unsafe end = fieldEnd
        continue
      }
      let number = unsafe shifts.find(p, before: fieldEnd)
      if number >= 0 {
        let shift = shifts.facts[number]
        result.shiftSequences += 1
        if !shift.isPreferred {
          if shift.carriesSize { unsafe noteShift(host.charset.table.shifts[number], at: p) }
          isRespelled = true
        }
        if shift.state == state || shiftIsIdle { isRespelled = true }
        shiftIsIdle = true
        state = shift.state
        unsafe p += shift.byteCount
        continue
      }
      unsafe try convertUnit(&p, fieldEnd: fieldEnd, state: state)
      shiftIsIdle = false
    }
    if state != 0 { try note(.openShift, action: nil) }
    if isRespelled || state != 0 { unsafe addEvent(number: outcomes.table.number(of: .respelled)) }
  }

  // MARK: Short ways

  /// One-byte codes up to the first that the short ways do not know.
  @inline(__always) private mutating func runSingle(
    _ position: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) {
    var p = unsafe position
    var o = unsafe written
    let start = unsafe p
    let isSelected = unsafe step.pointee.isSelected
    let ascii = unsafe isSelected ? short.ascii.selected : short.ascii.plain
    let singles = unsafe isSelected ? short.singles.selected : short.singles.plain
    scan: while unsafe p < end {
      var left = unsafe end - p
      if left >= 8 {
        var word: UInt64 = 0
        // SAFETY: eight bytes are left of the field.
        for index in 0..<8 { unsafe word |= UInt64(ascii[Int(p[index])]) << UInt64(8 * index) }
        if (word &- 0x0101_0101_0101_0101) & ~word & 0x8080_8080_8080_8080 == 0 {
          unsafe UnsafeMutableRawPointer(o).storeBytes(of: word, as: UInt64.self)
          unsafe p += 8
          unsafe o += 8
          continue
        }
        left = 8
      }
      // One by one up to where the next eight may be ASCII again.
      while left > 0 {
        let entry = unsafe singles[Int(p[0])]
        guard entry & HostOutcomes.knownSingle != 0 else { break scan }
        unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt32.self)
        unsafe o += Int(entry >> 28 & 3)
        unsafe p += 1
        left &-= 1
      }
    }
    let count = unsafe p - start
    shortCount &+= count
    expected &+= count
    unsafe position = p
    unsafe written = o
  }

  /// Two-byte codes up to the first that the short ways do not know, or the last byte.
  @inline(__always) private mutating func runDouble(
    _ position: inout UnsafePointer<UInt8>, end: UnsafePointer<UInt8>
  ) {
    var p = unsafe position
    var o = unsafe written
    let start = unsafe p
    let doubles = unsafe step.pointee.isSelected ? short.doubles.selected : short.doubles.plain
    var more = 0
    while unsafe end - p >= 2 {
      let entry = unsafe doubles[
        Int(UInt16(littleEndian: UnsafeRawPointer(p).loadUnaligned(as: UInt16.self)))]
      if entry == 0 { break }
      // SAFETY: room for eight bytes: roomPerByte for two, and the padding behind the output.
      unsafe UnsafeMutableRawPointer(o).storeBytes(of: entry, as: UInt64.self)
      unsafe o += Int(entry >> 56 & 7)
      more &+= Int(entry >> 60)
      unsafe p += 2
    }
    let count = unsafe (p - start) / 2
    shortCount &+= count
    expected &+= count &+ more
    unsafe position = p
    unsafe written = o
  }

  // MARK: One by one

  /// Converts the unit at `p`, which is before `fieldEnd`, and moves on behind it.
  private mutating func convertUnit(
    _ p: inout UnsafePointer<UInt8>, fieldEnd: UnsafePointer<UInt8>, state: Int
  ) throws(ConversionStop) {
    let selected = unsafe step.pointee.isSelected
    var number = 0
    if state == host.charset.doubleState, unsafe fieldEnd - p >= 2 {
      // Met before: a shift sequence and a one-byte code never have a number here.
      let numbers = unsafe selected ? short.numbers.selected : short.numbers.plain
      number = unsafe Int(numbers[Int(p[0]) << 8 | Int(p[1])])
    }
    if number == 0 {
      let character = unsafe host.charset.unit(at: p, before: fieldEnd, state: state)
      number = outcomes.number(of: character, selected: selected, state: state)
    }
    let entry = outcomes.table.entries[number]
    hasAccount = true
    account.characters += 1
    account.count(entry.outcome)
    let place = unsafe p
    unsafe p += Int(entry.character.byteCount)
    put(text: entry.bytes, characters: entry.outputCharacters)
    guard let finding = entry.outcome.finding else { return }
    unsafe addEvent(number: number, at: place)
    unsafe try act(on: entry.outcome, finding, code: entry.character.hexadecimalCode, at: place)
  }

  func act(
    on outcome: Outcome, _ finding: FindingKind, code: String, at place: UnsafePointer<UInt8>
  ) throws(ConversionStop) {
    if outcome.disposition == .stop {
      throw unsafe ConversionStop(
        reason: .policy(finding.failure ?? .invalid, code: code), record: record,
        column: step.pointee.column, offset: unsafe recordOffset + (place - recordBase))
    }
  }

  // MARK: Findings

  /// Records something about the field as a whole.
  mutating func note(
    _ finding: FindingKind, action: ConversionPolicy.Action?
  ) throws(ConversionStop) {
    let number = outcomes.table.number(of: finding, action: action)
    unsafe addEvent(number: number)
    let outcome = outcomes.table.entries[number].outcome
    unsafe try act(on: outcome, finding, code: "", at: fieldStart)
  }

  private mutating func noteShift(_ shift: CharsetTable.Shift, at place: UnsafePointer<UInt8>) {
    let code = shift.bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    let number = outcomes.table.number(
      of: .sizeShift, code: code, byteCount: UInt8(min(4, shift.bytes.count)))
    unsafe addEvent(number: number, at: place)
  }

  mutating func addEvent(number: Int, at place: UnsafePointer<UInt8>? = nil) {
    let field = unsafe recordOffset + (fieldStart - recordBase)
    let offset = unsafe place.map { unsafe recordOffset + ($0 - recordBase) } ?? field
    if outcomes.table.entries[number].outcome.disposition == .reject { isRejected = true }
    let type = unsafe (step - steps.base) / host.columnNames.count
    unsafe result.events.append(
      RecordEvent(
        number: Int32(number), column: Int32(step.pointee.column), record: record, offset: offset,
        fieldOffset: field, field: Int32(step.pointee.field), type: Int32(type)))
  }

  // MARK: Limits

  /// Writes the field from `mark` on again, with whatever the text form wants done to it.
  @unsafe private mutating func escape(from mark: Int) {
    let count = unsafe written - outputBase - mark
    let text = unsafe UnsafeBufferPointer(start: outputBase + mark, count: count)
    let characters = unsafe counter.scalars(text)
    let copy = unsafe Array(text)
    unsafe written = outputBase + mark
    expected -= characters
    put(text: copy, characters: characters)
  }

  private mutating func checkLimits(
    _ limits: [BlockSettings.FieldLimit], from mark: Int, expectedMark: Int
  ) throws(ConversionStop) {
    let count = unsafe written - outputBase - mark
    let bytes = unsafe UnsafeBufferPointer(start: outputBase + mark, count: count)
    guard unsafe counter.exceeds(limits, bytes) else { return }
    unsafe addEvent(number: outcomes.table.overflowNumber)
    switch settings.overflow.action {
    case .keep, .escape, .reject: return
    case .stop:
      throw unsafe ConversionStop(
        reason: .policy(.overflow, code: ""), record: record, column: step.pointee.column,
        offset: unsafe recordOffset + (fieldStart - recordBase))
    case .substitute:
      let cut = unsafe counter.cut(limits, bytes, mark: settings.overflow.mark)
      let tail = unsafe UnsafeBufferPointer(rebasing: bytes[cut...])
      let removed = unsafe counter.count(tail)
      let removedScalars = unsafe counter.scalars(tail)
      unsafe written = outputBase + mark + cut
      put(text: settings.overflow.mark, characters: settings.overflow.markCharacters)
      expected -= removedScalars
      // What was counted apart has to be in the account that is changed.
      account.characters &+= shortCount
      account.exact &+= shortCount
      shortCount = 0
      hasAccount = true
      account.substitute(removed.characters)
    }
  }
}
