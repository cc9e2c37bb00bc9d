internal import GaijiModel

/// Why parts do not make a charset.
public enum CompositionError: Error, Equatable, Sendable {
  /// A row whose code its system cannot have. `row` counts from 1.
  case codeOutside(part: String, row: Int, code: String, reason: String)
  /// A row whose value is no Unicode scalar value, or, in a byte map, no byte.
  case wrongValue(part: String, row: Int, value: UInt32)
  /// Two bytes of a byte map stand for the same byte, or a byte has none.
  case byteMap(part: String, reason: String)
  /// No charset is made of a part of this name.
  case unknownPart(String)
  /// The characters that every code system has could not be drawn.
  case base(CharsetBuildError)
}

extension CompositionError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .codeOutside(let part, let row, let code, let reason):
      "table \(part), row \(row): code \(code) \(reason); check that the file belongs to this name"
    case .wrongValue(let part, let row, let value):
      "table \(part), row \(row): \(hexadecimal(value, digits: 4)) cannot stand for a code; "
        + "correct the row"
    case .byteMap(let part, let reason):
      "table \(part): \(reason); it must pair each byte of the two-byte codes with one other"
    case .unknownPart(let name):
      "\"\(name)\" is not a table of a vendor's code system; known: "
        + VendorCharsets.partNames.joined(separator: ", ")
    case .base(let error): "\(error)"
    }
  }
}
