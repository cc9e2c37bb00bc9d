internal import GaijiHostRecords
internal import GaijiModel

extension RunLedger {
  /// Adds what comes before the record that ended the conversion, so that a report says the same
  /// wherever the blocks were cut.
  ///
  /// - Parameters:
  ///   - error: what the engine threw, in numbers that begin with `firstRecord`.
  ///   - block: what the engine was given; it begins at `place`, where the ledger ends.
  /// - Returns: the error to report, in the numbers of the source; of a record that cannot be
  ///   written, in those of the output.
  func end(
    by error: any Error, of engine: any BlockEngine, number: Int,
    _ block: UnsafeMutableBufferPointer<UInt8>, place: BlockPlace, firstRecord: Int
  ) -> any Error {
    guard engine.blocksAreIndependent else { return error }
    var placed = error
    var end = place.offset
    if var stop = error as? ConversionStop {
      end = stop.offset
      stop.record += nextRecord - firstRecord
      placed = stop
    } else if var framing = error as? FramingError {
      end = engine.unwritableRecord ?? framing.offset
      if engine.unwritableRecord != nil {
        framing.record += records - rejectedRecords
        framing.offset += bytesOut
      }
      placed = framing
    }
    let count = end - place.offset
    guard count > 0, count <= block.count else { return placed }
    engine.move(to: place)
    let part = unsafe UnsafeMutableBufferPointer(rebasing: block[..<count])
    guard
      let taken = try? unsafe engine.convert(
        part, offset: place.offset, firstRecord: firstRecord, isLast: false), taken > 0
    else { return placed }
    do {
      try add(
        engine, number: number, firstRecord: firstRecord, taken: taken,
        counted: engine.countedCharacters(hasOutput: hasOutput), nanoseconds: 0)
    } catch {
      // What could not be written comes before what could not be read.
      return error
    }
    return placed
  }
}
