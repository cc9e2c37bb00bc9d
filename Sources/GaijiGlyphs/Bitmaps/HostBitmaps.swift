/// How a host keeps the bitmaps of its gaiji: rows of bits without any header.
public struct HostBitmapLayout: Hashable, Sendable {
  public enum Order: Hashable, Sendable {
    /// Row by row from the top, the leftmost pixel in the highest bit.
    case rows
    /// Column by column from the left, the topmost pixel in the highest bit, as printers have it.
    case columns
  }

  public let width: Int
  public let height: Int
  public let order: Order
  /// Bytes before the bits of each glyph, such as its code.
  public let headerByteCount: Int
  /// Whether a bit of 0 is ink.
  public let isInverted: Bool

  /// - Returns: `nil` unless both sides are 8 to 256 pixels and the header 0 to 256 bytes.
  public init?(
    width: Int, height: Int, order: Order = .rows, headerByteCount: Int = 0,
    isInverted: Bool = false
  ) {
    guard (8...256).contains(width), (8...256).contains(height),
      (0...256).contains(headerByteCount)
    else { return nil }
    self.width = width
    self.height = height
    self.order = order
    self.headerByteCount = headerByteCount
    self.isInverted = isInverted
  }

  /// Bytes of one glyph; each row (column) begins at a byte.
  public var byteCount: Int {
    headerByteCount
      + (order == .rows
        ? BitRows.byteCount(width: width, height: height)
        : BitRows.byteCount(width: height, height: width))
  }
}

struct HostBitmaps: PlainGlyphSource {
  let bytes: [UInt8]
  let layout: HostBitmapLayout
  let glyphs: [CollectedGlyph]

  init(
    _ bytes: [UInt8], layout: HostBitmapLayout, path: String, codes: GlyphCodes
  ) throws(GlyphError) {
    let size = layout.byteCount
    let count = bytes.count / size
    guard !bytes.isEmpty, bytes.count % size == 0 else {
      throw GlyphError(
        .damaged, path: path, offset: count * size,
        detail: "\(bytes.count) bytes are not a whole number of glyphs of \(size) bytes;"
          + " check width, height and header of the bitmaps")
    }
    guard count <= GlyphLimits.glyphCount else {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "\(count) glyphs; \(GlyphLimits.glyphCount) are the most, so split the file")
    }
    self.bytes = bytes
    self.layout = layout
    glyphs = (0..<count).map {
      CollectedGlyph(.image($0, offset: $0 * size), code: codes.code($0))
    }
  }

  func raster(_ index: Int, pixelsPerEm: Int) -> GlyphRaster {
    let start = index * layout.byteCount + layout.headerByteCount
    let (width, height) = (layout.width, layout.height)
    var ink: [UInt8]
    switch layout.order {
    case .rows: ink = BitRows.expand(bytes, from: start, width: width, height: height)
    case .columns:
      let turned = BitRows.expand(bytes, from: start, width: height, height: width)
      ink = (0..<width * height).map { turned[$0 % width * height + $0 / width] }
    }
    if layout.isInverted { ink = ink.map { 255 - $0 } }
    return GlyphRaster(width: width, height: height, ink: ink, pixelsPerEm: max(width, height))
  }
}
