/// One glyph of a collection: where it is and what is known of it without looking at it.
public struct CollectedGlyph: Hashable, Sendable {
  public enum Place: Hashable, Sendable {
    /// The number of a glyph in a font.
    case glyph(UInt32)
    /// Of several images in one file, from 0; the byte at which it begins.
    case image(Int, offset: Int)
    /// A cell of a sheet, from 1.
    case cell(row: Int, column: Int)
    /// The only glyph of its file.
    case whole
    /// A file below the folder that is the collection.
    case file(String)
  }

  public let place: Place
  /// `nil` where nothing tells it.
  public let code: GlyphCode?
  /// Whether it can be drawn at any size.
  public let isOutline: Bool
  /// The advance in thousandths of the em, where a font says it: 500 is half-width.
  public let advance: Int?

  init(_ place: Place, code: GlyphCode? = nil, isOutline: Bool = false, advance: Int? = nil) {
    self.place = place
    self.code = code
    self.isOutline = isOutline
    self.advance = advance
  }

  /// For messages and reports: its code if there is one, and where it is.
  public var name: String {
    guard let code else { return placeName }
    switch place {
    case .glyph, .whole, .image: return code.description
    case .cell, .file: return "\(code) (\(placeName))"
    }
  }

  private var placeName: String {
    switch place {
    case .glyph(let number): "glyph \(number)"
    case .image(let number, let offset): "image \(number + 1), byte \(offset)"
    case .cell(let row, let column): "row \(row), column \(column)"
    case .whole: "the image"
    case .file(let path): path
    }
  }
}
