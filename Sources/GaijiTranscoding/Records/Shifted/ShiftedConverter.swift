internal import GaijiCharsets
internal import GaijiModel

/// The body of `ShiftedEngine`: a struct, for the reason that `ByteConverter` is one.
///
/// A kernel converts a field up to the next byte of structure or the next character that needs more
/// than the fast table; what it hands back is looked up, written and counted here.
///
/// The pointers are valid during `convert` only; the invariants are those of `ShiftedKernel`.
@safe struct ShiftedConverter: BlockConverter {
  let output = OutputArea(capacity: 1 << 20)
  var result = BlockResult()
  let table: OutcomeTable
  let tables: ShiftedTables
  let source: CharsetTable
  let target: CharsetTable
  let settings: BlockSettings
  let readsUTF8: Bool
  private let hasQuotes: Bool
  let delimiter: UInt32
  private let columns: ColumnStates
  /// What became of a character, by its number.
  var answers: [Answer?] = []
  /// Characters with a selector or outside the BMP that were met lately, by a hash of their scalars.
  var recent = [(key: UInt64, number: Int)](repeating: (.max, 0), count: 1024)
  /// Fast entries of the ASCII characters of structure, by byte.
  let structure: [UInt32]

  // The block in hand.
  var start: UnsafePointer<UInt8>
  var end: UnsafePointer<UInt8>
  var blockOffset = 0
  var outputBase: UnsafeMutablePointer<UInt8>
  private var outputCapacity = 0

  // The field in hand.
  var fieldStart: UnsafePointer<UInt8>
  var record = 0
  var column = 0
  var account = ColumnAccount()

  init(plan: ConversionPlan, settings: BlockSettings) {
    source = plan.source
    target = plan.target
    readsUTF8 = plan.source.scheme == .utf8
    table = OutcomeTable(
      resolver: plan.resolver,
      fastCount: readsUTF8 ? UTF8ShiftedKernel.tableCount : LeadByteShiftedKernel.tableCount,
      encodesBytes: false)
    columns = unsafe ColumnStates(
      settings: settings, plain: unsafe table.fastTable(selected: false),
      selected: unsafe table.fastTable(selected: true))
    tables = ShiftedTables(source: plan.source, target: plan.target, format: settings.format)
    self.settings = settings
    hasQuotes = settings.format.hasQuotes
    delimiter = settings.format.delimiter
    structure = (0..<0x80).map { [target = plan.target] scalar in
      HostRecordBuilder.fast(target.encoding.entry(for: UInt32(scalar)))
    }
    let nowhere = unsafe UnsafePointer(output.base)
    unsafe outputBase = output.base
    unsafe start = nowhere
    unsafe end = nowhere
    unsafe fieldStart = nowhere
    for byte in UInt8(0)..<0x80 {
      for selected in [false, true] { learn(byte, selected: selected) }
    }
  }

  /// What is written for a character.
  struct Answer {
    let codes: [UInt32]
    /// The only code of a character that is mapped exactly and not reported; 0 for others.
    let plainCode: UInt32
    let byteCount: Int
    /// In UTF-8 a selector may follow, which would make it another character.
    let mayTakeSelector: Bool
  }

  /// Resolves an ASCII character ahead of time.
  private mutating func learn(_ byte: UInt8, selected: Bool) {
    let character = SourceCharacter(
      kind: .character, code: UInt32(byte), byteCount: 1, scalar: UInt32(byte))
    let number = table.number(of: character, selected: selected)
    let index = readsUTF8 ? Int(byte) : LeadByteKernel.singles + Int(byte)
    remember(number, at: index)
    let entry = unsafe table.fastTable(selected: selected)[index]
    tables.remember(entry, of: byte, selected: selected)
  }

  // MARK: Blocks

  /// The result of no bytes at all.
  mutating func startNothing() {
    result.reset()
    columns.reset()
    output.count = 0
    columns.copyAccounts(to: &result)
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
    reserve(block.count * tables.growth + kernelPaddingByteCount * 2, keeping: 0)
    // Two sentinels: LF ends an open plain field, the quote after it an open quoted one.
    // SAFETY: kernelPaddingByteCount bytes after the block are ours to write.
    unsafe (base + block.count).update(repeating: ASCII.newline, count: kernelPaddingByteCount)
    unsafe base[block.count + 1] = ASCII.quote
    unsafe start = UnsafePointer(base)
    unsafe end = start + block.count
    blockOffset = offset
    record = firstRecord
    account = ColumnAccount()
    var cursor = unsafe ShiftedCursor(p: start, o: outputBase, state: 0)
    if offset == 0, readsUTF8, block.count >= 3, unsafe base[0] == 0xEF, unsafe base[1] == 0xBB,
      unsafe base[2] == 0xBF
    {
      // A mark at the start of the source is no character.
      unsafe cursor.p += 3
      result.shiftSequences += 1
    }
    let open =
      readsUTF8
      ? unsafe try convertRecords(UTF8ShiftedKernel.self, &cursor)
      : unsafe try convertRecords(LeadByteShiftedKernel.self, &cursor)
    if let open { return open }
    output.count = unsafe cursor.o - outputBase
    columns.copyAccounts(to: &result)
    return nil
  }

