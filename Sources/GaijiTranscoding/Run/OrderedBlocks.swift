internal import GaijiModel

/// Adds the blocks of several threads to the ledger, in order, and converts again what was cut at a
/// wrong place.
///
/// One thread at a time: the one that adds.
final class OrderedBlocks {
  private let ledger: RunLedger
  private let factory: EngineFactory
  private let recordLimit: Int
  /// Bytes that no block could take: the start of a record whose end comes later.
  private let rest = BlockMemory(capacity: 1)
  /// Do not try the rest again before it has this many bytes: each try reads all of it.
  private var worthwhile = 0
  /// For the rest; made when it is needed.
  private var second: SequentialConverter?

  init(ledger: RunLedger, factory: EngineFactory, recordLimit: Int) {
    self.ledger = ledger
    self.factory = factory
    self.recordLimit = recordLimit
  }

  /// Adds the block that comes next in the source.
  func add(_ slot: Slot) throws {
    if case .unread(let error) = slot.outcome {
      // What came before it comes first, as far as it is whole.
      if rest.count > 0 { try convertRest(isLast: false, isForced: true) }
      throw error
    }
    guard rest.count == 0 else {
      unsafe rest.append(UnsafeRawBufferPointer(slot.memory.bytes))
      try convertRest(isLast: slot.isLast, isForced: slot.isLast)
      return
    }
    switch slot.outcome {
    case .converted(let taken, let counted):
      if taken > 0 || slot.memory.count == 0 {
        try ledger.add(
          slot.engine, number: slot.number, firstRecord: slot.firstRecord, taken: taken,
          counted: counted, nanoseconds: slot.nanoseconds)
      }
      guard taken < slot.memory.count else { return }
      unsafe rest.append(
        UnsafeRawBufferPointer(slot.memory.region(taken..<slot.memory.count)))
      worthwhile = taken == 0 ? min(2 * rest.count, recordLimit + 1) : 0
      if slot.isLast { try convertRest(isLast: true, isForced: true) }
    case .part:
      unsafe rest.append(UnsafeRawBufferPointer(slot.memory.bytes))
      try convertRest(isLast: false, isForced: false)
    case .stopped(let error):
      throw unsafe ledger.end(
        by: error, of: slot.engine, number: slot.number, slot.memory.bytes, place: slot.place,
        firstRecord: slot.firstRecord)
    case .tooLong: throw try converter().recordTooLong
    case .unread: break
    }
  }

  /// Lets go of a slot that will not be used again.
  func retire(_ slot: Slot) { ledger.retire(engine: slot.number) }

  /// Converts the rest as one thread would have done it from the start.
  private func convertRest(isLast: Bool, isForced: Bool) throws {
    let converter = try converter()
    var start = 0
    defer { rest.removeFirst(start) }
    while start < rest.count, isForced || rest.count - start >= worthwhile {
      var window = min(rest.count - start, recordLimit)
      while true {
        let isEnd = start + window == rest.count
        let taken = try unsafe converter.convert(
          rest.region(start..<start + window), isLast: isLast && isEnd)
        start += taken
        if taken > 0 {
          worthwhile = 0
          break
        }
        precondition(!(isLast && isEnd), "an engine takes all of the last block")
        if window >= recordLimit, !isEnd { throw converter.recordTooLong }
        if isEnd {
          // At the limit too: the input may end here.
          worthwhile = min(2 * window, recordLimit + 1)
          return
        }
        window = min(2 * window, recordLimit, rest.count - start)
      }
    }
  }

  private func converter() throws -> SequentialConverter {
    if let second { return second }
    let made = SequentialConverter(
      number: -1, engine: try factory.make(), ledger: ledger, recordLimit: recordLimit)
    second = made
    return made
  }
}
