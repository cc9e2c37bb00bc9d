/// A font or an image that cannot give its glyphs: which file, where in it, what is wrong, what to do.
public struct GlyphError: Error, Hashable, Sendable, CustomStringConvertible {
  public enum Kind: Hashable, Sendable {
    /// The file cannot be opened or read.
    case unreadable
    /// The bytes are of no form that is known here.
    case unknownForm
    /// The bytes contradict their form, or end too early.
    case damaged
    /// Larger than a named limit of `GlyphLimits`.
    case tooLarge
    /// Well formed, but of a kind that is not read.
    case unsupported
    /// What was asked for (a face, a glyph, a size) is not there.
    case absent
  }

  public var kind: Kind
  /// The file's path, or the name that the caller gave the bytes.
  public var path: String
  /// Where in the file: `glyph 17`, `row 3, column 4`; empty for the file as a whole.
  public var place: String
  /// Bytes from the start of the content; `nil` where none can be named.
  public var offset: Int?
  /// What is wrong and what to do.
  public var detail: String

  public init(
    _ kind: Kind, path: String, place: String = "", offset: Int? = nil, detail: String
  ) {
    self.kind = kind
    self.path = path
    self.place = place
    self.offset = offset
    self.detail = detail
  }

  public var description: String {
    var text = path
    if !place.isEmpty { text += ", " + place }
    if let offset { text += ", byte \(offset)" }
    return text + ": " + detail
  }
}
