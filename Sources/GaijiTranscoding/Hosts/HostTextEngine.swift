internal import GaijiCharsets
internal import GaijiModel

/// Host records to delimited text or JSON Lines, in any target without shift states.
final class HostTextEngine: BlockEngine {
  private var converter: HostTextConverter
  let table: OutcomeTable

  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, form: TextForm,
    writesHeader: Bool
  ) throws(HostPlanError) {
    guard plan.target.hasPlainASCII else { throw .shiftedText(charset: plan.target.name) }
    converter = HostTextConverter(
      plan: plan, host: host, settings: settings, form: form, writesHeader: writesHeader)
    table = converter.outcomes.table
  }

  var output: OutputArea { converter.output }
  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    try unsafe converter.convert(
      UnsafeBufferPointer(block), offset: offset, firstRecord: firstRecord, isLast: isLast)
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  func countedCharacters() -> Int { unsafe converter.counter.scalars(output.bytes) }
}
