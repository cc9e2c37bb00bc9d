internal import GaijiCharsets
public import GaijiFiles
internal import GaijiHostRecords
internal import GaijiModel

/// Reads source and output of a conversion from or to host records again, and proves, field by
/// field, that every difference between them is one that the release and the policy explain.
///
/// It shares the layout, the framing, the number formats and the charset tables with the engines, and
/// none of their loops. Memory: a block of each file, and the longest record.
public struct HostVerifier {
  let plan: ConversionPlan
  let options: TranscodingOptions
  /// The layout of the side that has records; of both, when both have.
  let host: HostPlan
  let target: HostPlan?
  let parser: HostTextParser
  var explainer: HostExplainer
  var report = VerificationReport()
  private var selection = ColumnSelection.all
  var limits: [Int: [ConversionPolicy.ColumnLimit]] = [:]
  // The record in hand.
  var record = 0
  var offset = 0

  /// - Throws: `HostPlanError` when the layouts do not go with the charsets or with each other, or
  ///   when the output is JSON Lines, which is not read.
  public init(plan: ConversionPlan, options: TranscodingOptions) throws {
    self.plan = plan
    self.options = options
    let source = try options.inputLayout.map { layout throws(HostPlanError) in
      try HostPlan(layout, charset: plan.source)
    }
    target = try options.outputLayout.map { layout throws(HostPlanError) in
      try HostPlan(layout, charset: plan.target)
    }
    guard let host = source ?? target else {
      preconditionFailure("a conversion without a layout is for Verifier")
    }
    if target == nil, options.writesJSONLines { throw HostPlanError.linesNotVerified }
    if let source, let target {
      guard source.framing == target.framing,
        source.programs.map(\.layout) == target.programs.map(\.layout)
      else { throw HostPlanError.differentLayouts }
    }
    self.host = host
    parser = HostTextParser(charset: host.charset)
    explainer = HostExplainer(plan: plan, target: target?.charset)
  }

  /// Compares the two files.
  ///
  /// - Throws: `FileError`, `ColumnError`, `HostPlanError`; `FramingError` where a file of records is
  ///   not cut as its layout says.
  public mutating func verify(
    source: InputFile, output: InputFile
  ) throws -> VerificationReport {
    report = VerificationReport()
    if options.inputLayout == nil {
      try verifyRecords(source: source, output: output)
    } else if target == nil {
      try verifyText(source: source, output: output)
    } else {
      try verifyRecoded(source: source, output: output)
    }
    report.characters = explainer.characters
    for kind in Explanation.Kind.allCases where explainer.counts[kind.rawValue] > 0 {
      report.explained[kind.name] = explainer.counts[kind.rawValue]
    }
    return report
  }

  func records(_ input: InputFile) -> HostRecordReader {
    HostRecordReader(
      input: input, framing: host.framing,
      maximumRecordByteCount: options.maximumRecordByteCount)
  }

  // MARK: Columns

  /// - Parameter names: of the columns that the flags mean.
  mutating func findColumns(
    _ names: [String]?, layoutColumn: (Int) -> Int = { $0 }
  ) throws(ColumnError) {
    if case .some(let references) = options.columns {
      var columns: Set<Int> = []
      for reference in references {
        columns.insert(layoutColumn(try reference.position(in: names)))
      }
      selection = .some(columns)
    }
    for limit in plan.policy.limits {
      limits[layoutColumn(try limit.column.position(in: names)), default: []].append(limit)
    }
  }

  func isSelected(_ step: HostStep) -> Bool { selection.contains(step.column) }

  // MARK: Faults

  /// - Parameter place: Bytes from the start of the source; the record's start when not given.
  mutating func fault(_ column: Int, _ reason: String, at place: Int? = nil) {
    report.faultCount += 1
    guard report.faults.count < VerificationReport.maximumFaults else { return }
    report.faults.append(
      .init(record: record, column: column, offset: place ?? offset, reason: reason))
  }

  mutating func fault(_ column: Int, _ fault: HostExplainer.Fault?, end: Int) {
    guard let fault else { return }
    self.fault(column, fault.reason, at: fault.offset ?? end)
  }

