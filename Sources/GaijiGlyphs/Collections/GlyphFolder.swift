internal import GaijiFiles

/// A folder of images with one glyph each, whose names carry the codes. Files are read when they are
/// drawn, so memory does not follow their number.
struct GlyphFolder: PlainGlyphSource {
  let path: String
  let glyphs: [CollectedGlyph]
  let problems: [GlyphError]
  private let names: [String]

  /// - Returns: `nil` for a path that is no folder.
  init?(path: String, options: GlyphOptions) throws(GlyphError) {
    guard FileContent.isFolder(path) else { return nil }
    var glyphs: [CollectedGlyph] = []
    var names: [String] = []
    var problems: [GlyphError] = []
    let items: [FileTree.Item]
    do throws(FileError) {
      items = try FileTree.items(below: path, includesHidden: false)
    } catch {
      throw GlyphError(error)
    }
    for item in items {
      let file = path + "/" + item.path
      if let problem = item.problem {
        problems.append(GlyphError(.unreadable, path: file, detail: problem))
        continue
      }
      do throws(GlyphError) {
        let first = try FileContent.first(256, of: file)
        guard let form = GlyphForm(first) else {
          throw GlyphError(.unknownForm, path: file, detail: GlyphForm.hint(first))
        }
        guard [.png, .bmp, .netpbm, .svg].contains(form) else {
          throw GlyphError(
            .unsupported, path: file,
            detail: "a \(form.words) in a folder of images; give it by itself")
        }
        let code = options.codes.code(glyphs.count) ?? GlyphCode(stem: pathStem(item.path))
        glyphs.append(CollectedGlyph(.file(item.path), code: code, isOutline: form == .svg))
        names.append(file)
      } catch {
        problems.append(error)
      }
    }
    guard !glyphs.isEmpty else {
      throw problems.first ?? GlyphError(.absent, path: path, detail: "an empty folder")
    }
    self.path = path
    self.glyphs = glyphs
    self.names = names
    self.problems = problems
  }

  func raster(_ index: Int, pixelsPerEm: Int) throws(GlyphError) -> GlyphRaster {
    let one = try GlyphCollection(path: names[index], options: GlyphOptions(arrangement: .framed))
    guard one.glyphs.count == 1 else {
      throw GlyphError(
        .unsupported, path: names[index],
        detail:
          "holds \(one.glyphs.count) glyphs; in a folder each file is one, so give it by itself")
    }
    return try one.reader().raster(0, pixelsPerEm: pixelsPerEm)
  }
}
