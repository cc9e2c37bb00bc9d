internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

// Rows and their cells.

extension TextRecordConverter {
  /// Finds the cells of the record at `start` (RFC 4180).
  /// - Returns: the place behind its newline, or `nil` when it is not complete.
  mutating func readRecord(
    _ block: Span<UInt8>, from start: Int, isLast: Bool
  ) throws -> Int? {
    cells.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    var place = start
    while true {
      let first = place
      if place < block.count, block[place] == ASCII.quote {
        let begin = unquoted.count
        place += 1
        while true {
          guard place < block.count else {
            guard isLast else { return nil }
            throw ConversionStop(
              reason: .unclosedQuote, record: record, column: column(cells.count),
              offset: blockOffset + first)
          }
          if block[place] == ASCII.quote {
            guard place + 1 < block.count, block[place + 1] == ASCII.quote else { break }
            place += 1
          }
          unquoted.append(block[place])
          place += 1
        }
        place += 1
        cells.append(
          Cell(range: begin..<unquoted.count, isUnquoted: true, place: first + 1))
        guard place < block.count else { return isLast ? place : nil }
        let next = block[place]
        // The line feed of a pair may be the first byte of what is read next.
        if next == ASCII.carriageReturn, place + 1 == block.count, !isLast { return nil }
        let isEnd =
          next == delimiter || next == ASCII.newline
          || next == ASCII.carriageReturn && place + 1 < block.count
            && block[place + 1] == ASCII.newline
        guard isEnd else {
          throw ConversionStop(
            reason: .textAfterQuote, record: record, column: column(cells.count - 1),
            offset: blockOffset + place)
        }
      } else {
        while place < block.count, block[place] != delimiter, block[place] != ASCII.newline {
          place += 1
        }
        guard place < block.count || isLast else { return nil }
        var end = place
        if place < block.count, block[place] == ASCII.newline, end > first,
          block[end - 1] == ASCII.carriageReturn
        {
          end -= 1
        }
        cells.append(Cell(range: first..<end, isUnquoted: false, place: first))
        if place == block.count { return place }
      }
      if block[place] == ASCII.carriageReturn { place += 1 }
      if block[place] == ASCII.newline { return place + 1 }
      place += 1
      guard cells.count <= columns.count else {
        throw ConversionStop(
          reason: .otherColumnCount(cells.count + 1, expected: columns.count), record: record,
          column: columns.count - 1, offset: blockOffset + place)
      }
    }
  }

  func column(_ cell: Int) -> Int {
    record == 0 ? -1 : cell < columns.count ? columns[cell] : cell
  }
}
