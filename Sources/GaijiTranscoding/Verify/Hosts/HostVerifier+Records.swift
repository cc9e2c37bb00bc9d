internal import GaijiCharsets
internal import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

// Delimited text that became host records.

extension HostVerifier {
  /// One row of the source, its cells by column of the layout.
  private struct Row {
    var reader: RecordReader
    /// Cell by column of the layout; -1: the source has no such column.
    var cells: [Int]

    func units(_ column: Int) -> ArraySlice<DecodedUnit> {
      guard cells[column] >= 0, cells[column] < reader.fields.count else { return [] }
      let field = reader.fields[cells[column]]
      return reader.units[field.start..<field.end]
    }

    /// Bytes from the start of the source to the cell's end.
    func end(_ column: Int) -> Int {
      guard cells[column] >= 0, cells[column] < reader.fields.count else { return reader.offset }
      return reader.fields[cells[column]].endOffset
    }
  }

  mutating func verifyRecords(source: InputFile, output: InputFile) throws {
    guard let target else { return }
    var row = Row(
      reader: RecordReader(input: source, table: plan.source, format: options.format),
      cells: Array(target.columnNames.indices))
    var right = records(output)
    if options.hasHeader {
      guard try row.reader.read() else { return }
      row.cells = try readHeader(row.reader, target)
    } else {
      try findColumns(target.columnNames)
    }
    while try row.reader.read() {
      record += 1
      report.records += 1
      offset = row.reader.offset
      guard let program = program(of: row, target) else { continue }
      if rejects(row, program, target) {
        report.rejectedRecords += 1
        continue
      }
      guard try right.read() else {
        fault(-1, "the output ends before this record")
        continue
      }
      compare(row, right.data, program, target)
    }
    if try right.read() { fault(-1, "the output has a record that the source does not have") }
  }

  /// Cell by column of the layout, from the names in the header.
  private mutating func readHeader(
    _ reader: RecordReader, _ target: HostPlan
  ) throws -> [Int] {
    let names = reader.fields.map { field in
      FieldText.text(
        reader.units[field.start..<field.end].flatMap { SourceCharacter($0).displayScalars }[...])
    }
    var cells = target.columnNames.map { _ in -1 }
    var columns: [Int] = []
    for (cell, name) in names.enumerated() {
      let column = target.columnNames.firstIndex { $0.utf8.elementsEqual(name.utf8) }
      guard let column else { throw HostPlanError.unknownColumn(name) }
      guard cells[column] < 0 else { throw HostPlanError.duplicateColumn(name) }
      cells[column] = cell
      columns.append(column)
    }
    for (column, cell) in cells.enumerated() where cell < 0 && column != target.restColumn {
      throw HostPlanError.missingColumn(target.columnNames[column])
    }
    try findColumns(names) { columns[$0] }
    return cells
  }

  private mutating func program(of row: Row, _ target: HostPlan) -> HostProgram? {
    guard let column = target.typeColumn else { return target.programs[0] }
    let name = row.units(column).flatMap { SourceCharacter($0).displayScalars }
    let found = target.programs.first {
      $0.layout.name.unicodeScalars.map(\.value) == name
    }
    if found == nil { fault(column, "the source names no record type of the layout") }
    return found
  }

  // MARK: Comparing

  private mutating func compare(
    _ row: Row, _ data: [UInt8], _ program: HostProgram, _ target: HostPlan
  ) {
    // What a reader of the output takes the record for has to be what the source names.
    guard let parts = parts(data, in: target, "output") else { return }
    guard parts.program.layout.name.utf8.elementsEqual(program.layout.name.utf8) else {
      fault(
        -1,
        "the output's record reads as record type \(parts.program.layout.name), not "
          + program.layout.name)
      return
    }
    var isCovered = [Bool](repeating: false, count: data.count)
    for step in program.steps {
      switch step.content {
      case .type: continue
      case .none: expectEmpty(row, step, "this record type has no such field")
      case .rest: expectRest(row, step, data[parts.rest])
      case .single, .double, .mixed, .number, .raw:
        report.fields += 1
        switch parts.place(of: step) {
        case .absent: expectEmpty(row, step, "the output's record does not have this field")
        case .cut(let range):
          for index in range { isCovered[index] = true }
          compareCut(row, step, Array(data[range]))
        case .whole(let range):
          for index in range { isCovered[index] = true }
          compare(row, step, Array(data[range]), target)
        }
      }
    }
    for index in parts.rest { isCovered[index] = true }
    let fill = target.charset.space ?? 0x40
    let stray = data.indices.first { !isCovered[$0] && data[$0] != fill }
    if let stray { fault(-1, "byte \(stray) of the output's record is in no field and no space") }
  }

