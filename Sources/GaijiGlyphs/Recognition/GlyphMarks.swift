internal import GaijiModel

/// What is known of a glyph before it is matched with anything.
public struct GlyphMarks: Hashable, Sendable {
  /// No ink: nothing to match.
  public var isBlank = false
  /// The image that the font draws for codes that it does not have, or an empty frame that several
  /// codes share (a "tofu"): nothing to match.
  public var isNotdef = false
  /// An empty frame: a tofu, or 口 and 囗 in a Gothic design. For a person to see.
  public var isFrame = false
  /// The place of the first glyph of the collection with the same pixels.
  public var duplicateOf: Int?
  /// The advance is about half an em.
  public var isHalfWidth = false
  /// A form for vertical text, by its code or by what the font puts into vertical text.
  public var isVertical = false
  /// The ink fills less than 60 hundredths of the em both ways: a small kana, a mark, a punctuation.
  public var isSmall = false
  /// What its code says that it is; `nil` for private codes and for codes of a charset.
  public var kind: GlyphKind?
  /// Why it cannot be drawn; everything else is then unknown.
  public var problem: GlyphError?

  /// Whether there is something to match, and not yet matched for another code.
  public var isToBeMatched: Bool {
    !isBlank && !isNotdef && duplicateOf == nil && problem == nil
  }
}

/// The kinds of characters that are told from code points.
public enum GlyphKind: String, Hashable, Sendable, CaseIterable {
  case ideograph, kana, hentaigana, latin, symbol, other

  /// By the blocks of Unicode 15; `nil` for private use.
  public init?(codePoint: UInt32) {
    if isPrivateUse(codePoint) { return nil }
    switch codePoint {
    case 0x2E80...0x2FDF, 0x3005...0x3007, 0x3021...0x3029, 0x3038...0x303B, 0x3400...0x4DBF,
      0x4E00...0x9FFF, 0xF900...0xFAFF, 0x20000...0x3FFFF:
      self = .ideograph
    case 0x3041...0x309F, 0x30A1...0x30FA, 0x30FC...0x30FF, 0x31F0...0x31FF, 0xFF66...0xFF9F,
      0x1AFF0...0x1B000, 0x1B11F...0x1B16F:
      self = .kana
    case 0x1B001...0x1B11E: self = .hentaigana
    case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F, 0x1E00...0x1EFF, 0xFF21...0xFF3A,
      0xFF41...0xFF5A:
      self = .latin
    case 0x20...0xBF, 0x2000...0x2BFF, 0x3000...0x303F, 0x30A0, 0x30FB, 0x3200...0x33FF,
      0xFE10...0xFE6F, 0xFF00...0xFF65, 0xFFE0...0xFFEF, 0x1F000...0x1FAFF:
      self = .symbol
    default: self = .other
    }
  }

  static func isVertical(codePoint: UInt32) -> Bool {
    (0xFE10...0xFE19).contains(codePoint) || (0xFE30...0xFE44).contains(codePoint)
      || (0xFE47...0xFE48).contains(codePoint)
  }
}
