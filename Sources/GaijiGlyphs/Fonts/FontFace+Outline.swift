internal import CFreeType

extension FontFace {
  /// The contours of a glyph in font units; without any for a blank glyph.
  ///
  /// - Throws: `GlyphError`: `absent`, `damaged`, or `unsupported` for a font of bitmaps.
  public func outline(glyph: UInt32) throws(GlyphError) -> GlyphOutline {
    try check(glyph)
    guard isOutline else {
      throw GlyphError(.unsupported, path: file.path, detail: "a font of bitmaps has no outlines")
    }
    try load(glyph, FT_LOAD_NO_SCALE)
    guard unsafe face.pointee.glyph.pointee.format == FT_GLYPH_FORMAT_OUTLINE else {
      throw GlyphError(
        .unsupported, path: file.path, place: "glyph \(glyph)", detail: "is not an outline")
    }
    var segments: [GlyphOutline.Segment] = []
    var functions = FT_Outline_Funcs()
    // SAFETY: the callbacks run only during FT_Outline_Decompose, which is given the array's address.
    unsafe functions.move_to = { to, list in
      unsafe append(.move(x: x(to), y: y(to)), to: list)
    }
    unsafe functions.line_to = { to, list in
      unsafe append(.line(x: x(to), y: y(to)), to: list)
    }
    unsafe functions.conic_to = { control, to, list in
      unsafe append(
        .quadratic(cx: x(control), cy: y(control), x: x(to), y: y(to)), to: list)
    }
    unsafe functions.cubic_to = { first, second, to, list in
      unsafe append(
        .cubic(
          c1x: x(first), c1y: y(first), c2x: x(second), c2y: y(second), x: x(to), y: y(to)),
        to: list)
    }
    // `&segments` itself would be the address of the elements.
    let code = unsafe withUnsafeMutablePointer(to: &segments) {
      unsafe FT_Outline_Decompose(&face.pointee.glyph.pointee.outline, &functions, $0)
    }
    if code != 0 { throw GlyphError(code, path: file.path, place: "glyph \(glyph)") }
    return GlyphOutline(segments: segments, unitsPerEm: unitsPerEm)
  }
}

// Font units are 16 bits in the file; what composite glyphs add up to is clamped, not trapped on.

@unsafe private func x(_ point: UnsafePointer<FT_Vector>?) -> Int32 {
  Int32(clamping: unsafe point?.pointee.x ?? 0)
}

@unsafe private func y(_ point: UnsafePointer<FT_Vector>?) -> Int32 {
  Int32(clamping: unsafe point?.pointee.y ?? 0)
}

@unsafe private func append(
  _ segment: GlyphOutline.Segment, to list: UnsafeMutableRawPointer?
) -> Int32 {
  unsafe list?.assumingMemoryBound(to: [GlyphOutline.Segment].self).pointee.append(segment)
  return 0
}