  private mutating func compare(
    _ row: Row, _ step: HostStep, _ bytes: [UInt8], _ target: HostPlan
  ) {
    let cell = row.units(step.column)
    switch step.content {
    case .number:
      if let escaped = Self.escapedBytes(cell, count: bytes.count) {
        if escaped != bytes {
          fault(step.column, "the output has other bytes than the source gives")
        }
      } else if encoded(cell, step) != bytes {
        fault(step.column, "the output does not have the source's number")
      }
    case .raw:
      let fill = [UInt8](repeating: target.charset.space ?? 0x40, count: bytes.count)
      if (cell.isEmpty ? fill : Self.bytes(Self.ascii(cell) ?? [])) != bytes {
        fault(step.column, "the output has other bytes than the source gives")
      }
    default:
      let source = explainer.characters(of: cell, offset: 0)
      compareWritten(source, bytes, step, target, at: row.end(step.column))
    }
  }

  /// A record may end inside a field of bytes, where the source has only so many.
  private mutating func compareCut(_ row: Row, _ step: HostStep, _ bytes: [UInt8]) {
    let cell = row.units(step.column)
    let given =
      step.content == .raw
      ? Self.bytes(Self.ascii(cell) ?? []) : Self.escapedBytes(cell, count: bytes.count)
    if step.isText || given != bytes {
      fault(step.column, "the output's record ends inside this field")
    }
  }

  private mutating func expectEmpty(_ row: Row, _ step: HostStep, _ what: String) {
    if !row.units(step.column).isEmpty {
      fault(step.column, "\(what), and the source has a value for it")
    }
  }

  private mutating func expectRest(_ row: Row, _ step: HostStep, _ rest: ArraySlice<UInt8>) {
    if Self.bytes(Self.ascii(row.units(step.column)) ?? []) != Array(rest) {
      fault(step.column, "the bytes behind the output's fields are not those of the source")
    }
  }

  /// The bytes of a cell's number; `nil` when the field cannot have it.
  private func encoded(_ cell: ArraySlice<DecodedUnit>, _ step: HostStep) -> [UInt8]? {
    guard let format = step.number, let text = Self.ascii(cell) else { return nil }
    var bytes = [UInt8](repeating: 0, count: step.byteCount)
    var span = bytes.mutableSpan
    guard (try? format.encode(text.span, into: &span)) != nil else { return nil }
    return bytes
  }

  // MARK: Rejected records

  private mutating func rejects(
    _ row: Row, _ program: HostProgram, _ target: HostPlan
  ) -> Bool {
    let actions = plan.policy.actions
    guard ConversionPolicy.Failure.allCases.contains(where: { actions[$0] == .reject }) else {
      return false
    }
    for step in program.steps {
      let cell = row.units(step.column)
      if step.isText, rejects(explainer.characters(of: cell, offset: 0), step) { return true }
      guard let format = step.number, !cell.isEmpty,
        (1...step.byteCount).allSatisfy({ Self.escapedBytes(cell, count: $0) == nil })
      else { continue }
      var bytes = [UInt8](repeating: 0, count: step.byteCount)
      var span = bytes.mutableSpan
      do throws(NumberEncodingError) {
        guard let text = Self.ascii(cell) else { throw .notANumber(at: 0) }
        try format.encode(text.span, into: &span)
      } catch {
        switch error {
        case .tooLarge, .tooFine, .negative, .tooLong:
          if actions.overflow == .reject { return true }
        case .notANumber, .blank: if actions.invalid == .reject { return true }
        }
      }
    }
    return false
  }

  // MARK: Spellings

  /// The bytes that `{bytes:4040}` stands for.
  private static func escapedBytes(_ cell: ArraySlice<DecodedUnit>, count: Int) -> [UInt8]? {
    guard let text = ascii(cell), text.starts(with: "{bytes:".utf8), text.last == 0x7D,
      let bytes = bytes(Array(text.dropFirst(7).dropLast())), bytes.count == count
    else { return nil }
    return bytes
  }

  /// Pairs of hexadecimal digits.
  private static func bytes(_ text: [UInt8]) -> [UInt8]? {
    guard text.count % 2 == 0 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: text.count, by: 2) {
      let digits = String(decoding: text[index...index + 1], as: UTF8.self)
      guard text[index] != 0x2B, text[index] != 0x2D, let byte = UInt8(digits, radix: 16) else {
        return nil
      }
      bytes.append(byte)
    }
    return bytes
  }
}
