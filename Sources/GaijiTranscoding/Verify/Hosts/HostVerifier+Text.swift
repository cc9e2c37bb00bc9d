internal import GaijiCharsets
internal import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

// Host records that became delimited text.

extension HostVerifier {
  mutating func verifyText(source: InputFile, output: InputFile) throws {
    var left = records(source)
    var right = RecordReader(input: output, table: plan.target, format: options.format)
    try findColumns(host.columnNames)
    offset = 0
    if options.hasHeader {
      if try right.read() { compareHeader(right) } else { fault(-1, "the output has no header") }
    }
    while try left.read() {
      record = left.number
      offset = left.offset
      report.records += 1
      guard let parts = parts(left.data, in: host, "source") else { continue }
      if rejects(left.data, parts) {
        report.rejectedRecords += 1
        continue
      }
      guard try right.read() else {
        fault(-1, "the output ends before this record")
        continue
      }
      guard right.fields.count == host.columnNames.count else {
        fault(
          -1, "\(right.fields.count) fields in the output, \(host.columnNames.count) in the layout")
        continue
      }
      for step in parts.program.steps { compare(step, left.data, parts, right) }
      report.fields += right.fields.count
    }
    if try right.read() { fault(-1, "the output has a record that the source does not have") }
  }

  private mutating func compareHeader(_ reader: RecordReader) {
    let names = reader.fields.map { shown(reader.units[$0.start..<$0.end]) }
    if names != host.columnNames.map(written) {
      fault(-1, "the output's header does not name the layout's columns")
    }
  }

  private func shown(_ units: ArraySlice<DecodedUnit>) -> [UInt32] {
    units.flatMap { $0.second == 0 ? [$0.scalar] : [$0.scalar, $0.second] }
  }

  /// How the output shows a text that is no data: what its charset does not have is a `?`.
  private func written(_ name: String) -> [UInt32] {
    name.unicodeScalars.map { scalar in
      plan.target.states.isEmpty
        ? scalar.value : plan.target.reading(of: [scalar.value])?[0] ?? 0x3F
    }
  }

  // MARK: Fields

  private mutating func compare(
    _ step: HostStep, _ data: [UInt8], _ parts: HostRecordParts, _ reader: RecordReader
  ) {
    let field = reader.fields[step.column]
    let cell = reader.units[field.start..<field.end]
    switch step.content {
    case .none: expect(cell, [], step, "this record type has no such field")
    case .type:
      let name = written(parts.program.layout.name)
      if shown(cell) != name { fault(step.column, "the output names another record type") }
    case .rest:
      expect(cell, Self.hexadecimal(data[parts.rest]), step, "bytes behind the layout's end")
    case .single, .double, .mixed, .number, .raw:
      switch parts.place(of: step) {
      case .absent: expect(cell, [], step, "the record does not have this field")
      case .cut(let range) where step.content == .number:
        expect(cell, Self.escape(data[range]), step, "a number that the record's end cuts")
      case .cut(let range), .whole(let range):
        compare(step, data, range, cell)
      }
    }
  }

  private mutating func compare(
    _ step: HostStep, _ data: [UInt8], _ range: Range<Int>, _ cell: ArraySlice<DecodedUnit>
  ) {
    let bytes = Array(data[range])
    switch step.content {
    case .number: compareNumber(step, bytes, cell, at: offset + range.lowerBound)
    case .raw:
      let isBlank = bytes.allSatisfy { $0 == host.charset.space ?? 0x40 }
      expect(cell, isBlank ? [] : Self.hexadecimal(bytes[...]), step, "a field of bytes")
    default: compareText(step, bytes, cell, at: offset + range.lowerBound)
    }
  }

  private mutating func compareText(
    _ step: HostStep, _ bytes: [UInt8], _ cell: ArraySlice<DecodedUnit>, at place: Int
  ) {
    var found = HostExplainer.Found()
    for unit in cell where !append(unit, to: &found.scalars) {
      fault(
        step.column, "the output is not valid \(plan.target.name) at its byte \(unit.offset)",
        at: place)
      return
    }
    found.padding = found.scalars.count
    let source = sourceText(step, bytes, at: place)
    let limits = self.limits[step.column] ?? []
    let mark = plan.policy.substitutes.overflow
    let mayCut = plan.policy.actions.overflow == .substitute && !limits.isEmpty
    let target = plan.target
    let scalars = found.scalars
    let problem = explainer.explain(
      source[...], found, step.content, selected: isSelected(step)
    ) { rest, _ in
      mayCut && rest.elementsEqual(mark) && !Self.isOver(scalars, limits, target)
    }
    fault(step.column, problem, end: place + bytes.count)
    if problem == nil, mayCut, Self.isOver(scalars, limits, target) {
      fault(step.column, "the output's field is longer than its limit", at: place)
    }
  }

