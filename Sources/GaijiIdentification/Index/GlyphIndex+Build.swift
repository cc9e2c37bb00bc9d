internal import GaijiFiles
public import GaijiGlyphs
internal import GaijiHashing
internal import Glibc

extension GlyphIndex {
  /// Makes an index of all glyphs of some fonts and opens it.
  ///
  /// Of IPAmj and of fonts of 行政事務標準文字 the glyphs `mjNNNNNN` and `gjNNNNNN` become entries, of
  /// any other font the glyphs of its codes; blank ones do not. The file is the same for any number of
  /// threads. Memory: about 2 KiB for each glyph.
  ///
  /// - Parameter path: Where to write it; a file there is replaced when the new one is complete.
  /// - Throws: `GlyphIndexError`.
  public static func build(
    fonts: [FontFile], model: IdentifierModel, threads: Int, path: String
  ) throws(GlyphIndexError) -> GlyphIndex {
    guard path != "-" else { throw .cannotMake("it is mapped, so it must be a file; give a path") }
    let tables: [[UInt8]]
    do throws(GlyphError) {
      var glyphs: [IndexGlyph] = []
      for (number, font) in fonts.enumerated() {
        glyphs += try IndexGlyph.all(of: font, font: number)
      }
      tables = try IndexBuilder(fonts: fonts, model: model, glyphs: glyphs, threads: threads)
        .tables(fonts.map(FontIdentity.init))
    } catch {
      throw .cannotMake("\(error)")
    }
    do throws(FileError) {
      try ParentFolders.make(for: path)
      try IndexForm.write(tables, to: path)
    } catch {
      throw .cannotMake("\(error)")
    }
    return try GlyphIndex(path: path, fonts: fonts, model: model)
  }

  /// Opens the index of some fonts, and makes it first where there is none or a damaged one.
  ///
  /// - Parameters:
  ///   - path: The file; `nil` is the one in the user's cache (`IndexPlace.cachePath`); what is there for
  ///     fonts or a model that have changed is replaced.
  ///   - willBuild: Called before an index is made, which takes up to a minute.
  /// - Throws: `GlyphIndexError`; `other` when `path` was given and holds an index of other data.
  public static func openOrBuild(
    fonts: [FontFile], model: IdentifierModel, threads: Int, path: String? = nil,
    willBuild: (String) -> Void = { _ in }
  ) throws(GlyphIndexError) -> GlyphIndex {
    guard let file = path ?? IndexPlace.cachePath(fonts: fonts, model: model) else {
      throw .cannotMake("neither HOME nor XDG_CACHE_HOME is set; say where it is to be kept")
    }
    do throws(GlyphIndexError) {
      return try GlyphIndex(path: file, fonts: fonts, model: model)
    } catch {
      switch error {
      case .unreadable(_, ENOENT), .damaged: break
      case .other where path == nil: break
      default: throw error
      }
    }
    willBuild(file)
    return try build(fonts: fonts, model: model, threads: threads, path: file)
  }
}
