internal import GaijiCharsets
public import GaijiFiles
internal import GaijiModel
internal import GaijiRelease

/// Decodes source and output again and proves, field by field, that every difference between them is
/// one that the release and the policy explain.
public struct Verifier {
  let plan: ConversionPlan
  private let options: TranscodingOptions
  private let explanation: Explanation
  var report = VerificationReport()
  private var names: [String]?
  var limited: [Int: [ConversionPolicy.ColumnLimit]] = [:]
  private var selection = ColumnSelection.all
  /// `selection` by column, as far as a record has needed it.
  private var isSelected: [Bool] = []
  private let canReject: Bool
  // Two of each: for the columns that are not selected, and for those that are.
  var plain: PlainScalars
  var plainSelected: PlainScalars
  private var memo: [SourceCharacter: [Explanation.Candidate]] = [:]
  private var memoSelected: [SourceCharacter: [Explanation.Candidate]] = [:]
  /// Source characters by `Explanation.Kind`.
  var counts = [Int](repeating: 0, count: Explanation.Kind.allCases.count)
  /// Scalars of the present field's output; kept to use its memory again.
  var found: [UInt32] = []

  /// Characters whose candidates are remembered: more than any charset's gaiji, and at most some
  /// tens of megabytes for a file that has every character with every selector.
  private static let maximumMemoCount = 1 << 15

  public init(plan: ConversionPlan, options: TranscodingOptions) {
    self.plan = plan
    self.options = options
    var decisions: [UInt32: CharacterIdentity] = [:]
    for (code, mapping) in plan.usableMappings { decisions[code] = mapping.identity }
    explanation = Explanation(
      policy: plan.policy, release: plan.resolver.release, source: plan.source, target: plan.target,
      decisions: decisions, targetGaiji: plan.usableTargetGaiji)
    plain = PlainScalars(explanation, selected: false)
    plainSelected = PlainScalars(explanation, selected: true)
    canReject = ConversionPolicy.Failure.allCases.contains {
      plan.policy.actions[$0] == .reject
    }
  }

  public mutating func verify(
    source: InputFile, output: InputFile
  ) throws -> VerificationReport {
    var left = RecordReader(input: source, table: plan.source, format: options.format)
    var right = RecordReader(input: output, table: plan.target, format: options.format)
    var record = options.hasHeader ? 0 : 1
    var pending = false
    while try left.read() {
      if record == 0 { try readHeader(left) }
      if record > 0 || !options.hasHeader { report.records += 1 }
      if record == 1, !options.hasHeader { try findColumns() }
      let hasOutput = try pending || right.read()
      if !hasOutput {
        // Nothing is left of the output: this record was rejected, or it is lost.
        if mayBeRejected(left, record: record) {
          report.rejectedRecords += 1
        } else {
          fault(record, -1, left.offset, "the output ends before this record")
        }
        pending = false
        record += 1
        continue
      }
      pending = false
      if mayBeRejected(left, record: record) {
        // It is in the side file unless the output has a record that matches it.
        pending = true
        report.rejectedRecords += 1
        record += 1
        continue
      }
      compare(left, right, record: record)
      record += 1
    }
    let hasMore = try pending || right.read()
    if hasMore {
      fault(record, -1, left.bytesRead, "the output has a record that the source does not have")
    }
    for kind in Explanation.Kind.allCases where counts[kind.rawValue] > 0 {
      report.explained[kind.name] = counts[kind.rawValue]
    }
    return report
  }

  private mutating func readHeader(_ reader: RecordReader) throws {
    names = reader.fields.map { field in
      FieldText.text(
        reader.units[field.start..<field.end].flatMap { SourceCharacter($0).displayScalars }[...])
    }
    try findColumns()
  }

  private mutating func findColumns() throws {
    if case .some(let references) = options.columns {
      selection = .some(Set(try references.map { try $0.position(in: names) }))
    }
    for limit in plan.policy.limits {
      limited[try limit.column.position(in: names), default: []].append(limit)
    }
    isSelected = (0..<(names?.count ?? 0)).map(selection.contains)
  }

  mutating func fault(_ record: Int, _ column: Int, _ offset: Int, _ reason: String) {
    report.faultCount += 1
    if report.faults.count < VerificationReport.maximumFaults {
      report.faults.append(.init(record: record, column: column, offset: offset, reason: reason))
    }
  }

  private func isSelected(_ column: Int, record: Int) -> Bool {
    record > 0 && (column < isSelected.count ? isSelected[column] : selection.contains(column))
  }

  /// Every output that would be explained for a character, most scalars first.
  mutating func candidates(
    _ character: SourceCharacter, selected: Bool
  ) -> [Explanation.Candidate] {
    if let known = selected ? memoSelected[character] : memo[character] { return known }
    let made = explanation.candidates(for: character, selected: selected)
    if memo.count + memoSelected.count >= Self.maximumMemoCount {
      memo.removeAll()
      memoSelected.removeAll()
    }
    if selected { memoSelected[character] = made } else { memo[character] = made }
    return made
  }

  // MARK: Records

  private mutating func mayBeRejected(_ reader: RecordReader, record: Int) -> Bool {
    guard canReject, record > 0 else { return false }
    for (column, field) in reader.fields.enumerated() {
      let selected = isSelected(column, record: record)
      let units = reader.units[field.start..<field.end]
      if rejects(units, selected: selected) { return true }
      if plan.policy.actions.overflow == .reject, limited[column] != nil,
        overflows(units, column: column, selected: selected)
      {
        return true
      }
    }
    return false
  }

  private mutating func rejects(_ field: ArraySlice<DecodedUnit>, selected: Bool) -> Bool {
    var index = field.startIndex
    while index < field.endIndex {
      let character = SourceCharacter(at: index, in: field)
      index += character.unitCount(from: field[index])
      // A plain character has a candidate.
      if character.isAlone, isPlain(character.scalar, selected: selected) { continue }
      if explanation.rejects(
        character, candidates: candidates(character, selected: selected), selected: selected)
      {
        return true
      }
    }
    return false
  }

  private mutating func compare(_ left: RecordReader, _ right: RecordReader, record: Int) {
    guard left.fields.count == right.fields.count else {
      fault(
        record, -1, left.offset,
        "\(left.fields.count) fields in the source, \(right.fields.count) in the output")
      return
    }
    if left.lineEnd != right.lineEnd {
      fault(
        record, -1, left.fields[left.fields.count - 1].endOffset,
        "the record ends with \(left.lineEnd.rawValue) in the source, with "
          + "\(right.lineEnd.rawValue) in the output")
    }
    for column in left.fields.indices {
      let source = left.fields[column]
      let output = right.fields[column]
      if source.isQuoted != output.isQuoted {
        fault(
          record, record == 0 ? -1 : column,
          left.units[source.start...].first?.offset ?? left.offset,
          "the field is quoted in the \(source.isQuoted ? "source" : "output") only")
      }
      compareField(
        left.units[source.start..<source.end],
        right.units[output.start..<output.end],
        at: Place(
          record: record, column: column, selected: isSelected(column, record: record),
          end: source.endOffset))
    }
    report.fields += left.fields.count
  }
}
