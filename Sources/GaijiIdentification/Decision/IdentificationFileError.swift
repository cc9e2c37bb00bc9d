/// A file that identification needs (the model's parameters, a list of pairs, an evaluation set) and
/// that is not as it must be.
public struct IdentificationFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public var path: String
  /// From 1.
  public var line: Int?
  public var message: String

  public init(_ path: String, line: Int? = nil, _ message: String) {
    self.path = path
    self.line = line
    self.message = message
  }

  public var description: String { "\(path):\(line.map { "\($0):" } ?? "") \(message)" }
}
