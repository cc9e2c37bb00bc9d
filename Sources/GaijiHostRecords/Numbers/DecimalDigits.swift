internal import GaijiModel

/// The digits of a text that is written to a decimal field: the value divided by the unit of the
/// field's last digit.
struct DecimalDigits {
  /// Right-aligned values 0...9, without leading zeros.
  private var digits = InlineArray<40, UInt8>(repeating: 0)
  private(set) var count = 0
  /// Never set for zero.
  private(set) var isNegative = false

  /// - Throws: when the value has more digits than the shape, or a sign that it has not.
  init(_ text: Span<UInt8>, _ shape: DecimalShape) throws(NumberEncodingError) {
    try self.init(text, scale: shape.scale, limit: shape.digits)
    if isNegative, !shape.isSigned { throw .negative }
  }

  /// - Parameter limit: at most 39 digits.
  init(_ text: Span<UInt8>, scale: Int, limit: Int) throws(NumberEncodingError) {
    let plain = try PlainDecimal(text, allowsExponent: false)
    // The unit's place is `scale` digits behind the point: digits of the text that lie behind it
    // have to be zeros, places that the text does not reach are zeros.
    var isZero = true
    let unit = plain.pointIndex + scale
    for index in 0..<plain.digitCount {
      let digit = plain.digit(index, of: text)
      guard digit != 0 else {
        if !isZero, index < unit { try append(0, limit: limit) }
        continue
      }
      guard index < unit else { throw .tooFine(scale: scale) }
      isZero = false
      try append(digit, limit: limit)
    }
    if !isZero, unit > plain.digitCount {
      for _ in plain.digitCount..<unit { try append(0, limit: limit) }
    }
    isNegative = plain.isNegative && !isZero
  }

  private mutating func append(_ digit: UInt8, limit: Int) throws(NumberEncodingError) {
    guard count < limit else { throw .tooLarge(digits: limit) }
    digits[count] = digit
    count += 1
  }

  /// Digit `index` of the value written with `places` digits.
  func digit(_ index: Int, of places: Int) -> UInt8 {
    let place = index - (places - count)
    return place < 0 ? 0 : digits[place]
  }

  /// The value; `nil` beyond 128 bits.
  var magnitude: UInt128? {
    var value: UInt128 = 0
    for index in 0..<count {
      let (product, isTooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, isOver) = product.addingReportingOverflow(UInt128(digits[index]))
      if isTooLarge || isOver { return nil }
      value = sum
    }
    return value
  }
}

/// Where a number's text has its sign, digits and point.
struct PlainDecimal {
  private(set) var isNegative = false
  private var first = 0
  private(set) var digitCount = 0
  /// Digits before the point; with an exponent it may lie outside of them.
  private(set) var pointIndex = 0
  private var digitsBeforePoint = 0

  /// - Throws: `blank`, `notANumber`, `tooLong`.
  init(_ text: Span<UInt8>, allowsExponent: Bool) throws(NumberEncodingError) {
    if !text.isEmpty, text.count > NumberText.maximumByteCount {
      throw Self.isBlank(text) ? .blank : .tooLong(byteCount: text.count)
    }
    if Self.isBlank(text) { throw .blank }
    var place = 0
    if text[0] == 0x2B || text[0] == 0x2D {
      isNegative = text[0] == 0x2D
      place = 1
    }
    first = place
    var hasPoint = false
    while place < text.count {
      if text[place] == 0x2E, !hasPoint {
        hasPoint = true
        digitsBeforePoint = digitCount
      } else if text[place] &- 0x30 <= 9 {
        digitCount += 1
      } else {
        break
      }
      place += 1
    }
    if !hasPoint { digitsBeforePoint = digitCount }
    pointIndex = digitsBeforePoint
    guard digitCount > 0 else { throw .notANumber(at: place) }
    guard place < text.count else { return }
    guard allowsExponent, text[place] | 0x20 == 0x65 else { throw .notANumber(at: place) }
    pointIndex += try Self.exponent(text, from: place + 1)
  }

  /// The exponent, cut at 100,000: no floating-point number goes so far.
  private static func exponent(
    _ text: Span<UInt8>, from start: Int
  ) throws(NumberEncodingError) -> Int {
    var place = start
    var isNegative = false
    if place < text.count, text[place] == 0x2B || text[place] == 0x2D {
      isNegative = text[place] == 0x2D
      place += 1
    }
    guard place < text.count else { throw .notANumber(at: place) }
    var value = 0
    while place < text.count {
      guard text[place] &- 0x30 <= 9 else { throw .notANumber(at: place) }
      value = min(value * 10 + Int(text[place] - 0x30), 100_000)
      place += 1
    }
    return isNegative ? -value : value
  }

  /// Spaces alone, or nothing.
  static func isBlank(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] != 0x20 { return false }
    return true
  }

  /// Digit `index` of the text that this was made of.
  @inline(__always) func digit(_ index: Int, of text: Span<UInt8>) -> UInt8 {
    text[first + index + (index >= digitsBeforePoint ? 1 : 0)] - 0x30
  }
}
