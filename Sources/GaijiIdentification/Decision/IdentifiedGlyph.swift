public import GaijiGlyphs

/// What was found for one glyph of a collection, before its neighbours and other evidence are asked.
public struct IdentifiedGlyph: Sendable {
  public enum State: Hashable, Sendable {
    case matched
    case blank
    case notdef
    /// The same image as an earlier glyph of the collection, by its place in `GlyphCollection.glyphs`.
    case duplicate(of: Int)
    /// It cannot be drawn.
    case unreadable(GlyphError)
  }

  /// Its place in `GlyphCollection.glyphs`.
  public var number: Int
  public var state: State
  public var marks: GlyphMarks
  /// `GlyphRaster.digest` of what was compared; `nil` without ink.
  public var digest: String?
  public var pixelsPerEm: Int
  public var isOutline: Bool
  /// Approved figures that look like it, nearest first.
  public var nearApproved: [CodedFigures.Near] = []
  var packed = PackedAnswer(Self.nothing)
  var packedDifferences = PackedDifferences()
  /// Rows of the index, of the first candidate: other figures of its character, then characters that
  /// look like it.
  var siblings: [Int32] = []
  var neighbours: [Int32] = []

  /// Empty unless it was matched; without residuals.
  public var answer: ShapeAnswer { packed.answer }
  /// What differs from the first candidates, by their row in the index.
  public var differences: [Int: StrokeDifferences] { packedDifferences.differences }

  static let nothing = ShapeAnswer(
    ranked: [], characterLogit: -.infinity, glyphLogit: -.infinity)
}
