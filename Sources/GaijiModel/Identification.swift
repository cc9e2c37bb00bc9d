/// How near the identified character is to the gaiji's glyph: the four classes of the 2012
/// national gaiji survey.
public enum IdentificationGrade: UInt8, Sendable, CaseIterable {
  /// 字形一致: the same figure.
  case exact = 0
  /// デザイン差: differs by design only.
  case design = 1
  /// 類似文字: a similar character, not the same one.
  case similar = 2
  /// 該当なし: nothing corresponds.
  case none = 3

  /// The word in mapping files: `exact`, `design`, `similar`, `none`.
  public var word: String {
    switch self {
    case .exact: "exact"
    case .design: "design"
    case .similar: "similar"
    case .none: "none"
    }
  }

  /// The field's Japanese term.
  public var japanese: String {
    switch self {
    case .exact: "字形一致"
    case .design: "デザイン差"
    case .similar: "類似文字"
    case .none: "該当なし"
    }
  }

  public init?(word: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.word.utf8.elementsEqual(word.utf8) })
    else { return nil }
    self = found
  }
}

/// Where a decision stands. Only `approved` ones are used in a conversion unless the policy says
/// otherwise.
public enum IdentificationStatus: UInt8, Sendable, CaseIterable {
  case proposed = 0
  case approved = 1
  case rejected = 2
  case held = 3

  public var word: String {
    switch self {
    case .proposed: "proposed"
    case .approved: "approved"
    case .rejected: "rejected"
    case .held: "held"
    }
  }

  public init?(word: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.word.utf8.elementsEqual(word.utf8) })
    else { return nil }
    self = found
  }
}

/// What one gaiji of one system is, as a mapping release carries it.
public struct GaijiMapping: Hashable, Sendable {
  /// The bytes of the code in stream order, most significant first (F040, 8FF5A1, E000 for a
  /// Unicode system).
  public let code: UInt32
  /// `nil` when the grade is `none`.
  public let identity: CharacterIdentity?
  public let grade: IdentificationGrade
  public let status: IdentificationStatus

  public init(
    code: UInt32, identity: CharacterIdentity?, grade: IdentificationGrade,
    status: IdentificationStatus
  ) {
    self.code = code
    self.identity = identity
    self.grade = grade
    self.status = status
  }
}
