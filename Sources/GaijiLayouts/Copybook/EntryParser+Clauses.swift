extension EntryParser {
  /// Words that begin a clause, and so cannot be names.
  private static let clauseWords: Set = [
    "PIC", "PICTURE", "USAGE", "SIGN", "LEADING", "TRAILING", "OCCURS", "REDEFINES", "VALUE",
    "VALUES", "JUST", "JUSTIFIED", "SYNC", "SYNCHRONIZED", "BLANK", "EXTERNAL", "GLOBAL",
    "CHARACTER", "GROUP-USAGE", "RENAMES", "IS",
  ]
  private static let clauseList =
    "PIC, USAGE, SIGN, OCCURS, REDEFINES, VALUE, JUSTIFIED, SYNCHRONIZED, BLANK or a period"

  static func isReserved(_ word: String) -> Bool {
    let upper = uppercasedASCII(word)
    return clauseWords.contains(upper) || CopybookUsage.words[upper] != nil
  }

  /// Reads the entry at the current level number; `nil` for those that take no storage (66, 88).
  mutating func entry() throws(Abandoned) -> CopybookEntry? {
    let place = current.place
    // At most two digits, so it fits.
    let level = Int(current.text) ?? 0
    advance()
    switch level {
    case 66:
      try renames()
      return nil
    case 88:
      try conditionName()
      return nil
    case 78:
      throw abandon(place, "level 78 (a constant) is not known; write its value where it is used")
    case 1...49, 77: break
    default:
      throw abandon(place, "level \(level) is not known; expected 01 to 49, 66, 77 or 88")
    }
    var entry = CopybookEntry(level: level, place: place)
    if current.kind == .word, !Self.isReserved(current.text) {
      entry.place = current.place
      if !take("FILLER") { entry.name = try name("a name, FILLER or a clause") }
    }
    do throws(Abandoned) {
      while current.kind != .period {
        if current.kind == .end { throw unexpected("a period at the end of \(entry.title)") }
        try clause(of: &entry)
      }
      advance()
    } catch {
      // It keeps its place among the levels, so that what follows gives no faults of its own.
      entry.isBroken = true
      skipSentence()
    }
    return entry
  }

  private mutating func clause(of entry: inout CopybookEntry) throws(Abandoned) {
    let place = current.place
    if take("PIC", "PICTURE") {
      try once(entry.picture?.place, "PICTURE", at: place)
      entry.picture = try picture()
    } else if take("OCCURS") {
      try once(entry.occurs?.place, "OCCURS", at: place)
      entry.occurs = try occurs(at: place)
    } else if take("REDEFINES") {
      try once(entry.redefines?.place, "REDEFINES", at: place)
      let target = current.place
      entry.redefines = Placed(value: try name("the name of the item it redefines"), place: target)
    } else if take("USAGE", "GROUP-USAGE") {
      _ = take("IS")
      try usage(of: &entry, isNamed: true)
    } else if take("SIGN") {
      _ = take("IS")
      guard let clause = sign(at: place) else { throw unexpected("LEADING or TRAILING") }
      try once(entry.sign?.place, "SIGN", at: place)
      entry.sign = clause
    } else if let clause = sign(at: place) {
      try once(entry.sign?.place, "SIGN", at: place)
      entry.sign = clause
    } else if take("VALUE", "VALUES") {
      _ = take("IS", "ARE")
      _ = take("ALL")
      guard isOperand(current) else { throw unexpected("the value") }
      advance()
    } else if take("JUST", "JUSTIFIED") {
      _ = take("RIGHT")
      entry.justified = place
    } else if take("SYNC", "SYNCHRONIZED") {
      _ = take("LEFT", "RIGHT")
      entry.synchronized = place
    } else if take("BLANK") {
      _ = take("WHEN")
      guard take("ZERO", "ZEROS", "ZEROES") else { throw unexpected("ZERO") }
      entry.blankWhenZero = place
    } else if take("EXTERNAL", "GLOBAL") {
      return
    } else if take("CHARACTER") {
      // CHARACTER TYPE IS ...: the size in print, of Fujitsu's and Hitachi's compilers.
      guard take("TYPE") else { throw unexpected("TYPE") }
      _ = take("IS")
      _ = try name("the name of a character type")
    } else if take("IS") {
      guard take("EXTERNAL", "GLOBAL") else { throw unexpected("EXTERNAL or GLOBAL") }
    } else {
      try usage(of: &entry, isNamed: false)
    }
  }

  private mutating func once(
    _ earlier: SourcePlace?, _ clause: String, at place: SourcePlace
  ) throws(Abandoned) {
    guard earlier != nil else { return }
    throw abandon(
      place, "\(clause) stands twice in one entry; is the period of the entry before it missing?")
  }

  private mutating func picture() throws(Abandoned) -> Placed<PictureString> {
    _ = take("IS")
    let token = current
    guard token.kind == .picture else { throw unexpected("a picture such as X(10)") }
    advance()
    do throws(PictureString.Fault) {
      return Placed(value: try PictureString(token.text), place: token.place)
    } catch {
      throw abandon(token.place, "PICTURE \(excerpt(token.text)): \(error.message)")
    }
  }

  private mutating func usage(
    of entry: inout CopybookEntry, isNamed: Bool
  ) throws(Abandoned) {
    let token = current
    guard token.kind == .word, let usage = CopybookUsage(word: token.text) else {
      if token.kind == .word, uppercasedASCII(token.text).hasPrefix("COMP") {
        throw unexpected("a usage that is known: COMP, COMP-1 to COMP-5")
      }
      throw unexpected(
        isNamed
          ? "a usage: " + CopybookUsage.words.keys.sorted().joined(separator: ", ")
          : Self.clauseList)
    }
    try once(entry.usage?.place, "USAGE", at: token.place)
    advance()
    // USAGE POINTER-32, PROCEDURE-POINTER TO x, ... stay errors: their sizes differ.
    entry.usage = Placed(value: usage, place: token.place)
  }

  private mutating func sign(at place: SourcePlace) -> Placed<SignClause>? {
    let isLeading = take("LEADING")
    guard isLeading || take("TRAILING") else { return nil }
    let isSeparate = take("SEPARATE")
    if isSeparate { _ = take("CHARACTER") }
    return Placed(value: SignClause(isLeading: isLeading, isSeparate: isSeparate), place: place)
  }

  private mutating func occurs(at place: SourcePlace) throws(Abandoned) -> OccursClause {
    let first = try integer("how many times, as a number")
    var clause = OccursClause(minimum: first, maximum: first, place: place)
    let hasRange = take("TO")
    if hasRange { clause.maximum = try integer("the highest number of elements") }
    _ = take("TIMES")
    guard clause.maximum > 0, clause.minimum <= clause.maximum else {
      throw abandon(
        place,
        hasRange
          ? "OCCURS \(clause.minimum) TO \(clause.maximum): the second number must be larger"
          : "OCCURS \(first): a table has at least one element")
    }
    while true {
      if take("DEPENDING") {
        _ = take("ON")
        clause.depending = try qualifiedName("the item that holds the number of elements")
        // IBM: without TO the lowest number is 1.
        if !hasRange { clause.minimum = 1 }
      } else if take("ASCENDING", "DESCENDING") {
        _ = take("KEY")
        _ = take("IS")
        try names("the name of a key")
      } else if take("INDEXED") {
        _ = take("BY")
        try names("the name of an index")
      } else {
        break
      }
    }
    if hasRange, clause.depending == nil { throw unexpected("DEPENDING ON after OCCURS m TO n") }
    return clause
  }

  private mutating func names(_ what: String) throws(Abandoned) {
    repeat {
      _ = try qualifiedName(what)
    } while current.kind == .word && !isNumber(current) && !Self.isReserved(current.text)
      && !["DEPENDING", "ASCENDING", "DESCENDING", "INDEXED"].contains(
        uppercasedASCII(current.text))
  }

  mutating func qualifiedName(_ what: String) throws(Abandoned) -> QualifiedName {
    let place = current.place
    var result = QualifiedName(name: try name(what), qualifiers: [], place: place)
    while take("OF", "IN") { result.qualifiers.append(try name("the name of a group")) }
    return result
  }
}
