internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// Makes the engines of one run: the kind that the plan and the layouts ask for.
///
/// Tables fill up as characters are met, so an engine belongs to one thread at a time; what the
/// engines share (plan, layouts, settings) does not change any more.
struct EngineFactory {
  let plan: ConversionPlan
  let options: TranscodingOptions
  let settings: BlockSettings
  /// The layouts of the input and the output, where they are host records.
  let source: HostPlan?
  let target: HostPlan?
  /// The names in the first record of a text.
  let header: [String]?
  /// The byte order mark that the input begins with.
  let mark: [UInt8]
  let usesByteEngine: Bool

  func make() throws -> any BlockEngine {
    switch (source, target) {
    case (let source?, let target?):
      return try HostRecodeEngine(
        plan: plan, source: source, target: target, settings: settings)
    case (nil, let target?):
      return try TextRecordEngine(
        plan: plan, host: target, settings: settings, header: header,
        isGeneral: options.forcesScalarEngine)
    default: break
    }
    if let source {
      let delimiter = UInt8(exactly: options.format.delimiter) ?? UInt8(ascii: ",")
      return try HostTextEngine(
        plan: plan, host: source, settings: settings,
        form: options.writesJSONLines ? .jsonLines : .delimited(delimiter),
        writesHeader: options.hasHeader)
    }
    guard usesByteEngine else {
      if !options.forcesScalarEngine, ShiftedEngine.serves(plan, settings) {
        return ShiftedEngine(plan: plan, settings: settings)
      }
      return ScalarEngine(plan: plan, settings: settings, mark: mark)
    }
    return ByteEngine(plan: plan, settings: settings)
  }

  /// Where blocks of the input are cut before anybody has converted them.
  ///
  /// - Parameter state: the framing of host records at the first byte that is read, when that is not
  ///   the first of the input.
  func cut(_ state: RecordFramer.State?) -> BlockCut {
    guard var framer else { return .newline(NewlineFinder(plan.source)) }
    if let state { framer.state = state }
    return .records(framer)
  }

  /// `nil` for text.
  var framer: RecordFramer? {
    source.map {
      RecordFramer($0.framing, maximumRecordByteCount: options.maximumRecordByteCount)
    }
  }
}
