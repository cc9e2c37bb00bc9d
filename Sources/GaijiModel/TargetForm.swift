/// What the output is written in.
public enum TargetForm: Hashable, Sendable, CustomStringConvertible {
  /// UTF-8 with Moji_Joho variation sequences.
  case utf8
  /// UTF-8 in which gaiji keep their private-use code points.
  case utf8PrivateUse
  /// UTF-8 with JIS X 0213 characters only (縮退).
  case jisx0213
  /// UTF-8 with JIS X 0208 characters only (縮退).
  case jisx0208
  /// UTF-8 in which every mapped gaiji is a `{MJ026190}`-style tag.
  case tagged
  /// Another charset, by its name in the release: `utf16le`, `cp932`, `ibm1399`, ...
  case charset(String)

  /// The word after `--to`.
  public var description: String {
    switch self {
    case .utf8: "utf8"
    case .utf8PrivateUse: "utf8-pua"
    case .jisx0213: "jisx0213"
    case .jisx0208: "jisx0208"
    case .tagged: "tagged"
    case .charset(let name): name
    }
  }

  public init(word: String) {
    switch word {
    case "utf8", "utf-8": self = .utf8
    case "utf8-pua": self = .utf8PrivateUse
    case "jisx0213": self = .jisx0213
    case "jisx0208": self = .jisx0208
    case "tagged": self = .tagged
    default: self = .charset(word)
    }
  }

  /// The charset of the output bytes.
  public var charsetName: String {
    if case .charset(let name) = self { name } else { "utf8" }
  }
}
