/// One thing to say about a layout: a fault, or a note about what was decided.
public struct LayoutMessage: Hashable, Sendable, CustomStringConvertible {
  /// The path as given.
  public var file: String
  /// 1-based; `nil` where the place is not known.
  public var line: Int?
  /// 1-based, counted in characters (code points) from the start of the line.
  public var column: Int?
  /// Names the word or the key and says what to do.
  public var text: String

  public init(file: String, line: Int? = nil, column: Int? = nil, text: String) {
    self.file = file
    self.line = line
    self.column = column
    self.text = text
  }

  /// `file:line:column: text`.
  public var description: String {
    var place = file
    if let line {
      place += ":\(line)"
      if let column { place += ":\(column)" }
    }
    return place + ": " + text
  }
}

/// Why a layout cannot be used: the faults found (at most `LayoutLimits.problems`), so that a person
/// mends a file in one go.
public struct LayoutError: Error, Hashable, Sendable, CustomStringConvertible {
  /// Never empty; in the order of the file.
  public let problems: [LayoutMessage]
  /// The file could not be read at all.
  public let isUnreadable: Bool

  public init(_ problems: [LayoutMessage]) {
    self.problems = problems
    isUnreadable = false
  }

  init(file: String, line: Int? = nil, _ text: String, isUnreadable: Bool = false) {
    problems = [LayoutMessage(file: file, line: line, text: text)]
    self.isUnreadable = isUnreadable
  }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}

/// What a layout may not exceed, because whoever wrote it may be hostile.
public enum LayoutLimits {
  /// Bytes of a copybook or a layout file.
  public static let fileByteCount = 1 << 20
  /// Fields of all layouts of a file, each occurrence of a table counted.
  public static let fields = 65_536
  /// Tables of varying size of one record.
  public static let variableTables = 1_024
  /// Bytes of one record.
  public static let recordByteCount = 16 << 20
  /// Digits of a decimal number.
  public static let digits = 38
  /// Characters (code points) of a name or another word.
  public static let nameLength = 63
  /// UTF-8 bytes of the names of all fields of a file.
  static let nameByteCount = 32 << 20
  /// Characters (code points) of a PICTURE.
  static let pictureLength = 255
  /// Faults that are told in one go.
  public static let problems = 20
  static let notes = 1_000
}

/// Where something stands in a text; both 1-based.
struct SourcePlace: Hashable {
  var line: Int
  var column: Int
}

/// Collects what is said while a file is read.
struct LayoutDiagnostics {
  let file: String
  private(set) var problems: [LayoutMessage] = []
  private(set) var notes: [LayoutMessage] = []

  init(file: String) { self.file = file }

  /// No further problem would be kept: reading can stop.
  var isFull: Bool { problems.count >= LayoutLimits.problems }

  mutating func report(_ place: SourcePlace?, _ text: String) {
    guard !isFull else { return }
    problems.append(
      LayoutMessage(file: file, line: place?.line, column: place?.column, text: text))
  }

  mutating func report(line: Int?, _ text: String) {
    guard !isFull else { return }
    problems.append(LayoutMessage(file: file, line: line, text: text))
  }

  mutating func note(_ place: SourcePlace?, _ text: String) {
    if notes.count < LayoutLimits.notes {
      notes.append(LayoutMessage(file: file, line: place?.line, column: place?.column, text: text))
    } else if notes.count == LayoutLimits.notes {
      notes.append(LayoutMessage(file: file, text: "more notes are not shown"))
    }
  }

  mutating func add(notes more: [LayoutMessage]) {
    notes += more.prefix(max(0, LayoutLimits.notes - notes.count))
  }

  mutating func add(problems more: [LayoutMessage]) {
    problems += more.prefix(max(0, LayoutLimits.problems - problems.count))
  }

  /// In the order of the file: a copybook is read in several steps.
  static func sorted(_ messages: [LayoutMessage]) -> [LayoutMessage] {
    func place(_ message: LayoutMessage) -> (Int, Int) {
      (message.line ?? .max, message.column ?? 0)
    }
    return messages.enumerated().sorted { a, b in
      place(a.element) != place(b.element)
        ? place(a.element) < place(b.element) : a.offset < b.offset
    }.map(\.element)
  }

  func throwIfAny() throws(LayoutError) {
    guard problems.isEmpty else { throw LayoutError(Self.sorted(problems)) }
  }
}
