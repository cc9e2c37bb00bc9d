/// Why a policy cannot be used: every problem found, so that a person mends a file in one go.
public struct PolicyError: Error, Hashable, Sendable, CustomStringConvertible {
  public struct Problem: Hashable, Sendable, CustomStringConvertible {
    /// The path as given; `nil` for a policy made of flags.
    public let file: String?
    /// 1-based; `nil` where the parser does not know it.
    public let line: Int?
    /// Names the key and says what to do.
    public let message: String

    public init(file: String?, line: Int? = nil, message: String) {
      self.file = file
      self.line = line
      self.message = message
    }

    public var description: String {
      guard let file else { return message }
      return file + (line.map { ":\($0)" } ?? "") + ": " + message
    }
  }

  /// Never empty; in the order of the file.
  public let problems: [Problem]

  public init(_ problems: [Problem]) { self.problems = problems }

  public init(_ problem: Problem) { problems = [problem] }

  /// One problem a line.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
