internal import Glibc

/// An index that cannot be opened or made.
public enum GlyphIndexError: Error, Hashable, Sendable, CustomStringConvertible {
  case unreadable(path: String, errno: Int32)
  case damaged(path: String, detail: String)
  /// It was made from other fonts or with another model.
  case other(path: String, detail: String)
  /// Something in the fonts or about the output; the text names it.
  case cannotMake(String)

  public var description: String {
    switch self {
    case .unreadable(let path, let code):
      unsafe "cannot open the index \(path): \(String(cString: strerror(code)))"
    case .damaged(let path, let detail):
      "the index \(path) is damaged: it \(detail); remove it, it will be made again"
    case .other(let path, let detail):
      "the index \(path) is for other data: \(detail); make one with gaiji index build"
    case .cannotMake(let detail):
      "cannot make the index: \(detail)"
    }
  }
}
