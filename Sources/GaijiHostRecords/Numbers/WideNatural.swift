/// A natural number below 2^2560, for exact conversion of floating-point numbers.
///
/// The greatest numbers are made by a text of 128 digits with the exponent -528 (10^528 is below
/// 2^1754) with up to 64 bits more for a quotient, and by the smallest IEEE numbers (2^1074 times a
/// text of 128 digits, below 2^1500); all stay far below the limit, and going beyond it stops at a
/// bounds check.
struct WideNatural {
  private var limbs = InlineArray<40, UInt64>(repeating: 0)
  /// Limbs in use; the last one is not 0.
  private var count = 0

  init(_ value: UInt64) {
    limbs[0] = value
    count = value == 0 ? 0 : 1
  }

  var isZero: Bool { count == 0 }

  var bitCount: Int {
    count == 0 ? 0 : count * 64 - limbs[count - 1].leadingZeroBitCount
  }

  mutating func multiply(by factor: UInt64, adding addend: UInt64 = 0) {
    var carry = addend
    for index in 0..<count {
      let (high, low) = limbs[index].multipliedFullWidth(by: factor)
      let (sum, isOver) = low.addingReportingOverflow(carry)
      limbs[index] = sum
      carry = high + (isOver ? 1 : 0)
    }
    push(carry)
  }

  mutating func multiply(byPowerOf10 exponent: Int) {
    var rest = exponent
    while rest >= 19 {
      multiply(by: 10_000_000_000_000_000_000)
      rest -= 19
    }
    for _ in 0..<rest { multiply(by: 10) }
  }

  mutating func shiftLeft(_ bits: Int) {
    guard count > 0, bits > 0 else { return }
    let words = bits / 64
    let rest = UInt64(bits % 64)
    if rest > 0 {
      var carry: UInt64 = 0
      for index in 0..<count {
        let limb = limbs[index]
        limbs[index] = limb << rest | carry
        carry = limb >> (64 - rest)
      }
      push(carry)
    }
    guard words > 0 else { return }
    var index = count - 1
    while index >= 0 {
      limbs[index + words] = limbs[index]
      index -= 1
    }
    for index in 0..<words { limbs[index] = 0 }
    count += words
  }

  mutating func add(_ other: WideNatural) {
    var carry: UInt64 = 0
    let width = Swift.max(count, other.count)
    for index in 0..<width {
      let (first, isOver) = limbs[index].addingReportingOverflow(other.limbs[index])
      let (sum, isOverAgain) = first.addingReportingOverflow(carry)
      limbs[index] = sum
      carry = isOver || isOverAgain ? 1 : 0
    }
    count = width
    push(carry)
  }

  /// - Precondition: `other` is not greater.
  mutating func subtract(_ other: WideNatural) {
    var borrow: UInt64 = 0
    for index in 0..<count {
      let (first, isUnder) = limbs[index].subtractingReportingOverflow(other.limbs[index])
      let (rest, isUnderAgain) = first.subtractingReportingOverflow(borrow)
      limbs[index] = rest
      borrow = isUnder || isUnderAgain ? 1 : 0
    }
    while count > 0, limbs[count - 1] == 0 { count -= 1 }
  }

  /// Negative, zero or positive as this number is less than, equal to or greater than the other.
  func compared(to other: WideNatural) -> Int {
    if count != other.count { return count < other.count ? -1 : 1 }
    var index = count - 1
    while index >= 0 {
      if limbs[index] != other.limbs[index] { return limbs[index] < other.limbs[index] ? -1 : 1 }
      index -= 1
    }
    return 0
  }

  /// Every limb from `count` on is 0, so a carry is all that is written there.
  private mutating func push(_ carry: UInt64) {
    guard carry != 0 else { return }
    limbs[count] = carry
    count += 1
  }
}
