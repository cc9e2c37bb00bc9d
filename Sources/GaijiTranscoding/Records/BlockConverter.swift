internal import GaijiCharsets
internal import GaijiModel

/// A converter of blocks in memory, as far as errors and samples need to know where it stands.
protocol BlockConverter {
  var source: CharsetTable { get }
  var settings: BlockSettings { get }
  /// The block in hand, and where it begins in the input.
  var start: UnsafePointer<UInt8> { get }
  var end: UnsafePointer<UInt8> { get }
  var blockOffset: Int { get }
  /// The record, column and field in hand.
  var record: Int { get }
  var column: Int { get }
  var fieldStart: UnsafePointer<UInt8> { get }
}

extension BlockConverter {
  /// The error for a field that is still open at the end of the input.
  var unclosedQuote: ConversionStop {
    ConversionStop(
      reason: .unclosedQuote, record: record, column: record == 0 ? -1 : column,
      offset: unsafe blockOffset + (fieldStart - start) - 1)
  }

  /// Decodes the neighbourhood of an event; the block of the last `convert` is still in place.
  func sample(for event: RecordEvent) -> Finding.Sample {
    let field = event.fieldOffset - blockOffset
    let place = event.offset - blockOffset
    let count = unsafe end - start
    guard field >= 0, field <= place, place < count else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    let bytes = unsafe UnsafeBufferPointer(start: start, count: count)
    return unsafe FieldText.sample(
      of: event, in: bytes, field: field, place: place, source: source, format: settings.format)
  }

  func stop(
    _ reason: ConversionStop.Reason, at place: UnsafePointer<UInt8>
  ) -> ConversionStop {
    ConversionStop(
      reason: reason, record: record, column: record == 0 ? -1 : column,
      offset: unsafe blockOffset + (place - start))
  }
}
