internal import GaijiCharsets
internal import GaijiModel

extension Verifier {
  /// Where a field stands in the source.
  struct Place {
    /// 0 for the header.
    var record: Int
    var column: Int
    var selected: Bool
    /// Bytes from the start of the source to the end of the field.
    var end: Int

    /// The column as faults name it.
    var shownColumn: Int { record == 0 ? -1 : column }
  }

  mutating func isPlain(_ scalar: UInt32, selected: Bool) -> Bool {
    selected ? plainSelected.contains(scalar) : plain.contains(scalar)
  }

  mutating func compareField(
    _ field: ArraySlice<DecodedUnit>, _ output: ArraySlice<DecodedUnit>, at place: Place
  ) {
    let same =
      place.selected
      ? plainSelected.commonPrefix(field, output) : plain.commonPrefix(field, output)
    if same == field.count, same == output.count {
      count(.identical, same)
    } else if findScalars(field, output, from: same, at: place) {
      count(.identical, same)
      explain(field, output, from: same, at: place)
    }
  }

  private mutating func count(_ kind: Explanation.Kind, _ characters: Int) {
    report.characters += characters
    counts[kind.rawValue] += characters
  }

  /// Puts the output's scalars, without its first `start` units, into `found`; false, with the field
  /// settled, when it has a unit that is no character.
  private mutating func findScalars(
    _ field: ArraySlice<DecodedUnit>, _ output: ArraySlice<DecodedUnit>, from start: Int,
    at place: Place
  ) -> Bool {
    found.removeAll(keepingCapacity: true)
    for unit in output.dropFirst(start) {
      guard unit.kind == .character || unit.kind == .gaiji else {
        // Only bytes that the policy keeps may be no characters.
        let failure: ConversionPolicy.Failure = unit.kind == .invalid ? .invalid : .undefined
        if plan.source.name == plan.target.name, plan.policy.actions[failure] == .keep {
          found.append(Explanation.keptMark(code: unit.code))
          continue
        }
        fault(
          place.record, place.shownColumn, field.dropFirst(start).first?.offset ?? place.end,
          "the output is not valid \(plan.target.name) at its byte \(unit.offset)")
        return false
      }
      found.append(unit.scalar)
      if unit.second != 0 { found.append(unit.second) }
    }
    return true
  }

  /// Explains the characters of a field by `found`, without the first `start` units of both.
  private mutating func explain(
    _ field: ArraySlice<DecodedUnit>, _ output: ArraySlice<DecodedUnit>, from start: Int,
    at place: Place
  ) {
    var index = field.startIndex + start
    var position = 0
    // Each unit before `start` is a character.
    var number = start
    while index < field.endIndex {
      let character = SourceCharacter(at: index, in: field)
      let next = index + character.unitCount(from: field[index])
      number += 1
      if character.isAlone, position < found.count, found[position] == character.scalar,
        position + 1 == found.count || !isVariationSelector(found[position + 1]),
        isPlain(character.scalar, selected: place.selected)
      {
        count(.identical, 1)
        position += 1
        index = next
        continue
      }
      // A selector may follow only where the source has one by itself.
      let mayFollow = PlainScalars.selectorStands(at: next, in: field)
      let match = candidates(character, selected: place.selected).first {
        matches($0.scalars, at: position, selectorMayFollow: mayFollow)
      }
      if let match {
        count(match.kind, 1)
        position += match.scalars.count
        index = next
        continue
      }
      if isCut(output, prefix: start, at: position, place) {
        count(.substituted, Self.characterCount(field, from: index))
        return
      }
      report.characters += 1
      fault(
        place.record, place.shownColumn, field[index].offset,
        "character \(number) (code \(character.hexadecimalCode)) is not explained by the output")
      return
    }
    if position < found.count {
      fault(
        place.record, place.shownColumn, place.end,
        "\(found.count - position) more characters in the output than the source explains")
    }
  }

  /// A candidate matches when its scalars stand there and no stray selector follows them.
  private func matches(_ scalars: [UInt32], at position: Int, selectorMayFollow: Bool) -> Bool {
    let end = position + scalars.count
    guard end <= found.count else { return false }
    for index in scalars.indices where found[position + index] != scalars[index] { return false }
    return end == found.count || selectorMayFollow || scalars.isEmpty
      || !isVariationSelector(found[end]) || isVariationSelector(scalars[scalars.count - 1])
  }

  private static func characterCount(_ field: ArraySlice<DecodedUnit>, from start: Int) -> Int {
    var count = 0
    var index = start
    while index < field.endIndex {
      index += SourceCharacter(at: index, in: field).unitCount(from: field[index])
      count += 1
    }
    return count
  }

  // MARK: Limits

  /// The field was cut at its limit, as the policy says, and its mark stands at the end.
  ///
  /// - Parameter prefix: Units of the output, of one scalar each, that are not in `found`.
  private func isCut(
    _ output: ArraySlice<DecodedUnit>, prefix: Int, at position: Int, _ place: Place
  ) -> Bool {
    guard place.record > 0, plan.policy.actions.overflow == .substitute,
      limited[place.column] != nil,
      found[position...].elementsEqual(plan.policy.substitutes.overflow)
    else { return false }
    return !isOver(output.prefix(prefix).map(\.scalar) + found, column: place.column)
  }

  /// Whether the field's converted form is over its limit.
  func overflows(_ field: ArraySlice<DecodedUnit>, column: Int, selected: Bool) -> Bool {
    var scalars: [UInt32] = []
    var index = field.startIndex
    while index < field.endIndex {
      let character = SourceCharacter(at: index, in: field)
      let outcome = plan.resolver.resolve(character, selected: selected)
      scalars +=
        outcome.raw.isEmpty ? outcome.scalars : [Explanation.keptMark(code: character.code)]
      index += character.unitCount(from: field[index])
    }
    return isOver(scalars, column: column)
  }

  private func isOver(_ scalars: [UInt32], column: Int) -> Bool {
    var encoder = ScalarEncoder(plan.target)
    var bytes: [UInt8] = []
    for part in scalars.split(
      maxSplits: .max, omittingEmptySubsequences: false,
      whereSeparator: {
        !Explanation.keptBytes($0).isEmpty
      })
    {
      _ = encoder.encode(text: Array(part), hasPairs: !plan.target.states.isEmpty, into: &bytes)
    }
    encoder.finish(into: &bytes)
    bytes += scalars.flatMap(Explanation.keptBytes)
    return (limited[column] ?? []).contains { limit in
      limit.unit == .bytes
        ? bytes.count > limit.maximum
        : scalars.count(where: { !isVariationSelector($0) }) > limit.maximum
    }
  }
}

extension SourceCharacter {
  /// The character that begins at a unit: a variation selector after it may belong to it.
  init(at index: Int, in field: ArraySlice<DecodedUnit>) {
    self.init(field[index])
    guard index + 1 < field.endIndex, canTakeSelector else { return }
    let next = field[index + 1]
    if next.kind == .character, isVariationSelector(next.scalar) {
      second = next.scalar
      byteCount += next.byteCount
    }
  }

  /// Units that `init(at:in:)` took, from this one on.
  func unitCount(from unit: DecodedUnit) -> Int { second == unit.second ? 1 : 2 }

  /// An ordinary character without a second scalar or selector.
  var isAlone: Bool { kind == .character && second == 0 }
}
