internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// The body of `HostTextEngine`: host records to delimited text or JSON Lines.
///
/// Each record is walked by the steps of its type. A text field is parsed with the shift state of
/// its own; its characters go through the short ways of `HostOutcomes`, in registers, and whatever
/// those do not know is resolved, counted and recorded one by one (`+Characters.swift`). The
/// pointers are valid during `convert` only.
///
/// Invariants of the hot loops: `end` of a field lies in the block (or the joined record), and the
/// output has `roomPerByte` bytes for every byte left of the record and `fieldRoom` for each field
/// left; what is longer (escapes) makes room for itself.
@safe struct HostTextConverter {
  static let roomPerByte = 8
  static let fieldRoom = 160

  let plan: ConversionPlan
  let host: HostPlan
  let settings: BlockSettings
  let form: TextForm
  let outcomes: HostOutcomes
  let counter: OutputCounter
  let output = OutputArea(capacity: 1 << 20)
  var result = BlockResult()
  var framer: RecordFramer
  let accounts: AccountMemory
  let shifts: ShiftFinder
  let steps: StepMemory
  private let padding: PaddingBytes
  private let fieldShifts: HostFieldKernel.Shifts?
  /// Bytes of the padding of two-byte fields in the output; 0 when it is not plain.
  private let wideSpaceByteCount: Int
  private let types: [TypeFacts]
  private let hasConditions: Bool
  let columnCount: Int
  /// Between fields; `nil` for JSON.
  private let delimiter: UInt8?

  /// What every record of a type needs of its program.
  private struct TypeFacts {
    let hasTables: Bool
    let minimumByteCount: Int
    let maximumByteCount: Int
  }
  /// `"name":` of each column, for JSON.
  let keys: [(bytes: [UInt8], characters: Int)]
  /// No block has been taken yet.
  var writesHeader: Bool

  // The record in hand.
  var recordBase: UnsafePointer<UInt8>
  var recordEnd: UnsafePointer<UInt8>
  /// Bytes from the start of the source to `recordBase`; of a joined record, to its first segment.
  var recordOffset = 0
  var record = 0
  var isRejected = false
  var recordAccounts: [(column: Int, account: ColumnAccount)] = []
  var counts: [Int] = []
  var number = NumberText()
  /// Bytes behind the record are readable: it lies in the block.
  var isPadded = true

  // The output in hand.
  var outputBase: UnsafeMutablePointer<UInt8>
  var outputCapacity = 0
  var written: UnsafeMutablePointer<UInt8>

  /// Where the short ways of `outcomes` are.
  let short: ShortWays
  /// Characters that they converted in the field in hand.
  var shortCount = 0

  // The field in hand.
  var step: UnsafePointer<HostStep>
  var fieldStart: UnsafePointer<UInt8>
  /// What was not counted in `shortCount`.
  var account = ColumnAccount()
  var hasAccount = false
  /// The field holds a delimiter, quote or newline.
  var needsQuotes = false
  /// The field has a limit, which is for its text: what the text form makes of special characters
  /// comes when it was kept to.
  var defersEscapes = false
  /// A character of the field has to be escaped or quoted.
  var hasSpecials = false
  var expected = 0

