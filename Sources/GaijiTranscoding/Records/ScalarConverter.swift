internal import GaijiCharsets
internal import GaijiModel

/// The body of `ScalarEngine`: a struct, so that its state is checked for exclusive access once a
/// block and not at each of the many touches of a field.
///
/// A block is decoded to an array of units first. Then each record is looked through for its end,
/// and converted field by field when it is whole.
struct ScalarConverter {
  let table: OutcomeTable
  let plan: ConversionPlan
  let settings: BlockSettings
  let delimiter: UInt32
  let hasQuotes: Bool
  /// EBCDIC has a newline of its own (15), which decodes to U+0085.
  let readsNextLine: Bool
  let writesNextLine: Bool
  /// Scalars above it are no structure.
  let highestStructure: UInt32
  let plainScalars: FastScalars
  let selectedScalars: FastScalars
  /// Two at most in the charsets there are: looked through faster than hashed, at every shift.
  let sizeShifts: [SizeShift]
  var writer: ScalarWriter
  var result = BlockResult()
  private var decoder: ScalarDecoder
  /// Behind the byte order mark, if there is one: what decodes each later block of a source without
  /// shift states.
  private let started: ScalarDecoder
  let blocksAreIndependent: Bool

  /// Characters from the start of the first record that is not converted yet.
  private(set) var units: [DecodedUnit] = []
  /// The bytes of `units`; the first is at `unitsOffset` in the source.
  private(set) var sourceBytes: [UInt8] = []
  private(set) var unitsOffset = 0
  /// How many of `units` the last call converted; dropped when the next one begins.
  private(set) var doneUnits = 0

  // The record in hand.
  var record = 0
  var isRejected = false
  var recordAccounts: [(column: Int, account: ColumnAccount)] = []
  var account = ColumnAccount()
  /// By column, for those met so far.
  private var selectedColumns: [Bool] = []

  init(plan: ConversionPlan, settings: BlockSettings, mark: [UInt8]) {
    self.plan = plan
    self.settings = settings
    delimiter = settings.format.delimiter
    hasQuotes = settings.format.hasQuotes
    readsNextLine = plan.source.scheme == .shifted
    // ISO-2022-JP has shift states but no next line.
    writesNextLine =
      plan.target.scheme == .shifted && ScalarEncoder.canEncode(0x85, in: plan.target)
    highestStructure = max(0x85, delimiter <= 0xFF ? delimiter : 0)
    table = OutcomeTable(
      resolver: plan.resolver, fastCount: FastScalars.count,
      encodesBytes: plan.target.scheme != .shifted)
    plainScalars = FastScalars(table, selected: false)
    selectedScalars = FastScalars(table, selected: true)
    writer = ScalarWriter(target: plan.target, area: OutputArea(capacity: 1 << 20))
    sizeShifts = plan.source.sizeShifts.map { SizeShift($0) }
    decoder = ScalarDecoder(plan.source)
    blocksAreIndependent = plan.source.scheme != .shifted
    var started = decoder
    started.start(behind: mark)
    self.started = started
  }

  /// - Returns: how many bytes were taken: all of them where the source has shift states.
  mutating func convert(
    _ block: Span<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws(ConversionStop) -> Int {
    result.reset()
    writer.startBlock()
    writer.endBlock()
    if blocksAreIndependent {
      units.removeAll(keepingCapacity: true)
      sourceBytes.removeAll(keepingCapacity: true)
      doneUnits = 0
      decoder = offset == 0 ? ScalarDecoder(plan.source) : started
      decoder.offset = offset
    } else {
      dropDone()
    }
    if units.isEmpty, sourceBytes.isEmpty { unitsOffset = offset }
    unsafe block.withUnsafeBufferPointer { unsafe sourceBytes.append(contentsOf: $0) }
    decoder.decode(block, isLast: isLast, into: &units)
    record = firstRecord
    // A reference of our own, so that the units can be read while the converter changes.
    let decoded = units
    let span = decoded.span
    while doneUnits < span.count {
      guard let recordEnd = try recordEnd(span, from: doneUnits, isLast: isLast) else { break }
      try convertRecord(span, doneUnits..<recordEnd)
      doneUnits = recordEnd
      record += 1
    }
    writer.endBlock()
    if blocksAreIndependent {
      if isLast { return block.count }
      guard doneUnits > 0 else { return 0 }
      let last = span[doneUnits - 1]
      return last.offset + Int(last.byteCount) - offset
    }
    let pending =
      unitsOffset + sourceBytes.count - (doneUnits < span.count ? span[doneUnits].offset : offset)
    if pending > settings.maximumRecordByteCount, doneUnits < span.count {
      throw ConversionStop(
        reason: .recordTooLong(limit: settings.maximumRecordByteCount), record: record,
        column: record == 0 ? -1 : 0, offset: span[doneUnits].offset)
    }
    return block.count
  }

  /// Forgets the records of the last call.
  private mutating func dropDone() {
    guard doneUnits > 0 else { return }
    // The decoder may hold bytes of a character that is not complete: they stay in `sourceBytes`.
    let last = units[doneUnits - 1]
    let next = last.offset + Int(last.byteCount)
    units.removeFirst(doneUnits)
    sourceBytes.removeFirst(min(sourceBytes.count, max(0, next - unitsOffset)))
    unitsOffset = next
    doneUnits = 0
  }

  /// Whether the column's gaiji are mapped.
  mutating func isSelected(_ column: Int) -> Bool {
    while column >= selectedColumns.count {
      selectedColumns.append(settings.selection.contains(selectedColumns.count))
    }
    return selectedColumns[column]
  }

  /// LF; in EBCDIC also NL.
  func isNewline(_ unit: DecodedUnit) -> Bool {
    unit.isCharacter(0x0A) || (readsNextLine && unit.isCharacter(0x85))
  }

  /// Whether the character is, in some place, not one like any other.
  func isStructure(_ scalar: UInt32) -> Bool {
    scalar == delimiter || scalar == 0x0A || scalar == 0x0D || scalar == 0x22
      || (readsNextLine && scalar == 0x85)
  }

  /// The next unit that is no shift.
  func nextCharacter(_ units: Span<DecodedUnit>, after index: Int) -> Int? {
    var next = index + 1
    while next < units.count, units[next].kind == .shift { next += 1 }
    return next < units.count ? next : nil
  }
}
