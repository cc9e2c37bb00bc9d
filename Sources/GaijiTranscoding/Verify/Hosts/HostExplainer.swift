internal import GaijiCharsets
internal import GaijiModel

/// Explains the text of one field of a host conversion by what stands in its output.
///
/// As `Verifier` does for cells, with what fields have besides: kinds that hold only some codes,
/// and a width that a text is cut to.
struct HostExplainer {
  typealias Candidate = Explanation.Candidate

  /// A character of the source and where it stands.
  struct Source {
    var character: SourceCharacter
    /// Bytes from the start of the file.
    var offset: Int
  }

  /// What is wrong with a field.
  struct Fault {
    var offset: Int?
    var reason: String
  }

  let plan: ConversionPlan
  private let explanation: Explanation
  /// Codes that the output's fields are written with; `nil` when the output is text.
  let target: HostCharset?
  private var plain: PlainScalars
  private var plainSelected: PlainScalars
  private var memo: [Key: [Candidate]] = [:]
  private var codeMemo: [Key: [UInt32]] = [:]
  private(set) var counts = [Int](repeating: 0, count: Explanation.Kind.allCases.count)
  private(set) var characters = 0

  private struct Key: Hashable {
    var character: SourceCharacter
    var selected: Bool
    var content: HostStep.Content
  }

  private static let maximumMemoCount = 1 << 15

  init(plan: ConversionPlan, target: HostCharset?) {
    self.plan = plan
    self.target = target
    var decisions: [UInt32: CharacterIdentity] = [:]
    for (code, mapping) in plan.usableMappings { decisions[code] = mapping.identity }
    explanation = Explanation(
      policy: plan.policy, release: plan.resolver.release, source: plan.source, target: plan.target,
      decisions: decisions, targetGaiji: plan.usableTargetGaiji)
    plain = PlainScalars(explanation, selected: false)
    plainSelected = PlainScalars(explanation, selected: true)
  }

  // MARK: The source

  /// The characters of decoded text: a variation selector, and for UTF-8 a combining mark with which
  /// a base has one code in the target, belong to what is before them.
  func characters(of units: ArraySlice<DecodedUnit>, offset: Int) -> [Source] {
    var result: [Source] = []
    result.reserveCapacity(units.count)
    var index = units.startIndex
    while index < units.endIndex {
      var character = SourceCharacter(units[index])
      if !plan.source.states.isEmpty {
        result.append(Source(character: character, offset: offset + units[index].offset))
        index += 1
        continue
      }
      character = SourceCharacter(at: index, in: units)
      var next = index + character.unitCount(from: units[index])
      if character.isAlone, next < units.endIndex, units[next].kind == .character,
        character.canTakeSelector, !isVariationSelector(units[next].scalar),
        plan.target.encoding.entry(for: character.scalar, units[next].scalar) != 0
      {
        character.second = units[next].scalar
        character.byteCount += units[next].byteCount
        next += 1
      }
      result.append(Source(character: character, offset: offset + units[index].offset))
      index = next
    }
    return result
  }

  // MARK: Candidates

  /// What may be written for a character in such a field, most scalars first.
  mutating func candidates(
    _ character: SourceCharacter, _ content: HostStep.Content, selected: Bool
  ) -> [Candidate] {
    let key = Key(character: character, selected: selected, content: content)
    if let known = memo[key] { return known }
    var made = explanation.candidates(for: character, selected: selected)
    if let target, !made.isEmpty {
      let held = made.filter { holds($0.scalars, content, target) }
      made = held.isEmpty ? unencodable(content, target) : held
    }
    if memo.count >= Self.maximumMemoCount { memo.removeAll() }
    memo[key] = made
    return made
  }

  /// Whether a character sends its record to the side file.
  mutating func rejects(
    _ character: SourceCharacter, _ content: HostStep.Content, selected: Bool
  ) -> Bool {
    let isPlain =
      selected ? plainSelected.contains(character.scalar) : plain.contains(character.scalar)
    if target == nil, character.isAlone, isPlain { return false }
    let all = candidates(character, content, selected: selected)
    return explanation.rejects(character, candidates: all, selected: selected)
  }

  /// What stands for a character that the charset has, but not for a field of this kind.
  private func unencodable(_ content: HostStep.Content, _ target: HostCharset) -> [Candidate] {
    let action = plan.policy.actions.unencodable
    if action == .reject || action == .stop { return [] }
    let substitute = plan.policy.substitutes.unencodable
    if !substitute.isEmpty, holds(substitute, content, target) {
      return [(substitute, .substituted)]
    }
    return [([content == .double ? 0x3013 : 0x3F], .substituted)]
  }

  private func holds(
    _ scalars: [UInt32], _ content: HostStep.Content, _ target: HostCharset
  ) -> Bool {
    codes(of: scalars, target).map { $0.allSatisfy { holds($0, content, target) } } ?? true
  }

  private func holds(_ code: UInt32, _ content: HostStep.Content, _ target: HostCharset) -> Bool {
    switch content {
    case .single: code >> 28 == 1 && code >> 24 & 0xF == 0
    case .double: code >> 28 == 2 && target.doubleState == Int(code >> 24 & 0xF)
    default: true
    }
  }

  /// Entries of the target's encode table; `nil` for bytes that are kept, which have none.
  private func codes(of scalars: [UInt32], _ target: HostCharset) -> [UInt32]? {
    let table = target.table.encoding
    var result: [UInt32] = []
    var index = 0
    while index < scalars.count {
      if !Explanation.keptBytes(scalars[index]).isEmpty { return nil }
      let pair =
        index + 1 < scalars.count ? table.entry(for: scalars[index], scalars[index + 1]) : 0
      result.append(pair != 0 ? pair : table.entry(for: scalars[index]))
      index += pair != 0 ? 2 : 1
    }
    return result
  }

