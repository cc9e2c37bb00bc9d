internal import Glibc

/// A file that could not be read or written.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Operation: String, Sendable, Hashable {
    case open, read, create, write, sync, rename, replace, same
  }

  public var operation: Operation
  public var path: String
  /// `errno`; 0 for `replace` and `same`.
  public var code: Int32

  public init(_ operation: Operation, path: String, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
  }

  /// Whether a signal that asks for the end of the run cut the operation short.
  public var isInterruption: Bool { code == EINTR && Interruption.signal != 0 }

  public var description: String {
    switch operation {
    case .replace:
      return "\(path) exists; use --force to replace it"
    case .same:
      return "\(path) is both input and output; the input is never touched, write elsewhere"
    default:
      let reason = unsafe String(cString: strerror(code))
      return "cannot \(operation.rawValue) \(path): \(reason)"
    }
  }
}
