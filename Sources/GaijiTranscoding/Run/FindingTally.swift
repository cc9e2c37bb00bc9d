internal import GaijiModel

/// Adds up the events of one engine to findings: one line for each distinct character and column,
/// however often it occurs, so that memory follows the variety of the data and not its size.
struct FindingTally {
  private struct Slot {
    var column: Int
    /// A copy: the engine may be at work when the findings are asked for.
    var entry: OutcomeTable.Entry
    var count = 0
    var firstRecord: Int
    var lastRecord: Int
    var firstOffset: Int
    var lastOffset: Int
    var samples: [Finding.Sample] = []
  }

  private var slots: [Slot] = []
  /// Slot numbers by column and entry number.
  private var index: [UInt64: Int32] = [:]
  /// The last keys of the index: an event costs a comparison where a hash cost more than all the
  /// rest of it. -1 in a place without a key.
  private var recent = [(key: UInt64, slot: Int32)](repeating: (0, -1), count: Self.recentCount)
  private static let recentCount = 1 << 12

  /// - Parameters:
  ///   - table: that of the engine, which is the same for all events.
  ///   - recordBase: what to add to the event's record number.
  ///   - sample: the event's neighbourhood, asked for the first few of its kind.
  mutating func add(
    _ event: RecordEvent, of table: OutcomeTable, recordBase: Int,
    sample: (RecordEvent) -> Finding.Sample
  ) {
    let number = slot(of: event, in: table, recordBase: recordBase)
    slots[number].count += 1
    slots[number].lastRecord = event.record + recordBase
    slots[number].lastOffset = event.offset
    if slots[number].samples.count < Finding.maximumSamples {
      var sample = sample(event)
      sample.record += recordBase
      slots[number].samples.append(sample)
    }
  }

  private mutating func slot(
    of event: RecordEvent, in table: OutcomeTable, recordBase: Int
  ) -> Int {
    let key =
      UInt64(UInt32(bitPattern: event.column)) << 32 | UInt64(UInt32(bitPattern: event.number))
    let place = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 52)
    if recent[place].key == key, recent[place].slot >= 0 { return Int(recent[place].slot) }
    let number: Int32
    if let found = index[key] {
      number = found
    } else {
      number = Int32(slots.count)
      index[key] = number
      slots.append(
        Slot(
          column: Int(event.column), entry: table.entries[Int(event.number)],
          firstRecord: event.record + recordBase, lastRecord: event.record + recordBase,
          firstOffset: event.offset, lastOffset: event.offset))
    }
    recent[place] = (key, number)
    return Int(number)
  }

  /// In the order of their first occurrences; several may have one key.
  var findings: [Finding] {
    slots.compactMap { slot in
      let character = slot.entry.character
      let outcome = slot.entry.outcome
      guard let kind = outcome.finding else { return nil }
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
      return finding
    }
  }

  /// Puts together what several tallies found in different parts of one source: each key once, sorted
  /// by key.
  ///
  /// Of two characters with one key and different outcomes the one that came first speaks for both,
  /// whichever engine met it.
  static func merged(_ findings: [Finding]) -> [Finding] {
    var byKey: [FindingKey: Finding] = [:]
    let inOrder = findings.enumerated().sorted {
      ($0.element.firstOffset, $0.offset) < ($1.element.firstOffset, $1.offset)
    }
    for (_, finding) in inOrder {
      if byKey[finding.key] == nil {
        byKey[finding.key] = finding
      } else {
        byKey[finding.key]?.merge(finding)
      }
    }
    return byKey.values.sorted { $0.key < $1.key }
  }
}
