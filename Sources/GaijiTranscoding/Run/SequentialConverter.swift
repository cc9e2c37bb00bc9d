internal import GaijiModel

/// Converts bytes with one engine, block after block, and adds the results to the ledger.
///
/// All of a run with one thread; in a run with several, what was cut at a wrong place.
final class SequentialConverter {
  let number: Int
  private let engine: any BlockEngine
  private let ledger: RunLedger
  private let recordLimit: Int

  /// - Parameters:
  ///   - number: the engine's, in this run.
  ///   - recordLimit: bytes of the longest record.
  init(number: Int, engine: any BlockEngine, ledger: RunLedger, recordLimit: Int) {
    self.number = number
    self.engine = engine
    self.ledger = ledger
    self.recordLimit = recordLimit
  }

  /// Converts the whole records at the front of `block`, which begins where the ledger ends.
  ///
  /// - Returns: how many bytes were taken; 0 when more are needed to complete one record.
  func convert(_ block: UnsafeMutableBufferPointer<UInt8>, isLast: Bool) throws -> Int {
    let place = BlockPlace(
      offset: ledger.bytesIn, isFirst: ledger.hasNoBlock, framer: engine.framer)
    if engine.blocksAreIndependent { engine.move(to: place) }
    let firstRecord = ledger.nextRecord
    let began = ContinuousClock.now
    let taken: Int
    do {
      taken = try unsafe engine.convert(
        block, offset: place.offset, firstRecord: firstRecord, isLast: isLast)
    } catch {
      throw unsafe ledger.end(
        by: error, of: engine, number: number, block, place: place, firstRecord: firstRecord)
    }
    if taken == 0, block.count > 0 { return 0 }
    let counted = engine.countedCharacters(hasOutput: ledger.hasOutput)
    try ledger.add(
      engine, number: number, firstRecord: firstRecord, taken: taken, counted: counted,
      nanoseconds: began.nanosecondsSince)
    return taken
  }

  /// The error for a record that does not end in the first `recordLimit` bytes from the ledger's
  /// end on.
  var recordTooLong: ConversionStop {
    ConversionStop(
      reason: .recordTooLong(limit: recordLimit), record: ledger.nextRecord,
      column: ledger.nextRecord == 0 ? -1 : 0, offset: ledger.bytesIn)
  }
}
