internal import GaijiCharsets
internal import GaijiModel

/// The fast engine towards charsets with shift states (JEF, KEIS, JIPS, IBM), from sources whose
/// structure is single ASCII bytes (UTF-8, CP932, EUC).
///
/// It serves conversions in which no record can be taken back and no field has a limit: those are
/// left to `ScalarEngine`, which is its oracle. As there, the output returns to the initial state
/// before each record's newline, so a block's output does not depend on the blocks before it.
final class ShiftedEngine: BlockEngine {
  private var converter: ShiftedConverter
  private var check: ShiftedCounter
  let table: OutcomeTable

  init(plan: ConversionPlan, settings: BlockSettings) {
    converter = ShiftedConverter(plan: plan, settings: settings)
    check = ShiftedCounter(plan: plan)
    table = converter.table
  }

  /// Whether this engine can do the conversion.
  static func serves(_ plan: ConversionPlan, _ settings: BlockSettings) -> Bool {
    plan.source.hasPlainASCII && plan.target.scheme == .shifted && plan.target.states.count <= 16
      && !settings.mayReject && settings.limits.isEmpty
  }

  var output: OutputArea { converter.output }
  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    var count = block.count
    if !isLast {
      while count > 0, unsafe block[count - 1] != ASCII.newline { count -= 1 }
    }
    // As `ByteEngine.convert`: a block that ends inside quotes is converted again up to its last
    // whole record.
    while count > 0 {
      let cut = count
      let part = unsafe UnsafeMutableBufferPointer(start: block.baseAddress, count: cut)
      let saved = unsafe Array(
        UnsafeBufferPointer(start: block.baseAddress! + cut, count: kernelPaddingByteCount))
      defer {
        // SAFETY: the same bytes that were read above.
        unsafe (block.baseAddress! + cut).update(from: saved, count: kernelPaddingByteCount)
      }
      guard
        let open = try unsafe converter.convert(part, offset: offset, firstRecord: firstRecord)
      else { return cut }
      if isLast { throw converter.unclosedQuote }
      count = open
    }
    converter.startNothing()
    return 0
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  var blocksAreIndependent: Bool { true }

  func move(to place: BlockPlace) {}

  func countedCharacters() -> Int { unsafe check.count(output.bytes) }
}
