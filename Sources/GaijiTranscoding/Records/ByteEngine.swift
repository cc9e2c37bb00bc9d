internal import GaijiCharsets
internal import GaijiModel

/// The fast engine: sources whose delimiters, quotes and newlines are single ASCII bytes that
/// occur in no longer code (CP932, EUC, UTF-8), to targets without shift states that contain ASCII.
final class ByteEngine: BlockEngine {
  private var converter: ByteConverter
  let table: OutcomeTable

  init(plan: ConversionPlan, settings: BlockSettings) {
    converter = ByteConverter(plan: plan, settings: settings)
    table = converter.table
  }

  var output: OutputArea { converter.output }
  var result: BlockResult { converter.result }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    var count = block.count
    if !isLast {
      while count > 0, unsafe block[count - 1] != ASCII.newline { count -= 1 }
      if count == 0 { return 0 }
    }
    if count == 0 {
      // The result of the last call must not be taken for that of this one.
      let nothing = try unsafe converter.convert(
        block, offset: offset, firstRecord: firstRecord)
      precondition(nothing == nil, "no bytes, no open quote")
      return 0
    }
    // A newline at the cut may stand inside quotes. Then the record that it is in is left for the
    // next block, and what came before is converted again: a block's result depends on its bytes
    // alone.
    while count > 0 {
      let cut = count
      let part = unsafe UnsafeMutableBufferPointer(start: block.baseAddress, count: cut)
      // The sentinels overwrite what follows the part; it is needed again.
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
    return 0
  }

  func sample(for event: RecordEvent) -> Finding.Sample { converter.sample(for: event) }

  var blocksAreIndependent: Bool { true }

  func move(to place: BlockPlace) {}

  func countedCharacters() -> Int {
    unsafe converter.counter.scalars(output.bytes)
  }
}

enum ASCII {
  static let newline: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D
  static let quote: UInt8 = 0x22
}
