/// The glyphs of one image: one, or those of a sheet.
struct ImageGlyphs: PlainGlyphSource {
  let glyphs: [CollectedGlyph]
  private let rasters: [GlyphRaster]

  init(_ image: GreyImage, path: String, options: GlyphOptions) throws(GlyphError) {
    let ink = InkImage(image)
    let cells: SheetCells?
    switch options.arrangement {
    case .single, .framed: cells = nil
    case .automatic: cells = Self.sheet(ink)
    case .grid(let rows, let columns):
      guard rows > 0, columns > 0, rows <= ink.height / 8, columns <= ink.width / 8 else {
        throw GlyphError(
          .unsupported, path: path,
          detail: "\(rows) rows and \(columns) columns of an image of \(ink.width) x \(ink.height)"
            + " pixels; cells have at least 8 x 8")
      }
      cells = SheetCells.grid(ink, rows: rows, columns: columns).withoutCaptions(in: ink)
    }
    guard let cells else {
      let isAsItIs = options.arrangement == .single
      rasters = [(isAsItIs ? ink : Frame.removed(from: ink)).raster]
      let code = options.codes.code(0) ?? GlyphCode(stem: pathStem(path))
      glyphs = [CollectedGlyph(.whole, code: code)]
      return
    }
    rasters = cells.images(of: ink).map { Frame.edgesRemoved(from: $0).raster }
    glyphs = rasters.indices.map { index in
      let (row, column) = (index / cells.columns.count, index % cells.columns.count)
      return CollectedGlyph(
        .cell(row: row + 1, column: column + 1), code: options.codes.code(index))
    }
  }

  private static func sheet(_ image: InkImage) -> SheetCells? {
    if let ruled = SheetCells.ruled(image), ruled.count > 1, ruled.areFilled(in: image) {
      return ruled.withoutCaptions(in: image)
    }
    return SheetCells.spaced(image)?.withoutCaptions(in: image)
  }

  func raster(_ index: Int, pixelsPerEm: Int) -> GlyphRaster { rasters[index] }
}

/// A file's name without folder and ending.
func pathStem(_ path: String) -> String {
  let name = path.utf8.split(separator: 0x2F).last.map(Array.init) ?? []
  let stem = name.lastIndex(of: 0x2E).map { $0 > 0 ? name[..<$0] : name[...] } ?? name[...]
  return String(decoding: Array(stem), as: UTF8.self)
}
