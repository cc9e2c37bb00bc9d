/// Where strokes of two glyphs have no counterpart in each other: the residual maps, as places.
public struct StrokeDifferences: Hashable, Sendable {
  /// A place where something stands alone, in ninths of the glyph's box.
  public struct Spot: Hashable, Sendable {
    /// 0 is left, 1 the middle, 2 right.
    public var column: Int
    /// 0 is above, 2 below.
    public var row: Int
    /// The largest mean of a box there.
    public var strength: Float

    public init(column: Int, row: Int, strength: Float) {
      self.column = column
      self.row = row
      self.strength = strength
    }
  }

  /// What the query has and the candidate lacks; strongest first.
  public var extra: [Spot]
  /// What the candidate has and the query lacks; strongest first.
  public var missing: [Spot]

  /// Spots of each kind that are told, at most: more of them say "another figure".
  public static let mostSpots = 6

  public init(extra: [Spot], missing: [Spot]) {
    self.extra = extra
    self.missing = missing
  }

  /// - Parameters:
  ///   - extra, missing: `side * side` cells each, row by row from the top: what of the query has no
  ///     counterpart in the candidate, and the other way round.
  ///   - side: Cells along an edge; 32 or 64.
  /// - Precondition: both maps have that many cells.
  public init(extra: [Float], missing: [Float], side: Int) {
    precondition(
      side > 0 && extra.count == side * side && missing.count == side * side, "maps of other sizes")
    self.extra = Self.spots(extra, side)
    self.missing = Self.spots(missing, side)
  }

  /// Boxes whose mean is that of a stroke, those that touch as one.
  private static func spots(_ map: [Float], _ side: Int) -> [Spot] {
    let means = strokeMeans(of: map, side: side)
    var isOpen = means.map { isStroke($0, side: side) }
    var spots: [Spot] = []
    for start in isOpen.indices where isOpen[start] {
      isOpen[start] = false
      var stack = [start]
      var best = start
      while let cell = stack.popLast() {
        if means[cell] > means[best] { best = cell }
        for row in max(0, cell / side - 1)...min(side - 1, cell / side + 1) {
          for column in max(0, cell % side - 1)...min(side - 1, cell % side + 1) {
            let next = row * side + column
            if isOpen[next] {
              isOpen[next] = false
              stack.append(next)
            }
          }
        }
      }
      // The figure fills about 0.8 of the frame, so its thirds are not those of the frame.
      func third(_ place: Int) -> Int {
        let share = (Float(place) + 0.5) / Float(side)
        return share < 0.38 ? 0 : share > 0.62 ? 2 : 1
      }
      spots.append(
        Spot(column: third(best % side), row: third(best / side), strength: means[best]))
    }
    // Boxes in reading order break ties, so the order is that of the map alone.
    return Array(spots.sorted { $0.strength > $1.strength }.prefix(mostSpots))
  }
}

extension StrokeDifferences.Spot {
  /// 左上, 上, 右上, ...
  var japanese: String {
    [["左上", "上", "右上"], ["左", "中央", "右"], ["左下", "下", "右下"]][row][column]
  }

  var english: String {
    [
      ["in the upper left", "at the top", "in the upper right"],
      ["on the left", "in the middle", "on the right"],
      ["in the lower left", "at the bottom", "in the lower right"],
    ][row][column]
  }
}

extension StrokeDifferences {
  /// A sentence for each language.
  ///
  /// - Parameter name: What the candidate is called (`MJ012345`).
  public func words(candidate name: String) -> GlyphProposal.Words {
    var japanese: [String] = []
    var english: [String] = []
    if !extra.isEmpty {
      japanese.append("\(Self.japanese(extra))に\(name)にない画がある")
      english.append("\(Self.strokes(extra)) that \(name) lacks")
    }
    if !missing.isEmpty {
      japanese.append("\(Self.japanese(missing))に\(name)にある画がない")
      english.append("without \(Self.strokes(missing)) that \(name) has")
    }
    guard !japanese.isEmpty else {
      return .init(japanese: "画の過不足は見当たらない", english: "no stroke is missing or extra")
    }
    return .init(
      japanese: japanese.joined(separator: "、"), english: english.joined(separator: "; "))
  }

  private static func places(_ spots: [Spot], _ word: (Spot) -> String) -> [String] {
    var words: [String] = []
    for spot in spots where !words.contains(word(spot)) { words.append(word(spot)) }
    return words
  }

  private static func japanese(_ spots: [Spot]) -> String {
    places(spots, \.japanese).joined(separator: "と")
  }

  private static func strokes(_ spots: [Spot]) -> String {
    let places = places(spots, \.english)
    return (spots.count == 1 ? "one stroke " : "strokes ") + places.joined(separator: " and ")
  }
}
