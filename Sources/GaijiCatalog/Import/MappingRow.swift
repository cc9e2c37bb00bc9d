internal import GaijiModel

/// The columns of a gaiji mapping file, in their order.
public enum MappingColumn: Int, Sendable, CaseIterable {
  case organization, system, charset, code, character, grade, status, decidedBy, decidedAt, reason

  /// As in the header.
  public var name: String {
    switch self {
    case .organization: "organization"
    case .system: "system"
    case .charset: "charset"
    case .code: "code"
    case .character: "character"
    case .grade: "grade"
    case .status: "status"
    case .decidedBy: "decided_by"
    case .decidedAt: "decided_at"
    case .reason: "reason"
    }
  }

  /// The one header that is accepted.
  public static var header: String { allCases.map(\.name).joined(separator: ",") }
}

/// One thing wrong with one row of a mapping file.
public struct RowFault: Error, Hashable, Sendable, CustomStringConvertible {
  public let file: String
  /// The first line is 1.
  public let line: Int
  /// The first column is 1.
  public let column: Int
  public let message: String

  /// `FILE:LINE: column 4 (code): message`.
  public var description: String {
    let name = MappingColumn(rawValue: column - 1).map { " (\($0.name))" } ?? ""
    return "\(file):\(line): column \(column)\(name): \(message)"
  }
}

/// A row whose fields are well formed each on its own; what the catalogue knows is not asked yet.
struct MappingRow {
  var organization: String
  var system: String
  var charset: String
  /// Hexadecimal digits as given: their number says how many bytes a code has.
  var code: (value: UInt32, digitCount: Int)
  var identity: CharacterIdentity?
  var grade: IdentificationGrade
  var status: IdentificationStatus
  var decidedBy: String
  var decidedAt: String
  var reason: String
  let lines: [Int]

  /// Reads a record; every fault goes to `report`, and any fault makes the result `nil`.
  init?(_ record: CSVRecord, report: (_ line: Int, _ column: Int, _ message: String) -> Void) {
    let columns = MappingColumn.allCases
    guard record.fields.count == columns.count else {
      report(
        record.line, min(record.fields.count, columns.count),
        "\(record.fields.count) fields where \(columns.count) are expected")
      return nil
    }
    lines = record.fields.map(\.line)
    var isRight = true
    let lines = self.lines
    func wrong(_ column: MappingColumn, _ message: String) {
      isRight = false
      report(lines[column.rawValue], column.rawValue + 1, message)
    }
    func text(_ column: MappingColumn) -> String {
      let bytes = record.fields[column.rawValue].bytes
      guard let text = String(validating: bytes, as: UTF8.self) else {
        wrong(column, "not UTF-8")
        return ""
      }
      return text
    }
    func name(_ column: MappingColumn) -> String {
      let text = text(column)
      if let fault = Self.nameFault(text) { wrong(column, fault) }
      return text
    }
    organization = name(.organization)
    system = name(.system)
    charset = text(.charset)
    let digits = text(.code)
    code = (UInt32(digits, radix: 16) ?? 0, digits.utf8.count)
    if !(1...8).contains(code.digitCount) || !digits.utf8.allSatisfy(Self.isHexDigit) {
      wrong(.code, "\"\(digits)\" is not a code in hexadecimal digits such as F040")
    }
    let character = text(.character)
    identity = CharacterIdentity(character)
    if !character.isEmpty, identity == nil {
      wrong(.character, "\"\(character)\" is not an identity such as MJ026190 or GJ000001")
    }
    grade = .none
    let gradeWord = text(.grade)
    if let known = IdentificationGrade(word: gradeWord) {
      grade = known
      if grade == .none, !character.isEmpty {
        wrong(.character, "grade none (該当なし) names no character; leave it blank")
      } else if grade != .none, character.isEmpty {
        wrong(.character, "blank, but the grade is \(gradeWord); only grade none has no character")
      }
    } else {
      wrong(.grade, "\"\(gradeWord)\" is not exact, design, similar or none")
    }
    status = .held
    let statusWord = text(.status)
    if let known = IdentificationStatus(word: statusWord) {
      status = known
    } else {
      wrong(.status, "\"\(statusWord)\" is not proposed, approved, rejected or held")
    }
    decidedBy = text(.decidedBy)
    decidedAt = text(.decidedAt)
    reason = text(.reason)
    let isDecided = status == .approved || status == .rejected
    if isDecided, decidedBy.isEmpty {
      wrong(.decidedBy, "blank; who \(statusWord) it must be known")
    }
    if decidedAt.isEmpty {
      if isDecided { wrong(.decidedAt, "blank; when it was \(statusWord) must be known") }
    } else if !ISO8601.isValid(decidedAt) {
      wrong(
        .decidedAt,
        "\"\(decidedAt)\" is not an ISO 8601 date or time such as 2026-04-01 or "
          + "2026-04-01T09:30:00+09:00")
    }
    guard isRight else { return nil }
  }

  /// Names are addressed as ORG/SYSTEM, so neither may have a slash.
  static func nameFault(_ text: String) -> String? {
    if text.isEmpty { return "blank" }
    if text.utf8.contains(UInt8(ascii: "/")) { return "a name must not have a slash" }
    if text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) {
      return "a name must not have control characters"
    }
    if text.utf8.first == 0x20 || text.utf8.last == 0x20 {
      return "a name must not begin or end with a space"
    }
    return nil
  }

  private static func isHexDigit(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
  }
}

/// The forms of ISO 8601 that are accepted: a calendar date, or one with a time and perhaps a zone.
enum ISO8601 {
  static func isValid(_ text: String) -> Bool {
    let pattern =
      /(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d{1,9})?)?(Z|[+\-]\d\d:\d\d)?)?/
      .asciiOnlyDigits()
    guard let match = text.wholeMatch(of: pattern) else { return false }
    func number(_ part: Substring?) -> Int { part.flatMap { Int($0) } ?? 0 }
    let year = number(match.1)
    let month = number(match.2)
    guard (1...12).contains(month) else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]
    guard (1...days).contains(number(match.3)) else { return false }
    guard number(match.4) < 24, number(match.5) < 60, number(match.6) <= 60 else { return false }
    guard let zone = match.7, zone != "Z" else { return true }
    return number(zone.dropFirst().prefix(2)) <= 14 && number(zone.suffix(2)) < 60
  }
}
