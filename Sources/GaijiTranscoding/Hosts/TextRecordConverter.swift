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
  let readsUTF8: Bool
  /// Characters met lately, by a hash of their scalars.
  var recent = [(key: UInt64, number: Int)](repeating: (.max, 0), count: 1024)
  /// Scalars that begin a code for two (か゚), a base and its selector not meant.
  let pairBases: Set<UInt32>
  let decoderTable: CharsetTable
  /// Column of the layout by column of the text.
  var columns: [Int]
  var blockOffset = 0
  var record = 0

  /// A cell: where it is in the block, or in `unquoted` when it was quoted with doubled quotes.
  struct Cell {
    var range: Range<Int>
    var isUnquoted: Bool
    /// Place of its first byte in the block.
    var place: Int
  }

  var cells: [Cell] = []
  var unquoted: [UInt8] = []
  /// Cell by column of the layout, of the record in hand; -1: none.
  var cellOfColumn: [Int]
  var counts: [Int] = []
  /// For records that can be written directly; `nil` for others.
  let direct: DirectRecords?
  var directCount: DirectCount

  /// - Parameter isGeneral: all records go through the general code.
  init(
    plan: ConversionPlan, host: HostPlan, settings: BlockSettings, header: [String]?,
    isGeneral: Bool = false
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
    let pairBases = Set(
      plan.target.encoding.pairKeys.array.lazy
        .filter { !isVariationSelector(UInt32($0 & 0x1F_FFFF)) }.map { UInt32($0 >> 21) })
    self.pairBases = pairBases
    decoderTable = plan.source
    let columns = try Self.columns(header, of: host)
    self.columns = columns
    direct =
      isGeneral
      ? nil
      : DirectRecords(
        plan: plan, host: host, settings: settings, columns: columns, table: table,
        isPairBase: { pairBases.contains($0) })
    directCount = DirectCount(plan: plan)
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
      if record > 0, let direct {
        position = try convertDirectly(block, from: position, direct)
        if position == block.count { break }
      }
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

  func bytes(_ block: Span<UInt8>, _ range: Range<Int>) -> [UInt8] {
    range.map { block[$0] }
  }

  // MARK: Records

  mutating func convertRecord(_ block: Span<UInt8>, _ range: Range<Int>) throws {
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
    builder.startRecord(record, byteCount: full, at: blockOffset + range.lowerBound)
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

  func program(_ block: Span<UInt8>, at offset: Int) throws(ConversionStop) -> HostProgram {
    let host = builder.host
    guard let column = host.typeColumn else { return host.programs[0] }
    let cell = cells[cellOfColumn[column]]
    guard let index = host.program(named: text(cell, block)) else {
      throw ConversionStop(
        reason: .unknownRecordType, record: record, column: column, offset: offset)
    }
    return host.programs[index]
  }

  mutating func countElements(
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
  func recordEnd(
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
  func cutByteCount(_ step: HostStep, _ cell: Cell, _ block: Span<UInt8>) -> Int? {
    let bytes: [UInt8]?
    switch step.content {
    case .raw: bytes = hexadecimal(cell, block)
    case .number: bytes = escapedBytes(text(cell, block))
    default: return nil
    }
    return bytes.flatMap { $0.count < step.byteCount ? $0.count : nil }
  }
}
