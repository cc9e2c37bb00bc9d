internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// Builds host records field by field: the writing half of the engines that make them.
///
/// The codes of a field are collected first, as fast entries (bytes and shift state), and then laid
/// into the field's width with their shift sequences and padding, so that no character is split and
/// a shift is always closed inside the field.
@safe struct HostRecordBuilder {
  let plan: ConversionPlan
  let host: HostPlan
  let settings: BlockSettings
  let table: OutcomeTable
  let accounts: AccountMemory
  let output = OutputArea(capacity: 1 << 20)
  var result = BlockResult()
  let isSelected: [Bool]
  var frames: FrameWriter
  /// The sequence that leads to each state.
  let shifts: [[UInt8]]
  /// Written where an overlong field is cut.
  let mark: [UInt32]

  // The record in hand.
  var record = 0
  /// Where it begins in the source.
  var recordOffset = 0
  /// `recordOffset` of a record that the framing cannot hold.
  private(set) var unwritableRecord: Int?
  var isRejected = false
  var bytes: [UInt8] = []
  var framed: [UInt8] = []
  var recordAccounts: [(column: Int, account: ColumnAccount)] = []
  var eventMark = 0
  var expectedMark = 0
  /// Where the text fields of the record are, for the count of what was written.
  var texts: [(offset: Int, byteCount: Int, content: HostStep.Content)] = []
  var counted = 0
  let count: HostTextCount

  // The field in hand.
  var account = ColumnAccount()
  var codes: [UInt32] = []
  /// Places in `codes` of characters that have several.
  var groups: [Range<Int>] = []
  /// The codes of what became of a character, by its number.
  var codesOfNumber: [[UInt32]?] = []
  var isPlain: [Bool] = []
  var fieldEvent: RecordEvent

  init(plan: ConversionPlan, host: HostPlan, settings: BlockSettings, table: OutcomeTable) {
    self.plan = plan
    self.host = host
    self.settings = settings
    self.table = table
    accounts = AccountMemory(count: host.columnNames.count)
    isSelected = host.columnNames.indices.map { settings.selection.contains($0) }
    frames = FrameWriter(host.framing)
    let charset = host.charset.table
    shifts = charset.states.indices.map { state in
      charset.shifts.first { $0.state == state }?.bytes ?? []
    }
    count = HostTextCount(host.charset)
    mark = Self.entries(of: plan.policy.substitutes.overflow, in: charset)
    fieldEvent = RecordEvent(number: 0, column: 0, record: 0, offset: 0, fieldOffset: 0)
  }

  /// The codes of what became of a character: those of its scalars, or the bytes that are kept.
  static func entries(of outcome: Outcome, in charset: CharsetTable) -> [UInt32] {
    guard outcome.raw.isEmpty else { return FastEntry.make(output: outcome.raw).map { [$0] } ?? [] }
    return entries(of: outcome.scalars, in: charset)
  }

  /// The codes of scalars, as fast entries; those without a code are left out.
  static func entries(of scalars: [UInt32], in charset: CharsetTable) -> [UInt32] {
    var result: [UInt32] = []
    var index = 0
    while index < scalars.count {
      if index + 1 < scalars.count {
        let pair = charset.encoding.entry(for: scalars[index], scalars[index + 1])
        if pair != 0 {
          result.append(fast(pair))
          index += 2
          continue
        }
      }
      let entry = charset.encoding.entry(for: scalars[index])
      if entry != 0 { result.append(fast(entry)) }
      index += 1
    }
    return result
  }

  /// An entry of an encode table (first byte highest) as a fast entry (first byte lowest).
  static func fast(_ entry: UInt32) -> UInt32 {
    let count = entry >> 28
    var bytes: UInt32 = 0
    for index in 0..<count { bytes |= (entry >> (8 * (count - 1 - index)) & 0xFF) << (8 * index) }
    return count << 28 | (entry & 0x0F00_0000) | bytes
  }

  // MARK: Blocks and records

  mutating func startBlock() {
    result.reset()
    accounts.reset()
    output.count = 0
    counted = 0
    unwritableRecord = nil
  }

  mutating func endBlock() { accounts.copy(to: &result) }

  /// Characters in the text fields of the block's records, counted from their bytes.
  var countedCharacters: Int { counted }

