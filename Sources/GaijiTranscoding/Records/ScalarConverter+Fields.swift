internal import GaijiCharsets
internal import GaijiModel

extension ScalarConverter {
  /// What the characters of one field have in common.
  private struct Field {
    let column: Int
    let isSelected: Bool
    let fast: FastScalars
    /// Index of the first unit of its text.
    var start: Int
    /// Index behind the record that it is in.
    let end: Int
  }

  /// Converts up to the delimiter or the newline (CR LF counts as one) and returns its index.
  mutating func convertField(
    _ units: Span<DecodedUnit>, from start: Int, to end: Int, column: Int
  ) throws(ConversionStop) -> Int {
    let isSelected = record != 0 && self.isSelected(column)
    let limits = record == 0 || settings.limits.isEmpty ? nil : settings.limits[column]
    var index = start
    while index < end, units[index].kind == .shift { index += 1 }
    var field = Field(
      column: column, isSelected: isSelected, fast: isSelected ? selectedScalars : plainScalars,
      start: index, end: end)
    countShifts(units, start..<index, column: column, field: index)
    var outputStart = writer.count
    // Not in one expression: `&&` would put the span into a closure, on which Swift 6.3 crashes.
    var isQuoted = false
    if hasQuotes, index < end, units[index].isCharacter(0x22) {
      isQuoted = true
      put(0x22)
      index += 1
      field.start = index
      outputStart = writer.count
      while true {
        index = convertOrdinary(units, from: index, field)
        guard index < end else { break }
        if units[index].isCharacter(0x22) {
          guard let next = nextCharacter(units, after: index), next < end,
            units[next].isCharacter(0x22)
          else { break }
          put(0x22)
          put(0x22)
          account.characters += 1
          account.exact += 1
          countShifts(units, index + 1..<next, column: column, field: field.start)
          index = next + 1
          continue
        }
        index = try convertUnit(units, at: index, field)
      }
      if let limits {
        try checkLimits(limits, units, column: column, from: outputStart, field: field.start)
      }
      if index < end {
        put(0x22)
        index += 1
      }
    }
    // The unquoted field, or text behind a closing quote (kept as it is).
    while true {
      index = convertOrdinary(units, from: index, field)
      guard index < end else { break }
      let unit = units[index]
      if unit.isCharacter(delimiter) || isNewline(unit) { break }
      if unit.isCharacter(0x0D), let next = nextCharacter(units, after: index), next < end,
        isNewline(units[next])
      {
        break
      }
      index = try convertUnit(units, at: index, field)
    }
    if let limits, !isQuoted {
      try checkLimits(limits, units, column: column, from: outputStart, field: field.start)
    }
    return index
  }

  /// Converts the characters that the fast table knows, up to the first other one: structure is
  /// never in it.
  @inline(__always) private mutating func convertOrdinary(
    _ units: Span<DecodedUnit>, from start: Int, _ field: Field
  ) -> Int {
    let index = writer.putOrdinary(units, from: start, to: field.end, fast: field.fast)
    let count = index - start
    account.characters += count
    account.exact += count
    result.expectedCharacters += count
    return index
  }

  /// Converts the character at `index` and returns the index behind it.
  private mutating func convertUnit(
    _ units: Span<DecodedUnit>, at index: Int, _ field: Field
  ) throws(ConversionStop) -> Int {
    let unit = units[index]
    if unit.kind == .shift {
      countShifts(units, index..<index + 1, column: field.column, field: field.start)
      return index + 1
    }
    account.characters += 1
    let next = index + 1
    let second = next < field.end ? units[next] : nil
    let selector =
      second.map { $0.kind == .character && isVariationSelector($0.scalar) } == true ? second : nil
    if selector == nil, unit.isOrdinary, field.fast[unit.scalar] >= FastEntry.minimum {
      // Known, but of another shift state.
      put(unit.scalar)
      account.exact += 1
      return next
    }
    var character = SourceCharacter(unit)
    var end = next
    if let selector, character.canTakeSelector {
      character.second = selector.scalar
      character.byteCount += selector.byteCount
      end += 1
    }
    let number = number(of: character, field)
    let entry = table.entries[number]
    account.count(entry.outcome)
    if entry.bytes.isEmpty {
      result.expectedCharacters += writer.put(text: entry.outcome.scalars)
    } else {
      writer.append(entry.bytes)
      result.expectedCharacters += entry.outputCharacters
    }
    guard let finding = entry.outcome.finding else { return end }
    let isHeader = record == 0
    result.events.append(
      RecordEvent(
        number: Int32(number), column: isHeader ? -1 : Int32(field.column), record: record,
        offset: unit.offset, fieldOffset: units[min(field.start, units.count - 1)].offset))
    switch entry.outcome.disposition {
    case .reject where !isHeader: isRejected = true
    case .stop:
      throw ConversionStop(
        reason: .policy(finding.failure ?? .invalid, code: character.hexadecimalCode),
        record: record, column: isHeader ? -1 : field.column, offset: unit.offset)
    default: break
    }
    return end
  }

  /// The number of the character's outcome; of the fast table where it has it.
  ///
  /// A scalar may belong to several codes (one-way ones, a gaiji's private-use scalar), of which the
  /// fast table keeps one: its number is only good for the very same character.
  private func number(of character: SourceCharacter, _ field: Field) -> Int {
    let hasPlace =
      character.second == 0 && character.scalar < FastScalars.count
      && (character.kind == .character || character.kind == .gaiji)
    guard hasPlace else { return table.number(of: character, selected: field.isSelected) }
    let known = field.fast[character.scalar]
    if known > 0, known < FastEntry.minimum, table.entries[Int(known)].character == character {
      return Int(known)
    }
    let number = table.number(of: character, selected: field.isSelected)
    if known < FastEntry.minimum {
      table.remember(
        number, at: Int(character.scalar),
        asNumber: character.kind == .gaiji || character.isOneWay || isStructure(character.scalar))
    }
    return number
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
