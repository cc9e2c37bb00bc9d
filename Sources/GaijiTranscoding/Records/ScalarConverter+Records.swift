internal import GaijiCharsets
internal import GaijiModel

extension ScalarConverter {
  /// The index behind the record that begins at `start`, or `nil` when it is not complete.
  func recordEnd(
    _ units: Span<DecodedUnit>, from start: Int, isLast: Bool
  ) throws(ConversionStop) -> Int? {
    let highest = highestStructure
    var inQuotes = false
    var atFieldStart = true
    var openQuote = start
    var column = 0
    var index = start
    while index < units.count {
      let unit = units[index]
      if unit.scalar > highest {
        atFieldStart = false
        index &+= 1
        continue
      }
      if unit.kind == .shift {
        index += 1
        continue
      }
      if inQuotes {
        if unit.isCharacter(0x22) {
          if let next = nextCharacter(units, after: index), units[next].isCharacter(0x22) {
            index = next
          } else {
            inQuotes = false
          }
        }
      } else if hasQuotes, atFieldStart, unit.isCharacter(0x22) {
        inQuotes = true
        openQuote = index
      } else if isNewline(unit) {
        return index + 1
      }
      atFieldStart = !inQuotes && unit.isCharacter(delimiter)
      if atFieldStart { column += 1 }
      index += 1
    }
    if !isLast { return nil }
    if inQuotes {
      throw ConversionStop(
        reason: .unclosedQuote, record: record, column: record == 0 ? -1 : column,
        offset: units[openQuote].offset)
    }
    return units.count
  }

  mutating func convertRecord(
    _ units: Span<DecodedUnit>, _ range: Range<Int>
  ) throws(ConversionStop) {
    let isHeader = record == 0
    let outputMark = writer.count
    let eventMark = result.events.count
    let expectedMark = result.expectedCharacters
    isRejected = false
    recordAccounts.removeAll(keepingCapacity: true)
    var column = 0
    var index = range.lowerBound
    while true {
      account = ColumnAccount()
      index = try convertField(units, from: index, to: range.upperBound, column: column)
      close(column: column, isHeader: isHeader)
      guard index < range.upperBound, units[index].isCharacter(delimiter) else { break }
      put(delimiter)
      index += 1
      column += 1
      guard column < RecordLimits.maximumColumns else {
        throw ConversionStop(
          reason: .tooManyColumns(limit: RecordLimits.maximumColumns), record: record,
          column: isHeader ? -1 : column,
          offset: units[min(index, units.count - 1)].offset)
      }
    }
    putNewline(units, index..<range.upperBound, column: column)
    if isHeader {
      result.headerBytes = recordBytes(units, range)
    } else {
      result.records += 1
    }
    if isRejected {
      result.rejectedBytes.append(contentsOf: recordBytes(units, range))
      takeBack(outputMark: outputMark, eventMark: eventMark, expectedMark: expectedMark)
    }
  }

  /// Writes what ended the record, after leaving any shift state.
  private mutating func putNewline(
    _ units: Span<DecodedUnit>, _ range: Range<Int>, column: Int
  ) {
    writer.finish()
    // They stand behind the text of the last field, and would be in it without a newline.
    countShifts(units, range, column: column, field: range.lowerBound)
    for index in range {
      let unit = units[index]
      if unit.kind == .shift { continue }
      // EBCDIC's NL is a newline of its own; elsewhere the newline is LF.
      put(unit.scalar == 0x85 && !writesNextLine ? 0x0A : unit.scalar)
    }
  }

  /// Writes a character of structure.
  mutating func put(_ scalar: UInt32) {
    // A target without this character of structure cannot hold the file; every charset here has
    // the delimiters, quotes and newlines of ASCII or EBCDIC.
    let done = writer.put(scalar)
    precondition(done, "the target charset lacks a character of structure")
    result.expectedCharacters += 1
  }

  /// Leaves the record in hand out: its output goes, its characters become `reported`, and only
  /// what failed stays among the events.
  private mutating func takeBack(outputMark: Int, eventMark: Int, expectedMark: Int) {
    writer.takeBack(to: outputMark)
    result.expectedCharacters = expectedMark
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

  private func recordBytes(_ units: Span<DecodedUnit>, _ range: Range<Int>) -> [UInt8] {
    let first = units[range.lowerBound].offset - unitsOffset
    let last = units[range.upperBound - 1]
    let end = last.offset + Int(last.byteCount) - unitsOffset
    return Array(sourceBytes[max(0, first)..<min(sourceBytes.count, end)])
  }

  private mutating func close(column: Int, isHeader: Bool) {
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
}
