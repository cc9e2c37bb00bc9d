/// The glyphs that somebody hands in, whatever file they come in: a font, an image with one glyph or a
/// sheet of them, a folder of images, bitmaps of a host.
///
/// What a file is, is told from its bytes and not from its name.
public struct GlyphCollection: Sendable {
  /// The path, or the name that was given to the bytes.
  public let path: String
  public let form: GlyphForm
  /// What a font calls itself; `nil` for everything else.
  public let names: FontNames?
  /// By code in a font, in reading order on a sheet, by path in a folder, else as in the file.
  public let glyphs: [CollectedGlyph]
  /// What was passed over: files of a folder that hold no glyph.
  public let problems: [GlyphError]
  let source: any GlyphSource

  /// Opens a file or a folder; files may be compressed with gzip or zstd.
  ///
  /// - Throws: `GlyphError`, naming the file and what to do.
  public init(path: String, options: GlyphOptions = GlyphOptions()) throws(GlyphError) {
    if let folder = try GlyphFolder(path: path, options: options) {
      self.init(path, .folder, folder, problems: folder.problems)
      return
    }
    guard let bytes = try FileContent(path: path).bytes else {
      try self.init(FontFile(path: path), options: options)
      return
    }
    try self.init(bytes: bytes, path: path, options: options)
  }

  /// - Parameter path: What messages call the bytes; its stem may carry the code of a single glyph.
  public init(
    bytes: [UInt8], path: String, options: GlyphOptions = GlyphOptions()
  ) throws(GlyphError) {
    if let layout = options.hostBitmaps {
      self.init(
        path, .hostBitmaps,
        try HostBitmaps(bytes, layout: layout, path: path, codes: options.codes))
      return
    }
    guard let form = GlyphForm(bytes.prefix(256)) else {
      throw GlyphError(
        .unknownForm, path: path, offset: 0, detail: GlyphForm.hint(bytes.prefix(256)))
    }
    switch form {
    case .trueType, .openType, .fontCollection, .bdf, .pcf:
      try self.init(FontFile(bytes: bytes, path: path), options: options)
    case .eudcBitmaps:
      self.init(path, form, try EUDCBitmaps(bytes, path: path))
    case .netpbm:
      let images = try NetpbmImages(bytes, path: path, codes: options.codes)
      // One image may be a sheet; several are a glyph each.
      if images.glyphs.count == 1 {
        let image = try images.image(0)
        self.init(path, form, try ImageGlyphs(image, path: path, options: options))
      } else {
        self.init(path, form, images)
      }
    case .png, .bmp:
      let image =
        try form == .png ? PNGImage.read(bytes, path: path) : BMPImage.read(bytes, path: path)
      self.init(path, form, try ImageGlyphs(image, path: path, options: options))
    case .svg:
      self.init(path, form, try SVGGlyph(bytes, path: path, codes: options.codes))
    case .hostBitmaps, .folder:
      throw GlyphError(.unknownForm, path: path, detail: GlyphForm.hint(bytes))
    }
  }

  private init(_ file: FontFile, options: GlyphOptions) throws(GlyphError) {
    let font = try FontGlyphs(file, face: options.face)
    let form: GlyphForm =
      switch FontForm(of: file.memory) {
      case .openType: .openType
      case .collection: .fontCollection
      case .bdf: .bdf
      case .pcf: .pcf
      case .trueType, nil: .trueType
      }
    self.init(file.path, form, font, names: font.names)
  }

  private init(
    _ path: String, _ form: GlyphForm, _ source: any GlyphSource, names: FontNames? = nil,
    problems: [GlyphError] = []
  ) {
    self.path = path
    self.form = form
    self.names = names
    self.source = source
    glyphs = source.glyphs
    self.problems = problems
  }

  /// What draws the glyphs, for one thread.
  public func reader() throws(GlyphError) -> GlyphReader { try GlyphReader(self) }
}

/// Draws the glyphs of one collection, for one thread.
public final class GlyphReader {
  public let collection: GlyphCollection
  let drawer: any GlyphDrawer

  init(_ collection: GlyphCollection) throws(GlyphError) {
    self.collection = collection
    drawer = try collection.source.drawer()
  }

  /// The glyph at a place of `collection.glyphs`.
  ///
  /// - Parameter pixelsPerEm: For outlines, 1 to `GlyphLimits.pixelsPerEm`; bitmaps and images are given
  ///   as they are.
  public func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    guard collection.glyphs.indices.contains(index) else {
      throw GlyphError(
        .absent, path: collection.path, place: "glyph \(index)",
        detail: "there are \(collection.glyphs.count)")
    }
    return try drawer.raster(index, pixelsPerEm: pixelsPerEm)
  }
}
