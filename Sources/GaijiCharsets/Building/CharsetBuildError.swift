internal import GaijiModel

/// Why a charset table could not be drawn.
public enum CharsetBuildError: Error, Equatable, Sendable {
  /// Not one of `CharsetNames.standard`.
  case unknownCharset(String)
  /// The system's ICU has no converter of this name.
  case converterMissing(charset: String, converter: String, icuVersion: String)
  /// The charset is made from JIS X 0213 rows, and none were given.
  case needsJISX0213(charset: String)
  /// The converter gives a character that it encodes to a code which decodes to another one.
  case inconsistent(charset: String, code: [UInt8], scalars: [UInt32])
  /// The table does not have the characters that its rule promises.
  case unexpectedCount(charset: String, what: String, found: Int, expected: Int)
}

extension CharsetBuildError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .unknownCharset(let name):
      "\"\(name)\" is not a charset that can be drawn; known: "
        + CharsetNames.standard.joined(separator: ", ")
    case .converterMissing(let charset, let converter, let version):
      "charset \(charset): ICU \(version) has no converter \(converter); install Debian's libicu "
        + "with its full data"
    case .needsJISX0213(let charset):
      "charset \(charset) is made from the JIS X 0213 rows of jntajis; give them"
    case .inconsistent(let charset, let code, let scalars):
      "charset \(charset): code \(code.map { hexadecimal($0, digits: 2) }.joined()) is "
        + "\(scalars.map(scalarName).joined(separator: " ")), which ICU encodes to a code of "
        + "another character"
    case .unexpectedCount(let charset, let what, let found, let expected):
      "charset \(charset): \(found) \(what), expected \(expected); this ICU has other tables than "
        + "the one known here"
    }
  }
}
