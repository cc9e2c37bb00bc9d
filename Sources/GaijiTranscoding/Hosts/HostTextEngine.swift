internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// Host records to delimited text or JSON Lines, in any target without shift states.
final class HostTextEngine: BlockEngine {
  private var converter: HostTextConverter
  let table: OutcomeTable
  private let writesHeader: Bool

  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, form: TextForm,
    writesHeader: Bool
  ) throws(HostPlanError) {
    guard plan.target.hasPlainASCII else { throw .shiftedText(charset: plan.target.name) }
    converter = HostTextConverter(
      plan: plan, host: host, settings: settings, form: form, writesHeader: writesHeader)
    table = converter.outcomes.table
    self.writesHeader = writesHeader
  }

  var output: OutputArea { converter.output }
  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    do {
      return try unsafe converter.convert(
        UnsafeBufferPointer(block), offset: offset, firstRecord: firstRecord, isLast: isLast)
    } catch let error as FramingError {
      throw error.numbered(in: converter.host.framing)
    }
  }

  var blocksAreIndependent: Bool { true }
  var framer: RecordFramer? { converter.framer }

  func move(to place: BlockPlace) {
    if let framer = place.framer { converter.framer = framer }
    converter.writesHeader = writesHeader && place.isFirst
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  func countedCharacters() -> Int { unsafe converter.counter.scalars(output.bytes) }
}

extension FramingError {
  /// The error as it is however much of the file the framer saw.
  ///
  /// Records of one length are not all cut by the framer, so it may not have counted them; and a
  /// record without its terminator is as long as the block, when it is too long.
  func numbered(in framing: RecordFraming) -> FramingError {
    var error = self
    switch (framing, reason) {
    case (.fixed(let byteCount), _) where byteCount > 0:
      error.record = offset / byteCount + 1
    case (.delimited, .tooLong(_, let limit)):
      error.reason = .tooLong(byteCount: limit + 1, limit: limit)
    default: break
    }
    return error
  }
}
