import GaijiModel

/// One code or character on which we and a peer do not agree.
struct DifferenceKey: Hashable, Comparable {
  enum Direction: String { case decode, encode }
  let direction: Direction
  /// decode: the shift sequence before the code.
  let prefix: [UInt8]
  /// decode: the bytes of the code; encode: one or two scalars.
  let code: [UInt32]

  static func < (a: Self, b: Self) -> Bool {
    if a.direction != b.direction { return a.direction == .decode }
    if a.prefix != b.prefix { return a.prefix.lexicographicallyPrecedes(b.prefix) }
    if a.code.count != b.code.count { return a.code.count < b.code.count }
    return a.code.lexicographicallyPrecedes(b.code)
  }
}

/// What an implementation makes of a code: scalars, or bytes, or an error.
enum Outcome: Hashable {
  case none
  case value([UInt32])
}

/// A row of a committed list of accepted differences.
///
/// Tab-separated: direction, code, ours, theirs, reason. A code is one (`81CA`, `0E/4140` behind its
/// shift sequence, `U+00A5`, `U+304B U+309A`) or a range. In a range of codes each byte runs between
/// its ends (`F5A1-FEFE` has 10 × 94 codes); a range of scalars is plain. An outcome is
/// - `none`: no character, or no code,
/// - scalars (decode) or hexadecimal bytes (encode), with `+` at the end when the last one rises by
///   one from code to code of the range; `empty` for nothing at all,
/// - `some`: any character, in ranges where naming each would say nothing.
struct DifferenceRow: Hashable {
  var direction: DifferenceKey.Direction
  var prefix: [UInt8]
  var low: [UInt32]
  var high: [UInt32]
  var ours: Pattern
  var theirs: Pattern
  var reason: String

  enum Pattern: Hashable {
    case none, some
    case constant([UInt32])
    case rising([UInt32])

    func matches(_ outcome: Outcome, index: Int) -> Bool {
      switch (self, outcome) {
      case (.none, .none): return true
      case (.some, .value(let values)): return !values.isEmpty
      case (.constant(let wanted), .value(let values)): return wanted == values
      case (.rising(let wanted), .value(let values)):
        return wanted.count == values.count && wanted.dropLast() == values.dropLast()
          && wanted.last.map { $0 + UInt32(index) } == values.last
      default: return false
      }
    }
  }

  /// The codes of the range, in the order in which a rising outcome counts.
  var keys: [DifferenceKey] {
    if direction == .encode, low.count == 1 {
      return (low[0]...high[0]).map { DifferenceKey(direction: direction, prefix: [], code: [$0]) }
    }
    var codes: [[UInt32]] = [[]]
    for (first, last) in zip(low, high) {
      codes = codes.flatMap { code in (first...last).map { code + [$0] } }
    }
    return codes.map { DifferenceKey(direction: direction, prefix: prefix, code: $0) }
  }
}

// MARK: Text

/// The two ways in which codes and outcomes are written.
enum Notation {
  /// `8FF5A1`
  case bytes
  /// `U+304B U+309A`
  case scalars

  /// `nil` when the text is not of this notation.
  func parse(_ text: Substring) -> [UInt32]? {
    var result: [UInt32] = []
    switch self {
    case .bytes:
      guard text.utf8.count % 2 == 0 else { return nil }
      var rest = text
      while !rest.isEmpty {
        guard let byte = UInt8(rest.prefix(2), radix: 16) else { return nil }
        result.append(UInt32(byte))
        rest = rest.dropFirst(2)
      }
    case .scalars:
      for part in text.split(separator: " ") {
        guard part.hasPrefix("U+"), let value = UInt32(part.dropFirst(2), radix: 16) else {
          return nil
        }
        result.append(value)
      }
    }
    return result
  }

  func text(_ values: [UInt32]) -> String {
    switch self {
    case .bytes: values.map { hexadecimal($0, digits: 2) }.joined()
    case .scalars: values.map { scalarName($0) }.joined(separator: " ")
    }
  }
}

extension DifferenceRow {
  /// `nil` when the line is not well formed.
  init?(line: Substring) {
    let fields: [Substring] = line.split(separator: "\t", omittingEmptySubsequences: false)
    guard fields.count == 5, !fields[4].isEmpty,
      let direction = DifferenceKey.Direction(rawValue: String(fields[0]))
    else { return nil }
    let codes: Notation = direction == .decode ? .bytes : .scalars
    let outcomes: Notation = direction == .decode ? .scalars : .bytes
    var place: [Substring] = fields[1].split(separator: "/")
    let ends: [Substring] = place.popLast()?.split(separator: "-", maxSplits: 1) ?? []
    guard place.count <= 1, let prefix = Notation.bytes.parse(place.first ?? ""),
      let first = ends.first, let low = codes.parse(first),
      let high = codes.parse(ends[ends.count - 1]), low.count == high.count,
      zip(low, high).allSatisfy({ $0 <= $1 }),
      let ours = Pattern(fields[2], outcomes), let theirs = Pattern(fields[3], outcomes)
    else { return nil }
    self.init(
      direction: direction, prefix: prefix.map { UInt8($0) }, low: low, high: high, ours: ours,
      theirs: theirs, reason: String(fields[4]))
  }

  var line: String {
    let codes: Notation = direction == .decode ? .bytes : .scalars
    let outcomes: Notation = direction == .decode ? .scalars : .bytes
    var code = codes.text(low)
    if low != high { code += "-" + codes.text(high) }
    if !prefix.isEmpty { code = Notation.bytes.text(prefix.map { UInt32($0) }) + "/" + code }
    return [direction.rawValue, code, ours.text(outcomes), theirs.text(outcomes), reason]
      .joined(separator: "\t")
  }
}

extension DifferenceRow.Pattern {
  init?(_ text: Substring, _ notation: Notation) {
    switch text {
    case "none": self = .none
    case "some": self = .some
    case "empty": self = .constant([])
    default:
      let isRising = text.hasSuffix("+")
      guard let values = notation.parse(isRising ? text.dropLast() : text), !values.isEmpty
      else { return nil }
      self = isRising ? .rising(values) : .constant(values)
    }
  }

  func text(_ notation: Notation) -> String {
    switch self {
    case .none: "none"
    case .some: "some"
    case .constant(let values): values.isEmpty ? "empty" : notation.text(values)
    case .rising(let values): notation.text(values) + "+"
    }
  }
}
