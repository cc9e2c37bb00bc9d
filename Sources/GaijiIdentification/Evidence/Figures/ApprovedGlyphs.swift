public import GaijiModel
internal import Glibc

/// A figure that people have approved an identity for, here or in another system.
public struct ApprovedGlyph: Hashable, Sendable {
  /// `GlyphRaster.digest` of its image.
  public var digest: String
  public var identity: CharacterIdentity
  /// Its code points, as in `IndexEntry.bases`: by them another form of the same character is told.
  public var bases: [UInt32]
  public var grade: IdentificationGrade
  /// Organisation, system and code, for the reviewer: `港町/register F040`.
  public var place: String
  /// Its code where it is one of the run's own system: a gaiji is no evidence for itself.
  public var ownCode: UInt32?

  public init(
    digest: String, identity: CharacterIdentity, bases: [UInt32] = [],
    grade: IdentificationGrade, place: String, ownCode: UInt32? = nil
  ) {
    self.digest = digest
    self.identity = identity
    self.bases = bases
    self.grade = grade
    self.place = place
    self.ownCode = ownCode
  }
}

/// Evidence of figures approved elsewhere: the same image, or else the nearest one, where that is so
/// near that it may be the same figure, drawn alike.
public struct ApprovedGlyphs: EvidenceSource {
  public var kind: EvidenceKind { .approved }

  public let glyphs: [ApprovedGlyph]
  private let byDigest: [String: [Int]]

  public init(_ glyphs: [ApprovedGlyph]) {
    self.glyphs = glyphs
    var byDigest: [String: [Int]] = [:]
    for (index, glyph) in glyphs.enumerated() { byDigest[glyph.digest, default: []].append(index) }
    self.byDigest = byDigest
  }

  /// Whether the approvals of a figure say anything: that of a 類似文字 alone does not.
  public func tells(_ digest: String) -> Bool {
    byDigest[digest, default: []].contains { Self.errorRate(glyphs[$0].grade) != nil }
  }

  /// How often a person approves a wrong character of this grade. 類似文字 is not the same character by
  /// its own words and says nothing.
  static func errorRate(_ grade: IdentificationGrade) -> Double? {
    switch grade {
    case .exact: 0.005
    case .design: 0.02
    case .similar, .none: nil
    }
  }
  /// Characters that look alike enough to be confused by a person.
  private static let rivals = 10.0
  /// Of the errors, those that name another form of the same character.
  private static let siblingShare = 0.5

  /// P(two drawings at this distance show the same figure), by the sum of the distances in all views.
  ///
  /// Measured on the development sets: each query of A (IPAmj as bitmaps of 16 to 64 pixels, without the
  /// ruined third), E, F and G (only where the very figure is known) against the 20 nearest figures
  /// of MJ; E has more figures that are easily confused than a town would. Per unit of the root: of pairs
  /// below 12 97 of 100 show the same figure, between 12 and 14 96, 16 and 18 87, 18 and 20 76, 22
  /// and 24 57. The logistic function is fitted to all pairs; by the first view alone it fits worse
  /// (0.0757 nats a pair against 0.0684).
  static func sameFigure(squaredDistance: Float) -> Double {
    let distance = Double(max(0, squaredDistance)).squareRoot()
    return 1 / (1 + exp(0.2434 * distance - 5.901))
  }

  /// The distance up to which figures are looked for: there three of four are the same. A third of the
  /// same figures of those sets lie within it: nearly all bitmaps of 64 pixels drawn alike, few of 32 and
  /// none of 16. What is further away may be the same figure, but is not taken for it.
  ///
  /// Half of set G's figures approved as bitmaps of 64 pixels, all asked for with 48: 861 of 871 were
  /// found by the metric, and one of the 1,009 others took something for its own; the very figure was
  /// first for 328 of 329 (317 by the shape alone), automatic 758 instead of 453, with no error. With
  /// figures of another design approved it is less sure: of 21 found for set B, 13 were right.
  public static let nearLimit: Float = 400

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    let (found, same) = approvals(for: query)
    guard let first = found.first else { return candidates.map { _ in nil } }
    let isExact = same == 1
    // Approvals repeat each other (one town copies another), so n of them count as √n.
    let root = Double(found.count).squareRoot()
    return candidates.map { candidate in
      let agreeing = found.count { $0.identity == candidate.identity }
      return Evidence(
        kind: .approved,
        logLikelihoodRatio: found.reduce(0) { $0 + Self.ratio($1, same, candidate) } / root,
        otherFigure: found.reduce(0) {
          $0 + Self.ratio($1, same, candidate, isOtherFigure: true)
        } / root,
        japanese: (isExact ? "同一の字形" : "ほぼ同じ字形")
          + "の承認 \(found.count) 件のうち \(agreeing) 件が候補と一致（\(first.place)）",
        english: "\(agreeing) of \(found.count) approvals of "
          + (isExact ? "the same figure" : "nearly the same figure")
          + " name the candidate (\(first.place))")
    }
  }

  /// The approvals that say something of a gaiji: of its very image, else of the nearest figure that
  /// has any, and how probable it is that they are of the same figure.
  ///
  /// Only the nearest: one further away is a neighbour of it where they do not agree.
  private func approvals(for query: EvidenceQuery) -> (found: [ApprovedGlyph], same: Double) {
    func of(_ digest: String) -> [ApprovedGlyph] {
      byDigest[digest, default: []].map { glyphs[$0] }.filter {
        Self.errorRate($0.grade) != nil && ($0.ownCode == nil || $0.ownCode != query.code)
      }
    }
    if let found = query.glyphDigest.map(of), !found.isEmpty { return (found, 1) }
    for near in query.nearApproved
    where near.squaredDistance.isFinite && near.squaredDistance <= Self.nearLimit {
      let found = of(near.digest)
      if !found.isEmpty {
        return (found, Self.sameFigure(squaredDistance: near.squaredDistance))
      }
    }
    return ([], 0)
  }

  /// log P(somebody approved this | the candidate is right) / P(the same | another one is).
  ///
  /// - Parameter isOtherFigure: What is right is not the candidate, but another figure of its character.
  private static func ratio(
    _ glyph: ApprovedGlyph, _ same: Double, _ candidate: IndexEntry, isOtherFigure: Bool = false
  ) -> Double {
    guard let error = errorRate(glyph.grade) else { return 0 }
    // Where it is not the same figure after all, the approval says nothing: chance.
    let chance = 1 / rivals
    func mixed(_ probability: Double) -> Double { same * probability + (1 - same) * chance }
    // Any other character being right, this one was approved by mistake.
    let mistake = mixed(error * (1 - siblingShare) / rivals)
    if !isOtherFigure, glyph.identity == candidate.identity {
      return log(mixed(1 - error) / mistake)
    }
    if glyph.identity == candidate.identity || !Set(glyph.bases).isDisjoint(with: candidate.bases) {
      return log(mixed(error * siblingShare) / mistake)
    }
    // What is near another character's figure resembles that, which the shape has counted already.
    if same < 1 { return 0 }
    // Against the one that was approved, which is right as often as people are.
    return log(mistake / mixed(1 - error))
  }
}
