internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// Host records to records of the same layout in another charset: text fields are written anew, all
/// other bytes stay as they are.
final class HostRecodeEngine: BlockEngine {
  private let plan: ConversionPlan
  private let source: HostPlan
  private let settings: BlockSettings
  private var builder: HostRecordBuilder
  private let shifts: ShiftFinder
  private var sourceFramer: RecordFramer
  let table: OutcomeTable
  private var counts: [Int] = []
  private var number = NumberText()
  private var blockOffset = 0
  private var record = 0
  /// Data of the block's records that have events, by number, for samples.
  private var samples: [Int: (offset: Int, bytes: [UInt8], type: Int)] = [:]

  init(
    plan: ConversionPlan, source: HostPlan, target: HostPlan, settings: BlockSettings
  ) throws(HostPlanError) {
    guard source.framing == target.framing,
      source.programs.map(\.layout) == target.programs.map(\.layout)
    else { throw .differentLayouts }
    self.plan = plan
    self.source = source
    self.settings = settings
    shifts = ShiftFinder(source.charset)
    sourceFramer = RecordFramer(
      source.framing, maximumRecordByteCount: settings.maximumRecordByteCount)
    table = OutcomeTable(
      resolver: plan.resolver, fastCount: HostOutcomes.tableCount, encodesBytes: false)
    builder = HostRecordBuilder(plan: plan, host: target, settings: settings, table: table)
  }

  var output: OutputArea { builder.output }
  var result: BlockResult { builder.result }
  func countedCharacters() -> Int { builder.countedCharacters }
  /// Records collect in a block of the output (BDW) before they are written.
  var blocksAreIndependent: Bool { !builder.framesAreJoined }
  var framer: RecordFramer? { sourceFramer }
  var unwritableRecord: Int? { builder.unwritableRecord }

  func move(to place: BlockPlace) {
    if let framer = place.framer { sourceFramer = framer }
    builder.restartFrames()
  }

  func convert(
    _ block: UnsafeMutableBufferPointer<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    let bytes = unsafe Span(_unsafeElements: UnsafeBufferPointer(block))
    builder.startBlock()
    samples.removeAll(keepingCapacity: true)
    blockOffset = offset
    record = firstRecord
    var position = 0
    func next() throws(FramingError) -> FramedRecord? {
      do throws(FramingError) {
        return try sourceFramer.next(in: bytes, from: position, offset: offset, isLast: isLast)
      } catch {
        throw error.numbered(in: source.framing)
      }
    }
    while let framed = try next() {
      let data = framed.joined ?? framed.data.map { bytes[$0] }
      let place = framed.joined == nil ? framed.data.lowerBound : framed.whole.lowerBound
      try convertRecord(data, offset: offset + place) { framed.whole.map { bytes[$0] } }
      position = framed.whole.upperBound
      record += 1
    }
    if isLast, position == block.count { builder.finish() }
    builder.endBlock()
    return position
  }

  private func convertRecord(
    _ data: [UInt8], offset: Int, whole: () -> [UInt8]
  ) throws {
    let type = unsafe data.withUnsafeBufferPointer { unsafe source.program(for: $0) }
    guard let type else {
      throw ConversionStop(
        reason: .unknownRecordType, record: record, column: 0, offset: offset)
    }
    let program = source.programs[type]
    if program.hasTables { try countElements(program, data, offset: offset) }
    builder.startRecord(record, byteCount: data.count, at: offset)
    builder.put(bytes: data, at: 0)
    let events = builder.result.events.count
    for step in program.steps {
      switch step.content {
      case .single, .double, .mixed:
        let place = program.layout.offset(of: program.layout.fields[step.field], counts: counts)
        guard let place, place < data.count else { continue }
        try convertText(step, data, at: place, offset: offset)
      default: continue
      }
    }
    if builder.result.events.count > events { samples[record] = (offset, data, type) }
    try builder.endRecord(source: builder.isRejected ? whole() : [])
  }

  private func countElements(
    _ program: HostProgram, _ data: [UInt8], offset: Int
  ) throws(ConversionStop) {
    counts.removeAll(keepingCapacity: true)
    for (index, table) in program.layout.tables.enumerated() {
      let field = program.layout.fields[table.counter]
      let known = counts + program.layout.tables[index...].map(\.maximum)
      let format = program.steps[program.columns[table.counter]].number
      var value: Int?
      if let place = program.layout.offset(of: field, counts: known),
        place + field.byteCount <= data.count,
        case .number? = format?.decode(
          data.span.extracting(place..<place + field.byteCount), into: &number)
      {
        value = number.integer
      }
      guard let value, (table.minimum...table.maximum).contains(value) else {
        throw ConversionStop(
          reason: .badTableCount(
            field: field.name, value: value, minimum: table.minimum, maximum: table.maximum),
          record: record, column: program.columns[table.counter], offset: offset)
      }
      counts.append(value)
    }
  }

