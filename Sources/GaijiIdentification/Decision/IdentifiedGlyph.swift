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
  /// Empty unless it was matched.
  public var answer: ShapeAnswer
  /// What differs from the first candidates, by their row in the index.
  public var differences: [Int: StrokeDifferences]
  /// Of the first candidate: other figures of its character, then characters that look like it.
  public var siblings: [ProposedSibling]
  /// Approved figures that look like it, nearest first.
  public var nearApproved: [CodedFigures.Near] = []

  static let nothing = ShapeAnswer(
    ranked: [], characterLogit: -.infinity, glyphLogit: -.infinity)
}
