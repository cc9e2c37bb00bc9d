internal import GaijiModel

/// Why a charset cannot be adapted to a policy.
public enum AdaptationError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The charset's gaiji, from `base` to `last`, would not lie in U+E000 to U+F8FF.
  case projectionOutside(charset: String, base: UInt32, last: UInt32)
  /// A gaiji would get a scalar that another character of the charset has.
  case projectionTaken(charset: String, base: UInt32, code: String, scalar: UInt32)

  public var description: String {
    switch self {
    case .projectionOutside(let charset, let base, let last):
      return "projection \(scalarName(base)) puts the last gaiji of \(charset) at "
        + "\(scalarName(last)); the private use area is U+E000 to U+F8FF: choose a lower code point"
    case .projectionTaken(let charset, let base, let code, let scalar):
      return "projection \(scalarName(base)) gives the gaiji \(code) of \(charset) the code point "
        + "\(scalarName(scalar)), which another code of the charset has; choose another one"
    }
  }
}