  /// The type and the parts of the record in hand; a fault and `nil` where it has none.
  mutating func parts(_ data: [UInt8], in host: HostPlan, _ name: String) -> HostRecordParts? {
    do throws(HostRecordParts.Problem) {
      return try HostRecordParts(data, in: host)
    } catch {
      fault(-1, "in the \(name), \(error.text)")
      return nil
    }
  }

  // MARK: What text is written in a field

  /// The scalars of a field that was written, its padding told apart.
  ///
  /// - Returns: `nil`, with the fault told, when it has bytes that are no text.
  mutating func found(
    _ bytes: [UInt8], _ step: HostStep, _ host: HostPlan, at place: Int
  ) -> HostExplainer.Found? {
    let parser = HostTextParser(charset: host.charset)
    let text = parser.text(of: bytes, step.content)
    guard text.isClosed else {
      fault(step.column, "the output's field is left shifted out", at: place)
      return nil
    }
    var units = text.units[...]
    var padding: ArraySlice<DecodedUnit> = []
    if step.padding == .leading {
      while let first = units.first, parser.isPadding(first, step.content) { units.removeFirst() }
    } else {
      // The last byte of a field of two-byte codes and of odd length holds none.
      if step.content == .double, step.byteCount % 2 == 1, let last = units.last,
        last.byteCount == 1, last.code == UInt32(host.charset.space ?? 0x40)
      {
        units.removeLast()
      }
      let end = units.lastIndex { !parser.isPadding($0, step.content) }.map { $0 + 1 }
      padding = units[(end ?? units.startIndex)...]
      units = units[..<(end ?? units.startIndex)]
    }
    var found = HostExplainer.Found()
    for unit in units where !append(unit, to: &found.scalars) {
      fault(
        step.column,
        "the output's field is not valid \(host.charset.table.name) at its byte \(unit.offset)",
        at: place)
      return nil
    }
    found.padding = found.scalars.count
    for unit in padding { found.scalars.append(unit.scalar) }
    found.paddingScalar = step.content == .double ? 0x3000 : 0x20
    return found
  }

  func append(_ unit: DecodedUnit, to scalars: inout [UInt32]) -> Bool {
    guard unit.kind == .character || unit.kind == .gaiji else {
      let failure: ConversionPolicy.Failure = unit.kind == .invalid ? .invalid : .undefined
      guard plan.source.name == plan.target.name, plan.policy.actions[failure] == .keep else {
        return false
      }
      scalars.append(Explanation.keptMark(code: unit.code))
      return true
    }
    scalars.append(unit.scalar)
    if unit.second != 0 { scalars.append(unit.second) }
    return true
  }

  /// Explains what was written into a field of records.
  mutating func compareWritten(
    _ source: [HostExplainer.Source], _ bytes: [UInt8], _ step: HostStep, _ host: HostPlan,
    at place: Int
  ) {
    guard let found = found(bytes, step, host, at: place) else { return }
    var text = source[...]
    if step.padding == .leading {
      // Spaces before the text cannot be told from the padding; the field's width says how many
      // there are in all.
      while let first = text.first,
        explainer.candidates(first.character, step.content, selected: isSelected(step))
          .contains(where: { $0.scalars.first == found.paddingScalar })
      {
        text.removeFirst()
      }
    }
    let marks = plan.policy.substitutes.overflow
    let mayCut = plan.policy.actions.overflow == .substitute
    let selected = isSelected(step)
    let problem = explainer.explain(text, found, step.content, selected: selected) {
      rest, explainer in
      mayCut && (rest.isEmpty || rest.elementsEqual(marks) || marks.starts(with: rest))
        && explainer.isOver(source[...], step, selected: selected)
    }
    fault(step.column, problem, end: place)
  }

  /// Whether a text sends its record to the side file.
  mutating func rejects(_ source: [HostExplainer.Source], _ step: HostStep) -> Bool {
    let selected = isSelected(step)
    for one in source
    where explainer.rejects(one.character, step.content, selected: selected) { return true }
    guard plan.policy.actions.overflow == .reject else { return false }
    return explainer.isOver(source[...], step, selected: selected)
  }
}
