internal import CFreeType

/// One face of a font, opened with a FreeType library of its own: for one thread.
///
/// This file and its extensions `FontFace+*.swift` are where the module touches FreeType. Invariants:
/// `library` and `face` are those that FreeType gave, valid until `deinit`; `file` keeps the bytes that
/// `face` reads; nobody else has either, and the class is not `Sendable`, so one thread at a time uses
/// them. Everything that FreeType points at (the glyph slot, names, lists) is copied before the next call.
@safe public final class FontFace {
  public let file: FontFile
  public let index: Int
  let library: FT_Library
  let face: FT_Face
  /// Pixels per em that FreeType was last told; 0 at first, and after a strike was selected.
  var currentSize = 0

  init(_ file: FontFile, index: Int) throws(GlyphError) {
    guard (0..<file.faceCount).contains(index) else {
      throw GlyphError(
        .absent, path: file.path,
        detail: "has no face \(index); its faces are numbered 0 to \(file.faceCount - 1)")
    }
    (unsafe library, unsafe face) = try unsafe Self.open(file.memory, index, path: file.path)
    self.file = file
    self.index = index
  }

  deinit {
    unsafe FT_Done_Face(face)
    unsafe FT_Done_FreeType(library)
  }

  static func count(in memory: FontMemory, path: String) throws(GlyphError) -> Int {
    // SAFETY: the face reads from `memory` until it is done with.
    defer { withExtendedLifetime(memory) {} }
    // FreeType: the index -1 opens a face of which only the number of faces is of use.
    let (library, face) = try unsafe open(memory, -1, path: path)
    let count = Int(unsafe face.pointee.num_faces)
    unsafe FT_Done_Face(face)
    unsafe FT_Done_FreeType(library)
    guard (1...GlyphLimits.faceCount).contains(count) else {
      throw GlyphError(
        count < 1 ? .damaged : .tooLarge, path: path,
        detail: "says it has \(count) faces; 1 to \(GlyphLimits.faceCount) are read")
    }
    return count
  }

  @unsafe private static func open(
    _ memory: FontMemory, _ index: Int, path: String
  ) throws(GlyphError) -> (FT_Library, FT_Face) {
    var library: FT_Library?
    var code = unsafe FT_Init_FreeType(&library)
    guard code == 0, let library = unsafe library else {
      throw GlyphError(.unsupported, path: path, detail: "FreeType does not start: code \(code)")
    }
    var face: FT_Face?
    // SAFETY: the caller keeps `memory` for as long as the face.
    code = unsafe FT_New_Memory_Face(library, memory.start, memory.count, index, &face)
    guard code == 0, let face = unsafe face else {
      unsafe FT_Done_FreeType(library)
      throw GlyphError(code, path: path, place: index < 0 ? "" : "face \(index)")
    }
    return unsafe (library, face)
  }

  /// Glyphs are numbered from 0 to below this.
  public var glyphCount: Int { min(max(0, unsafe face.pointee.num_glyphs), 0x10000) }

  /// Font units of the em square; 0 for a font of bitmaps only.
  public var unitsPerEm: Int { Int(unsafe face.pointee.units_per_EM) }

  /// Whether glyphs are outlines, which can be drawn at any size.
  public var isOutline: Bool { unsafe face.pointee.face_flags & FT_FACE_FLAG_SCALABLE != 0 }

  /// The glyph's own name (`mj026190`), from the tables post or CFF; `nil` where the font has none.
  public func name(ofGlyph glyph: UInt32) -> String? {
    guard unsafe face.pointee.face_flags & FT_FACE_FLAG_GLYPH_NAMES != 0, glyph < glyphCount else {
      return nil
    }
    var text = [UInt8](repeating: 0, count: 128)
    let code = unsafe text.withUnsafeMutableBytes {
      unsafe FT_Get_Glyph_Name(face, glyph, $0.baseAddress, UInt32($0.count))
    }
    guard code == 0, let end = text.firstIndex(of: 0), end > 0 else { return nil }
    return String(decoding: text[..<end], as: UTF8.self)
  }

  func check(_ glyph: UInt32) throws(GlyphError) {
    guard glyph < glyphCount else {
      throw GlyphError(
        .absent, path: file.path, place: "glyph \(glyph)",
        detail: "the font has \(glyphCount) glyphs")
    }
  }
}

extension GlyphError {
  /// What FreeType's error code means for someone with the file at hand.
  init(_ code: FT_Error, path: String, place: String) {
    let unknown = Int32(FT_Err_Unknown_File_Format)
    let memory = Int32(FT_Err_Out_Of_Memory)
    switch code & 0xFF {
    case unknown:
      self.init(
        .damaged, path: path, place: place,
        detail: "begins like a font, but its tables are not one; get the file again")
    case memory:
      self.init(
        .tooLarge, path: path, place: place, detail: "needs more memory than there is")
    default:
      self.init(
        .damaged, path: path, place: place,
        detail: "FreeType cannot read it (code 0x\(String(code, radix: 16))); get the file again")
    }
  }
}
