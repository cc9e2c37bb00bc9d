/// How a code of the standard (JIS) area is read where the vendor's figure and JIS X 0208:1990 differ.
///
/// Vendor code systems follow the standard of 1978: codes there show figures that later editions
/// moved, exchanged or redrew. Both readings are in use.
public enum CharsetPreference: UInt8, Sendable, CaseIterable, Hashable {
  /// 字形重視: the figure that the vendor shows, with a variation sequence where one is needed.
  case glyph = 0
  /// 領域重視: the character that JIS X 0208:1990 has at the same row and cell.
  case position = 1

  public var word: String { self == .glyph ? "glyph" : "position" }
}

/// Which code of a host charset is the ideographic space, U+3000. Sites of one vendor differ.
public enum DoubleSpace: UInt8, Sendable, CaseIterable, Hashable {
  /// As the charset's own table has it.
  case table = 0
  /// 4040 is written; the JIS area's code is read as the same.
  case hostSpace = 1
  /// The JIS area's code (A1A1, or 2121) is written; 4040 is read as the same.
  case jisSpace = 2
  /// 4040 is two spaces of one byte; the JIS area's code is the ideographic one.
  case twoSpaces = 3

  public var word: String {
    switch self {
    case .table: "table"
    case .hostSpace: "4040"
    case .jisSpace: "a1a1"
    case .twoSpaces: "two-spaces"
    }
  }
}

/// The private-use scalars that gaiji areas are projected to: those of one 16-bit unit.
public let projectionRange: ClosedRange<UInt32> = 0xE000...0xF8FF

/// Reads the first scalar of a projection, such as `E92E` or `U+E92E`; `nil` when the text is no
/// scalar of `projectionRange`.
public func projectionBase(_ text: some StringProtocol) -> UInt32? {
  var digits = Array(text.utf8)
  if digits.count > 2, digits[0] | 0x20 == UInt8(ascii: "u"), digits[1] == UInt8(ascii: "+") {
    digits.removeFirst(2)
  }
  guard digits.count == 4 else { return nil }
  var value: UInt32 = 0
  for digit in digits {
    switch digit {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt32(digit - 0x30)
    case UInt8(ascii: "A")...UInt8(ascii: "F"), UInt8(ascii: "a")...UInt8(ascii: "f"):
      value = value << 4 | (UInt32(digit | 0x20) - 0x57)
    default: return nil
    }
  }
  return projectionRange.contains(value) ? value : nil
}
