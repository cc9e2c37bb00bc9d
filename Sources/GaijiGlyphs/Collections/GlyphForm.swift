/// What a file of glyphs is, told from its bytes.
public enum GlyphForm: String, Hashable, Sendable, CaseIterable {
  case trueType, openType, fontCollection, bdf, pcf
  /// The bitmaps of the Windows EUDC editor (.euf).
  case eudcBitmaps
  case png, bmp, netpbm, svg
  /// Rows of bits and nothing else; only when the caller says so.
  case hostBitmaps
  /// A folder of images, one glyph each.
  case folder

  /// In words, for messages.
  public var words: String {
    switch self {
    case .trueType: "TrueType font"
    case .openType: "OpenType font"
    case .fontCollection: "font collection"
    case .bdf: "BDF font"
    case .pcf: "PCF font"
    case .eudcBitmaps: "EUDC bitmap file"
    case .png: "PNG image"
    case .bmp: "BMP image"
    case .netpbm: "PBM, PGM or PPM image"
    case .svg: "SVG drawing"
    case .hostBitmaps: "host bitmaps"
    case .folder: "folder of images"
    }
  }

  /// The form of content that begins like this; `nil` for what is not read.
  init?(_ first: some Collection<UInt8>) {
    switch FontForm(first) {
    case .trueType: self = .trueType
    case .openType: self = .openType
    case .collection: self = .fontCollection
    case .bdf: self = .bdf
    case .pcf: self = .pcf
    case nil:
      if first.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
        self = .png
      } else if first.starts(with: "Windows EUDC".utf8) {
        self = .eudcBitmaps
      } else if first.starts(with: "BM".utf8) {
        self = .bmp
      } else if Self.isNetpbm(first) {
        self = .netpbm
      } else if Self.isMarkup(first) {
        self = .svg
      } else {
        return nil
      }
    }
  }

  private static func isNetpbm(_ first: some Collection<UInt8>) -> Bool {
    let head = Array(first.prefix(3))
    return head.count == 3 && head[0] == 0x50 && (0x31...0x36).contains(head[1])
      && (Netpbm.isSpace(head[2]) || head[2] == 0x23)
  }

  /// `<` behind a byte order mark and white space; expat says whether it is SVG.
  private static func isMarkup(_ first: some Collection<UInt8>) -> Bool {
    if first.starts(with: [0xFF, 0xFE, 0x3C, 0]) || first.starts(with: [0xFE, 0xFF, 0, 0x3C]) {
      return true
    }
    let text = first.starts(with: [0xEF, 0xBB, 0xBF]) ? first.dropFirst(3) : first.dropFirst(0)
    return text.first { !Netpbm.isSpace($0) } == 0x3C
  }

  /// What to say of content in no form that is read.
  static func hint(_ first: some Collection<UInt8>) -> String {
    if first.starts(with: [0xFF, 0xD8, 0xFF]) {
      return "a JPEG image, which blurs thin strokes; scan or save it as PNG"
    }
    if first.starts(with: [0x49, 0x49, 0x2A, 0]) || first.starts(with: [0x4D, 0x4D, 0, 0x2A]) {
      return "a TIFF image; convert it to PNG"
    }
    if first.starts(with: "wOF".utf8) { return "a web font; convert it to TrueType or OpenType" }
    if first.starts(with: "%PDF".utf8) { return "a PDF; draw its pages as PNG" }
    if first.starts(with: "GIF8".utf8) { return "a GIF image; convert it to PNG" }
    if first.isEmpty { return "is empty" }
    return
      "no form of font or image that is read here; give TrueType, OpenType, BDF, PCF, EUF, PNG,"
      + " BMP, PBM, PGM, PPM or SVG, or say how large its host bitmaps are"
  }
}
