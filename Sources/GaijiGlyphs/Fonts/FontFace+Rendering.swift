internal import CFreeType

/// How large a glyph is drawn and where on the em square, in font units (pixels in a bitmap font).
public struct GlyphMetrics: Hashable, Sendable {
  /// Of the box around the outline; y grows upwards from the baseline.
  public let left: Int, bottom: Int, width: Int, height: Int
  /// How far the pen moves in horizontal and in vertical text.
  public let advance: Int, verticalAdvance: Int
}

/// A set of bitmaps that a font holds for one size.
public struct BitmapStrike: Hashable, Sendable {
  public let index: Int
  public let pixelsPerEm: Int
}

extension FontFace {
  /// Draws a glyph: the share of each pixel that the outline covers, without hinting. A font of
  /// bitmaps gives its bitmap of the nearest size as it is.
  ///
  /// - Parameter pixelsPerEm: 1 to `GlyphLimits.pixelsPerEm`.
  /// - Returns: The glyph's box; 0 x 0 for a glyph without contours.
  /// - Throws: `GlyphError`: `absent`, `damaged`, or `tooLarge` for an outline that reaches far out of
  ///   its em.
  public func raster(glyph: UInt32, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    try check(glyph)
    guard isOutline else {
      guard let strike = nearestStrike(to: pixelsPerEm) else {
        throw GlyphError(
          .unsupported, path: file.path, detail: "the font has neither outlines nor bitmaps")
      }
      return try bitmap(glyph: glyph, strike: strike)
        ?? GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: strike.pixelsPerEm)
    }
    guard (1...GlyphLimits.pixelsPerEm).contains(pixelsPerEm) else {
      throw GlyphError(
        .tooLarge, path: file.path, place: "glyph \(glyph)",
        detail: "\(pixelsPerEm) pixels per em; 1 to \(GlyphLimits.pixelsPerEm) are drawn")
    }
    if currentSize != pixelsPerEm {
      try done(unsafe FT_Set_Pixel_Sizes(face, 0, FT_UInt(pixelsPerEm)), glyph)
      currentSize = pixelsPerEm
    }
    try load(glyph, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP)
    guard unsafe face.pointee.glyph.pointee.format == FT_GLYPH_FORMAT_OUTLINE else {
      throw GlyphError(
        .unsupported, path: file.path, place: "glyph \(glyph)", detail: "is not an outline")
    }
    var box = FT_BBox()
    unsafe FT_Outline_Get_CBox(&face.pointee.glyph.pointee.outline, &box)
    // In 1/64 pixel. Checked here, because FreeType would allocate what the box asks for.
    let limit = min(GlyphLimits.outlineEms * pixelsPerEm, GlyphLimits.glyphSide) * 64
    let far = [box.xMin, box.yMin, box.xMax, box.yMax].contains { abs($0) > limit }
    guard !far else {
      throw GlyphError(
        .tooLarge, path: file.path, place: "glyph \(glyph)",
        detail: "reaches more than \(GlyphLimits.outlineEms) em from its origin; it is not drawn")
    }
    try done(unsafe FT_Render_Glyph(face.pointee.glyph, FT_RENDER_MODE_NORMAL), glyph)
    return try copyBitmap(glyph, pixelsPerEm: pixelsPerEm)
  }

  /// The sizes for which the font holds bitmaps, as it lists them.
  public var strikes: [BitmapStrike] {
    guard let sizes = unsafe face.pointee.available_sizes else { return [] }
    return (0..<Int(unsafe face.pointee.num_fixed_sizes)).compactMap { index in
      // SAFETY: FreeType says how many there are.
      let size = unsafe sizes[index]
      // 26.6 fixed point. A size of 0, which some fonts give, is that of their cells.
      let em = (size.y_ppem + 32) >> 6
      let pixels = em > 0 ? em : Int(size.height)
      guard (1...GlyphLimits.pixelsPerEm).contains(pixels) else { return nil }
      return BitmapStrike(index: index, pixelsPerEm: pixels)
    }
  }

  private func nearestStrike(to pixels: Int) -> BitmapStrike? {
    strikes.min { abs($0.pixelsPerEm - pixels) < abs($1.pixelsPerEm - pixels) }
  }

  /// A bitmap that the font holds, as it is; `nil` where it has none for the glyph.
  public func bitmap(glyph: UInt32, strike: BitmapStrike) throws(GlyphError) -> GlyphRaster? {
    try check(glyph)
    currentSize = 0
    try done(unsafe FT_Select_Size(face, FT_Int(strike.index)), glyph)
    let flags = isOutline ? Int32(FT_LOAD_SBITS_ONLY) : Int32(FT_LOAD_DEFAULT)
    guard unsafe FT_Load_Glyph(face, glyph, flags) == 0,
      unsafe face.pointee.glyph.pointee.format == FT_GLYPH_FORMAT_BITMAP
    else { return nil }
    return try copyBitmap(glyph, pixelsPerEm: strike.pixelsPerEm)
  }

  /// Size, place and advances of a glyph.
  public func metrics(glyph: UInt32) throws(GlyphError) -> GlyphMetrics {
    try check(glyph)
    var unit = 1
    if isOutline {
      try load(glyph, FT_LOAD_NO_SCALE)
    } else {
      currentSize = 0
      try done(unsafe FT_Select_Size(face, FT_Int(strikes.first?.index ?? 0)), glyph)
      try load(glyph, FT_LOAD_DEFAULT)
      unit = 64
    }
    let metrics = unsafe face.pointee.glyph.pointee.metrics
    return GlyphMetrics(
      left: metrics.horiBearingX / unit, bottom: (metrics.horiBearingY &- metrics.height) / unit,
      width: metrics.width / unit, height: metrics.height / unit,
      advance: metrics.horiAdvance / unit, verticalAdvance: metrics.vertAdvance / unit)
  }

  /// The horizontal advances of all glyphs in thousandths of the em; `nil` where a font has none.
  func advances() -> [Int?] {
    guard isOutline, unitsPerEm > 0 else {
      return (0..<UInt32(glyphCount)).map { glyph in
        guard let em = strikes.first?.pixelsPerEm, let metrics = try? metrics(glyph: glyph) else {
          return nil
        }
        return metrics.advance * 1000 / em
      }
    }
    var values = [FT_Fixed](repeating: 0, count: glyphCount)
    // SAFETY: `values` has room for as many as are asked for.
    let code = unsafe values.withUnsafeMutableBufferPointer {
      unsafe FT_Get_Advances(face, 0, UInt32($0.count), FT_Int32(FT_LOAD_NO_SCALE), $0.baseAddress)
    }
    return code == 0
      ? values.map { $0 * 1000 / unitsPerEm } : [Int?](repeating: nil, count: glyphCount)
  }

  func load(_ glyph: UInt32, _ flags: some BinaryInteger) throws(GlyphError) {
    try done(unsafe FT_Load_Glyph(face, glyph, FT_Int32(flags)), glyph)
  }

  private func done(_ code: FT_Error, _ glyph: UInt32) throws(GlyphError) {
    if code != 0 { throw GlyphError(code, path: file.path, place: "glyph \(glyph)") }
  }

  /// Copies the bitmap in the glyph slot.
  private func copyBitmap(_ glyph: UInt32, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    let bitmap = unsafe face.pointee.glyph.pointee.bitmap
    let width = unsafe Int(bitmap.width)
    let height = unsafe Int(bitmap.rows)
    guard width <= GlyphLimits.glyphSide, height <= GlyphLimits.glyphSide else {
      throw GlyphError(
        .tooLarge, path: file.path, place: "glyph \(glyph)",
        detail: "\(width) x \(height) pixels; \(GlyphLimits.glyphSide) are the most")
    }
    guard width > 0, height > 0, let buffer = unsafe bitmap.buffer else {
      return GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: pixelsPerEm)
    }
    let bits: Int
    switch unsafe FT_Pixel_Mode(UInt32(bitmap.pixel_mode)) {
    case FT_PIXEL_MODE_GRAY: bits = 8
    case FT_PIXEL_MODE_MONO: bits = 1
    case FT_PIXEL_MODE_GRAY2: bits = 2
    case FT_PIXEL_MODE_GRAY4: bits = 4
    default:
      throw GlyphError(
        .unsupported, path: file.path, place: "glyph \(glyph)",
        detail: "is a bitmap in colours; give the glyph as an image")
    }
    let pitch = unsafe Int(bitmap.pitch)
    let top = pitch < 0 ? -pitch * (height - 1) : 0
    guard abs(pitch) * 8 >= width * bits else {
      throw GlyphError(
        .damaged, path: file.path, place: "glyph \(glyph)",
        detail: "its bitmap's rows are too short")
    }
    if bits == 8 {
      var ink: [UInt8] = []
      ink.reserveCapacity(width * height)
      for row in 0..<height {
        // SAFETY: row `row` begins at `top + row * pitch` and has `abs(pitch)` bytes, `width` at least.
        unsafe ink.append(
          contentsOf: UnsafeBufferPointer(start: buffer + top + row * pitch, count: width))
      }
      return GlyphRaster(width: width, height: height, ink: ink, pixelsPerEm: pixelsPerEm)
    }
    let scale = 255 / (1 << bits - 1)
    var ink = [UInt8](repeating: 0, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        // SAFETY: as above, and the pixel lies in the row.
        let place = top + row * pitch + column * bits / 8
        let shift = 8 - bits - column * bits % 8
        let value = Int(unsafe buffer[place]) >> shift & (1 << bits - 1)
        ink[row * width + column] = UInt8(value * scale)
      }
    }
    return GlyphRaster(width: width, height: height, ink: ink, pixelsPerEm: pixelsPerEm)
  }
}
