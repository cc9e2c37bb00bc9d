internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// The body of `TextRecordEngine`: delimited text to host records.
///
/// The header names the columns of the layout, in any order; a column that the layout does not have
/// and a field that the text does not have are errors, so nothing is left out in silence.
struct TextRecordConverter {
  let plan: ConversionPlan
  let settings: BlockSettings
  let delimiter: UInt8
  let hasHeader: Bool
  var builder: HostRecordBuilder
  let table: OutcomeTable
  let plainScalars: FastScalars
  let selectedScalars: FastScalars
  private let readsUTF8: Bool
  /// Characters met lately, by a hash of their scalars.
  private var recent = [(key: UInt64, number: Int)](repeating: (.max, 0), count: 1024)
  /// Scalars that begin a code for two (か゚), a base and its selector not meant.
  private let pairBases: Set<UInt32>
  private let decoderTable: CharsetTable
  /// Column of the layout by column of the text.
  private var columns: [Int]
  private var blockOffset = 0
  private var record = 0

  /// A cell: where it is in the block, or in `unquoted` when it was quoted with doubled quotes.
  private struct Cell {
    var range: Range<Int>
    var isUnquoted: Bool
    /// Place of its first byte in the block.
    var place: Int
  }

  private var cells: [Cell] = []
  private var unquoted: [UInt8] = []
  /// Cell by column of the layout, of the record in hand; -1: none.
  private var cellOfColumn: [Int]
  private var counts: [Int] = []

  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, header: [String]?
  ) throws(HostPlanError) {
    self.plan = plan
    self.settings = settings
    delimiter = UInt8(exactly: settings.format.delimiter) ?? UInt8(ascii: ",")
    hasHeader = header != nil
    table = OutcomeTable(
      resolver: plan.resolver, fastCount: FastScalars.count, encodesBytes: false)
    plainScalars = FastScalars(table, selected: false)
    selectedScalars = FastScalars(table, selected: true)
    builder = HostRecordBuilder(plan: plan, host: host, settings: settings, table: table)
    readsUTF8 = plan.source.scheme == .utf8
    pairBases = Set(
      plan.target.encoding.pairKeys.array.lazy
        .filter { !isVariationSelector(UInt32($0 & 0x1F_FFFF)) }.map { UInt32($0 >> 21) })
    decoderTable = plan.source
    columns = try Self.columns(header, of: host)
    cellOfColumn = Array(repeating: -1, count: host.columnNames.count)
  }

  /// Column of the layout by column of the text.
  static func columns(
    _ header: [String]?, of host: HostPlan
  ) throws(HostPlanError) -> [Int] {
    guard let header else { return Array(host.columnNames.indices) }
    var columns: [Int] = []
    for name in header {
      let found = host.columnNames.firstIndex { $0.utf8.elementsEqual(name.utf8) }
      guard let found else { throw .unknownColumn(name) }
      if columns.contains(found) { throw .duplicateColumn(name) }
      columns.append(found)
    }
    let missing = host.columnNames.indices.filter { !columns.contains($0) && $0 != host.restColumn }
    if let first = missing.first { throw .missingColumn(host.columnNames[first]) }
    return columns
  }

  mutating func convert(
    _ block: Span<UInt8>, offset: Int, firstRecord: Int, isLast: Bool
  ) throws -> Int {
    builder.startBlock()
    blockOffset = offset
    record = firstRecord
    var position = 0
    while position < block.count {
      guard let end = try readRecord(block, from: position, isLast: isLast) else { break }
      if record == 0 {
        builder.result.headerBytes = bytes(block, position..<end)
      } else {
        try convertRecord(block, position..<end)
      }
      position = end
      record += 1
    }
    if isLast, position == block.count { builder.finish() }
    builder.endBlock()
    return position
  }

  private func bytes(_ block: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    range.map { block[$0] }
  }

  // MARK: Cutting

  /// Finds the cells of the record at `start` (RFC 4180).
  /// - Returns: the place behind its newline, or `nil` when it is not complete.
  private mutating func readRecord(
    _ block: Span<UInt8>, from start: Int, isLast: Bool
  ) throws -> Int? {
    cells.removeAll(keepingCapacity: true)
    unquoted.removeAll(keepingCapacity: true)
    var place = start
    while true {
      let first = place
      if place < block.count, block[place] == ASCII.quote {
        let begin = unquoted.count
        place += 1
        while true {
          guard place < block.count else {
            guard isLast else { return nil }
            throw ConversionStop(
              reason: .unclosedQuote, record: record, column: column(cells.count),
              offset: blockOffset + first)
          }
          if block[place] == ASCII.quote {
            guard place + 1 < block.count, block[place + 1] == ASCII.quote else { break }
            place += 1
          }
          unquoted.append(block[place])
          place += 1
        }
        place += 1
        cells.append(
          Cell(range: begin..<unquoted.count, isUnquoted: true, place: first + 1))
        guard place < block.count else { return isLast ? place : nil }
        let next = block[place]
        // The line feed of a pair may be the first byte of what is read next.
        if next == ASCII.carriageReturn, place + 1 == block.count, !isLast { return nil }
        let isEnd =
          next == delimiter || next == ASCII.newline
          || next == ASCII.carriageReturn && place + 1 < block.count
            && block[place + 1] == ASCII.newline
        guard isEnd else {
          throw ConversionStop(
            reason: .textAfterQuote, record: record, column: column(cells.count - 1),
            offset: blockOffset + place)
        }
      } else {
        while place < block.count, block[place] != delimiter, block[place] != ASCII.newline {
          place += 1
        }
        guard place < block.count || isLast else { return nil }
        var end = place
        if place < block.count, block[place] == ASCII.newline, end > first,
          block[end - 1] == ASCII.carriageReturn
        {
          end -= 1
        }
        cells.append(Cell(range: first..<end, isUnquoted: false, place: first))
        if place == block.count { return place }
      }
      if block[place] == ASCII.carriageReturn { place += 1 }
      if block[place] == ASCII.newline { return place + 1 }
      place += 1
      guard cells.count <= columns.count else {
        throw ConversionStop(
          reason: .otherColumnCount(cells.count + 1, expected: columns.count), record: record,
          column: columns.count - 1, offset: blockOffset + place)
      }
    }
  }

  private func column(_ cell: Int) -> Int {
    record == 0 ? -1 : cell < columns.count ? columns[cell] : cell
  }

  // MARK: Records

  private mutating func convertRecord(_ block: Span<UInt8>, _ range: Range<Int>) throws {
    if cells.count == columns.count - 1, builder.host.restColumn == columns.last {
      // A file without the column of trailing bytes.
    } else if cells.count != columns.count {
      throw ConversionStop(
        reason: .otherColumnCount(cells.count, expected: columns.count), record: record,
        column: 0, offset: blockOffset + range.lowerBound)
    }
    for index in cellOfColumn.indices { cellOfColumn[index] = -1 }
    for index in cells.indices { cellOfColumn[columns[index]] = index }
    let program = try program(block, at: blockOffset + range.lowerBound)
    try countElements(program, block)
    let removed = zip(program.layout.tables, counts).reduce(0) {
      $0 + ($1.0.maximum - $1.1) * $1.0.elementByteCount
    }
    let full = program.layout.maximumByteCount - removed
    builder.startRecord(record, byteCount: full)
    let end = try recordEnd(program, full, block)
    for field in program.layout.fields.indices {
      let step = program.steps[program.columns[field]]
      let cell = cellOfColumn[step.column]
      guard
        let offset = program.layout.offset(of: program.layout.fields[field], counts: counts)
      else {
        if cell >= 0, !cells[cell].range.isEmpty {
          throw ConversionStop(
            reason: .cellBeyondTable, record: record, column: step.column,
            offset: blockOffset + cells[cell].place)
        }
        continue
      }
      if offset >= end { continue }
      try convertField(step, cell: cell, block, at: offset, room: end - offset)
    }
    if end < full { builder.shorten(to: end) }
    if let rest = builder.host.restColumn, cellOfColumn[rest] >= 0 {
      let cell = cells[cellOfColumn[rest]]
      guard let tail = hexadecimal(cell, block) else {
        throw ConversionStop(
          reason: .notHexadecimal, record: record, column: rest, offset: blockOffset + cell.place)
      }
      builder.append(rest: tail)
    }
    try builder.endRecord(source: builder.isRejected ? bytes(block, range) : [])
  }

  private func program(_ block: Span<UInt8>, at offset: Int) throws(ConversionStop) -> HostProgram {
    let host = builder.host
    guard let column = host.typeColumn else { return host.programs[0] }
    let cell = cells[cellOfColumn[column]]
    guard let index = host.program(named: text(cell, block)) else {
      throw ConversionStop(
        reason: .unknownRecordType, record: record, column: column, offset: offset)
    }
    return host.programs[index]
  }

  private mutating func countElements(
    _ program: HostProgram, _ block: Span<UInt8>
  ) throws(ConversionStop) {
    counts.removeAll(keepingCapacity: true)
    for table in program.layout.tables {
      let column = program.columns[table.counter]
      let cell = cells[cellOfColumn[column]]
      let value = Int(String(decoding: text(cell, block), as: UTF8.self))
      guard let value, (table.minimum...table.maximum).contains(value) else {
        throw ConversionStop(
          reason: .badTableCount(
            field: program.layout.fields[table.counter].name, value: value,
            minimum: table.minimum, maximum: table.maximum),
          record: record, column: column, offset: blockOffset + cell.place)
      }
      counts.append(value)
    }
  }

  /// Where the record ends. In a file whose records have lengths of their own, empty cells at the
  /// end of which one is a number (which has no blank form) mean that the record stops before it.
  ///
  /// A last cell of bytes that is shorter than its field means that the record stops inside it.
  private func recordEnd(
    _ program: HostProgram, _ full: Int, _ block: Span<UInt8>
  ) throws -> Int {
    if case .fixed = builder.host.framing { return full }
    let rest = builder.host.restColumn.map { cellOfColumn[$0] } ?? -1
    let hasRest = rest >= 0 && !cells[rest].range.isEmpty
    var end = full
    for field in program.layout.fields.indices.reversed() {
      let step = program.steps[program.columns[field]]
      let cell = cellOfColumn[step.column]
      guard cell < 0 || cells[cell].range.isEmpty else {
        if let part = cutByteCount(step, cells[cell], block), !hasRest,
          let offset = program.layout.offset(of: program.layout.fields[field], counts: counts)
        {
          end = offset + part
        }
        break
      }
      if !step.hasBlank,
        let offset = program.layout.offset(of: program.layout.fields[field], counts: counts)
      {
        end = offset
      }
    }
    return end
  }

  /// How many bytes a cell of bytes has, where they are fewer than its field's.
  private func cutByteCount(_ step: HostStep, _ cell: Cell, _ block: Span<UInt8>) -> Int? {
    let bytes: [UInt8]?
    switch step.content {
    case .raw: bytes = hexadecimal(cell, block)
    case .number: bytes = escapedBytes(text(cell, block))
    default: return nil
    }
    return bytes.flatMap { $0.count < step.byteCount ? $0.count : nil }
  }

  // MARK: Fields

  /// - Parameter room: Bytes of the record from the field's start on.
  private mutating func convertField(
    _ step: HostStep, cell index: Int, _ block: Span<UInt8>, at offset: Int, room: Int
  ) throws {
    let cell = index >= 0 ? cells[index] : Cell(range: 0..<0, isUnquoted: false, place: 0)
    let place = blockOffset + cell.place
    builder.startField(
      column: step.column, field: step.field, offset: place, fieldOffset: place)
    switch step.content {
    case .single, .double, .mixed:
      if cell.isUnquoted {
        let copy = unquoted
        try addText(copy.span, cell.range, step, at: place)
      } else {
        try addText(block, cell.range, step, at: place)
      }
      try builder.endField(step, at: offset)
    case .number: try putNumber(step, cell, block, at: offset, room: room)
    case .raw:
      if cell.range.isEmpty { break }
      guard let bytes = hexadecimal(cell, block),
        bytes.count == min(step.byteCount, room)
      else {
        throw ConversionStop(
          reason: .notHexadecimal, record: record, column: step.column, offset: place)
      }
      builder.put(bytes: bytes, at: offset)
    case .none, .type, .rest: break
    }
  }

  private mutating func putNumber(
    _ step: HostStep, _ cell: Cell, _ block: Span<UInt8>, at offset: Int, room: Int
  ) throws(ConversionStop) {
    guard let format = step.number else { return }
    let copy = unquoted
    let digits = cell.isUnquoted ? copy.span.extracting(cell.range) : block.extracting(cell.range)
    if !digits.isEmpty, digits[0] == UInt8(ascii: "{"),
      let bytes = escapedBytes(text(cell, block)), bytes.count == min(step.byteCount, room)
    {
      builder.put(bytes: bytes, at: offset)
      return
    }
    do throws(NumberEncodingError) {
      try builder.put(number: digits, format, at: offset)
    } catch {
      switch error {
      case .tooLarge, .tooFine, .negative, .tooLong:
        // Digits cannot be cut off a number.
        let action = plan.policy.actions.overflow
        try builder.note(.overflow, action: action == .reject ? .reject : .stop)
      case .notANumber, .blank:
        let action = plan.policy.actions.invalid
        try builder.note(.badNumber, action: action == .reject ? .reject : .stop)
      }
    }
  }

  /// The bytes that `{bytes:4040}` stands for.
  private func escapedBytes(_ text: [UInt8]) -> [UInt8]? {
    let prefix = Array("{bytes:".utf8)
    guard text.starts(with: prefix), text.last == UInt8(ascii: "}") else { return nil }
    return Self.hexadecimal(text[prefix.count..<text.count - 1])
  }

  private func hexadecimal(_ cell: Cell, _ block: Span<UInt8>) -> [UInt8]? {
    Self.hexadecimal(text(cell, block)[...])
  }

  private static func hexadecimal(_ digits: ArraySlice<UInt8>) -> [UInt8]? {
    guard digits.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    var high: UInt8?
    for digit in digits {
      let value: UInt8
      switch digit {
      case 0x30...0x39: value = digit - 0x30
      case 0x41...0x46: value = digit - 0x41 + 10
      case 0x61...0x66: value = digit - 0x61 + 10
      default: return nil
      }
      if let first = high {
        bytes.append(first << 4 | value)
        high = nil
      } else {
        high = value
      }
    }
    return bytes
  }

  private func text(_ cell: Cell, _ block: Span<UInt8>) -> [UInt8] {
    cell.isUnquoted ? Array(unquoted[cell.range]) : cell.range.map { block[$0] }
  }

  // MARK: Text

  /// Adds the codes of a cell's text to the field in hand.
  private mutating func addText(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ step: HostStep, at place: Int
  ) throws {
    guard readsUTF8 else {
      try addUnits(range.map { bytes[$0] }, step, at: place)
      return
    }
    let selected = builder.isSelected[step.column]
    let fast = selected ? selectedScalars : plainScalars
    let content = step.content
    var index = range.lowerBound
    var ordinary = 0
    while index < range.upperBound {
      let lead = bytes[index]
      var scalar = UInt32(lead)
      var length = 1
      if lead >= 0x80 {
        guard lead & 0xF0 == 0xE0, index + 2 < range.upperBound,
          bytes[index + 1] & 0xC0 == 0x80, bytes[index + 2] & 0xC0 == 0x80
        else {
          index = try addUnit(bytes, from: index, range, step, at: place)
          continue
        }
        scalar =
          UInt32(lead & 0x0F) << 12 | UInt32(bytes[index + 1] & 0x3F) << 6
          | UInt32(bytes[index + 2] & 0x3F)
        length = 3
      }
      let entry = fast[scalar]
      // A variation selector may follow: U+FE00.. (EF B8 ..) or U+E0100.. (F3 ..).
      let next = index + length < range.upperBound ? bytes[index + length] : 0
      let mayBeSelector =
        next == 0xF3
        || next == 0xEF && index + length + 1 < range.upperBound
          && bytes[index + length + 1] == 0xB8
      if entry >= FastEntry.minimum, !mayBeSelector, builder.holds(entry, content) {
        builder.add(fast: entry)
        ordinary += 1
        index += length
      } else {
        index = try addUnit(bytes, from: index, range, step, at: place)
      }
    }
    builder.account.characters += ordinary
    builder.account.exact += ordinary
  }

  /// Adds the character at `index`, which may be of any kind; returns the index behind it.
  private mutating func addUnit(
    _ bytes: Span<UInt8>, from index: Int, _ range: Range<Int>, _ step: HostStep, at place: Int
  ) throws -> Int {
    // SAFETY: the pointer is used while the span lives; the range lies in the span. (A closure
    // around what follows would copy this whole converter.)
    let all = unsafe bytes.withUnsafeBufferPointer { unsafe $0 }
    let rest = unsafe UnsafeBufferPointer(rebasing: all[index..<range.upperBound])
    var character = unsafe SourceCharacter.firstUTF8(of: rest)
    if character.canTakeSelector {
      let behind = unsafe UnsafeBufferPointer(rebasing: rest[Int(character.byteCount)...])
      if let selector = unsafe SourceCharacter.variationSelector(at: behind) {
        character.second = selector
        character.byteCount += utf8Count(selector)
      } else if !behind.isEmpty, beginsPair(character.scalar) {
        // か and ゚ are one code in some charsets.
        let mark = unsafe SourceCharacter.firstUTF8(of: behind)
        if mark.kind == .character, isPair(character.scalar, mark.scalar) {
          character.second = mark.scalar
          character.byteCount += mark.byteCount
        }
      }
    }
    try add(character, step, at: place + index - range.lowerBound)
    return index + Int(character.byteCount)
  }

  private func beginsPair(_ scalar: UInt32) -> Bool {
    !pairBases.isEmpty && pairBases.contains(scalar)
  }

  private func isPair(_ first: UInt32, _ second: UInt32) -> Bool {
    plan.target.encoding.entry(for: first, second) != 0
  }

  /// The number of a character's entry; the last ones are found without a hash of all of it.
  private mutating func number(of character: SourceCharacter, selected: Bool) -> Int {
    guard character.kind == .character, !character.isOneWay else {
      return table.number(of: character, selected: selected)
    }
    let key =
      UInt64(character.scalar) << 32 | UInt64(character.second) << 1 | (selected ? 1 : 0)
    let slot = Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) >> 54)
    if recent[slot].key == key { return recent[slot].number }
    let number = table.number(of: character, selected: selected)
    recent[slot] = (key, number)
    return number
  }

  private mutating func add(
    _ character: SourceCharacter, _ step: HostStep, at offset: Int
  ) throws(ConversionStop) {
    let selected = builder.isSelected[step.column]
    let number = number(of: character, selected: selected)
    if character.second == 0, character.kind == .character, !character.isOneWay,
      character.scalar < FastScalars.count, !beginsPair(character.scalar)
    {
      table.remember(number, at: Int(character.scalar))
    }
    try builder.add(number, at: offset, in: step.content)
  }

  /// Text in another charset than UTF-8.
  private mutating func addUnits(_ bytes: [UInt8], _ step: HostStep, at place: Int) throws {
    for unit in ScalarDecoder.units(of: bytes, in: decoderTable, isStart: false)
    where unit.kind != .shift {
      try add(SourceCharacter(unit), step, at: place + unit.offset)
    }
  }

  /// The neighbourhood of an event in the block.
  func sample(for event: RecordEvent, in block: UnsafeBufferPointer<UInt8>) -> Finding.Sample {
    let field = event.fieldOffset - blockOffset
    let place = event.offset - blockOffset
    guard field >= 0, field <= place, place < block.count else {
      return .init(record: event.record, offset: event.offset, before: "", text: "", after: "")
    }
    return unsafe FieldText.sample(
      of: event, in: block, field: field, place: place, source: plan.source,
      format: settings.format)
  }
}
