internal import GaijiCharsets
internal import GaijiModel

/// The scalars for which seeing the same scalar in the output is a whole explanation: a cache of
/// what `Explanation` says, in one array, so that most characters cost one look-up.
///
/// A scalar is plain when its character's own form explains it as identical, and no other form
/// could be meant by an output in which this scalar stands and no variation selector follows.
/// Variation selectors are never plain.
struct PlainScalars {
  private enum Mark { static let unknown: UInt8 = 0, plain: UInt8 = 1, other: UInt8 = 2 }

  private let explanation: Explanation
  private let selected: Bool
  private var marks = [UInt8](repeating: Mark.unknown, count: 0x11_0000)  // 1 MB

  init(_ explanation: Explanation, selected: Bool) {
    self.explanation = explanation
    self.selected = selected
  }

  mutating func contains(_ scalar: UInt32) -> Bool {
    guard scalar < 0x11_0000 else { return false }
    let mark = marks[Int(scalar)]
    return mark == Mark.unknown ? find(scalar) : mark == Mark.plain
  }

  @inline(never) private mutating func find(_ scalar: UInt32) -> Bool {
    let isPlain = isPlain(scalar)
    marks[Int(scalar)] = isPlain ? Mark.plain : Mark.other
    return isPlain
  }

  private func isPlain(_ scalar: UInt32) -> Bool {
    if isVariationSelector(scalar) { return false }
    // What explains a character of this kind depends on its scalars only, not on its code.
    let character = SourceCharacter(
      kind: .character, code: scalar, byteCount: utf8Count(scalar), scalar: scalar)
    let candidates = explanation.candidates(for: character, selected: selected)
    let own = candidates.first { $0.scalars == [scalar] }
    return own?.kind == .identical
      && candidates.allSatisfy { candidate in
        candidate.scalars.count < 2 || candidate.scalars[0] != scalar
          || isVariationSelector(candidate.scalars[1])
      }
  }

  /// How many units of the field, from its start, are plain characters that the output has too.
  /// One that a variation selector follows, on either side, is not among them.
  mutating func commonPrefix(
    _ field: ArraySlice<DecodedUnit>, _ output: ArraySlice<DecodedUnit>
  ) -> Int {
    let end = field.startIndex + min(field.count, output.count)
    var index = field.startIndex
    var place = output.startIndex
    while index < end {
      let unit = field[index]
      let shown = output[place]
      guard unit.scalar == shown.scalar, unit.kind == .character, shown.kind == .character,
        unit.second | shown.second == 0, contains(unit.scalar)
      else { break }
      index += 1
      place += 1
    }
    if index > field.startIndex,
      Self.selectorStands(at: index, in: field) || Self.selectorStands(at: place, in: output)
    {
      index -= 1
    }
    return index - field.startIndex
  }

  /// Whether there is a variation selector at a unit, which may be the one after the last.
  static func selectorStands(at index: Int, in units: ArraySlice<DecodedUnit>) -> Bool {
    index < units.endIndex && isVariationSelector(units[index].scalar)
  }
}
