/// What came out for one query of an evaluation set.
public struct EvaluationOutcome: Hashable, Sendable {
  /// Names of the candidates, nearest first.
  public var names: [String]
  /// Whether the first one would be taken as the right character, for each target precision.
  public var acceptsCharacter: [TargetPrecision: Bool]
  /// Whether it would be taken as the very figure.
  public var acceptsGlyph: [TargetPrecision: Bool]
  /// Predicted for the first candidate; 0 without any.
  public var sameCharacter: Double
  public var sameGlyph: Double
  public var decision: GlyphProposal.Decision

  public init(
    names: [String], acceptsCharacter: [TargetPrecision: Bool] = [:],
    acceptsGlyph: [TargetPrecision: Bool] = [:], sameCharacter: Double = 0,
    sameGlyph: Double = 0, decision: GlyphProposal.Decision
  ) {
    self.names = names
    self.acceptsCharacter = acceptsCharacter
    self.acceptsGlyph = acceptsGlyph
    self.sameCharacter = sameCharacter
    self.sameGlyph = sameGlyph
    self.decision = decision
  }
}

/// The precisions that thresholds are fitted for.
public enum TargetPrecision: String, Codable, Hashable, Sendable, CaseIterable, Comparable {
  case p99 = "0.99"
  case p995 = "0.995"
  case p998 = "0.998"
  case p999 = "0.999"

  public var value: Double {
    switch self {
    case .p99: 0.99
    case .p995: 0.995
    case .p998: 0.998
    case .p999: 0.999
    }
  }

  public static func < (a: Self, b: Self) -> Bool { a.value < b.value }
}

/// A share of queries: how many, and how many of them wrongly.
public struct EvaluationCoverage: Hashable, Sendable, Codable {
  public var percent: Double
  public var accepted: Int
  public var errors: Int

  public init(accepted: Int, errors: Int, of queries: Int) {
    percent = queries == 0 ? 0 : 100 * Double(accepted) / Double(queries)
    self.accepted = accepted
    self.errors = errors
  }
}
