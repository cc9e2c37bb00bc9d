internal import GaijiCharsets
internal import GaijiModel

/// The content of one field: its units without quotes, a doubled quote once, without shifts.
struct ProfileField {
  var record: Int
  /// 0 is the first.
  var column: Int
  /// Where the field starts, its quote included.
  var offset: Int
  var isQuoted: Bool
  /// Bytes of shift sequences inside.
  var shiftByteCount = 0
}

/// A column of a profile, made ready for checking: texts as scalars.
struct ColumnRule {
  let column: ProfileColumn
  private let special: [[UInt32]]
  private let codes: Set<[UInt32]>
  let allowsNewlines: Bool
  private let also: Set<UInt32>

  init(_ column: ProfileColumn) {
    self.column = column
    special = column.specialValues.map(Self.scalars)
    if case .code(let list) = column.type {
      codes = Set(list.map(Self.scalars))
    } else {
      codes = []
    }
    if case .kana(_, let also) = column.type { self.also = Set(also) } else { also = [] }
    allowsNewlines = column.type == .text(multiline: true)
  }

  static func scalars(_ text: String) -> [UInt32] { text.unicodeScalars.map(\.value) }

  static func isEqual(_ units: [DecodedUnit], _ range: Range<Int>, _ text: [UInt32]) -> Bool {
    guard range.count == text.count else { return false }
    for (index, scalar) in zip(range, text)
    where units[index].scalar != scalar || units[index].second != 0 {
      return false
    }
    return true
  }

  func isSpecial(_ units: [DecodedUnit], _ range: Range<Int>) -> Bool {
    for text in special where Self.isEqual(units, range, text) { return true }
    return false
  }

  /// The rule that the value breaks, and the unit where it does.
  func fault(_ units: [DecodedUnit], _ range: Range<Int>) -> (ProfileRule, Int)? {
    switch column.type {
    case .text: return nil
    case .digits:
      if range.isEmpty { return (.type, range.lowerBound) }
      for index in range where !Self.isDigit(units[index].scalar) { return (.type, index) }
      return nil
    case .kana(let width, _):
      for index in range where !isKana(units[index].scalar, width) { return (.type, index) }
      return nil
    case .number(let digits, let scale, let signed):
      return numberFault(units, range, digits: digits, scale: scale, signed: signed)
    case .moment(let pattern): return momentFault(units, range, pattern)
    case .code:
      let value = range.map { units[$0].scalar }
      return codes.contains(value) ? nil : (.code, range.lowerBound)
    }
  }

  private static func isDigit(_ scalar: UInt32) -> Bool { scalar &- 0x30 < 10 }

  /// Katakana with their marks, and spaces of either width.
  private func isKana(_ scalar: UInt32, _ width: ProfileType.KanaWidth) -> Bool {
    switch scalar {
    case 0x20, 0x3000: return true
    // ァ to ヺ, the middle dot, the long mark and the two repetition marks; ㇰ to ㇿ for Ainu.
    case 0x30A1...0x30FE, 0x31F0...0x31FF: return width == .full || also.contains(scalar)
    // The full stop, brackets, comma and dot; ｦ to ﾟ.
    case 0xFF61...0xFF9F: return width == .half || also.contains(scalar)
    default: return also.contains(scalar)
    }
  }

  private func numberFault(
    _ units: [DecodedUnit], _ range: Range<Int>, digits: Int, scale: Int, signed: Bool
  ) -> (ProfileRule, Int)? {
    var index = range.lowerBound
    if signed, index < range.upperBound, units[index].scalar == 0x2D { index += 1 }
    let integer = index
    while index < range.upperBound, Self.isDigit(units[index].scalar) { index += 1 }
    let integerCount = index - integer
    if integerCount == 0 { return (.type, min(index, range.upperBound)) }
    var fractionCount = 0
    if index < range.upperBound, scale > 0, units[index].scalar == 0x2E {
      index += 1
      let fraction = index
      while index < range.upperBound, Self.isDigit(units[index].scalar) { index += 1 }
      fractionCount = index - fraction
      if fractionCount == 0 { return (.type, index) }
    }
    if index < range.upperBound { return (.type, index) }
    let isTooLong = integerCount > digits - scale || fractionCount > scale
    return isTooLong ? (.numberDigits, range.lowerBound) : nil
  }

  private func momentFault(
    _ units: [DecodedUnit], _ range: Range<Int>, _ pattern: DatePattern
  ) -> (ProfileRule, Int)? {
    guard range.count == pattern.width else { return (.type, range.lowerBound) }
    var characters: [UInt8] = []
    characters.reserveCapacity(pattern.width)
    for index in range {
      guard let byte = UInt8(exactly: units[index].scalar) else { return (.type, index) }
      characters.append(byte)
    }
    return switch pattern.fault(in: characters) {
    case nil: nil
    case .form: (.type, range.lowerBound)
    case .value: (.calendar, range.lowerBound)
    }
  }
}
