public import GaijiModel

/// How the bytes of one field and the text of a number become each other; made once for a field
/// and used for every record.
public struct NumberFormat: Hashable, Sendable {
  public let kind: FieldKind
  public let byteCount: Int
  /// Whether digits are EBCDIC (F0...F9) or ASCII (30...39); of meaning for zoned numbers.
  public let isEBCDIC: Bool
  public let asciiOverpunch: ASCIIOverpunch

  /// How a zoned number of an ASCII charset spells its sign. Both are read.
  public enum ASCIIOverpunch: UInt8, Hashable, Sendable, CaseIterable {
    /// What EBCDIC's overpunched digits are as characters: `{ABCDEFGHI` positive, `}JKLMNOPQR`
    /// negative.
    case letters = 0
    /// A plain digit is positive; `p` to `y` (70...79) are negative.
    case zone7 = 1
  }

  /// What a field's bytes are.
  public enum Decoded: Hashable, Sendable {
    /// A number. Canonical: `encode` makes the same bytes of its text.
    case number(isCanonical: Bool)
    /// A zoned number of spaces alone: no value. The text is empty.
    case blank
    /// Not a number of this format. The text is empty.
    case bad
  }

  /// - Throws: `NumberFormatError` for a text field and for a shape that the bytes cannot have.
  public init(
    _ kind: FieldKind, byteCount: Int, isEBCDIC: Bool, asciiOverpunch: ASCIIOverpunch = .letters
  ) throws(NumberFormatError) {
    try NumberFormatError.check(kind, byteCount: byteCount)
    self.kind = kind
    self.byteCount = byteCount
    self.isEBCDIC = isEBCDIC
    self.asciiOverpunch = asciiOverpunch
  }

  /// Reads a number.
  ///
  /// Decimal numbers are exact: `-123.45`, `0`, `0.05`; leading zeros are removed, the fraction has
  /// the digits of the scale. Floating-point numbers have the fewest digits that read back as the
  /// same value, with an exponent (`1.5e30`) beyond 10^21 and below 10^-6. The sign of a negative
  /// zero is not written; it is not canonical.
  ///
  /// - Parameters:
  ///   - bytes: the field; another number of bytes than `byteCount` is `bad`.
  ///   - text: replaced by the number's text.
  public func decode(_ bytes: Span<UInt8>, into text: inout NumberText) -> Decoded {
    text.count = 0
    guard bytes.count == byteCount else { return .bad }
    switch kind {
    case .packed(let shape): return PackedDecimal.decode(bytes, shape, into: &text)
    case .zoned(let shape, let place): return zoned(shape, place).decode(bytes, into: &text)
    case .binary(let shape, let order):
      return BinaryInteger.decode(bytes, shape, order, into: &text)
    case .float(let format): return FloatingPoint.decode(bytes, format, into: &text)
    case .single, .double, .mixed, .raw: return .bad
    }
  }

  /// Writes a number.
  ///
  /// The text may have a sign, leading zeros and zeros behind its fraction; that of a
  /// floating-point number an exponent too. Text that is empty or spaces alone makes a zoned field
  /// blank.
  ///
  /// - Parameter bytes: the field, of `byteCount` bytes. Undefined after an error.
  /// - Throws: `NumberEncodingError` when the number cannot be written exactly (for floating point:
  ///   at all).
  public func encode(
    _ text: Span<UInt8>, into bytes: inout MutableSpan<UInt8>
  ) throws(NumberEncodingError) {
    precondition(bytes.count == byteCount)
    switch kind {
    case .packed(let shape): try PackedDecimal.encode(text, shape, into: &bytes)
    case .zoned(let shape, let place): try zoned(shape, place).encode(text, into: &bytes)
    case .binary(let shape, let order): try BinaryInteger.encode(text, shape, order, into: &bytes)
    case .float(let format): try FloatingPoint.encode(text, format, into: &bytes)
    case .single, .double, .mixed, .raw: throw .notANumber(at: 0)
    }
  }

  private func zoned(_ shape: DecimalShape, _ place: SignPlace) -> ZonedDecimal {
    ZonedDecimal(
      shape: shape, place: place, isEBCDIC: isEBCDIC, usesZone7: asciiOverpunch == .zone7)
  }
}
