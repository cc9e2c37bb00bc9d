internal import GaijiModel

/// A layout's field that cannot be a number as it is declared.
public enum NumberFormatError: Error, Hashable, Sendable, CustomStringConvertible {
  case notNumeric
  case digits(Int, limits: ClosedRange<Int>)
  case scale(Int)
  case byteCount(Int, required: String)

  public var description: String {
    switch self {
    case .notNumeric: "a text or raw field is not a number; declare another type"
    case .digits(let digits, let limits):
      "\(digits) digits; \(limits.lowerBound) to \(limits.upperBound) are possible"
    case .scale(let scale): "a scale of \(scale); -64 to 64 are possible"
    case .byteCount(let byteCount, let required):
      "a length of \(byteCount) bytes; this number has \(required)"
    }
  }

  static func check(_ kind: FieldKind, byteCount: Int) throws(NumberFormatError) {
    switch kind {
    case .packed(let shape):
      try check(shape, from: 1)
      try check(byteCount, [shape.digits / 2 + 1])
    case .zoned(let shape, let place):
      try check(shape, from: 1)
      let isSeparate = place == .leadingSeparate || place == .trailingSeparate
      try check(byteCount, [shape.digits + (isSeparate && shape.isSigned ? 1 : 0)])
    case .binary(let shape, _):
      try check(shape, from: 0)
      guard (1...8).contains(byteCount) || byteCount == 16 else {
        throw .byteCount(byteCount, required: "1 to 8 or 16 bytes")
      }
    case .float: try check(byteCount, [4, 8])
    case .single, .double, .mixed, .raw: throw .notNumeric
    }
  }

  private static func check(_ shape: DecimalShape, from least: Int) throws(NumberFormatError) {
    guard (least...38).contains(shape.digits) else {
      throw .digits(shape.digits, limits: least...38)
    }
    guard (-64...64).contains(shape.scale) else { throw .scale(shape.scale) }
  }

  private static func check(_ byteCount: Int, _ possible: [Int]) throws(NumberFormatError) {
    guard !possible.contains(byteCount) else { return }
    let list = possible.map(String.init).joined(separator: " or ")
    throw .byteCount(byteCount, required: list + " bytes")
  }
}

/// A text that cannot be written as the number of a field.
public enum NumberEncodingError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The text is not a number from this byte of it on.
  case notANumber(at: Int)
  /// Empty, or spaces alone, for a number that has no blank form.
  case blank
  /// More digits before the decimal point than the field has, or a value beyond its range.
  case tooLarge(digits: Int)
  /// Digits other than 0 behind the last one that the field has; the scale may be negative.
  case tooFine(scale: Int)
  /// A negative number in a field without a sign.
  case negative
  /// Longer than any number is: more than `NumberText.maximumByteCount` bytes.
  case tooLong(byteCount: Int)

  public var description: String {
    switch self {
    case .notANumber(let place): "not a number at byte \(place) of the text"
    case .blank: "blank, and this number has no blank form; write 0 or another value"
    case .tooLarge(let digits) where digits > 0:
      "more than \(digits) digits; the value does not fit"
    case .tooLarge: "the value is beyond the range of the field's bytes"
    case .tooFine(let scale) where scale >= 0: "more than \(scale) digits behind the decimal point"
    case .tooFine(let scale): "not a multiple of 10^\(-scale)"
    case .negative: "negative, and the field has no sign"
    case .tooLong(let byteCount):
      "a text of \(byteCount) bytes; no number has more than \(NumberText.maximumByteCount)"
    }
  }
}
