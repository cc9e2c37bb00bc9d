internal import GaijiCharsets
internal import GaijiModel

/// Delimited text to host records.
@safe final class TextRecordEngine: BlockEngine {
  private var converter: TextRecordConverter
  let table: OutcomeTable
  private var block: UnsafeBufferPointer<UInt8>

  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, header: [String]?,
    isGeneral: Bool = false
  ) throws(HostPlanError) {
    guard plan.source.hasPlainASCII else { throw .shiftedText(charset: plan.source.name) }
    converter = try TextRecordConverter(
      plan: plan, host: host, settings: settings, header: header, isGeneral: isGeneral)
    table = converter.table
    unsafe block = UnsafeBufferPointer(start: nil, count: 0)
  }

  var output: OutputArea { converter.builder.output }
  var result: BlockResult { converter.builder.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    unsafe self.block = UnsafeBufferPointer(block)
    return try unsafe converter.convert(
      Span(_unsafeElements: UnsafeBufferPointer(block)), offset: offset, firstRecord: firstRecord,
      isLast: isLast)
  }

  /// Records collect in a block of the output (BDW) before they are written.
  var blocksAreIndependent: Bool { !converter.builder.framesAreJoined }
  var unwritableRecord: Int? { converter.builder.unwritableRecord }

  func move(to place: BlockPlace) { converter.builder.restartFrames() }

  func sample(for event: RecordEvent) -> Finding.Sample {
    unsafe converter.sample(for: event, in: block)
  }

  func countedCharacters() -> Int { converter.builder.countedCharacters }
}
