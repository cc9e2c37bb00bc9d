internal import GaijiModel

/// What one form of file must be able to do to be a collection.
protocol GlyphSource: Sendable {
  var glyphs: [CollectedGlyph] { get }
  /// What draws for one thread.
  func drawer() throws(GlyphError) -> any GlyphDrawer
}

protocol GlyphDrawer {
  /// - Parameter pixelsPerEm: For outlines; a bitmap is given as it is.
  func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster
}

/// A source without state draws for every thread.
protocol PlainGlyphSource: GlyphSource, GlyphDrawer {}

extension PlainGlyphSource {
  func drawer() -> any GlyphDrawer { self }
}

/// Glyphs that were drawn already: a whole image, the cells of a sheet.
struct DrawnGlyphs: PlainGlyphSource {
  var glyphs: [CollectedGlyph]
  var rasters: [GlyphRaster]

  func raster(_ index: Int, pixelsPerEm: Int) -> GlyphRaster { rasters[index] }
}

/// The glyphs that a font has codes for; all of them where it has no codes.
struct FontGlyphs: GlyphSource {
  let file: FontFile
  let index: Int
  let names: FontNames
  let glyphs: [CollectedGlyph]

  init(_ file: FontFile, face index: Int) throws(GlyphError) {
    let face = try file.face(index)
    self.file = file
    self.index = index
    names = face.names
    let isOutline = face.isOutline
    let advances = face.advances()
    let isUnicode = face.codes == .unicode || face.codes == .symbol
    func glyph(_ number: UInt32, _ code: GlyphCode?) -> CollectedGlyph {
      CollectedGlyph(
        .glyph(number), code: code, isOutline: isOutline, advance: advances[Int(number)])
    }
    var glyphs = face.characters().map { pair in
      glyph(pair.glyph, isUnicode ? .scalar(pair.code) : .charset(pair.code))
    }
    // A default sequence is drawn as its base, which is there already.
    for sequence in try face.sequences() where !sequence.isDefault {
      let code = GlyphCode.unicode(.init(sequence.base, selector: sequence.selector))
      glyphs.append(glyph(sequence.glyph, code))
    }
    if glyphs.isEmpty {
      glyphs = (1..<UInt32(max(1, face.glyphCount))).map { glyph($0, nil) }
    }
    guard !glyphs.isEmpty else {
      throw GlyphError(
        .absent, path: file.path, detail: "a font without glyphs; get the file again")
    }
    self.glyphs = glyphs
  }

  func drawer() throws(GlyphError) -> any GlyphDrawer {
    FontDrawer(face: try file.face(index), glyphs: glyphs)
  }
}

/// Not `Sendable`, as its face is not.
struct FontDrawer: GlyphDrawer {
  let face: FontFace
  let glyphs: [CollectedGlyph]

  func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    try face.raster(glyph: number(index), pixelsPerEm: pixelsPerEm)
  }

  func number(_ index: Int) -> UInt32 {
    guard case .glyph(let number) = glyphs[index].place else { return 0 }
    return number
  }
}
