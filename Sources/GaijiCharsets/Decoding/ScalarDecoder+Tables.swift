internal import GaijiModel

/// The two schemes whose codes come from tables.
extension ScalarDecoder {
  /// CP932, Shift_JIS, EUC: the lead byte decides.
  mutating func leadByteStep(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    codeStep(source, at: position, isLast: isLast)
  }

  /// ISO-2022-JP, EBCDIC hosts: shift sequences first, then the codes of the present state.
  mutating func shiftedStep(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    guard mayBeginShift(source[position]) else {
      return codeStep(source, at: position, isLast: isLast)
    }
    // The longest sequence that is there wins; one that could still be completed is waited for.
    var found: ShiftView?
    for number in shifts.indices where shifts[number].byte(0) == source[position] {
      let shift = shifts[number]
      let available = min(shift.count, source.count - position)
      var matches = true
      for index in 1..<max(1, available) where shift.byte(index) != source[position + index] {
        matches = false
      }
      guard matches else { continue }
      if available == shift.count {
        if shift.count > found?.count ?? 0 { found = shift }
      } else if !isLast {
        return needsMoreInput
      }
    }
    guard let found else { return codeStep(source, at: position, isLast: isLast) }
    // `code` has room for four bytes; of a longer sequence it keeps the last four.
    return step(
      .shift, byteCount: found.count, code: UInt32(truncatingIfNeeded: found.bytes),
      state: found.state)
  }

  /// One code of the present state.
  private mutating func codeStep(_ source: Span<UInt8>, at position: Int, isLast: Bool) -> Step {
    let lead = source[position]
    let length = current.lengths[Int(lead)]
    switch length {
    case 1:
      let entry = DecodeEntry(rawValue: current.one[Int(lead)])
      return step(entry, byteCount: 1, code: UInt32(lead), lead: lead)
    case 2:
      guard source.count - position >= 2 else { return cut(lead, isLast: isLast) }
      let code = UInt32(lead) << 8 | UInt32(source[position + 1])
      return step(
        DecodeEntry(rawValue: current.two[Int(code)]), byteCount: 2, code: code, lead: lead)
    case 3:
      guard source.count - position >= 3 else { return cut(lead, isLast: isLast) }
      let trails = UInt32(source[position + 1]) << 8 | UInt32(source[position + 2])
      let entry = DecodeEntry(rawValue: current.three[Int(trails)])
      return step(entry, byteCount: 3, code: UInt32(lead) << 16 | trails, lead: lead)
    default:
      return step(.invalid, byteCount: 1, code: UInt32(lead))
    }
  }

  private mutating func cut(_ lead: UInt8, isLast: Bool) -> Step {
    isLast ? step(.invalid, byteCount: 1, code: UInt32(lead)) : needsMoreInput
  }

  private mutating func step(_ entry: DecodeEntry, byteCount: Int, code: UInt32, lead: UInt8)
    -> Step
  {
    if entry == .invalid { return step(.invalid, byteCount: 1, code: UInt32(lead)) }
    if entry == .undefined { return step(.undefined, byteCount: byteCount, code: code) }
    let index = Int(entry.value) * 2
    return step(
      entry.isGaiji ? .gaiji : .character, byteCount: byteCount, code: code,
      scalar: entry.isSequence ? table.sequences[index] : entry.value,
      second: entry.isSequence ? table.sequences[index + 1] : 0, isOneWay: entry.isOneWay)
  }
}
