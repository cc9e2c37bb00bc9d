internal import CGaijiKernels
internal import GaijiCharsets
internal import GaijiModel

/// The body of `ByteEngine`: a struct, so that its state is checked for exclusive access once a
/// block and not at each of the many touches of a field.
///
/// One pass: a kernel converts a field up to the next byte of structure or the next character that
/// needs more than the fast table; what it hands back is looked up, written and counted here. The
/// common field (no quotes, no limit, nothing that could reject the record) is converted with
/// everything in registers; any other takes `convertField`.
///
/// The pointers are valid during `convert` only; the invariants are those of `CellKernel`.
@safe struct ByteConverter: BlockConverter {
  let output = OutputArea(capacity: 1 << 20)
  var result = BlockResult()
  let table: OutcomeTable
  let source: CharsetTable
  let settings: BlockSettings
  let counter: OutputCounter
  let readsUTF8: Bool
  private let plainStopBytes: StopBytes
  private let quotedStopBytes: StopBytes
  let plainStops: UnsafePointer<UInt8>
  let quotedStops: UnsafePointer<UInt8>
  let hasQuotes: Bool
  let delimiter: UInt32
  let columns: ColumnStates
  /// Characters stay what they are, and no field needs a closer look: `scanRecords` may do it.
  let scans: Bool
  /// For a table charset on a processor with the steps for it, where no field needs a closer look.
  private let shared: SharedTable?
  private let wideCodes: WideCodes?
  let places = RowPlaces()
  private let structure: StructureBytes
  let structureBytes: UnsafePointer<gaiji_structure_bytes>

  // The block in hand.
  var start: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  var blockOffset = 0
  var outputBase: UnsafeMutablePointer<UInt8>
  var outputCapacity = 0

  // The field in hand; written back by the fast loop before anything else looks at it.
  var position: UnsafePointer<UInt8>
  var written: UnsafeMutablePointer<UInt8>
  var fieldStart: UnsafePointer<UInt8>
  /// Where the last character that the kernel handed back ended: a variation selector right after
  /// it was looked at already.
  var lastHandedBackEnd: UnsafePointer<UInt8>
  var record = 0
  var column = 0
  /// Source bytes beyond the first of each character of the field.
  var saved = 0
  var account = ColumnAccount()
  var isRejected = false
  /// Counts of the present record's fields, kept when the policy may take the record back.
  var recordAccounts: [(column: Int, account: ColumnAccount)] = []

  init(plan: ConversionPlan, settings: BlockSettings) {
    source = plan.source
    readsUTF8 = plan.source.scheme == .utf8
    table = OutcomeTable(
      resolver: plan.resolver,
      fastCount: readsUTF8 ? UTF8Kernel.tableCount : LeadByteKernel.tableCount,
      encodesBytes: true)
    columns = unsafe ColumnStates(
      settings: settings, plain: unsafe table.fastTable(selected: false),
      selected: unsafe table.fastTable(selected: true))
    self.settings = settings
    hasQuotes = settings.format.hasQuotes
    delimiter = settings.format.delimiter
    counter = OutputCounter(plan: plan)
    switch settings.format {
    case .delimited(let delimiter):
      plainStopBytes = StopBytes(
        [
          ASCII.newline, delimiter, ASCII.quote, ASCII.carriageReturn,
        ], source: source)
      quotedStopBytes = StopBytes([ASCII.quote], source: source)
    case .lines:
      plainStopBytes = StopBytes([ASCII.newline, ASCII.carriageReturn], source: source)
      quotedStopBytes = plainStopBytes
    }
    structure = StructureBytes(settings.format)
    unsafe structureBytes = structure.base
    scans = Self.keepsCharacters(plan) && !settings.mayReject && settings.limits.isEmpty
    let isWide = settings.usesWideSteps && !scans && !settings.mayReject && settings.limits.isEmpty
    wideCodes =
      isWide && !readsUTF8 ? WideCodes(lengths: plan.source.states[0].lengths.array) : nil
    if isWide, readsUTF8 {
      // Surrogates are no characters.
      shared = SharedTable(count: UTF8Kernel.tableCount, firstASCII: 0, empty: 0xD800)
    } else if wideCodes != nil {
      shared = SharedTable(
        count: LeadByteKernel.tableCount + 1, firstASCII: LeadByteKernel.singles,
        empty: UInt16(LeadByteKernel.tableCount))
    } else {
      shared = nil
    }
    unsafe plainStops = plainStopBytes.base
    unsafe quotedStops = quotedStopBytes.base
    // Set for good at the start of each block.
    let nowhere = unsafe UnsafePointer(output.base)
    unsafe outputBase = output.base
    unsafe written = output.base
    unsafe position = nowhere
    unsafe start = nowhere
    unsafe end = nowhere
    unsafe fieldStart = nowhere
    unsafe lastHandedBackEnd = nowhere
  }