  // MARK: Text

  private func convertText(
    _ step: HostStep, _ data: [UInt8], at place: Int, offset: Int
  ) throws {
    builder.startField(
      column: step.column, field: step.field, offset: offset + place,
      fieldOffset: offset + place)
    guard place + step.byteCount <= data.count else {
      // The record cuts the field: its bytes stay.
      try builder.note(.cutField, action: plan.policy.actions.invalid)
      return
    }
    // The new text may be shorter than the old one, which stands there.
    builder.fill(place..<place + step.byteCount)
    try unsafe data.withUnsafeBufferPointer { buffer in
      guard let base = buffer.baseAddress else { return }
      // SAFETY: the field lies in the record, checked above.
      let start = unsafe base + place
      let end = unsafe start + step.byteCount
      unsafe try addCodes(step, start, end, fieldOffset: offset + place)
    }
    // The source's bytes are there: what the text does not cover is padding.
    builder.clear(place..<place + step.byteCount)
    try builder.endField(step, at: place)
  }

  /// Adds the codes of the field from `start` to `fieldEnd`.
  @unsafe private func addCodes(
    _ step: HostStep, _ start: UnsafePointer<UInt8>, _ fieldEnd: UnsafePointer<UInt8>,
    fieldOffset: Int
  ) throws(ConversionStop) {
    let charset = source.charset
    let isShifted = charset.table.scheme == .shifted && step.content == .mixed
    let selected = builder.isSelected[step.column]
    let fast = unsafe table.fastTable(selected: selected)
    var p = unsafe start
    var end = unsafe fieldEnd
    unsafe charset.trim(
      &p, &end, step.padding, isDouble: step.content == .double)
    var state = step.content == .double ? charset.doubleState ?? 0 : 0
    while true {
      if unsafe p >= end {
        guard isShifted, state != 0, unsafe end < fieldEnd else { break }
        unsafe end = fieldEnd
        continue
      }
      let number = isShifted ? unsafe shifts.find(p, before: fieldEnd) : -1
      if number >= 0 {
        let shift = shifts.facts[number]
        builder.result.shiftSequences += 1
        if shift.carriesSize {
          unsafe noteShift(charset.table.shifts[number], at: fieldOffset + (p - start))
        }
        state = shift.state
        unsafe p += shift.byteCount
        continue
      }
      let character = unsafe charset.unit(at: p, before: fieldEnd, state: state)
      let index = character.byteCount == 1 ? HostOutcomes.doubles : 0
      // A charset with more states (ISO-2022-JP) has one code in several of them.
      let ownState = character.byteCount == 1 ? 0 : charset.doubleState
      let isIndexed =
        character.kind == .character && character.byteCount <= 2 && state == ownState
      let entry = isIndexed ? unsafe fast[index + Int(character.code)] : 0
      if entry >= FastEntry.minimum, builder.holds(entry, step.content) {
        builder.add(fast: entry)
        builder.account.characters += 1
        builder.account.exact += 1
      } else {
        let number = table.number(of: character, selected: selected)
        if isIndexed { table.remember(number, at: index + Int(character.code)) }
        unsafe try builder.add(number, at: fieldOffset + (p - start), in: step.content)
      }
      unsafe p += Int(character.byteCount)
    }
    if isShifted, state != 0 { try builder.note(.openShift, action: nil) }
  }

  private func noteShift(_ shift: CharsetTable.Shift, at offset: Int) {
    let code = shift.bytes.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    builder.addEvent(
      table.number(
        of: .sizeShift, code: code, byteCount: UInt8(min(4, shift.bytes.count))), at: offset)
  }

  func sample(for event: RecordEvent) -> Finding.Sample {
    let nothing = Finding.Sample(
      record: event.record, offset: event.offset, before: "", text: "", after: "")
    guard let (offset, bytes, type) = samples[event.record] else { return nothing }
    let step = source.programs[type].steps[Int(event.column)]
    let start = event.fieldOffset - offset
    guard start >= 0, start < bytes.count else { return nothing }
    let field = Array(bytes[start..<min(bytes.count, start + step.byteCount)])
    return HostSample.make(
      of: event, step: step, in: field, place: event.offset - event.fieldOffset, source.charset)
  }
}
