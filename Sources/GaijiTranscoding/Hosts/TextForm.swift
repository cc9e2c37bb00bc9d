/// What host records become.
enum TextForm: Hashable, Sendable {
  /// With a header; fields that hold the delimiter, a quote or a newline are quoted.
  case delimited(UInt8)
  /// One JSON object a record.
  case jsonLines

  /// Bytes that a field cannot simply hold. (Controls are always looked at.)
  var specials: Set<UInt8> {
    switch self {
    case .delimited(let delimiter): [delimiter, ASCII.quote]
    case .jsonLines: [ASCII.quote, UInt8(ascii: "\\")]
    }
  }
}
