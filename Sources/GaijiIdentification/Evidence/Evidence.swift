/// What, besides its shape, speaks for a gaiji being a certain character.
public enum EvidenceKind: String, Sendable, CaseIterable, Codable {
  /// Kana columns: the readings that names with the gaiji leave to it.
  case readings
  /// The characters beside it in names and places.
  case neighbours
  /// Where its code stands among codes that are identified already.
  case order
  /// The same figure, approved for another code or another system.
  case approved
  /// What a vendor's sheet says of the code: radical, strokes, readings.
  case hints

  public var japanese: String {
    switch self {
    case .readings: "読み"
    case .neighbours: "前後の文字"
    case .order: "コードの並び"
    case .approved: "承認済みの同形"
    case .hints: "外字一覧表の記載"
    }
  }

  public var english: String {
    switch self {
    case .readings: "readings"
    case .neighbours: "neighbours in the text"
    case .order: "place among the codes"
    case .approved: "same figure approved"
    case .hints: "vendor's sheet"
    }
  }
}

/// One piece of evidence for or against one candidate.
public struct Evidence: Hashable, Sendable, Codable {
  public var kind: EvidenceKind
  /// Natural logarithm of P(seen | the gaiji is this character) / P(seen | it is one of the others
  /// that look like it). 0 says nothing; never beyond the cap of its kind (`EvidenceWeight`).
  public var logLikelihoodRatio: Double
  /// The same for a figure of this character that is none of the candidates: less than the above where
  /// the very figure was seen, and equal to it where only the character was.
  public var otherFigure: Double
  /// What was seen, for the reviewer.
  public var japanese: String
  public var english: String

  /// - Parameter otherFigure: As `logLikelihoodRatio` without it.
  public init(
    kind: EvidenceKind, logLikelihoodRatio: Double, otherFigure: Double? = nil, japanese: String,
    english: String
  ) {
    self.kind = kind
    self.logLikelihoodRatio = logLikelihoodRatio
    self.otherFigure = otherFigure ?? logLikelihoodRatio
    self.japanese = japanese
    self.english = english
  }
}

/// The gaiji that evidence is asked about.
public struct EvidenceQuery: Hashable, Sendable {
  /// The bytes of its code, most significant first (F040), as in the catalogue; the scalar for a
  /// Unicode system. `nil` for an image that has no code: then only its figure can be looked up.
  public var code: UInt32?
  /// `GlyphRaster.digest`, where the figure is known.
  public var glyphDigest: String?
  /// Approved figures near this one, nearest first (`CodedFigures.near`).
  public var nearApproved: [CodedFigures.Near]

  public init(
    code: UInt32?, glyphDigest: String? = nil, nearApproved: [CodedFigures.Near] = []
  ) {
    self.code = code
    self.glyphDigest = glyphDigest
    self.nearApproved = nearApproved
  }
}

/// A source of evidence of one kind, prepared once for a run and asked for each gaiji.
///
/// Pure: the same query and candidates give the same answer on any thread.
public protocol EvidenceSource: Sendable {
  var kind: EvidenceKind { get }

  /// What it knows, one answer for each candidate in their order; `nil` where it has nothing to say.
  func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?]
}

/// How far each kind of evidence is trusted.
///
/// The raw ratios assume that what was seen is independent of the shape and free of slips; it is
/// neither (characters that look alike share their phonetic part and with it their readings, sheets
/// have wrong rows). So each is scaled, and held below a cap: the odds that it can move at the most.
///
/// For readings and neighbours they were chosen on a simulated register (757 names, each kanji a
/// gaiji in half of its names, against the eight characters nearest in shape), so that the odds given
/// stay within those seen: of readings, raw ratios of 4 to 5 were seen with log odds of 1.7, from 6 on
/// of 2.6, and those below -2 of -3.7; of neighbours, 1 to 3 of 0.7, from 4 on of 2.4.
/// `EvidenceCalibrationTests` measures it again. A simulation has fewer slips than a town, hence the
/// caps below what was seen. Order and approvals take their ratios from rates of their own.
public struct EvidenceWeight: Hashable, Sendable {
  /// Of ratios for a candidate, and of those against it.
  public var scale: Double
  public var against: Double
  /// Largest absolute value, in nats.
  public var cap: Double

  public init(scale: Double, against: Double, cap: Double) {
    self.scale = scale
    self.against = against
    self.cap = cap
  }

  public static func weight(of kind: EvidenceKind) -> EvidenceWeight {
    switch kind {
    case .readings: .init(scale: 0.3, against: 0.7, cap: 2.5)
    case .neighbours: .init(scale: 0.5, against: 0.5, cap: 2)
    case .order: .init(scale: 0.5, against: 0.5, cap: 2)
    case .approved: .init(scale: 1, against: 1, cap: 6)
    case .hints: .init(scale: 0.8, against: 0.8, cap: 2.5)
    }
  }

  /// The ratio that counts; 0 for one that is no number.
  public func apply(_ ratio: Double) -> Double {
    if ratio.isNaN { return 0 }
    return min(cap, max(-cap, (ratio > 0 ? scale : against) * ratio))
  }
}
