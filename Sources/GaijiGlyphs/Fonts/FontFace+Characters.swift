internal import CFreeType

/// A code point, or a code of the font's own set, and the glyph that a font draws for it.
public struct MappedGlyph: Hashable, Sendable {
  public let code: UInt32
  public let glyph: UInt32

  public init(code: UInt32, glyph: UInt32) {
    self.code = code
    self.glyph = glyph
  }
}

/// A sequence of the table cmap 14: base, variation selector and the glyph drawn for both.
public struct MappedSequence: Hashable, Sendable {
  public let base: UInt32
  public let selector: UInt32
  public let glyph: UInt32
  /// Whether the font says that the base's own glyph is meant ("default" in cmap 14).
  public let isDefault: Bool
}

/// What the codes of a font are.
public enum FontCodes: Hashable, Sendable {
  case unicode
  /// A symbol font of Windows: F000 to F0FF.
  case symbol
  /// Codes of a set such as `JISX0208.1983-0`, as BDF and PCF fonts have it; empty when it is not named.
  case other(String)
}

extension FontFace {
  /// What the codes of `characters` are.
  public var codes: FontCodes {
    guard let map = unsafe selectedMap else { return .other("") }
    let encoding = unsafe map.pointee.encoding
    if encoding == FT_ENCODING_UNICODE { return .unicode }
    if encoding == FT_ENCODING_MS_SYMBOL { return .symbol }
    var set: UnsafePointer<CChar>?
    var registry: UnsafePointer<CChar>?
    guard unsafe FT_Get_BDF_Charset_ID(face, &set, &registry) == 0,
      let set = unsafe set, let registry = unsafe registry
    else { return .other("") }
    return .other(unsafe String(cString: registry) + "-" + String(cString: set))
  }

  /// FreeType's choice, which is the most complete map to Unicode (format 12 before 4); a font
  /// without one has its first map.
  @unsafe private var selectedMap: FT_CharMap? {
    if let map = unsafe face.pointee.charmap { return unsafe map }
    guard unsafe face.pointee.num_charmaps > 0, let first = unsafe face.pointee.charmaps?.pointee,
      unsafe FT_Set_Charmap(face, first) == 0
    else { return nil }
    return unsafe first
  }

  /// The glyph of a code; `nil` where the font has none (FreeType's glyph 0).
  public func glyph(forCode code: UInt32) -> UInt32? {
    guard unsafe selectedMap != nil else { return nil }
    let glyph = unsafe FT_Get_Char_Index(face, FT_ULong(code))
    return glyph == 0 || glyph >= glyphCount ? nil : glyph
  }

  /// Every code of the font and its glyph, by code. Glyph 0 is not among them.
  public func characters() -> [MappedGlyph] {
    guard unsafe selectedMap != nil else { return [] }
    var pairs: [MappedGlyph] = []
    var glyph: FT_UInt = 0
    var code = unsafe FT_Get_First_Char(face, &glyph)
    // A hostile map may name four thousand million codes; there are no others than these.
    while glyph != 0, code <= 0x10FFFF {
      if glyph < glyphCount { pairs.append(MappedGlyph(code: UInt32(code), glyph: glyph)) }
      let next = unsafe FT_Get_Next_Char(face, code, &glyph)
      if next <= code { break }
      code = next
    }
    return pairs
  }

  /// Every variation sequence of the font, by base and selector.
  ///
  /// - Throws: `GlyphError`: `tooLarge` beyond `GlyphLimits.sequenceCount`.
  public func sequences() throws(GlyphError) -> [MappedSequence] {
    guard unsafe selectedMap != nil, let list = unsafe FT_Face_GetVariantSelectors(face) else {
      return []
    }
    // SAFETY: FreeType's lists end with 0; each is copied before the next call of FreeType.
    let selectors = unsafe Self.copy(list)
    var result: [MappedSequence] = []
    for selector in selectors {
      guard let list = unsafe FT_Face_GetCharsOfVariant(face, FT_ULong(selector)) else { continue }
      for base in unsafe Self.copy(list) {
        let kind = unsafe FT_Face_GetCharVariantIsDefault(face, FT_ULong(base), FT_ULong(selector))
        let glyph = unsafe FT_Face_GetCharVariantIndex(face, FT_ULong(base), FT_ULong(selector))
        guard kind >= 0, glyph != 0, glyph < glyphCount else { continue }
        result.append(
          MappedSequence(base: base, selector: selector, glyph: glyph, isDefault: kind == 1))
      }
      guard result.count <= GlyphLimits.sequenceCount else {
        throw GlyphError(
          .tooLarge, path: file.path, place: "table cmap",
          detail: "more than \(GlyphLimits.sequenceCount) variation sequences; give another font")
      }
    }
    result.sort { ($0.base, $0.selector) < ($1.base, $1.selector) }
    return result
  }

  @unsafe private static func copy(_ list: UnsafeMutablePointer<FT_UInt32>) -> [UInt32] {
    var values: [UInt32] = []
    while unsafe list[values.count] != 0 { unsafe values.append(list[values.count]) }
    return values
  }
}
