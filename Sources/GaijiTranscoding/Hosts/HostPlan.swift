internal import GaijiCharsets
internal import GaijiHostRecords
internal import GaijiModel

/// The layouts of a file made concrete: what each kind of record is walked by, and the columns of
/// the text that it is converted to or from.
struct HostPlan: Sendable {
  /// Which record type a row is of, where the file has several.
  static let typeColumnName = "(record)"
  /// Bytes behind the layout's last field, in a file whose records have lengths of their own.
  static let restColumnName = "(rest)"

  let framing: RecordFraming
  let charset: HostCharset
  let programs: [HostProgram]
  let columnNames: [String]
  let typeColumn: Int?
  let restColumn: Int?

  init(_ file: RecordFileLayout, charset table: CharsetTable) throws(HostPlanError) {
    framing = file.framing
    let charset = try HostCharset(table)
    self.charset = charset
    var names: [String] = []
    typeColumn = file.types.count > 1 ? 0 : nil
    if typeColumn != nil { names.append(Self.typeColumnName) }
    // Fields of one name in several record types share a column.
    var columns: [[Int]] = []
    for type in file.types {
      var known: [[UInt8]: Int] = [:]
      if !columns.isEmpty {
        for (index, name) in names.enumerated() { known[Array(name.utf8)] = index }
      }
      columns.append(
        type.layout.fields.map { field in
          if let column = known[Array(field.name.utf8)] { return column }
          names.append(field.name)
          return names.count - 1
        })
    }
    if case .fixed = file.framing {
      restColumn = nil
    } else {
      restColumn = names.count
      names.append(Self.restColumnName)
    }
    guard names.count <= RecordLimits.maximumColumns else {
      throw .tooManyColumns(names.count, limit: RecordLimits.maximumColumns)
    }
    columnNames = names
    var programs: [HostProgram] = []
    for (type, columns) in zip(file.types, columns) {
      if programs.contains(where: { $0.layout.name.utf8.elementsEqual(type.layout.name.utf8) }) {
        throw .duplicateName(type.layout.name)
      }
      programs.append(
        try HostProgram(
          layout: type.layout, columns: columns, columnCount: names.count,
          typeColumn: typeColumn, restColumn: restColumn,
          isEBCDIC: charset.isEBCDIC,
          condition: try type.condition.map { condition throws(HostPlanError) in
            try Self.condition(condition, of: type.layout.name, charset)
          }))
    }
    self.programs = programs
  }

  private static func condition(
    _ condition: RecordFileLayout.Condition, of record: String, _ charset: HostCharset
  ) throws(HostPlanError) -> HostProgram.Condition {
    var values: [[UInt8]] = []
    for value in condition.values {
      switch value {
      case .bytes(let bytes): values.append(bytes)
      case .text(let text):
        var encoder = ScalarEncoder(charset.table)
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
          guard encoder.encode(scalar.value, into: &bytes) else {
            throw .conditionNotEncodable(
              record: record, value: text, charset: charset.table.name)
          }
        }
        encoder.finish(into: &bytes)
        if let space = charset.space {
          while bytes.count < condition.byteCount { bytes.append(space) }
        }
        values.append(bytes)
      }
    }
    return HostProgram.Condition(
      offset: condition.offset, byteCount: condition.byteCount, values: values)
  }

  /// The program for a record, or `nil` when it is of no known type.
  @unsafe func program(for record: UnsafeBufferPointer<UInt8>) -> Int? {
    for (index, program) in programs.enumerated() {
      guard let condition = program.condition else { return index }
      if unsafe condition.holds(for: record) { return index }
    }
    return nil
  }

  func program(named name: [UInt8]) -> Int? {
    programs.firstIndex { $0.layout.name.utf8.elementsEqual(name) }
  }
}

/// One record type as the engines walk it.
struct HostProgram: Sendable {
  let layout: RecordLayout
  /// Output column by field.
  let columns: [Int]
  let condition: Condition?
  /// One for each output column, in their order.
  let steps: [HostStep]
  let hasTables: Bool

  struct Condition: Sendable {
    let offset: Int
    let byteCount: Int
    let values: [[UInt8]]

    @unsafe func holds(for record: UnsafeBufferPointer<UInt8>) -> Bool {
      guard offset + byteCount <= record.count else { return false }
      let bytes = unsafe record[offset..<offset + byteCount]
      return values.contains { unsafe bytes.elementsEqual($0) }
    }
  }

