/// A pattern for the paths of files below a folder.
///
/// `*` stands for any signs of one name, `?` for one sign, `[abc]`, `[a-z]` and `[!a-z]` for one of
/// a set, `**` as a whole name for any folders or none. Everything else stands for itself, sign by
/// sign (Unicode scalars): composed and decomposed letters are different signs. A name that begins
/// with a period is matched only by a pattern whose name begins with one.
public struct GlobPattern: Hashable, Sendable {
  public let text: String
  private let names: [Name]

  /// More is no pattern that a person wrote.
  public static let maximumScalars = 1024

  private enum Name: Hashable {
    case folders
    case signs([Sign])
  }

  private enum Sign: Hashable {
    case one(Unicode.Scalar)
    case any
    case run
    case set([ClosedRange<Unicode.Scalar>], isNegated: Bool)
  }

  /// - Throws: `GlobError` with what to write instead.
  public init(_ text: String) throws(GlobError) {
    self.text = text
    guard text.unicodeScalars.count <= Self.maximumScalars else {
      throw GlobError("is longer than \(Self.maximumScalars) signs")
    }
    var names: [Name] = []
    for part in text.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
      let part = Array(part)
      switch part {
      case []: throw GlobError("has an empty name; write folder/name, without / in front or behind")
      case ["."], [".", "."]:
        throw GlobError("cannot hold \(String(String.UnicodeScalarView(part))) as a name")
      case ["*", "*"]: if names.last != .folders { names.append(.folders) }
      default: names.append(.signs(try Self.signs(part)))
      }
    }
    // A folder's files, not a file of the folder's name.
    if names.last == .folders { names.append(.signs([.run])) }
    self.names = names
  }

  private static func signs(_ part: [Unicode.Scalar]) throws(GlobError) -> [Sign] {
    var signs: [Sign] = []
    var place = 0
    while place < part.count {
      switch part[place] {
      case "*":
        if signs.last == .run {
          throw GlobError("has ** inside a name; it stands for folders, as in folder/**/*.csv")
        }
        signs.append(.run)
      case "?": signs.append(.any)
      case "[": signs.append(try set(part, &place))
      case "\\": throw GlobError("has \\; write / between names, and [*] for a sign * itself")
      case "\0": throw GlobError("has a NUL, which no name can have")
      default: signs.append(.one(part[place]))
      }
      place += 1
    }
    return signs
  }

  /// Leaves `place` at the closing bracket.
  private static func set(
    _ part: [Unicode.Scalar], _ place: inout Int
  ) throws(GlobError) -> Sign {
    var ranges: [ClosedRange<Unicode.Scalar>] = []
    place += 1
    let isNegated = place < part.count && part[place] == "!"
    if isNegated { place += 1 }
    // A bracket in front is a member.
    while place < part.count, part[place] != "]" || ranges.isEmpty {
      let low = part[place]
      var high = low
      if place + 2 < part.count, part[place + 1] == "-", part[place + 2] != "]" {
        high = part[place + 2]
        place += 2
      }
      guard low <= high else {
        throw GlobError("has a range that ends before it begins: \(low)-\(high)")
      }
      ranges.append(low...high)
      place += 1
    }
    guard place < part.count else { throw GlobError("has [ without ]; write [[] for the sign [") }
    return .set(ranges, isNegated: isNegated)
  }

  /// Whether a name of the pattern begins with a period: only then can it match hidden files.
  public var namesHidden: Bool { names.contains { Self.beginsWithPeriod($0) } }

  private static func beginsWithPeriod(_ name: Name) -> Bool {
    if case .signs(let signs) = name { signs.first == .one(".") } else { false }
  }

  /// - Parameter path: names joined with `/`, relative to the folder.
  public func matches(_ path: String) -> Bool {
    // Which beginnings of the pattern match the names so far: no pattern makes this slow.
    var reached = [Bool](repeating: false, count: names.count + 1)
    reached[0] = true
    for part in path.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false) {
      let part = Array(part)
      var next = [Bool](repeating: false, count: names.count + 1)
      for index in names.indices {
        if reached[index], names[index] == .folders { reached[index + 1] = true }
        guard reached[index] else { continue }
        switch names[index] {
        case .folders: next[index] = next[index] || part.first != "."
        case .signs(let signs):
          let mayMatch = part.first != "." || Self.beginsWithPeriod(names[index])
          if mayMatch, Self.matches(signs, part) { next[index + 1] = true }
        }
      }
      reached = next
    }
    return reached[names.count]
  }

  /// One way back is enough: what an earlier `*` could take, the last one can take too.
  private static func matches(_ signs: [Sign], _ name: [Unicode.Scalar]) -> Bool {
    var (sign, place) = (0, 0)
    var retry: (sign: Int, place: Int)?
    while place < name.count || sign < signs.count {
      if sign < signs.count {
        if signs[sign] == .run {
          retry = (sign, place)
          sign += 1
          continue
        }
        if place < name.count, matches(signs[sign], name[place]) {
          sign += 1
          place += 1
          continue
        }
      }
      guard let last = retry, last.place < name.count else { return false }
      retry = (last.sign, last.place + 1)
      (sign, place) = (last.sign + 1, last.place + 1)
    }
    return true
  }

  private static func matches(_ sign: Sign, _ scalar: Unicode.Scalar) -> Bool {
    switch sign {
    case .one(let wanted): scalar == wanted
    case .any: true
    case .run: false
    case .set(let ranges, let isNegated): ranges.contains { $0.contains(scalar) } != isNegated
    }
  }
}

/// Why a text is no pattern or no name of an output: the end of a sentence about it.
public struct GlobError: Error, Hashable, Sendable, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}
