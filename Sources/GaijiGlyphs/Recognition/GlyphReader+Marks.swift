internal import GaijiModel

extension GlyphReader {
  /// Pixels per em at which outlines are compared.
  private static let comparedSize = 96

  /// What each glyph of the collection is, before it is matched: one pass over all of them.
  public func marks() -> [GlyphMarks] {
    let font = drawer as? FontDrawer
    let notdef = font.flatMap { font -> RasterDigest? in
      guard let raster = try? font.face.raster(glyph: 0, pixelsPerEm: Self.comparedSize),
        !raster.isBlank
      else { return nil }
      return RasterDigest(raster)
    }
    let vertical = font?.face.verticalGlyphs() ?? []
    var marks: [GlyphMarks] = []
    var firsts: [RasterDigest: Int] = [:]
    // Frames and how many codes have them.
    var frames: [RasterDigest: [Int]] = [:]
    marks.reserveCapacity(collection.glyphs.count)
    for (index, glyph) in collection.glyphs.enumerated() {
      var mark = GlyphMarks()
      mark.see(
        glyph, metrics: font?.metrics(index),
        isVerticalGlyph: font.map { vertical.contains($0.number(index)) } ?? false)
      do throws(GlyphError) {
        let raster = try raster(index, pixelsPerEm: Self.comparedSize)
        if raster.isBlank {
          mark.isBlank = true
        } else {
          let digest = RasterDigest(raster)
          mark.isNotdef = digest == notdef
          mark.isFrame = raster.isEmptyFrame
          mark.duplicateOf = firsts[digest]
          if mark.duplicateOf == nil { firsts[digest] = index }
          if mark.isFrame { frames[digest, default: []].append(index) }
        }
      } catch {
        mark.problem = error
      }
      marks.append(mark)
    }
    for places in frames.values where places.count > 1 {
      for place in places { marks[place].isNotdef = true }
    }
    return marks
  }
}

extension FontDrawer {
  /// The size of the ink and the em, in the font's units.
  fileprivate func metrics(_ index: Int) -> (width: Int, height: Int, em: Int)? {
    guard let metrics = try? face.metrics(glyph: number(index)) else { return nil }
    let em = face.isOutline ? face.unitsPerEm : face.strikes.first?.pixelsPerEm ?? 0
    return em > 0 ? (metrics.width, metrics.height, em) : nil
  }
}

extension GlyphMarks {
  /// What is told without drawing it.
  fileprivate mutating func see(
    _ glyph: CollectedGlyph, metrics: (width: Int, height: Int, em: Int)?, isVerticalGlyph: Bool
  ) {
    isHalfWidth = glyph.advance.map { (400...600).contains($0) } ?? false
    if let metrics {
      isSmall =
        metrics.width * 100 < metrics.em * 60 && metrics.height * 100 < metrics.em * 60
        && metrics.width > 0
    }
    if case .unicode(let sequence) = glyph.code {
      kind = GlyphKind(codePoint: sequence.base)
      isVertical = GlyphKind.isVertical(codePoint: sequence.base)
    }
    if isVerticalGlyph { isVertical = true }
  }
}
