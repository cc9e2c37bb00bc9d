/// How much a file may ask for. Beyond these an error names the limit: a file never takes more memory
/// or time than they allow.
public enum GlyphLimits {
  /// Bytes of a file, after decompression. The largest font known, Noto Sans CJK as a collection of all
  /// weights, has 120 MB.
  public static let fileByteCount = 512 << 20
  /// Files up to this size are copied into memory. Larger ones (the installed fonts) are mapped, which
  /// trusts that nobody cuts them short meanwhile.
  static let copiedByteCount = 16 << 20
  /// Faces of a collection.
  public static let faceCount = 1024
  /// Glyphs of a collection that is not a font. A font has at most 65,535.
  public static let glyphCount = 4 << 20
  /// Pixels per em that a glyph may be drawn at.
  public static let pixelsPerEm = 1024
  /// Pixels of either side of one glyph's image.
  public static let glyphSide = 4096
  /// How far an outline may reach, in ems, for its image to be drawn.
  public static let outlineEms = 8
  /// Variation sequences of one font; IPAmj has 11,474.
  public static let sequenceCount = 1 << 20
  /// Pixels of an image file: a sheet of A4 at 600 dots per inch has 35 million.
  public static let imagePixelCount = 48 << 20
  /// Pixels of either side of an image file.
  public static let imageSide = 32768
  /// Points of one path; FreeType numbers the points of an outline with 16 bits.
  public static let pathPointCount = 32_000
  /// Elements inside one another in an SVG file, and elements in all.
  public static let svgDepth = 64
  public static let svgElementCount = 100_000
  /// Points of all the paths of an SVG file.
  public static let svgPointCount = 1 << 20
  /// Bytes of an SVG file.
  public static let svgByteCount = 16 << 20
}
