internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

// Codes, shift sequences and padding into the width of a field.

extension HostRecordBuilder {
  /// Lays the field's codes into its place.
  mutating func endField(_ step: HostStep, at offset: Int) throws(ConversionStop) {
    precondition(offset >= 0 && offset + step.byteCount <= bytes.count)
    var used = lay(step, at: offset)
    if used < 0 {
      fill(offset..<offset + step.byteCount)
      try overflow(step)
      used = lay(step, at: offset)
      precondition(used >= 0, "a field was shortened to its width")
    }
    texts.append((offset, step.byteCount, step.content))
    result.expectedCharacters += codes.count + paddingCharacters(step, step.byteCount - used)
    unsafe accounts.base[step.column] += account
    if settings.mayReject { recordAccounts.append((step.column, account)) }
  }

  /// Writes codes, shift sequences and padding into a field that is filled with one-byte spaces.
  /// - Returns: the bytes of the text; -1 when it is wider than the field.
  mutating func lay(_ step: HostStep, at offset: Int) -> Int {
    let end = offset + step.byteCount
    let isDouble = step.content == .double
    let initial = isDouble ? host.charset.doubleState ?? 0 : 0
    var place = offset
    if step.padding == .leading {
      let missing = step.byteCount - width(of: codes, step.content)
      guard missing >= 0 else { return -1 }
      if isDouble { padDouble(missing, at: place) }
      place += missing
    }
    let start = place
    var state = initial
    let closing = shifts[0]
    let shifts = self.shifts
    let isLaid = unsafe bytes.withUnsafeMutableBufferPointer { record in
      for entry in codes {
        let wanted = Int(FastEntry.state(of: entry))
        if wanted != state {
          guard place + shifts[wanted].count <= end else { return false }
          for byte in shifts[wanted] {
            unsafe record[place] = byte
            place += 1
          }
          state = wanted
        }
        let count = Int(entry >> 28)
        // The shift back has to fit behind the code.
        guard place + count + (isDouble || state == 0 ? 0 : closing.count) <= end else {
          return false
        }
        var rest = entry
        for _ in 0..<count {
          unsafe record[place] = UInt8(truncatingIfNeeded: rest)
          rest >>= 8
          place += 1
        }
      }
      if !isDouble, state != 0 {
        for byte in closing {
          unsafe record[place] = byte
          place += 1
        }
      }
      return true
    }
    guard isLaid else { return -1 }
    if step.padding != .leading, isDouble { padDouble(end - place, at: place) }
    return place - start
  }

  /// Fills a place with the charset's space.
  mutating func fill(_ range: Range<Int>) {
    let space = host.charset.space ?? 0x40
    unsafe bytes.withUnsafeMutableBufferPointer { record in
      unsafe UnsafeMutableBufferPointer(rebasing: record[range]).update(repeating: space)
    }
  }

  /// Shortens the codes of a field that is too long for its width, if the policy says so.
  mutating func overflow(_ step: HostStep) throws(ConversionStop) {
    let action = settings.overflow.action
    addEvent(
      action == plan.policy.actions.overflow
        ? table.overflowNumber : table.number(of: .overflow, action: action),
      at: fieldEvent.offset)
    guard action == .substitute || action == .reject else {
      // A field of fixed width cannot keep what is too long for it.
      throw stop(.overflow, "", at: fieldEvent.offset)
    }
    if action == .reject { isRejected = true }
    let marks = mark.filter { holds($0, step.content) }
    var count = codes.count
    while count > 0 {
      count -= 1
      if let group = groups.last(where: { $0.contains(count) }) { count = group.lowerBound }
      if width(of: codes[..<count] + marks, step.content) <= step.byteCount { break }
    }
    let fits = width(of: codes[..<count] + marks, step.content) <= step.byteCount
    let inGroups = groups.reduce(0) { $0 + ($1.lowerBound >= count ? $1.count - 1 : 0) }
    account.substitute(codes.count - count - inGroups)
    codes.replaceSubrange(count..., with: fits ? marks : [])
  }

  /// Bytes of codes with their shift sequences, the closing one included.
  func width(of codes: some Collection<UInt32>, _ content: HostStep.Content) -> Int {
    var state = content == .double ? host.charset.doubleState ?? 0 : 0
    var width = 0
    for entry in codes {
      let wanted = Int(FastEntry.state(of: entry))
      if wanted != state {
        width += shifts[wanted].count
        state = wanted
      }
      width += Int(entry >> 28)
    }
    return width + (content != .double && state != 0 ? shifts[0].count : 0)
  }

  /// Fills a place with two-byte spaces.
  mutating func padDouble(_ count: Int, at place: Int) {
    guard let space = host.charset.doubleSpace else { return }
    for pair in 0..<count / 2 {
      bytes[place + 2 * pair] = UInt8(space >> 8)
      bytes[place + 2 * pair + 1] = UInt8(space & 0xFF)
    }
  }

  func paddingCharacters(_ step: HostStep, _ count: Int) -> Int {
    // A reader counts pairs of bytes, whatever they are.
    step.content == .double ? (count + 1) / 2 : count
  }
}
