public import GaijiModel

/// The code under which a collection holds a glyph.
public enum GlyphCode: Hashable, Sendable, CustomStringConvertible {
  /// A code point or a variation sequence.
  case unicode(CharacterSequence)
  /// A code of the system's charset: `F040` in Shift_JIS, `80A1` in JEF, `3021` in JIS.
  case charset(UInt32)

  /// Such as `U+E000`, `U+845B U+E0101`, `code F040`.
  public var description: String {
    switch self {
    case .unicode(let sequence): sequence.description
    case .charset(let code): "code " + hexadecimal(code, digits: 4)
    }
  }

  static func scalar(_ scalar: UInt32) -> Self { .unicode(CharacterSequence(scalar)) }

  /// The code that a file's name begins with: `U+E000.png`, `uniE000.svg`, `u845b-ue0101.png`
  /// (Unicode); `F040.bmp`, `0x80A1.png` (the system's charset).
  ///
  /// - Parameter stem: The name without folder and ending.
  /// - Returns: `nil` for a name of another kind, which then has no code.
  public init?(stem: some StringProtocol) {
    // Joined with `-`, `_`, `.` or a space; what is no code begins a remark.
    let parts = Array(stem.utf8).split { [0x2D, 0x5F, 0x2E, 0x20].contains($0) }
    guard let first = parts.first else { return nil }
    if let base = Self.scalar(named: first) {
      let selector = parts.dropFirst().first.flatMap(Self.scalar(named:)) ?? 0
      self = .unicode(
        CharacterSequence(base, selector: isVariationSelector(selector) ? selector : 0))
      return
    }
    let isPrefixed = first.starts(with: "0x".utf8) || first.starts(with: "0X".utf8)
    let digits = isPrefixed ? first.dropFirst(2) : first
    guard [2, 4, 6, 8].contains(digits.count), let code = Self.value(ofHex: digits) else {
      return nil
    }
    self = .charset(code)
  }

  private static func scalar(named name: ArraySlice<UInt8>) -> UInt32? {
    for prefix in ["U+", "u+", "uni", "u", "U"] where name.starts(with: prefix.utf8) {
      let digits = name.dropFirst(prefix.utf8.count)
      if (4...6).contains(digits.count), let value = value(ofHex: digits), value <= 0x10FFFF {
        return value
      }
    }
    return nil
  }

  private static func value(ofHex digits: some Collection<UInt8>) -> UInt32? {
    // No sign, which the standard library would take.
    guard digits.allSatisfy({ Character(UnicodeScalar($0)).isHexDigit }) else { return nil }
    return UInt32(String(decoding: Array(digits), as: UTF8.self), radix: 16)
  }
}
