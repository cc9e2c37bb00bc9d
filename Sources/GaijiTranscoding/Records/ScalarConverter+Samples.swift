internal import GaijiCharsets
internal import GaijiModel

extension ScalarConverter {
  /// The neighbourhood of an event of the last call.
  func sample(for event: RecordEvent) -> Finding.Sample {
    var low = 0
    var high = doneUnits
    while low < high {
      let middle = (low + high) / 2
      if units[middle].offset < event.offset { low = middle + 1 } else { high = middle }
    }
    guard low < doneUnits, units[low].offset == event.offset else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    var before: [UInt32] = []
    var index = low - 1
    while index >= 0, units[index].offset >= event.fieldOffset,
      before.count < FieldText.neighbours
    {
      if units[index].kind != .shift {
        before.insert(contentsOf: SourceCharacter(units[index]).displayScalars, at: 0)
      }
      index -= 1
    }
    var after: [UInt32] = []
    index = low + 1
    while index < doneUnits, !isEdge(units[index]), after.count < FieldText.neighbours {
      if units[index].kind != .shift {
        after.append(contentsOf: SourceCharacter(units[index]).displayScalars)
      }
      index += 1
    }
    // A shift sequence has no text.
    let own = units[low].kind == .shift ? [] : SourceCharacter(units[low]).displayScalars
    return Finding.Sample(
      record: event.record, offset: event.offset,
      before: FieldText.text(before.suffix(FieldText.neighbours)), text: FieldText.text(own[...]),
      after: FieldText.text(after.prefix(FieldText.neighbours)))
  }

  private func isEdge(_ unit: DecodedUnit) -> Bool {
    isNewline(unit) || unit.isCharacter(0x0D) || unit.isCharacter(0x22)
      || unit.isCharacter(delimiter)
  }
}
