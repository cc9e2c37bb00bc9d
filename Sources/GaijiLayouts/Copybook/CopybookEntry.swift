/// One data description entry as written.
struct CopybookEntry {
  /// 1...49 or 77.
  var level: Int
  /// `nil`: FILLER.
  var name: String?
  var place: SourcePlace
  var picture: Placed<PictureString>?
  var usage: Placed<CopybookUsage>?
  var sign: Placed<SignClause>?
  var occurs: OccursClause?
  var redefines: Placed<String>?
  var synchronized: SourcePlace?
  var justified: SourcePlace?
  var blankWhenZero: SourcePlace?
  /// A fault in it was told: nothing follows from what it lacks.
  var isBroken = false

  /// For messages.
  var title: String { name ?? "FILLER" }
}

struct Placed<Value> {
  var value: Value
  var place: SourcePlace
}

struct SignClause {
  var isLeading: Bool
  var isSeparate: Bool
}

struct OccursClause {
  var minimum: Int
  var maximum: Int
  var depending: QualifiedName?
  var place: SourcePlace
}

/// `A OF B IN C`.
struct QualifiedName {
  var name: String
  var qualifiers: [String]
  var place: SourcePlace
}

enum CopybookUsage: Hashable {
  case display, display1, national
  case binary, native, packed
  case shortFloat, longFloat
  case index, pointer, procedurePointer, functionPointer

  /// The words that stand for it, in upper case.
  init?(word: String) {
    guard let usage = Self.words[uppercasedASCII(word)] else { return nil }
    self = usage
  }

  static let words: [String: CopybookUsage] = [
    "DISPLAY": .display, "DISPLAY-1": .display1, "NATIONAL": .national,
    "COMP": .binary, "COMPUTATIONAL": .binary, "BINARY": .binary,
    "COMP-4": .binary, "COMPUTATIONAL-4": .binary,
    "COMP-5": .native, "COMPUTATIONAL-5": .native,
    "COMP-3": .packed, "COMPUTATIONAL-3": .packed, "PACKED-DECIMAL": .packed,
    "COMP-1": .shortFloat, "COMPUTATIONAL-1": .shortFloat,
    "COMP-2": .longFloat, "COMPUTATIONAL-2": .longFloat,
    "INDEX": .index, "POINTER": .pointer,
    "PROCEDURE-POINTER": .procedurePointer, "FUNCTION-POINTER": .functionPointer,
  ]

  /// For messages.
  var word: String {
    switch self {
    case .display: "DISPLAY"
    case .display1: "DISPLAY-1"
    case .national: "NATIONAL"
    case .binary: "COMP"
    case .native: "COMP-5"
    case .packed: "COMP-3"
    case .shortFloat: "COMP-1"
    case .longFloat: "COMP-2"
    case .index: "INDEX"
    case .pointer: "POINTER"
    case .procedurePointer: "PROCEDURE-POINTER"
    case .functionPointer: "FUNCTION-POINTER"
    }
  }

  /// Its size follows from the usage alone.
  var takesNoPicture: Bool {
    switch self {
    case .shortFloat, .longFloat, .index, .pointer, .procedurePointer, .functionPointer: true
    case .display, .display1, .national, .binary, .native, .packed: false
    }
  }
}
