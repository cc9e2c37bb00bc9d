public import GaijiModel
internal import Glibc

/// A figure that people have approved an identity for, here or in another system.
public struct ApprovedGlyph: Hashable, Sendable {
  /// `GlyphRaster.digest` of its image.
  public var digest: String
  public var identity: CharacterIdentity
  public var grade: IdentificationGrade
  /// Organisation, system and code, for the reviewer: `港町/register F040`.
  public var place: String

  public init(
    digest: String, identity: CharacterIdentity, grade: IdentificationGrade, place: String
  ) {
    self.digest = digest
    self.identity = identity
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

  /// P(two images at this distance show the same figure), for images that are each other's nearest.
  /// Two renderings of one outline lie within about 4 standard deviations, the nearest other figure
  /// of a font at about 8.
  static func sameFigure(squaredDistance: Float) -> Double {
    let distance = Double(max(0, squaredDistance)).squareRoot()
    return 1 / (1 + exp(1.5 * (distance - 6)))
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
    let other = mixed(error * (1 - siblingShare) / rivals)
    if glyph.identity == candidate.identity { return log(mixed(1 - error) / other) }
    return log(mixed(error / rivals) / mixed((1 - error) / rivals + error / rivals))
  }
}
