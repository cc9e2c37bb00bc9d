public import GaijiModel

/// The class that the national survey would put a candidate in, as far as its shape tells.
///
/// Written as the words of mapping files: `exact`, `design`, `similar`, `none`.
public struct ProposedGrade: RawRepresentable, Codable, Hashable, Sendable {
  public var grade: IdentificationGrade

  public static let exact = Self(.exact)
  public static let design = Self(.design)
  public static let similar = Self(.similar)
  public static let none = Self(.none)

  public init(_ grade: IdentificationGrade) { self.grade = grade }

  public init?(rawValue: String) {
    guard let grade = IdentificationGrade(word: rawValue) else { return nil }
    self.grade = grade
  }

  public var rawValue: String { grade.word }
}