  init(
    layout: RecordLayout, columns: [Int], columnCount: Int, typeColumn: Int?, restColumn: Int?,
    isEBCDIC: Bool, condition: Condition?
  ) throws(HostPlanError) {
    self.layout = layout
    self.columns = columns
    self.condition = condition
    hasTables = !layout.tables.isEmpty
    var steps = (0..<columnCount).map { HostStep(content: .none, column: $0) }
    if let typeColumn { steps[typeColumn] = HostStep(content: .type, column: typeColumn) }
    if let restColumn { steps[restColumn] = HostStep(content: .rest, column: restColumn) }
    for (field, column) in columns.enumerated() {
      steps[column] = try HostStep(
        layout.fields[field], field: field, column: column, isEBCDIC: isEBCDIC)
    }
    self.steps = steps
  }
}

/// What one column of the text is made from.
struct HostStep: Sendable {
  enum Content: UInt8, Sendable {
    /// The record type has no such field.
    case none
    case type, rest
    case single, double, mixed
    case number, raw
  }

  let content: Content
  let column: Int
  let field: Int
  let offset: Int
  let byteCount: Int
  let padding: FieldPadding
  /// Whether its gaiji are mapped; set by the engine.
  var isSelected = false
  /// How a kernel may read the field; set by the engine.
  var form = HostFieldKernel.Form.general
  /// How a number is read and written; `nil` for other fields.
  let number: NumberFormat?
  /// Numbers that the text engine can write without looking at each digit.
  let digits: Digits

  /// Decimal digits with at most 16 of them, and at most 7 behind the point.
  enum Digits: Sendable {
    case none
    /// EBCDIC, with the sign (if any) in the last digit.
    case zoned(DigitShape)
    /// EBCDIC, with a sign of its own before or behind the digits.
    case zonedSeparate(DigitShape, signFirst: Bool)
    case packed(DigitShape)
    /// High byte first, at most 8 bytes, bounded by its digits.
    case binary(DigitShape)
  }

  struct DigitShape: Sendable {
    let count: Int
    let scale: Int
    let isSigned: Bool
    /// 10 to the power of the digits.
    let bound: UInt64

    init?(_ shape: DecimalShape, most: Int) {
      guard (1...most).contains(shape.digits), (0...7).contains(shape.scale) else { return nil }
      count = shape.digits
      bound = (0..<shape.digits).reduce(1) { power, _ in power * 10 }
      scale = shape.scale
      isSigned = shape.isSigned
    }
  }

  var isText: Bool { content == .single || content == .double || content == .mixed }

  /// Whether spaces alone are a value of it: text, bytes and zoned numbers.
  var hasBlank: Bool {
    if case .zoned? = number?.kind { return true }
    return number == nil
  }

  init(content: Content, column: Int) {
    self.content = content
    self.column = column
    field = -1
    offset = 0
    byteCount = 0
    padding = .kept
    number = nil
    digits = .none
  }

  init(
    _ field: LayoutField, field index: Int, column: Int, isEBCDIC: Bool
  ) throws(HostPlanError) {
    content =
      switch field.kind {
      case .single: .single
      case .double: .double
      case .mixed: .mixed
      case .raw: .raw
      case .zoned, .packed, .binary, .float: .number
      }
    self.column = column
    self.field = index
    offset = field.offset
    byteCount = field.byteCount
    padding = field.padding
    switch field.kind {
    case .zoned(let shape, .trailing) where isEBCDIC:
      digits = DigitShape(shape, most: 16).map { .zoned($0) } ?? .none
    case .zoned(let shape, .leadingSeparate) where isEBCDIC && shape.isSigned:
      digits =
        DigitShape(shape, most: 16).map { .zonedSeparate($0, signFirst: true) } ?? .none
    case .zoned(let shape, .trailingSeparate) where isEBCDIC && shape.isSigned:
      digits =
        DigitShape(shape, most: 16).map { .zonedSeparate($0, signFirst: false) } ?? .none
    case .binary(let shape, .big) where field.byteCount <= 8:
      digits = DigitShape(shape, most: 16).map { .binary($0) } ?? .none
    case .packed(let shape): digits = DigitShape(shape, most: 15).map { .packed($0) } ?? .none
    default: digits = .none
    }
    guard content == .number else {
      number = nil
      return
    }
    do throws(NumberFormatError) {
      number = try NumberFormat(field.kind, byteCount: field.byteCount, isEBCDIC: isEBCDIC)
    } catch {
      throw .badNumber(field: field.name, error)
    }
  }
}
