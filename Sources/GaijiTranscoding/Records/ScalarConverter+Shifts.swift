internal import GaijiCharsets
internal import GaijiModel

extension ScalarConverter {
  /// Counts the shift sequences among units that are passed over, and reports those that also say
  /// how large the characters are printed: the output has no place for that.
  ///
  /// - Parameter field: Index of the first unit of the field's text.
  mutating func countShifts(
    _ units: Span<DecodedUnit>, _ range: Range<Int>, column: Int, field: Int
  ) {
    for index in range {
      let unit = units[index]
      guard unit.kind == .shift else { continue }
      result.shiftSequences += 1
      guard sizeShifts.contains(SizeShift(unit)) else { continue }
      result.events.append(
        RecordEvent(
          number: Int32(table.number(of: .sizeShift, code: unit.code, byteCount: unit.byteCount)),
          column: record == 0 ? -1 : Int32(column), record: record, offset: unit.offset,
          // A shift before the text begins the field.
          fieldOffset: min(unit.offset, units[min(field, units.count - 1)].offset)))
    }
  }
}

/// A shift sequence as a decoder gives it.
struct SizeShift: Equatable {
  let code: UInt32
  let byteCount: UInt8

  init(_ unit: DecodedUnit) {
    code = unit.code
    byteCount = unit.byteCount
  }

  init(_ bytes: [UInt8]) {
    // As in a unit: of a longer sequence, the last four bytes.
    code = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    byteCount = UInt8(bytes.count)
  }
}
