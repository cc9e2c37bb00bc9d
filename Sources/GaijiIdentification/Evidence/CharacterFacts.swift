public import GaijiModel

/// What is known of characters apart from their shapes: the facts that evidence is made of.
///
/// Filled from the catalogue (`Catalog.characterFacts`); by code point, as Unihan has them.
public struct CharacterFacts: Sendable {
  /// Facts of one code point.
  public struct Entry: Hashable, Sendable {
    /// As Unihan writes them, in Latin capitals.
    public var on: [String]
    public var kun: [String]
    /// Radical 1–214 of the Kangxi dictionary; 0 when it is not known.
    public var radical: Int
    /// Strokes besides the radical; meaningless without a radical.
    public var residualStrokes: Int
    /// All strokes, by every count that is known; empty when none is.
    public var strokes: [Int]

    public init(
      on: [String] = [], kun: [String] = [], radical: Int = 0, residualStrokes: Int = 0,
      strokes: [Int] = []
    ) {
      self.on = on
      self.kun = kun
      self.radical = radical
      self.residualStrokes = residualStrokes
      self.strokes = strokes
    }
  }

  public var entries: [UInt32: Entry]
  /// Code points that an identity may be written as, or is a variant of (its shrink targets): 辺 for
  /// each of the 邉. They share readings and stand in the same names.
  public var relatives: [CharacterIdentity: [UInt32]]

  public init(
    entries: [UInt32: Entry] = [:], relatives: [CharacterIdentity: [UInt32]] = [:]
  ) {
    self.entries = entries
    self.relatives = relatives
  }

  /// The code points of a candidate: its own, and those of its relatives that are not its own.
  func scalars(of candidate: IndexEntry) -> (own: [UInt32], related: [UInt32]) {
    let related = candidate.identity.flatMap { relatives[$0] } ?? []
    return (candidate.bases, related.filter { !candidate.bases.contains($0) })
  }

  /// How the order by radical and strokes places a character; `nil` without a radical.
  func radicalOrder(_ scalar: UInt32) -> Int? {
    guard let entry = entries[scalar], entry.radical > 0 else { return nil }
    return entry.radical << 8 | min(255, max(0, entry.residualStrokes))
  }
}