  /// Converts a block that ends at a record's end.
  /// - Returns: `nil`, or the start of the last record when the block ended inside a quoted field.
  mutating func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int
  ) throws(ConversionStop) -> Int? {
    result.reset()
    columns.reset()
    output.count = 0
    guard let base = block.baseAddress, block.count > 0 else { return nil }
    reserve(block.count * 3 + kernelPaddingByteCount * 2, keeping: 0)
    // Two sentinels: LF ends an open plain field, the quote after it an open quoted one.
    // SAFETY: kernelPaddingByteCount bytes after the block are ours to write.
    unsafe (base + block.count).update(repeating: ASCII.newline, count: kernelPaddingByteCount)
    unsafe base[block.count + 1] = ASCII.quote
    unsafe start = UnsafePointer(base)
    unsafe position = start
    unsafe end = start + block.count
    unsafe written = outputBase
    unsafe lastHandedBackEnd = start
    blockOffset = offset
    record = firstRecord
    isRejected = false
    recordAccounts.removeAll(keepingCapacity: true)
    let open =
      scans || shared != nil
      ? try scanBlock()
      : readsUTF8 ? try convertRecords(UTF8Kernel.self) : try convertRecords(LeadByteKernel.self)
    if let open { return open }
    output.count = unsafe written - outputBase
    columns.copyAccounts(to: &result)
    return nil
  }

  /// Converts a block by scanning; its header by the general loop.
  private mutating func scanBlock() throws(ConversionStop) -> Int? {
    if record == 0, let open = try convertSlowly(limit: 1) { return open }
    let mark = unsafe (position: position, written: written - outputBase, record: record)
    let kept = result
    switch try scanRest() {
    case .done: return nil
    case .open(let place): return place
    case .tooWide:
      // Never returns: it comes to the column that is one too many.
      result = kept
      unsafe position = mark.position
      unsafe written = outputBase + mark.written
      record = unsafe mark.record
      return try convertSlowly()
    }
  }

  private mutating func scanRest() throws(ConversionStop) -> ScanEnd {
    guard let shared else { return try scanRecords() }
    if let wideCodes { return try convertWide(wideCodes, shared) }
    return try convertWide(WideUTF8(), shared)
  }

  private mutating func convertSlowly(limit: Int = .max) throws(ConversionStop) -> Int? {
    readsUTF8
      ? try convertRecords(UTF8Kernel.self, limit: limit)
      : try convertRecords(LeadByteKernel.self, limit: limit)
  }

  /// Makes room for `needed` bytes of output in all.
  mutating func reserve(_ needed: Int, keeping used: Int) {
    guard needed > outputCapacity else { return }
    output.reserve(needed, keeping: used)
    unsafe outputBase = output.base
    outputCapacity = output.capacity
    unsafe written = outputBase + used
  }

  // MARK: The fast loop

  /// - Parameter limit: records to convert.
  /// - Returns: as `convert`.
  private mutating func convertRecords<Kernel: CellKernel>(
    _ kernel: Kernel.Type, limit: Int = .max
  ) throws(ConversionStop) -> Int? {
    var p = unsafe position
    var o = unsafe written
    let end = unsafe self.end
    let stops = unsafe plainStops
    let delimiter = self.delimiter
    let hasQuotes = self.hasQuotes
    var expected = 0
    var records = 0
    var done = 0
    while unsafe p < end && done < limit {
      let recordStart = unsafe p
      let outputMark = unsafe o - outputBase
      let eventMark = result.events.count
      let expectedMark = result.expectedCharacters + expected
      let isHeader = record == 0
      column = 0
      while true {
        let state = unsafe columns.state(column, isHeader: isHeader)
        if unsafe state.pointee.isPlain && !(hasQuotes && p[0] == ASCII.quote) {
          let fieldStart = unsafe p
          let fast = unsafe state.pointee.fast
          var saved = 0
          var exact = 0
          while true {
            let runStart = unsafe p
            let savedBefore = saved
            let entry = unsafe Kernel.run(&p, &o, table: fast, stops: stops, saved: &saved)
            exact &+= unsafe (p - runStart) &- (saved &- savedBefore)
            if entry == FastEntry.stop {
              let byte = unsafe p[0]
              if byte == ASCII.newline || UInt32(byte) == delimiter { break }
              if byte == ASCII.carriageReturn, unsafe p + 1 < end, unsafe p[1] == ASCII.newline {
                break
              }
              // A quote or carriage return inside a field is an ordinary character.
              unsafe o[0] = byte
              unsafe p += 1
              unsafe o += 1
              exact &+= 1
              unsafe lastHandedBackEnd = p
              continue
            }
            unsafe position = p
            unsafe written = o
            unsafe self.fieldStart = fieldStart
            self.saved = saved
            account = ColumnAccount()
            try handBack(Int(entry), selected: unsafe state.pointee.isSelected, isHeader: isHeader)
            unsafe state.pointee.account += account
            unsafe p = position
            unsafe o = written
            saved = self.saved
          }
          unsafe state.pointee.account.characters &+= (p - fieldStart) &- saved
          unsafe state.pointee.account.exact &+= exact
          expected &+= exact
        } else {
          unsafe position = p
          unsafe written = o
          let isComplete = unsafe try convertField(kernel, state: state, isHeader: isHeader)
          if !isComplete { return unsafe recordStart - start }
          unsafe p = position
          unsafe o = written
        }
        if unsafe p >= end { break }
        let byte = unsafe p[0]
        unsafe o[0] = byte
        unsafe p += 1
        unsafe o += 1
        expected &+= 1
        if byte == ASCII.newline { break }
        if byte == ASCII.carriageReturn {
          unsafe o[0] = p[0]
          unsafe p += 1
          unsafe o += 1
          expected &+= 1
          break
        }
        column &+= 1
        if column >= columns.count {
          guard column < RecordLimits.maximumColumns else {
            throw unsafe stop(.tooManyColumns(limit: RecordLimits.maximumColumns), at: p)
          }
          columns.grow(to: column + 1)
        }
      }
      if isHeader {
        result.headerBytes = unsafe Array(
          UnsafeBufferPointer(start: recordStart, count: p - recordStart))
      } else {
        records &+= 1
      }
      if settings.mayReject {
        unsafe position = p
        unsafe written = o
        if isRejected {
          result.expectedCharacters += expected
          expected = 0
          unsafe takeBack(
            from: recordStart, outputMark: outputMark, eventMark: eventMark,
            expectedMark: expectedMark)
          unsafe o = written
        }
        isRejected = false
        recordAccounts.removeAll(keepingCapacity: true)
      }
      record &+= 1
      done &+= 1
    }
    result.expectedCharacters += expected
    result.records += records
    unsafe position = p
    unsafe written = o
    return nil
  }
}
