/// A natural number of any size, for exact comparisons in tests: base 10^4, no cleverness.
struct ExactNatural: Comparable {
  /// Lowest first, without zeros at the end.
  private var parts: [Int] = []

  init(_ value: UInt64) {
    var rest = value
    while rest > 0 {
      parts.append(Int(rest % 10_000))
      rest /= 10_000
    }
  }

  init(digits: String) {
    self.init(0)
    for digit in digits.utf8 { self = self.times(10).plus(ExactNatural(UInt64(digit) - 48)) }
  }

  func times(_ factor: Int) -> ExactNatural {
    var product = self
    var carry = 0
    for index in product.parts.indices {
      carry += product.parts[index] * factor
      product.parts[index] = carry % 10_000
      carry /= 10_000
    }
    while carry > 0 {
      product.parts.append(carry % 10_000)
      carry /= 10_000
    }
    return product
  }

  func times(_ factor: Int, power: Int) -> ExactNatural {
    (0..<power).reduce(self) { product, _ in product.times(factor) }
  }

  func plus(_ other: ExactNatural) -> ExactNatural {
    var sum = ExactNatural(0)
    var carry = 0
    for index in 0..<max(parts.count, other.parts.count) {
      carry += index < parts.count ? parts[index] : 0
      carry += index < other.parts.count ? other.parts[index] : 0
      sum.parts.append(carry % 10_000)
      carry /= 10_000
    }
    if carry > 0 { sum.parts.append(carry) }
    return sum
  }

  /// The difference, whichever is greater.
  func distance(to other: ExactNatural) -> ExactNatural {
    var (high, low) = self < other ? (other, self) : (self, other)
    for index in high.parts.indices {
      high.parts[index] -= index < low.parts.count ? low.parts[index] : 0
      if high.parts[index] < 0 {
        high.parts[index] += 10_000
        high.parts[index + 1] -= 1
      }
    }
    low = high
    while low.parts.last == 0 { low.parts.removeLast() }
    return low
  }

  static func < (one: ExactNatural, other: ExactNatural) -> Bool {
    if one.parts.count != other.parts.count { return one.parts.count < other.parts.count }
    for (left, right) in zip(one.parts.reversed(), other.parts.reversed()) where left != right {
      return left < right
    }
    return false
  }
}

/// The digits of a number's text without zeros at either end, and the power of ten of the last one.
struct DecimalParts: Equatable {
  var isNegative = false
  var digits = ""
  var exponent = 0

  init(digits: String, exponent: Int) {
    self.digits = digits
    self.exponent = exponent
  }

  init?(_ text: String) {
    var body = Substring(text)
    if body.first == "-" {
      isNegative = true
      body.removeFirst()
    }
    let halves = body.split(separator: "e", omittingEmptySubsequences: false)
    if halves.count == 2 {
      guard let power = Int(halves[1]) else { return nil }
      exponent = power
    } else if halves.count != 1 {
      return nil
    }
    let sides = halves[0].split(separator: ".", omittingEmptySubsequences: false)
    guard (1...2).contains(sides.count) else { return nil }
    digits = String(sides[0])
    if sides.count == 2 {
      digits += sides[1]
      exponent -= sides[1].count
    }
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (48...57).contains($0) }) else { return nil }
    while digits.last == "0" {
      digits.removeLast()
      exponent += 1
    }
    while digits.first == "0" { digits.removeFirst() }
    if digits.isEmpty { exponent = 0 }
  }
}