  /// Whether the framing puts several records into one block of the output.
  var framesAreJoined: Bool { if case .blocked = host.framing { true } else { false } }

  /// Forgets the records that were written: what comes next follows others.
  mutating func restartFrames() { frames = FrameWriter(host.framing) }

  /// - Parameters:
  ///   - byteCount: of the record's data; it is filled with the charset's space.
  ///   - offset: where it begins in the source.
  mutating func startRecord(_ number: Int, byteCount: Int, at offset: Int) {
    record = number
    recordOffset = offset
    isRejected = false
    eventMark = result.events.count
    expectedMark = result.expectedCharacters
    recordAccounts.removeAll(keepingCapacity: true)
    texts.removeAll(keepingCapacity: true)
    if bytes.count != byteCount { bytes = Array(repeating: 0, count: byteCount) }
    fill(0..<byteCount)
  }

  /// Appends the record to the output, or leaves it out.
  /// - Parameter source: what goes to the side file instead.
  mutating func endRecord(source: [UInt8]) throws(FramingError) {
    result.records += 1
    guard !isRejected else {
      result.rejectedBytes.append(contentsOf: source)
      result.rejectedRecords += 1
      result.expectedCharacters = expectedMark
      for (column, counts) in recordAccounts {
        unsafe accounts.base[column] -= counts
        var rejected = counts
        rejected.rejectAll()
        unsafe accounts.base[column] += rejected
      }
      let kept = result.events[eventMark...].filter {
        table.entries[Int($0.number)].outcome.finding?.isUnmapped == true
      }
      result.events.replaceSubrange(eventMark..., with: kept)
      return
    }
    unsafe bytes.withUnsafeBufferPointer { record in
      for text in texts {
        counted += unsafe count.characters(
          of: UnsafeBufferPointer(
            rebasing: record[text.offset..<text.offset + text.byteCount]), content: text.content)
      }
    }
    framed.removeAll(keepingCapacity: true)
    let data = bytes
    var frames = self.frames
    unwritableRecord = recordOffset
    try frames.append(data.span, to: &framed)
    unwritableRecord = nil
    self.frames = frames
    write(framed)
  }

  /// What a framing has to write when no more records come.
  mutating func finish() {
    framed.removeAll(keepingCapacity: true)
    frames.finish(into: &framed)
    write(framed)
  }

  func write(_ bytes: [UInt8]) {
    output.reserve(output.count + bytes.count, keeping: output.count)
    unsafe bytes.withUnsafeBufferPointer {
      // SAFETY: room for all of them was made above.
      unsafe (output.base + output.count).update(
        from: $0.baseAddress ?? UnsafePointer(output.base), count: $0.count)
    }
    output.count += bytes.count
  }

  // MARK: Fields

  /// Begins a field; its codes are added next.
  mutating func startField(column: Int, field: Int, offset: Int, fieldOffset: Int) {
    account = ColumnAccount()
    codes.removeAll(keepingCapacity: true)
    groups.removeAll(keepingCapacity: true)
    fieldEvent = RecordEvent(
      number: 0, column: Int32(column), record: record, offset: offset, fieldOffset: fieldOffset,
      field: Int32(field))
  }

  /// The next codes stand for one character (an escape): a cut never comes between them.
  mutating func keepTogether(_ count: Int) {
    if count > 1 { groups.append(codes.count..<codes.count + count) }
  }

  /// Adds a code that a fast table gave.
  @inline(__always) mutating func add(fast entry: UInt32) { codes.append(entry) }

  /// Whether a field of this kind can hold the code.
  @inline(__always) func holds(_ entry: UInt32, _ content: HostStep.Content) -> Bool {
    switch content {
    case .single: entry >> 28 == 1 && FastEntry.state(of: entry) == 0
    case .double:
      entry >> 28 == 2 && host.charset.doubleState == Int(FastEntry.state(of: entry))
    default: true
    }
  }

