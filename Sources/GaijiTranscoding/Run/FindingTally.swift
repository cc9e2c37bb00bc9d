internal import GaijiModel

/// Adds up events to findings: one line for each distinct character and column, however often it
/// occurs, so that memory follows the variety of the data and not its size.
struct FindingTally {
  private struct Slot {
    var column: Int
    var number: Int
    var count = 0
    var firstRecord: Int
    var lastRecord: Int
    var firstOffset: Int
    var lastOffset: Int
    var samples: [Finding.Sample] = []
  }

  private var slots: [Slot] = []
  /// Slot numbers by column and entry number.
  private var index: [UInt64: Int] = [:]

  mutating func add(_ event: RecordEvent, engine: any BlockEngine) {
    let key =
      UInt64(UInt32(bitPattern: event.column)) << 32 | UInt64(UInt32(bitPattern: event.number))
    let number: Int
    if let found = index[key] {
      number = found
    } else {
      number = slots.count
      index[key] = number
      slots.append(
        Slot(
          column: Int(event.column), number: Int(event.number), firstRecord: event.record,
          lastRecord: event.record, firstOffset: event.offset, lastOffset: event.offset))
    }
    slots[number].count += 1
    slots[number].lastRecord = event.record
    slots[number].lastOffset = event.offset
    if slots[number].samples.count < Finding.maximumSamples {
      slots[number].samples.append(engine.sample(for: event))
    }
  }

  /// Sorted by key, each key once.
  func findings(table: OutcomeTable) -> [Finding] {
    var byKey: [FindingKey: Finding] = [:]
    for slot in slots {
      let entry = table.entries[slot.number]
      let character = entry.character
      let outcome = entry.outcome
      guard let kind = outcome.finding else { continue }
      let key = FindingKey(
        column: slot.column, kind: kind, code: character.code,
        codeByteCount: Int(character.byteCount), second: character.second)
      var finding = Finding(
        key: key, scalar: character.scalar, identity: outcome.identity, grade: outcome.grade,
        ground: outcome.ground, action: outcome.action,
        output: FieldText.text(outcome.scalars[...]), count: slot.count,
        record: slot.firstRecord, offset: slot.firstOffset, samples: slot.samples)
      finding.lastRecord = slot.lastRecord
      finding.lastOffset = slot.lastOffset
      if byKey[key] == nil { byKey[key] = finding } else { byKey[key]?.merge(finding) }
    }
    return byKey.values.sorted { $0.key < $1.key }
  }
}
