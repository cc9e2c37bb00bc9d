/// What became of the characters of one column. Every count is in characters of the source: a
/// code, a base with its variation selector, or one invalid byte.
///
/// The law that each run is checked against:
/// `charactersIn == mappedExactly + mappedLossy + substituted + reported`.
public struct ColumnCounts: Hashable, Sendable {
  /// Counted by the decoder, before anything is looked up.
  public var charactersIn: Int
  /// Written so that the source code can be recovered from the output and the release.
  public var mappedExactly: Int
  /// Written, but more than one source character gives this output (many-to-one codes, 縮退).
  public var mappedLossy: Int
  /// Replaced by the substitute of the policy.
  public var substituted: Int
  /// Kept as it was, escaped, or left out with its record. Never silent: each has a `Finding`.
  public var reported: Int
  /// Gaiji that a decision of the release mapped; each is also in one of the sums above.
  public var gaijiMapped: GradeCounts

  /// Mapped gaiji by identification grade.
  public struct GradeCounts: Hashable, Sendable {
    /// 字形一致
    public var exact: Int
    /// デザイン差
    public var design: Int
    /// 類似文字
    public var similar: Int

    public init(exact: Int = 0, design: Int = 0, similar: Int = 0) {
      self.exact = exact
      self.design = design
      self.similar = similar
    }

    public var total: Int { exact + design + similar }

    public static func += (a: inout Self, b: Self) {
      a.exact += b.exact
      a.design += b.design
      a.similar += b.similar
    }
  }

  public init(
    charactersIn: Int = 0, mappedExactly: Int = 0, mappedLossy: Int = 0, substituted: Int = 0,
    reported: Int = 0, gaijiMapped: GradeCounts = GradeCounts()
  ) {
    self.charactersIn = charactersIn
    self.mappedExactly = mappedExactly
    self.mappedLossy = mappedLossy
    self.substituted = substituted
    self.reported = reported
    self.gaijiMapped = gaijiMapped
  }

  /// Whether every character that came in is in exactly one of the four sums.
  public var isConserved: Bool {
    charactersIn == mappedExactly + mappedLossy + substituted + reported
  }

  public static func += (a: inout Self, b: Self) {
    a.charactersIn += b.charactersIn
    a.mappedExactly += b.mappedExactly
    a.mappedLossy += b.mappedLossy
    a.substituted += b.substituted
    a.reported += b.reported
    a.gaijiMapped += b.gaijiMapped
  }
}
