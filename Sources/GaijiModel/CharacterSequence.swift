/// One code point, or a code point and a variation selector (an IVS or SVS).
///
/// Compared by scalars: never by `String`, whose `==` folds U+FA19 and U+795E into one.
public struct CharacterSequence: Hashable, Sendable, Comparable, CustomStringConvertible {
  public let base: UInt32
  /// U+FE00–FE0F (SVS) or U+E0100–E01EF (IVS); 0 for a bare code point.
  public let selector: UInt32

  public init(_ base: UInt32, selector: UInt32 = 0) {
    self.base = base
    self.selector = selector
  }

  public var scalars: [UInt32] { selector == 0 ? [base] : [base, selector] }

  public static func < (a: Self, b: Self) -> Bool {
    (a.base, a.selector) < (b.base, b.selector)
  }

  /// Such as `U+845B` or `U+845B U+E0101`.
  public var description: String {
    selector == 0 ? scalarName(base) : scalarName(base) + " " + scalarName(selector)
  }
}

/// `U+` and at least four upper-case hexadecimal digits.
public func scalarName(_ scalar: UInt32) -> String {
  "U+" + hexadecimal(scalar, digits: 4)
}

/// Upper-case hexadecimal with leading zeros to at least `digits` digits.
public func hexadecimal(_ value: some UnsignedInteger, digits: Int) -> String {
  let text = String(value, radix: 16, uppercase: true)
  return String(repeating: "0", count: max(0, digits - text.utf8.count)) + text
}

/// Whether a scalar is a variation selector (FE00–FE0F, E0100–E01EF).
public func isVariationSelector(_ scalar: UInt32) -> Bool {
  (0xFE00...0xFE0F).contains(scalar) || (0xE0100...0xE01EF).contains(scalar)
}

/// Whether a scalar is in a private use area (BMP, plane 15 or plane 16).
public func isPrivateUse(_ scalar: UInt32) -> Bool {
  (0xE000...0xF8FF).contains(scalar) || (0xF0000...0xFFFFD).contains(scalar)
    || (0x10_0000...0x10_FFFD).contains(scalar)
}
