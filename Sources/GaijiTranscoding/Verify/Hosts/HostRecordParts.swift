internal import GaijiHostRecords
internal import GaijiModel

/// Where the fields of one record at hand are, found from its layout alone.
struct HostRecordParts {
  enum Place: Hashable {
    /// The record has no such field, or ends before it.
    case absent
    /// The record ends inside the field.
    case cut(Range<Int>)
    case whole(Range<Int>)
  }

  let program: HostProgram
  /// Elements of each variable table.
  let counts: [Int]
  /// Bytes of a record with these elements.
  let byteCount: Int
  private let dataCount: Int

  /// Why a record cannot be taken apart.
  enum Problem: Error, Hashable {
    case noType
    case badCount(field: String)

    var text: String {
      switch self {
      case .noType: "no record type of the layout has this record"
      case .badCount(let field):
        "\(field) says how many elements follow, and is no number within the layout's bounds"
      }
    }
  }

  init(_ data: [UInt8], in host: HostPlan) throws(Problem) {
    guard let program = host.programs.first(where: { Self.isOfType($0.condition, data) }) else {
      throw .noType
    }
    try self.init(data, program)
  }

  /// - Parameter program: the record's type, where something else says it.
  init(_ data: [UInt8], _ program: HostProgram) throws(Problem) {
    self.program = program
    let layout = program.layout
    var counts: [Int] = []
    for (index, table) in layout.tables.enumerated() {
      let field = layout.fields[table.counter]
      // A counter stands before its table, so only the tables before it move it.
      let known = counts + layout.tables[index...].map(\.maximum)
      let value = layout.offset(of: field, counts: known).flatMap {
        Self.count(data, $0, program.steps[program.columns[table.counter]])
      }
      guard let value, (table.minimum...table.maximum).contains(value) else {
        throw .badCount(field: field.name)
      }
      counts.append(value)
    }
    self.counts = counts
    byteCount = zip(layout.tables, counts).reduce(layout.maximumByteCount) {
      $0 - ($1.0.maximum - $1.1) * $1.0.elementByteCount
    }
    dataCount = data.count
  }

  private static func isOfType(_ condition: HostProgram.Condition?, _ data: [UInt8]) -> Bool {
    guard let condition else { return true }
    guard condition.offset + condition.byteCount <= data.count else { return false }
    return condition.values.contains {
      data[condition.offset..<condition.offset + condition.byteCount].elementsEqual($0)
    }
  }

  private static func count(_ data: [UInt8], _ offset: Int, _ step: HostStep) -> Int? {
    guard offset + step.byteCount <= data.count, let format = step.number else { return nil }
    var text = NumberText()
    let decoded = format.decode(
      data.span.extracting(offset..<offset + step.byteCount), into: &text)
    guard case .number = decoded else { return nil }
    return Int(text.string)
  }

  func place(of step: HostStep) -> Place {
    guard step.field >= 0,
      let offset = program.layout.offset(
        of: program.layout.fields[step.field], counts: counts),
      offset < dataCount
    else { return .absent }
    let end = offset + step.byteCount
    return end <= dataCount ? .whole(offset..<end) : .cut(offset..<dataCount)
  }

  /// The bytes behind the layout's end.
  var rest: Range<Int> { min(byteCount, dataCount)..<dataCount }
}
