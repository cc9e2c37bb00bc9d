internal import GaijiModel

/// What the caller knows about a file that its bytes do not say.
public struct GlyphOptions: Hashable, Sendable {
  public enum Arrangement: Hashable, Sendable {
    /// One glyph or a sheet, found from the image; a frame is removed.
    case automatic
    /// One glyph; a frame around it is removed.
    case framed
    /// One glyph, the whole image as it is.
    case single
    /// A sheet of cells of the same size, ruled or not.
    case grid(rows: Int, columns: Int)
  }

  /// For images that may be sheets.
  public var arrangement: Arrangement
  /// The face of a font collection, from 0.
  public var face: Int
  /// The codes of the glyphs in their order, for files that hold none: images, sheets, host bitmaps.
  public var codes: GlyphCodes
  /// The file is nothing but such bitmaps.
  public var hostBitmaps: HostBitmapLayout?

  public init(
    arrangement: Arrangement = .automatic, face: Int = 0, codes: GlyphCodes = .none,
    hostBitmaps: HostBitmapLayout? = nil
  ) {
    self.arrangement = arrangement
    self.face = face
    self.codes = codes
    self.hostBitmaps = hostBitmaps
  }
}

/// The codes of glyphs that come without any, in their order.
public enum GlyphCodes: Hashable, Sendable {
  case none
  /// One after another: E000, E001, ... Only for Unicode and for charsets without gaps.
  case first(GlyphCode)
  /// What is longer than the list has no code.
  case list([GlyphCode])

  func code(_ index: Int) -> GlyphCode? {
    switch self {
    case .none: nil
    case .first(.unicode(let first)):
      first.base &+ UInt32(clamping: index) <= 0x10FFFF
        ? .scalar(first.base + UInt32(index)) : nil
    case .first(.charset(let first)):
      UInt32(exactly: Int(first) + index).map(GlyphCode.charset)
    case .list(let codes): index < codes.count ? codes[index] : nil
    }
  }
}