  /// The block of the last `convert`, for samples.
  private(set) var block: UnsafeBufferPointer<UInt8>
  private(set) var blockOffset = 0
  /// Joined records of the block that have events, by number.
  var joinedRecords: [Int: [UInt8]] = [:]
  /// Where records of the block end that end inside or before a field, by number, in bytes from the
  /// start of the source: a sample must not go on into the next record.
  var cutRecords: [Int: Int] = [:]

  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, form: TextForm,
    writesHeader: Bool
  ) {
    self.plan = plan
    self.host = host
    self.settings = settings
    self.form = form
    self.writesHeader = writesHeader
    outcomes = HostOutcomes(plan: plan, charset: host.charset, specials: form.specials)
    counter = OutputCounter(plan: plan)
    shifts = ShiftFinder(host.charset)
    framer = RecordFramer(
      host.framing, maximumRecordByteCount: settings.maximumRecordByteCount)
    accounts = AccountMemory(count: host.columnNames.count)
    keys = host.columnNames.map {
      Self.encoded(Self.jsonKey($0), in: plan.target)
    }
    steps = StepMemory(host.programs, settings, host.charset)
    padding = PaddingBytes(host.charset)
    fieldShifts = HostFieldKernel.Shifts(host.charset)
    wideSpaceByteCount = outcomes.wideSpaceByteCount
    types = host.programs.map {
      TypeFacts(
        hasTables: $0.hasTables, minimumByteCount: $0.layout.minimumByteCount,
        maximumByteCount: $0.layout.maximumByteCount)
    }
    hasConditions = host.programs.contains { $0.condition != nil }
    columnCount = host.columnNames.count
    if case .delimited(let byte) = form { delimiter = byte } else { delimiter = nil }
    unsafe short = unsafe ShortWays(outcomes)
    unsafe step = unsafe steps.base
    unsafe outputBase = output.base
    unsafe written = output.base
    unsafe recordBase = UnsafePointer(output.base)
    unsafe recordEnd = UnsafePointer(output.base)
    unsafe fieldStart = UnsafePointer(output.base)
    unsafe block = UnsafeBufferPointer(start: nil, count: 0)
  }

  /// Converts the whole records at the front of `block`.
  /// - Returns: how many bytes were taken.
  mutating func convert(
    _ block: UnsafeBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    result.reset()
    accounts.reset()
    joinedRecords.removeAll(keepingCapacity: true)
    cutRecords.removeAll(keepingCapacity: true)
    output.count = 0
    unsafe written = outputBase
    expected = 0
    unsafe self.block = block
    blockOffset = offset
    record = firstRecord
    let isFirst = writesHeader
    if isFirst { putHeader() }
    let bytes = unsafe Span(_unsafeElements: block)
    var position = 0
    if case .fixed(let byteCount) = host.framing, let base = block.baseAddress {
      // Nothing to look for between records of one length.
      while position + byteCount <= block.count {
        // SAFETY: position + byteCount <= block.count.
        unsafe recordBase = base + position
        try convertRecord(
          count: byteCount, offset: offset + position, whole: position..<position + byteCount)
        position += byteCount
      }
    }
    while let framed = try framer.next(
      in: bytes, from: position, offset: offset, isLast: isLast)
    {
      position = framed.whole.upperBound
      if let joined = framed.joined {
        let first = offset + framed.whole.lowerBound
        let events = result.events.count
        try unsafe joined.withUnsafeBufferPointer { buffer in
          guard let base = buffer.baseAddress else { return }
          unsafe recordBase = base
          isPadded = false
          defer { isPadded = true }
          try convertRecord(count: buffer.count, offset: first, whole: framed.whole)
        }
        if result.events.count > events { joinedRecords[record - 1] = joined }
      } else if let base = block.baseAddress {
        // SAFETY: the framer's ranges lie in the block.
        unsafe recordBase = base + framed.data.lowerBound
        try convertRecord(
          count: framed.data.count, offset: offset + framed.data.lowerBound, whole: framed.whole)
      }
    }
    // A call that takes nothing is made again with a larger block.
    writesHeader = isFirst && position == 0 && block.count > 0
    output.count = unsafe written - outputBase
    result.expectedCharacters = expected
    accounts.copy(to: &result)
    return position
  }

  // MARK: Records

  private mutating func convertRecord(count: Int, offset: Int, whole: Range<Int>) throws {
    unsafe recordEnd = recordBase + count
    // A column of no field has no place of its own, and what it writes makes room for the bytes
    // from here on: the last record may be in other memory.
    unsafe fieldStart = recordBase
    recordOffset = offset
    var type = 0
    if hasConditions {
      guard
        let found = unsafe host.program(
          for: UnsafeBufferPointer(start: recordBase, count: count))
      else {
        throw ConversionStop(
          reason: .unknownRecordType, record: record, column: 0, offset: offset)
      }
      type = found
    }
    let mark = unsafe written - outputBase
    let eventMark = result.events.count
    let expectedMark = expected
    reserve(mark + count * Self.roomPerByte + columnCount * Self.fieldRoom)
    let kind = types[type]
    if kind.hasTables { try countElements(host.programs[type]) }
    let first = unsafe steps.base + type * columnCount
    let isWhole = !kind.hasTables && count >= kind.maximumByteCount
    if let delimiter, isWhole {
      // The short way: every field is there. Numbers and delimiters are written through a pointer
      // of its own, which stays in a register.
      var o = unsafe written
      var plain = 0
      // What the kernels count beside characters.
      var more = 0
      var sequences = 0
      let accounts = unsafe self.accounts.base
      let paddings = unsafe padding.base
      let wideSpace = wideSpaceByteCount
      // What a field's kernel reads before it; only the first fields of a block have less.
      let hasRoomBefore = unsafe isPadded && recordBase - block.baseAddress! >= 64
      for index in 0..<columnCount {
        // SAFETY: each program has a step for each column, and its field lies in the record.
        unsafe step = unsafe first + index
        if index > 0 {
          unsafe o[0] = delimiter
          unsafe o += 1
          plain &+= 1
        }
        unsafe fieldStart = unsafe recordBase + step.pointee.offset
        if unsafe step.pointee.content == .number {
          let start = unsafe o
          if isPadded, unsafe Self.putDigits(step, fieldStart, &o) {
            plain &+= unsafe o - start
            continue
          }
        } else if hasRoomBefore {
          let count = unsafe step.pointee.byteCount
          let isSelected = unsafe step.pointee.isSelected
          var characters = -1
          switch unsafe step.pointee.form {
          case .general: break
          case .digits:
            let length = unsafe HostFieldKernel.length(
              fieldStart, count: count, padding: paddings, width: 1)
            let table = unsafe isSelected ? short.ascii.selected : short.ascii.plain
            if unsafe HostFieldKernel.digits(fieldStart, length, room: count, table, &o) {
              characters = length
            }
          case .single:
            let length = unsafe HostFieldKernel.length(
              fieldStart, count: count, padding: paddings, width: 1)
            let table = unsafe isSelected ? short.singles.selected : short.singles.plain
            if unsafe HostFieldKernel.singles(fieldStart, length, room: count, table, &o) {
              characters = length
            }
          case .double:
            let length =
              unsafe HostFieldKernel.length(
                fieldStart, count: count, padding: paddings + 64, width: 2) / 2
            let table = unsafe isSelected ? short.doubles.selected : short.doubles.plain
            if unsafe HostFieldKernel.doubles(
              fieldStart, length, room: wideSpace == 0 ? length : count / 2, table, &o,
              paddingCount: wideSpace, more: &more)
            {
              characters = length
            }
          case .mixed:
            guard let shifts = fieldShifts else { break }
            let length = unsafe HostFieldKernel.length(
              fieldStart, count: count, padding: paddings, width: 1)
            unsafe characters = HostFieldKernel.mixed(
              fieldStart, length: length, shifts: shifts,
              singles: isSelected ? short.singles.selected : short.singles.plain,
              doubles: isSelected ? short.doubles.selected : short.doubles.plain, &o, more: &more,
              sequences: &sequences)
          }
          if characters >= 0 {
            unsafe accounts[step.pointee.column].add(exact: characters)
            plain &+= characters
            continue
          }
        }
        unsafe written = o
        switch unsafe step.pointee.content {
        case .number: unsafe try convertNumber(count: step.pointee.byteCount)
        case .single, .double, .mixed: unsafe try convertText(count: step.pointee.byteCount)
        default: try convertField(type)
        }
        unsafe o = written
      }
      unsafe written = o
      expected &+= plain &+ more
      result.shiftSequences &+= sequences
    } else {
      if delimiter == nil { put(ascii: UInt8(ascii: "{")) }
      for index in 0..<columnCount {
        unsafe step = unsafe first + index
        if let delimiter {
          if index > 0 { put(ascii: delimiter) }
        } else {
          putKey(column: index)
        }
        try convertField(type)
      }
      if delimiter == nil { put(ascii: UInt8(ascii: "}")) }
    }
    put(ascii: ASCII.newline)
    if count < kind.minimumByteCount || kind.hasTables {
      noteShort(host.programs[type], type: type)
    }
    result.records += 1
    if settings.mayReject {
      if isRejected {
        takeBack(outputMark: mark, eventMark: eventMark, expectedMark: expectedMark)
        unsafe result.rejectedBytes.append(contentsOf: block[whole])
      }
      isRejected = false
      recordAccounts.removeAll(keepingCapacity: true)
    }
    record += 1
  }

  private mutating func convertField(_ type: Int) throws(ConversionStop) {
    switch unsafe step.pointee.content {
    case .none: putEmpty()
    case .type: putText(ascii: Array(host.programs[type].layout.name.utf8))
    case .rest: putRest(host.programs[type])
    case .single, .double, .mixed, .number, .raw:
      var offset = unsafe step.pointee.offset
      if types[type].hasTables {
        let layout = host.programs[type].layout
        let field = unsafe layout.fields[step.pointee.field]
        guard let place = layout.offset(of: field, counts: counts) else {
          putEmpty()
          return
        }
        offset = place
      }
      let left = unsafe recordEnd - recordBase
      if unsafe offset + step.pointee.byteCount > left {
        // The record ends before the field does.
        guard offset < left else {
          putEmpty()
          return
        }
        unsafe fieldStart = recordBase + offset
        cutRecords[record] = recordOffset + left
        try note(.cutField, action: plan.policy.actions.invalid)
        if unsafe step.pointee.content == .number {
          putBytesEscape(count: left - offset)
          return
        }
        try convertBytes(count: left - offset)
        return
      }
      unsafe fieldStart = recordBase + offset
      unsafe try convertBytes(count: step.pointee.byteCount)
    }
  }

  /// Converts `count` bytes from `fieldStart` on, which lie in the record.
  private mutating func convertBytes(count: Int) throws(ConversionStop) {
    switch unsafe step.pointee.content {
    case .number: try convertNumber(count: count)
    case .raw: putRaw(count: count)
    default: try convertText(count: count)
    }
  }

  /// Reads how many elements each variable table has.
  private mutating func countElements(_ program: HostProgram) throws(ConversionStop) {
    counts.removeAll(keepingCapacity: true)
    let left = unsafe recordEnd - recordBase
    for (index, table) in program.layout.tables.enumerated() {
      let field = program.layout.fields[table.counter]
      let format = program.steps[program.columns[table.counter]].number
      // Only the tables before it move a counter.
      let known = counts + program.layout.tables[index...].map(\.maximum)
      var value: Int?
      if let offset = program.layout.offset(of: field, counts: known),
        offset + field.byteCount <= left
      {
        // SAFETY: the field lies in the record.
        let bytes = unsafe Span(
          _unsafeStart: recordBase + offset, count: field.byteCount)
        if case .number? = format?.decode(bytes, into: &number) { value = number.integer }
      }
      guard let value, (table.minimum...table.maximum).contains(value) else {
        throw ConversionStop(
          reason: .badTableCount(
            field: field.name, value: value, minimum: table.minimum, maximum: table.maximum),
          record: record, column: program.columns[table.counter], offset: recordOffset)
      }
      counts.append(value)
    }
  }

  /// A record that is written back at its full length.
  private mutating func noteShort(_ program: HostProgram, type: Int) {
    let left = unsafe recordEnd - recordBase
    let known = program.hasTables ? counts : []
    let first = program.layout.fields.firstIndex {
      (program.layout.offset(of: $0, counts: known) ?? 0) >= left
    }
    guard let first else { return }
    unsafe step = unsafe steps.base + type * host.columnNames.count + program.columns[first]
    unsafe fieldStart = recordEnd
    cutRecords[record] = recordOffset + left
    unsafe addEvent(number: outcomes.table.number(of: .respelled))
  }

  /// Leaves the record in hand out: its output goes, its characters become `reported`, and only
  /// what failed stays among the events.
  private mutating func takeBack(outputMark: Int, eventMark: Int, expectedMark: Int) {
    unsafe written = outputBase + outputMark
    expected = expectedMark
    result.rejectedRecords += 1
    for (column, counts) in recordAccounts {
      unsafe accounts.base[column] -= counts
      var rejected = counts
      rejected.rejectAll()
      unsafe accounts.base[column] += rejected
    }
    let kept = result.events[eventMark...].filter {
      outcomes.table.entries[Int($0.number)].outcome.finding?.isUnmapped == true
    }
    result.events.replaceSubrange(eventMark..., with: kept)
  }

  // MARK: Output

  /// Makes room for `needed` bytes in all.
  mutating func reserve(_ needed: Int) {
    guard needed + kernelPaddingByteCount > outputCapacity else { return }
    let used = unsafe written - outputBase
    output.reserve(needed + kernelPaddingByteCount, keeping: used)
    unsafe outputBase = output.base
    outputCapacity = output.capacity
    unsafe written = outputBase + used
  }

  /// One byte of ASCII; room was made with the record.
  @inline(__always) mutating func put(ascii byte: UInt8) {
    unsafe written[0] = byte
    unsafe written += 1
    expected &+= 1
  }
}
