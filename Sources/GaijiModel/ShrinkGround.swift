/// Why an MJ character may be written with a JIS X 0213 (or 0208) character: the categories of
/// MJ縮退マップ, and 国税庁 JIS縮退マップ for the step from JIS X 0213 to JIS X 0208.
public enum ShrinkGround: UInt8, Sendable, CaseIterable {
  /// JIS包摂規準・UCS統合規則
  case jisUnification = 0
  /// 法務省戸籍法関連通達・通知
  case kosekiNotice = 1
  /// 法務省告示582号別表第四
  case notice582 = 2
  /// 辞書類等による関連字 (in the official map only, not in jntajis)
  case dictionary = 3
  /// 読み・字形による類推: an analogy, not a ground
  case analogy = 4
  /// 国税庁 JIS縮退マップ: JIS X 0213 → JIS X 0208
  case taxAgency = 5

  /// The word used in policies and reports.
  public var word: String {
    switch self {
    case .jisUnification: "jis-unification"
    case .kosekiNotice: "koseki-notice"
    case .notice582: "notice-582"
    case .dictionary: "dictionary"
    case .analogy: "analogy"
    case .taxAgency: "tax-agency"
    }
  }

  public var japanese: String {
    switch self {
    case .jisUnification: "JIS包摂規準・UCS統合規則"
    case .kosekiNotice: "法務省戸籍法関連通達・通知"
    case .notice582: "法務省告示582号別表第四"
    case .dictionary: "辞書類等による関連字"
    case .analogy: "読み・字形による類推"
    case .taxAgency: "国税庁JIS縮退マップ"
    }
  }

  public init?(word: some StringProtocol) {
    guard let found = Self.allCases.first(where: { $0.word.utf8.elementsEqual(word.utf8) })
    else { return nil }
    self = found
  }
}

/// One candidate of the shrink map: write `scalar` for the identity, on `ground`.
public struct ShrinkTarget: Hashable, Sendable {
  public let ground: ShrinkGround
  public let scalar: UInt32

  public init(ground: ShrinkGround, scalar: UInt32) {
    self.ground = ground
    self.scalar = scalar
  }
}