  // MARK: Explaining

  /// What the output's field shows.
  struct Found {
    var scalars: [UInt32] = []
    /// Index of the first scalar of the padding at the end.
    var padding = 0
    /// The scalar of the padding; the text of the source may end with it, or begin in a field
    /// whose padding is in front.
    var paddingScalar: UInt32?
  }

  /// Explains all of `source` by `found`.
  ///
  /// - Parameter isCut: asked for what is left of `found` when it does not go on: whether it is
  ///   the end of a text that was cut as the policy says.
  mutating func explain(
    _ source: ArraySlice<Source>, _ found: Found, _ content: HostStep.Content, selected: Bool,
    isCut: (ArraySlice<UInt32>, inout HostExplainer) -> Bool
  ) -> Fault? {
    let scalars = found.scalars
    var position = 0
    for index in source.indices {
      let character = source[index].character
      let next = index + 1 < source.endIndex ? source[index + 1].character.scalar : 0
      if character.isAlone, position < scalars.count, scalars[position] == character.scalar,
        position + 1 == scalars.count || !isVariationSelector(scalars[position + 1]),
        selected
          ? plainSelected.contains(character.scalar) : plain.contains(character.scalar)
      {
        count(.identical, 1)
        position += 1
        continue
      }
      let match = candidates(character, content, selected: selected).first {
        matches($0.scalars, scalars, at: position, selectorMayFollow: isVariationSelector(next))
      }
      if let match {
        count(match.kind, 1)
        position += match.scalars.count
        continue
      }
      let rest = scalars[position..<max(position, found.padding)]
      let begun = candidates(character, content, selected: selected)
      if isCut(rest, &self) || cutEscapes(begun, rest).contains(where: { isCut($0, &self) }) {
        count(.substituted, source.endIndex - index)
        return nil
      }
      characters += 1
      return Fault(
        offset: source[index].offset,
        reason: "character \(index - source.startIndex + 1) (code \(character.hexadecimalCode)) is "
          + "not explained by the output")
    }
    guard position < found.padding else { return nil }
    return Fault(
      offset: nil,
      reason: "\(found.padding - position) more characters in the output than the source explains")
  }

  /// What is left of the output behind the beginning of an escape: a cut may fall between the
  /// characters that an escape is made of, but not between a base and its selector.
  private func cutEscapes(
    _ candidates: [Candidate], _ rest: ArraySlice<UInt32>
  ) -> [ArraySlice<UInt32>] {
    candidates.flatMap { candidate in
      candidate.scalars.indices.dropFirst().compactMap { count in
        !isVariationSelector(candidate.scalars[count])
          && rest.starts(with: candidate.scalars[..<count])
          ? rest.dropFirst(count) : nil
      }
    }
  }

  private mutating func count(_ kind: Explanation.Kind, _ number: Int) {
    characters += number
    counts[kind.rawValue] += number
  }

  private func matches(
    _ candidate: [UInt32], _ found: [UInt32], at position: Int, selectorMayFollow: Bool
  ) -> Bool {
    let end = position + candidate.count
    guard end <= found.count, found[position..<end].elementsEqual(candidate) else { return false }
    return end == found.count || selectorMayFollow || candidate.isEmpty
      || !isVariationSelector(found[end]) || isVariationSelector(candidate[candidate.count - 1])
  }

  // MARK: Widths

  /// Whether a text is wider than a field of host records, with its shift sequences.
  mutating func isOver(_ source: ArraySlice<Source>, _ step: HostStep, selected: Bool) -> Bool {
    guard let target else { return false }
    let longest = target.table.shifts.reduce(0) { max($0, $1.bytes.count) }
    // No character takes more than a code of three bytes between two shift sequences, except
    // escapes; most fields need no closer look.
    var codes: [UInt32] = []
    for one in source { codes += self.codes(of: one.character, step.content, selected, target) }
    if codes.count * (3 + 2 * longest) + longest <= step.byteCount { return false }
    let initial = step.content == .double ? target.doubleState ?? 0 : 0
    var state = initial
    var width = 0
    for code in codes {
      let wanted = Int(code >> 24 & 0xF)
      if wanted != state { width += length(ofShiftTo: wanted, target) }
      state = wanted
      width += Int(code >> 28)
    }
    if state != initial { width += length(ofShiftTo: initial, target) }
    return width > step.byteCount
  }

  private func length(ofShiftTo state: Int, _ target: HostCharset) -> Int {
    target.table.shifts.first { $0.state == state }?.bytes.count ?? 0
  }

  /// The codes that the resolver's answer has, or what stands for it in such a field.
  private mutating func codes(
    of character: SourceCharacter, _ content: HostStep.Content, _ selected: Bool,
    _ target: HostCharset
  ) -> [UInt32] {
    let key = Key(character: character, selected: selected, content: content)
    if let known = codeMemo[key] { return known }
    let outcome = plan.resolver.resolve(character, selected: selected)
    var made: [UInt32]
    if !outcome.raw.isEmpty {
      made = [UInt32(outcome.raw.count) << 28]
    } else {
      made = codes(of: outcome.scalars, target) ?? []
      if !made.allSatisfy({ holds($0, content, target) }) {
        made = unencodable(content, target).first.flatMap { codes(of: $0.scalars, target) } ?? []
      }
    }
    if codeMemo.count >= Self.maximumMemoCount { codeMemo.removeAll() }
    codeMemo[key] = made
    return made
  }
}