  /// Adds what became of a character that is not in the fast table, and counts it.
  mutating func add(
    _ number: Int, at offset: Int, in content: HostStep.Content
  ) throws(ConversionStop) {
    account.characters += 1
    if number < codesOfNumber.count, let known = codesOfNumber[number], isPlain[number],
      known.allSatisfy({ holds($0, content) })
    {
      // Exact, and nothing to say about it.
      keepTogether(known.count)
      codes += known
      account.exact += 1
      return
    }
    let entry = table.entries[number]
    while codesOfNumber.count <= number {
      codesOfNumber.append(nil)
      isPlain.append(false)
    }
    isPlain[number] = entry.outcome.disposition == .exact && entry.outcome.finding == nil
    let own =
      codesOfNumber[number] ?? Self.entries(of: entry.outcome, in: host.charset.table)
    codesOfNumber[number] = own
    guard own.allSatisfy({ holds($0, content) }) else {
      try addUnencodable(entry.character, at: offset, in: content)
      return
    }
    keepTogether(own.count)
    codes += own
    account.count(entry.outcome)
    guard let finding = entry.outcome.finding else { return }
    addEvent(number, at: offset)
    if entry.outcome.disposition == .stop {
      throw stop(finding.failure ?? .invalid, entry.character.hexadecimalCode, at: offset)
    }
  }

  /// A character that the charset has, but not for a field of this kind.
  mutating func addUnencodable(
    _ character: SourceCharacter, at offset: Int, in content: HostStep.Content
  ) throws(ConversionStop) {
    let action = plan.policy.actions.unencodable
    let number = table.number(ofFieldFailure: character)
    account.substituted += action == .substitute || action == .escape || action == .keep ? 1 : 0
    account.reported += action == .reject || action == .stop ? 1 : 0
    addEvent(number, at: offset)
    if action == .stop { throw stop(.unencodable, character.hexadecimalCode, at: offset) }
    let substitute = Self.entries(
      of: plan.policy.substitutes.unencodable, in: host.charset.table)
    if !substitute.isEmpty, substitute.allSatisfy({ holds($0, content) }) {
      keepTogether(substitute.count)
      codes += substitute
    } else {
      // Every one-byte table has a question mark, every two-byte one a geta.
      codes += Self.entries(of: [content == .double ? 0x3013 : 0x3F], in: host.charset.table)
    }
  }

  /// Adds bytes as they are: an escape that is read back.
  mutating func add(bytes: [UInt8], state: Int) {
    account.characters += 1
    account.exact += 1
    for byte in bytes { codes.append(1 << 28 | UInt32(state) << 24 | UInt32(byte)) }
  }

  mutating func addEvent(_ number: Int, at offset: Int) {
    var event = fieldEvent
    event.number = Int32(number)
    event.offset = offset
    if table.entries[number].outcome.disposition == .reject { isRejected = true }
    result.events.append(event)
  }

  /// Records something about the field as a whole.
  mutating func note(
    _ finding: FindingKind, action: ConversionPolicy.Action?
  ) throws(ConversionStop) {
    addEvent(table.number(of: finding, action: action), at: fieldEvent.offset)
    if action == .stop { throw stop(finding.failure ?? .invalid, "", at: fieldEvent.offset) }
  }

  func stop(
    _ failure: ConversionPolicy.Failure, _ code: String, at offset: Int
  ) -> ConversionStop {
    ConversionStop(
      reason: .policy(failure, code: code), record: record, column: Int(fieldEvent.column),
      offset: offset)
  }

  // MARK: Other fields

  /// Fills a field with spaces, in a record that has other bytes there.
  mutating func clear(_ field: Range<Int>) {
    precondition(field.lowerBound >= 0 && field.upperBound <= bytes.count)
    fill(field)
  }

  /// Puts the bytes of a field that is no text.
  mutating func put(bytes field: some Collection<UInt8>, at offset: Int) {
    precondition(offset >= 0 && offset + field.count <= bytes.count)
    bytes.replaceSubrange(offset..<offset + field.count, with: field)
  }

  /// Encodes a number into its place.
  mutating func put(
    number text: Span<UInt8>, _ format: NumberFormat, at offset: Int
  ) throws(NumberEncodingError) {
    precondition(offset >= 0 && offset + format.byteCount <= bytes.count)
    var span = bytes.mutableSpan
    var field = span._mutatingExtracting(offset..<offset + format.byteCount)
    try format.encode(text, into: &field)
  }

  mutating func append(rest: [UInt8]) { bytes += rest }

  mutating func shorten(to byteCount: Int) { bytes.removeLast(bytes.count - byteCount) }
}
