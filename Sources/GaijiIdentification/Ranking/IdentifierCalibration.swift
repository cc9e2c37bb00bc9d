/// How the first candidate's terms become log odds, and from where on they are trusted.
public struct IdentifierCalibration: Hashable, Sendable, Decodable {
  /// One question: is the first candidate the right character; is it the right figure.
  public struct Question: Hashable, Sendable, Decodable {
    public var network: TermNetwork
    public var thresholds: PrecisionThresholds
    /// The share of glyphs that the answer is yes for, in what the network was fitted on.
    public var share: Double

    public init(network: TermNetwork, thresholds: PrecisionThresholds, share: Double) {
      self.network = network
      self.thresholds = thresholds
      self.share = share
    }

    private enum CodingKeys: String, CodingKey {
      case thresholds
      case share = "priorPositive"
    }

    public init(from decoder: any Decoder) throws {
      let keys = try decoder.container(keyedBy: CodingKeys.self)
      network = try TermNetwork(from: decoder)
      thresholds = try keys.decode(PrecisionThresholds.self, forKey: .thresholds)
      share = try keys.decode(Double.self, forKey: .share)
    }

    var fault: String? {
      if !(share > 0 && share < 1) { return "\"priorPositive\" must lie between 0 and 1" }
      return network.fault
    }
  }

  public var character: Question
  public var glyph: Question

  public init(character: Question, glyph: Question) {
    self.character = character
    self.glyph = glyph
  }

  private enum CodingKeys: String, CodingKey {
    case character = "same"
    case glyph = "exact"
  }
}
