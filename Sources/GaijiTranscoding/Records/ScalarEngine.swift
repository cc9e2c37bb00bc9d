internal import GaijiCharsets
internal import GaijiModel

/// The general engine: any source charset to any target, one decoded character at a time.
///
/// It serves what the byte engine cannot (UTF-16/32, shift states, sources in which ASCII is not
/// ASCII) and is the oracle for what it can.
///
/// Shift states: the output returns to the initial state before each record's newline, so records
/// can be cut and joined. The source's state runs on across records: of a shifted source the engine
/// takes every byte it is given and keeps the characters of an incomplete record for the next call.
/// Of any other source it takes whole records, as the other engines do.
final class ScalarEngine: BlockEngine {
  private var converter: ScalarConverter
  private var check: OutputCheck
  /// The last call was the one for the end of the input.
  private var isLast = false
  let output: OutputArea
  let table: OutcomeTable

  /// - Parameter mark: the byte order mark of the source, which later blocks do not see.
  init(plan: ConversionPlan, settings: BlockSettings, mark: [UInt8]) {
    converter = ScalarConverter(plan: plan, settings: settings, mark: mark)
    check = OutputCheck(plan: plan)
    output = converter.writer.area
    table = converter.table
  }

  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    self.isLast = isLast
    let bytes = unsafe Span(_unsafeElements: UnsafeBufferPointer(block))
    return try converter.convert(
      bytes, offset: offset, firstRecord: firstRecord, isLast: isLast)
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  var blocksAreIndependent: Bool { converter.blocksAreIndependent }

  func move(to place: BlockPlace) {}

  func countedCharacters() -> Int {
    unsafe check.count(output.bytes, isLast: isLast)
  }
}