  /// Makes room for `needed` bytes of output in all.
  mutating func reserve(_ needed: Int, keeping used: Int) {
    guard needed > outputCapacity else { return }
    output.reserve(needed, keeping: used)
    unsafe outputBase = output.base
    outputCapacity = output.capacity
  }

  // MARK: Records

  /// - Returns: as `convert`.
  private mutating func convertRecords<Kernel: ShiftedKernel>(
    _ kernel: Kernel.Type, _ cursor: inout ShiftedCursor
  ) throws(ConversionStop) -> Int? {
    var c = unsafe cursor
    let end = unsafe self.end
    let delimiter = self.delimiter
    let hasQuotes = self.hasQuotes
    let firstRecord = record
    var expected = 0
    repeat {
      let recordStart = unsafe c.p
      let isHeader = record == 0
      column = 0
      while true {
        let state = unsafe columns.state(column, isHeader: isHeader)
        let view = unsafe self.view(of: state.pointee)
        unsafe fieldStart = c.p
        unsafe c.saved = 0
        var exact = 0
        // Whether `account` has counts of this field.
        var isCounted = false
        if hasQuotes, unsafe c.p[0] == ASCII.quote {
          isCounted = true
          guard unsafe try convertQuoted(kernel, &c, view, state.pointee.isSelected) else {
            // The first record has the mark before it, if there is one.
            account = ColumnAccount()
            return record == firstRecord ? 0 : unsafe recordStart - start
          }
        }
        let plainStart = unsafe c.p
        let savedBefore = unsafe c.saved
        while true {
          let runStart = unsafe c.p
          let savedInRun = unsafe c.saved
          let entry = unsafe Kernel.run(&c, view)
          exact &+= unsafe (c.p - runStart) &- (c.saved &- savedInRun)
          if entry == FastEntry.stop {
            let byte = unsafe c.p[0]
            if byte == ASCII.newline || UInt32(byte) == delimiter { break }
            if byte == ASCII.carriageReturn, unsafe c.p + 1 < end,
              unsafe c.p[1] == ASCII.newline
            {
              break
            }
            // A quote or carriage return inside a field is an ordinary character.
            isCounted = true
            unsafe try handBack(0, &c, isSelected: state.pointee.isSelected)
            continue
          }
          isCounted = true
          unsafe try handBack(Int(entry), &c, isSelected: state.pointee.isSelected)
        }
        unsafe state.pointee.account.characters &+=
          (c.p - plainStart) &- (c.saved &- savedBefore)
        unsafe state.pointee.account.exact &+= exact
        expected &+= exact
        if isCounted {
          unsafe state.pointee.account += account
          account = ColumnAccount()
        }
        if unsafe c.p >= end || c.p[0] == ASCII.newline
          || c.p[0] == ASCII.carriageReturn
            && delimiter != UInt32(ASCII.carriageReturn)
        {
          break
        }
        unsafe c.put(structure[Int(c.p[0])], view.shifts)
        unsafe c.p += 1
        expected &+= 1
        column &+= 1
        if column >= columns.count {
          guard column < RecordLimits.maximumColumns else {
            throw unsafe stop(.tooManyColumns(limit: RecordLimits.maximumColumns), at: c.p)
          }
          columns.grow(to: column + 1)
        }
      }
      if unsafe c.state != 0 { unsafe c.shift(to: 0, tables.shifts) }
      while unsafe c.p < end {
        let byte = unsafe c.p[0]
        unsafe c.put(structure[Int(byte)], tables.shifts)
        unsafe c.p += 1
        expected &+= 1
        if byte == ASCII.newline { break }
      }
      if isHeader {
        result.headerBytes = unsafe Array(UnsafeBufferPointer(start: start, count: c.p - start))
      } else {
        result.records &+= 1
      }
      record &+= 1
    } while unsafe c.p < end
    // The last record may have no newline, and one may lie in another state.
    if unsafe c.state != 0 { unsafe c.shift(to: 0, tables.shifts) }
    result.expectedCharacters += expected
    unsafe cursor = c
    return nil
  }

  @unsafe @inline(__always) private func view(of state: ColumnState) -> ShiftedView {
    unsafe ShiftedView(
      fast: state.fast, kinds: tables.plainKinds,
      singles: tables.singles(selected: state.isSelected), shifts: tables.shifts)
  }
}