  /// The characters of a field that is read.
  func sourceText(
    _ step: HostStep, _ bytes: [UInt8], at place: Int
  ) -> [HostExplainer.Source] {
    let text = parser.text(of: bytes, step.content)
    return explainer.characters(of: parser.withoutPadding(text, step), offset: place)
  }

  private mutating func compareNumber(
    _ step: HostStep, _ bytes: [UInt8], _ cell: ArraySlice<DecodedUnit>, at place: Int
  ) {
    guard let format = step.number else { return }
    var text = NumberText()
    switch format.decode(bytes.span, into: &text) {
    case .blank: expect(cell, [], step, "a number of spaces")
    case .bad: expect(cell, Self.escape(bytes[...]), step, "a field that is no number")
    case .number(let isCanonical):
      let isRight = expect(cell, [UInt8](text: text), step, "a number")
      guard isRight, isCanonical else { return }
      // The text alone has to lead back to the bytes.
      var again = [UInt8](repeating: 0, count: bytes.count)
      var span = again.mutableSpan
      let digits = Self.ascii(cell) ?? []
      let isWritten = (try? format.encode(digits.span, into: &span)) != nil
      if !isWritten || again != bytes {
        fault(step.column, "the output's number does not lead back to the field's bytes", at: place)
      }
    }
  }

  @discardableResult private mutating func expect(
    _ cell: ArraySlice<DecodedUnit>, _ text: [UInt8], _ step: HostStep, _ what: String
  ) -> Bool {
    guard Self.ascii(cell) != text else { return true }
    let wanted = text.isEmpty ? "an empty cell" : String(decoding: text.prefix(64), as: UTF8.self)
    fault(step.column, "\(what): the output should have \(wanted)")
    return false
  }

  // MARK: Rejected records

  private mutating func rejects(_ data: [UInt8], _ parts: HostRecordParts) -> Bool {
    let actions = plan.policy.actions
    guard ConversionPolicy.Failure.allCases.contains(where: { actions[$0] == .reject }) else {
      return false
    }
    for step in parts.program.steps {
      switch parts.place(of: step) {
      case .absent: continue
      case .cut(let range):
        if actions.invalid == .reject { return true }
        if step.isText, rejectsText(step, Array(data[range])) { return true }
      case .whole(let range):
        let bytes = Array(data[range])
        if step.isText, rejectsText(step, bytes) { return true }
        var text = NumberText()
        if actions.invalid == .reject, let format = step.number,
          format.decode(bytes.span, into: &text) == .bad
        {
          return true
        }
      }
    }
    return false
  }

  private mutating func rejectsText(_ step: HostStep, _ bytes: [UInt8]) -> Bool {
    let source = sourceText(step, bytes, at: offset)
    if rejects(source, step) { return true }
    guard plan.policy.actions.overflow == .reject, let limits = limits[step.column] else {
      return false
    }
    let scalars = source.flatMap {
      plan.resolver.resolve($0.character, selected: isSelected(step)).scalars
    }
    return Self.isOver(scalars, limits, plan.target)
  }

  private static func isOver(
    _ scalars: [UInt32], _ limits: [ConversionPolicy.ColumnLimit], _ target: CharsetTable
  ) -> Bool {
    var encoder = ScalarEncoder(target)
    var bytes: [UInt8] = []
    let codes = encoder.encode(text: scalars, hasPairs: !target.states.isEmpty, into: &bytes)
    let selectors =
      target.states.isEmpty ? scalars.count(where: { isVariationSelector($0) }) : 0
    return limits.contains { limit in
      (limit.unit == .bytes ? bytes.count : codes - selectors) > limit.maximum
    }
  }

  // MARK: Spellings

  /// The bytes of a text in ASCII; `nil` for any other.
  static func ascii(_ cell: ArraySlice<DecodedUnit>) -> [UInt8]? {
    var bytes: [UInt8] = []
    for unit in cell {
      guard unit.kind == .character, unit.second == 0, unit.scalar < 0x80 else { return nil }
      bytes.append(UInt8(unit.scalar))
    }
    return bytes
  }

  static func hexadecimal(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789ABCDEF".utf8)
    return bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  /// `{bytes:404F}`.
  static func escape(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
    Array("{bytes:".utf8) + hexadecimal(bytes) + [UInt8(ascii: "}")]
  }
}
