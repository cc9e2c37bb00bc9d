/// How the files of a report are written.
public struct ReportOptions: Hashable, Sendable {
  /// The language of `report.html`. The other files have one form.
  public enum Language: String, Sendable, CaseIterable, Hashable {
    case japanese = "ja"
    case english = "en"
  }

  public var language: Language
  /// Replace the characters around each sample with ＊, so that no name of a person is in the
  /// report.
  public var masksContext: Bool

  public init(language: Language = .japanese, masksContext: Bool = false) {
    self.language = language
    self.masksContext = masksContext
  }
}
