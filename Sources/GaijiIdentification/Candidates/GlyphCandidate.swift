public import GaijiModel

/// One glyph of the index that a query may be: how far apart they are, seen several ways.
///
/// Distances are squared lengths in the space of each view, in units of the noise between two
/// drawings of the same figure (1 = one standard deviation in one dimension).
public struct GlyphCandidate: Hashable, Sendable {
  /// The row of the index.
  public var entry: Int
  /// One squared distance for each view of the model, in its order.
  public var distances: [Float]
  /// What remains of the strokes when both are laid over each other; `nil` where it was not asked
  /// for (only the first candidates are compared so closely).
  public var residual: StrokeResidual?
  /// The same, four times as fine, where the query is an outline.
  public var fineResidual: StrokeResidual?
  /// What the model's pair network says of those that were compared: log odds that both show one
  /// figure, before anything else is known.
  public var pairLogit: Double?

  public init(
    entry: Int, distances: [Float], residual: StrokeResidual? = nil,
    fineResidual: StrokeResidual? = nil, pairLogit: Double? = nil
  ) {
    self.entry = entry
    self.distances = distances
    self.residual = residual
    self.fineResidual = fineResidual
    self.pairLogit = pairLogit
  }
}

/// How much of the strokes of one drawing has no counterpart in the other, both ways, at two
/// tolerances: the measures that the ranking and the calibration take.
///
/// `query` is what the query has and the candidate lacks (an extra stroke), `candidate` what the
/// candidate has and the query lacks (a missing one). Index 0: one cell of tolerance; 1: two.
public struct StrokeResidual: Hashable, Sendable {
  public struct Measure: Hashable, Sendable {
    /// Over all cells.
    public var mean: Float
    /// The largest mean of a 5 x 5 box: one stroke that stands alone.
    public var blob: Float
    /// The largest cubic mean of such a box.
    public var cubic: Float

    public init(mean: Float, blob: Float, cubic: Float) {
      self.mean = mean
      self.blob = blob
      self.cubic = cubic
    }
  }

  public var query: [Measure]
  public var candidate: [Measure]

  public init(query: [Measure], candidate: [Measure]) {
    self.query = query
    self.candidate = candidate
  }
}

/// What an index knows about one of its glyphs.
public struct IndexEntry: Hashable, Sendable {
  /// The MJ or GJ identity; `nil` for a glyph of a further font, whose `name` says what it is.
  public var identity: CharacterIdentity?
  /// The glyph's name in its font (`mj026190`), or the code that a further font gives it.
  public var name: String
  /// The font's place in the index's list of fonts, and the glyph's number there.
  public var font: Int
  public var glyph: UInt32
  /// The code points whose figure this is, through cmap 12 or as the base of a sequence of cmap 14,
  /// ascending. Entries that share one are the *same* character.
  public var bases: [UInt32]
  /// Entries with the same number have the same outline: 27 groups of IPAmj do.
  public var outlineGroup: Int

  public init(
    identity: CharacterIdentity?, name: String, font: Int, glyph: UInt32, bases: [UInt32],
    outlineGroup: Int
  ) {
    self.identity = identity
    self.name = name
    self.font = font
    self.glyph = glyph
    self.bases = bases
    self.outlineGroup = outlineGroup
  }
}
