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

  public init(
    digest: String, identity: CharacterIdentity, bases: [UInt32] = [],
    grade: IdentificationGrade, place: String
  ) {
    self.digest = digest
    self.identity = identity
    self.bases = bases
    self.grade = grade
    self.place = place
  }
}

/// Evidence of figures approved elsewhere: the same image, or one so near that it is the same
/// drawing in another size.
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

  /// P(two images at this distance show the same figure).
  ///
  /// Measured with the first view on IPAmj against its masters of 96 px: 99 of 100 renderings of the
  /// same outline lie within 1.6 standard deviations at 64 px, 2.3 at 48 px and 5.9 at 32 px; the
  /// nearest other figure of the font lies within 3.65 for 1 glyph in 100 and within 5.35 for 5.
  /// (500 glyphs each; 3,000 for the nearest.) A coarse image that is further away than that is not
  /// counted as the same, though it may be.
  static func sameFigure(squaredDistance: Float) -> Double {
    let distance = Double(max(0, squaredDistance)).squareRoot()
    return 1 / (1 + exp(2 * (distance - 3.5)))
  }

  public func evidence(for query: EvidenceQuery, candidates: [IndexEntry]) -> [Evidence?] {
    var found: [(glyph: ApprovedGlyph, same: Double)] = []
    if let digest = query.glyphDigest {
      found = byDigest[digest, default: []].map { (glyphs[$0], 1) }
    }
    if found.isEmpty {
      found = query.nearApproved.compactMap { near in
        guard glyphs.indices.contains(near.index), near.squaredDistance.isFinite else { return nil }
        let same = Self.sameFigure(squaredDistance: near.squaredDistance)
        return same >= 0.05 ? (glyphs[near.index], same) : nil
      }
    }
    found = found.filter { Self.errorRate($0.glyph.grade) != nil }
    guard let best = found.max(by: { $0.same < $1.same }) else {
      return candidates.map { _ in nil }
    }
    let isExact = found.contains { $0.same == 1 }
    return candidates.map { candidate in
      // Approvals repeat each other (one town copies another), so n of them count as √n.
      let sum = found.reduce(0) { $0 + Self.ratio($1.glyph, $1.same, candidate) }
      let agreeing = found.count { $0.glyph.identity == candidate.identity }
      return Evidence(
        kind: .approved, logLikelihoodRatio: sum / Double(found.count).squareRoot(),
        japanese: (isExact ? "同一の字形" : "ほぼ同じ字形")
          + "の承認 \(found.count) 件のうち \(agreeing) 件が候補と一致（\(best.glyph.place)）",
        english: "\(agreeing) of \(found.count) approvals of "
          + (isExact ? "the same figure" : "nearly the same figure")
          + " name the candidate (\(best.glyph.place))")
    }
  }

  /// log P(somebody approved this | the candidate is right) / P(the same | another one is).
  private static func ratio(
    _ glyph: ApprovedGlyph, _ same: Double, _ candidate: IndexEntry
  ) -> Double {
    guard let error = errorRate(glyph.grade) else { return 0 }
    // Where it is not the same figure after all, the approval says nothing: chance.
    let chance = 1 / rivals
    func mixed(_ probability: Double) -> Double { same * probability + (1 - same) * chance }
    // Any other character being right, this one was approved by mistake.
    let mistake = mixed(error * (1 - siblingShare) / rivals)
    if glyph.identity == candidate.identity { return log(mixed(1 - error) / mistake) }
    if !Set(glyph.bases).isDisjoint(with: candidate.bases) {
      return log(mixed(error * siblingShare) / mistake)
    }
    // Against the one that was approved, which is right as often as people are.
    return log(mistake / mixed(1 - error))
  }
}
