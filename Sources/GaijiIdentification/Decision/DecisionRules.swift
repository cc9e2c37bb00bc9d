internal import Glibc

/// What a run decides by.
public struct DecisionRules: Sendable {
  /// The share of right ones among the automatic ones that is aimed at.
  public var target: TargetPrecision
  /// Known pairs a stroke apart, which go to a person.
  public var closePairs: ClosePairs
  /// Below this probability of every candidate together 該当なし is proposed. A positive glyph ends
  /// there with at most this probability, as far as the calibration holds.
  public var leastProbability: Double

  public static let defaultLeastProbability = 0.1

  public init(
    target: TargetPrecision = .p999, closePairs: ClosePairs = .none,
    leastProbability: Double = Self.defaultLeastProbability
  ) {
    self.target = target
    self.closePairs = closePairs
    self.leastProbability = leastProbability
  }
}

/// The log odds above which a calibrated answer is as often right as its target precision says.
public struct PrecisionThresholds: Hashable, Sendable, Decodable {
  private var logits: [TargetPrecision: Double]

  public init(_ logits: [TargetPrecision: Double]) { self.logits = logits }

  /// Reads an object with the targets as keys (`"0.999": 4.67`); other keys are not looked at.
  public init(from decoder: any Decoder) throws {
    let words = try [String: Double](from: decoder)
    logits = [:]
    for target in TargetPrecision.allCases {
      guard let logit = words[target.rawValue], logit.isFinite else {
        throw DecodingError.dataCorrupted(
          .init(
            codingPath: decoder.codingPath,
            debugDescription: "no threshold \"\(target.rawValue)\""))
      }
      logits[target] = logit
    }
  }

  /// Infinite where no threshold was fitted: then nothing is accepted.
  public subscript(_ target: TargetPrecision) -> Double { logits[target] ?? .infinity }
}
