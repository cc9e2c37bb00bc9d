internal import GaijiCharsets
internal import GaijiModel
internal import GaijiRelease

/// What a verification found.
public struct VerificationReport: Sendable {
  /// One field in which the output is not explained.
  public struct Fault: Sendable, Hashable {
    public var record: Int
    /// Zero-based; -1 in the header.
    public var column: Int
    /// Bytes from the start of the source to the character (the record, for a missing one).
    public var offset: Int
    public var reason: String
  }

  public var records = 0
  public var rejectedRecords = 0
  public var fields = 0
  public var characters = 0
  /// Source characters by what explains their output.
  public var explained: [String: Int] = [:]
  public var faultCount = 0
  /// The first faults, `maximumFaults` at most.
  public var faults: [Fault] = []
  public var holds: Bool { faultCount == 0 }

  public static let maximumFaults = 100
}

/// Decodes source and output again and proves, field by field, that every difference between them is
/// one that the release and the policy explain.
public struct Verifier {
  private let plan: ConversionPlan
  private let options: TranscodingOptions
  private let explanation: Explanation
  private var report = VerificationReport()
  private var names: [String]?
  private var limited: [Int: [ConversionPolicy.ColumnLimit]] = [:]
  private var selection = ColumnSelection.all
  private var memo: [SourceCharacter: [(scalars: [UInt32], kind: Explanation.Kind)]] = [:]
  private var plainMemo: [SourceCharacter: [(scalars: [UInt32], kind: Explanation.Kind)]] = [:]
  private var counts: [Explanation.Kind: Int] = [:]

  public init(plan: ConversionPlan, options: TranscodingOptions) {
    self.plan = plan
    self.options = options
    var decisions: [UInt32: CharacterIdentity] = [:]
    for (code, mapping) in plan.usableMappings { decisions[code] = mapping.identity }
    explanation = Explanation(
      policy: plan.policy, release: plan.release, source: plan.source, target: plan.target,
      decisions: decisions)
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
    for (kind, count) in counts { report.explained[kind.rawValue] = count }
    return report
  }

