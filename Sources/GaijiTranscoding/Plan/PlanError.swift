public import GaijiCharsets
public import GaijiModel
public import GaijiRelease

/// Why a conversion cannot be planned. Each case says what to change.
public enum PlanError: Error, Equatable, Sendable, CustomStringConvertible {
  case unknownCharset(name: String, known: [String])
  case unknownSystem(organization: String, system: String, known: [String])
  case systemCharset(system: String, charset: String, source: String)
  case cannotKeep(ConversionPolicy.Failure, source: String, target: String)
  case keptBytesWouldJoin(ConversionPolicy.Failure, charset: String)
  case overflowEscape
  case substituteNotEncodable(ConversionPolicy.Failure, scalar: UInt32, target: String)
  case substituteIsStructure(ConversionPolicy.Failure, scalar: UInt32)
  case unicodeWithoutOrder(String)
  case projectionOutside(UInt32)
  /// The charset has no code for a character that a delimited file is built with.
  case noStructure(charset: String, scalar: UInt32)
  case cannotAdapt(AdaptationError)
  /// A part of the release that the conversion needs is damaged or malformed.
  case release(ReleaseError)

  public var description: String {
    switch self {
    case .unknownCharset(let name, let known):
      return "charset \"\(name)\" is not in the mapping release; it has: "
        + known.joined(separator: ", ")
    case .unknownSystem(let organization, let system, let known):
      let list = known.isEmpty ? "none" : known.joined(separator: ", ")
      return "system \"\(organization)/\(system)\" is not in the mapping release; it has: \(list)"
    case .systemCharset(let system, let charset, let source):
      return "the gaiji of \(system) are codes of \(charset), the input is \(source); "
        + "name a system of that charset"
    case .cannotKeep(let failure, let source, let target):
      return "action keep for \(failure.word) cannot be done from \(source) to \(target): "
        + "there is nothing valid to write; choose substitute, escape, reject or stop"
    case .keptBytesWouldJoin(let failure, let charset):
      return "action keep for \(failure.word) cannot be done in \(charset): a byte that is no code "
        + "could join with what is written after it into another character; choose substitute, "
        + "escape, reject or stop"
    case .overflowEscape:
      return "action escape for overflow would make the field longer; choose keep, substitute, "
        + "reject or stop"
    case .substituteNotEncodable(let failure, let scalar, let target):
      return "the substitute for \(failure.word), \(scalarName(scalar)), cannot be written in "
        + "\(target); choose another in [substitutes]"
    case .substituteIsStructure(let failure, let scalar):
      return "the substitute for \(failure.word) contains \(scalarName(scalar)), which would "
        + "change the structure of the file"
    case .unicodeWithoutOrder(let name):
      return "target \"\(name)\" does not fix a byte order; write \(name)le or \(name)be"
    case .projectionOutside(let base):
      return "projection \(scalarName(base)) is no private-use code point; choose one from U+E000 "
        + "to U+F8FF"
    case .noStructure(let charset, let scalar):
      return "target \"\(charset)\" has no code for \(scalarName(scalar)), which delimited files "
        + "are built with; choose a charset with one-byte codes, or convert records by a layout"
    case .cannotAdapt(let error):
      return error.description
    case .release(let error):
      return error.description
    }
  }
}
