internal import Glibc

/// A file that could not be read or written.
public struct FileError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Operation: String, Sendable, Hashable {
    case open, read, create, write, sync, rename, replace, same
    /// A compressed input that is damaged, cut off or not to be read in bounded memory.
    case decompress
    /// An output that could not be compressed.
    case compress
    /// A part of an earlier run that does not fit the place at which it is to go on.
    case resume
  }

  public var operation: Operation
  public var path: String
  /// `errno`; 0 for `replace`, `same`, and where `detail` says what is wrong.
  public var code: Int32
  /// For `decompress`: bytes from the start of the compressed file.
  public var offset: Int?
  /// What is wrong and what to do, where there is no `errno` for it; empty otherwise.
  public var detail = ""

  public init(_ operation: Operation, path: String, code: Int32, offset: Int? = nil) {
    self.operation = operation
    self.path = path
    self.code = code
    self.offset = offset
  }

  /// Whether a signal that asks for the end of the run cut the operation short.
  public var isInterruption: Bool { code == EINTR && Interruption.signal != 0 }

  public var description: String {
    switch operation {
    case .replace:
      return "\(path) exists; use --force to replace it"
    case .same:
      return "\(path) is both input and output; the input is never touched, write elsewhere"
    case _ where !detail.isEmpty:
      return "\(path): \(detail)"
    default:
      let reason = unsafe String(cString: strerror(code))
      return "cannot \(operation.rawValue) \(path): \(reason)"
    }
  }
}