  private mutating func readHeader(_ reader: RecordReader) throws {
    names = reader.fieldEnds.indices.map { index in
      FieldText.text(
        reader.field(index).flatMap { SourceCharacter($0).displayScalars }[...])
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
  }

  private mutating func fault(_ record: Int, _ column: Int, _ offset: Int, _ reason: String) {
    report.faultCount += 1
    if report.faults.count < VerificationReport.maximumFaults {
      report.faults.append(.init(record: record, column: column, offset: offset, reason: reason))
    }
  }

  private func mayBeRejected(_ reader: RecordReader, record: Int) -> Bool {
    guard record > 0,
      ConversionPolicy.Failure.allCases.contains(where: { plan.policy.actions[$0] == .reject })
    else { return false }
    for index in reader.fieldEnds.indices {
      let selected = selection.contains(index)
      for character in sourceCharacters(reader.field(index))
      where explanation.rejects(character, selected: selected) {
        return true
      }
      if plan.policy.actions.overflow == .reject, limited[index] != nil,
        overflows(reader.field(index), column: index, selected: selected)
      {
        return true
      }
    }
    return false
  }

  /// Whether the field's converted form is over its limit.
  private func overflows(
    _ field: ArraySlice<DecodedUnit>, column: Int, selected: Bool
  ) -> Bool {
    var scalars: [UInt32] = []
    for character in sourceCharacters(field) {
      scalars += plan.resolver.resolve(character, selected: selected).scalars
    }
    return isOver(scalars, column: column)
  }

  private func isOver(_ scalars: [UInt32], column: Int) -> Bool {
    var encoder = ScalarEncoder(plan.target)
    var bytes: [UInt8] = []
    _ = encoder.encode(text: scalars, hasPairs: !plan.target.states.isEmpty, into: &bytes)
    encoder.finish(into: &bytes)
    return (limited[column] ?? []).contains { limit in
      limit.unit == .bytes
        ? bytes.count > limit.maximum
        : scalars.count(where: { !isVariationSelector($0) }) > limit.maximum
    }
  }

  private func sourceCharacters(_ field: ArraySlice<DecodedUnit>) -> [SourceCharacter] {
    var characters: [SourceCharacter] = []
    characters.reserveCapacity(field.count)
    for unit in field {
      if unit.kind == .character, isVariationSelector(unit.scalar), let last = characters.last,
        last.canTakeSelector
      {
        characters[characters.count - 1].second = unit.scalar
        characters[characters.count - 1].byteCount += unit.byteCount
      } else {
        characters.append(SourceCharacter(unit))
      }
    }
    return characters
  }

  // MARK: One record

  private mutating func compare(_ left: RecordReader, _ right: RecordReader, record: Int) {
    guard left.fieldEnds.count == right.fieldEnds.count else {
      fault(
        record, -1, left.offset,
        "\(left.fieldEnds.count) fields in the source, \(right.fieldEnds.count) in the output")
      return
    }
    for index in left.fieldEnds.indices {
      report.fields += 1
      compareField(left.field(index), right.field(index), record: record, column: index)
    }
  }

  private mutating func compareField(
    _ field: ArraySlice<DecodedUnit>, _ output: ArraySlice<DecodedUnit>, record: Int, column: Int
  ) {
    let selected = record > 0 && selection.contains(column)
    let shownColumn = record == 0 ? -1 : column
    var found: [UInt32] = []
    found.reserveCapacity(output.count)
    for unit in output {
      guard unit.kind == .character || unit.kind == .gaiji else {
        // Only bytes kept by the policy may be no characters; they were compared as units below.
        if plan.source.name == plan.target.name, sameUnits(field, output) {
          report.characters += field.count
          counts[.kept, default: 0] += field.count
          return
        }
        fault(record, shownColumn, unit.offset, "the output is not valid \(plan.target.name)")
        return
      }
      found.append(unit.scalar)
      if unit.second != 0 { found.append(unit.second) }
    }
    var place = 0
    let characters = sourceCharacters(field)
    for (index, character) in characters.enumerated() {
      report.characters += 1
      let options = candidates(character, selected: selected)
      // A selector may follow only where the source has one by itself.
      let mayFollow =
        index + 1 < characters.count && isVariationSelector(characters[index + 1].scalar)
      if let match = options.first(where: {
        matches($0.scalars, in: found, at: place, selectorMayFollow: mayFollow)
      }) {
        place += match.scalars.count
        counts[match.kind, default: 0] += 1
        continue
      }
      if isCut(found, at: place, column: column, record: record) {
        counts[.substituted, default: 0] += characters.count - index
        report.characters += characters.count - index - 1
        return
      }
      let offset = field.first?.offset ?? 0
      fault(
        record, shownColumn, offset,
        "character \(index + 1) (code \(character.hexadecimalCode)) is not explained by the output")
      return
    }
    if place < found.count {
      fault(
        record, shownColumn, field.first?.offset ?? 0,
        "\(found.count - place) more characters in the output than the source explains")
    }
  }

  /// A candidate matches when its scalars stand there and no stray selector follows them.
  private func matches(
    _ scalars: [UInt32], in found: [UInt32], at place: Int, selectorMayFollow: Bool
  ) -> Bool {
    let end = place + scalars.count
    guard end <= found.count else { return false }
    for index in scalars.indices where found[place + index] != scalars[index] { return false }
    return end == found.count || selectorMayFollow || scalars.isEmpty
      || !isVariationSelector(found[end])
      || isVariationSelector(scalars[scalars.count - 1])
  }

  /// The field was cut at its limit, as the policy says, and its mark stands at the end.
  private func isCut(_ found: [UInt32], at place: Int, column: Int, record: Int) -> Bool {
    guard record > 0, plan.policy.actions.overflow == .substitute, limited[column] != nil else {
      return false
    }
    let mark = plan.policy.substitutes.overflow
    return Array(found[place...]) == mark && !isOver(found, column: column)
  }

  private func sameUnits(
    _ left: ArraySlice<DecodedUnit>, _ right: ArraySlice<DecodedUnit>
  ) -> Bool {
    left.count == right.count
      && zip(left, right).allSatisfy { $0.kind == $1.kind && $0.code == $1.code }
  }

  private mutating func candidates(
    _ character: SourceCharacter, selected: Bool
  ) -> [(scalars: [UInt32], kind: Explanation.Kind)] {
    if let known = selected ? memo[character] : plainMemo[character] { return known }
    let made = explanation.candidates(for: character, selected: selected)
    if selected { memo[character] = made } else { plainMemo[character] = made }
    return made
  }
}
