/// How a date or a time of day is written: parts of fixed width and the ASCII characters between
/// them, such as `yyyyMMdd` or `yyyy-MM-dd HH:mm:ss`.
public struct DatePattern: Hashable, Sendable {
  public enum Part: Hashable, Sendable {
    /// Four digits, 0001 to 9999.
    case year
    case month, day, hour, minute, second
    /// Three digits.
    case millisecond
    /// One ASCII character as it is.
    case literal(UInt8)

    fileprivate static let letters: [(text: String, part: Part)] = [
      ("yyyy", .year), ("MM", .month), ("dd", .day), ("HH", .hour), ("mm", .minute),
      ("ss", .second), ("SSS", .millisecond),
    ]

    var width: Int {
      switch self {
      case .year: 4
      case .millisecond: 3
      case .literal: 1
      default: 2
      }
    }
  }

  /// As it was written.
  public let text: String
  public let parts: [Part]
  /// Characters of a value.
  public let width: Int
  public let hasDate: Bool
  public let hasTime: Bool

  /// `nil` unless the pattern is made of `yyyy MM dd HH mm ss SSS`, each at most once, a day only
  /// with its month and a month only with its year, minutes with hours, and so on; letters and digits
  /// are nothing else.
  public init?(_ text: String) {
    var rest = Array(text.utf8)[...]
    var parts: [Part] = []
    while let byte = rest.first {
      if let found = Part.letters.first(where: { rest.starts(with: $0.text.utf8) }) {
        guard !parts.contains(found.part) else { return nil }
        parts.append(found.part)
        rest = rest.dropFirst(found.part.width)
      } else {
        guard (0x20..<0x7F).contains(byte), !Self.isWordByte(byte) else { return nil }
        parts.append(.literal(byte))
        rest = rest.dropFirst()
      }
    }
    // Each part says something only together with the one that it divides.
    let needs: [(Part, Part)] = [
      (.month, .year), (.day, .month), (.minute, .hour), (.second, .minute),
      (.millisecond, .second),
    ]
    guard needs.allSatisfy({ !parts.contains($0.0) || parts.contains($0.1) }),
      parts.contains(.year) || parts.contains(.hour)
    else { return nil }
    hasDate = parts.contains(.year)
    hasTime = parts.contains(.hour)
    // A time of day belongs to a day, not to a month.
    if hasDate, hasTime, !parts.contains(.day) { return nil }
    self.text = text
    self.parts = parts
    width = parts.reduce(0) { $0 + $1.width }
  }

  private static func isWordByte(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
  }

  /// `date`, `time` or `datetime`.
  public var kindWord: String { hasDate ? hasTime ? "datetime" : "date" : "time" }

  /// What is wrong with a value.
  public enum Fault: Hashable, Sendable {
    /// It is not written as the pattern says.
    case form
    /// It is, but no calendar or clock has it.
    case value
  }

  /// `nil` when the characters are a value of this pattern. Second 60 is none: leap seconds do not
  /// come into registers.
  public func fault(in characters: [UInt8]) -> Fault? {
    guard characters.count == width else { return .form }
    var (place, isPossible) = (0, true)
    var (year, month, day) = (1, 1, 1)
    for part in parts {
      if case .literal(let byte) = part {
        guard characters[place] == byte else { return .form }
        place += 1
        continue
      }
      var value = 0
      for _ in 0..<part.width {
        let digit = characters[place] &- 0x30
        guard digit < 10 else { return .form }
        value = value * 10 + Int(digit)
        place += 1
      }
      switch part {
      case .year: year = value
      case .month: month = value
      case .day: day = value
      case .hour: isPossible = isPossible && value < 24
      case .minute, .second: isPossible = isPossible && value < 60
      case .millisecond, .literal: break
      }
    }
    isPossible =
      isPossible && year >= 1 && (1...12).contains(month)
      && (1...Self.dayCount(year: year, month: month)).contains(day)
    return isPossible ? nil : .value
  }

  /// Days of a month of the Gregorian calendar; 31 for a month that there is not.
  private static func dayCount(year: Int, month: Int) -> Int {
    switch month {
    case 4, 6, 9, 11: 30
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    default: 31
    }
  }
}
