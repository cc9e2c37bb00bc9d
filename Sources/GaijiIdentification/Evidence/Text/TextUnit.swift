/// One character of a text of the municipality: a character of Unicode or a gaiji.
public enum TextUnit: Hashable, Sendable {
  case scalar(UInt32)
  /// By the bytes of its code, most significant first, as in `EvidenceQuery.code`.
  case gaiji(UInt32)

  public var gaiji: UInt32? { if case .gaiji(let code) = self { code } else { nil } }
  public var scalar: UInt32? { if case .scalar(let scalar) = self { scalar } else { nil } }

  /// What parts a name into words: spaces and the middle dot. A comma or a bracket does not belong
  /// to a name at all, and parts it too.
  var isSeparator: Bool {
    guard case .scalar(let scalar) = self else { return false }
    return Self.isSeparator(scalar)
  }

  static func isSeparator(_ scalar: UInt32) -> Bool {
    switch scalar {
    case 0...0x20, 0xA0, 0x3000, 0x2000...0x200B, 0x30FB, 0xFF65: true
    case 0x28, 0x29, 0x2C, 0x2F, 0x3001, 0x3002, 0x300C...0x3011, 0xFF08, 0xFF09, 0xFF0C, 0xFF0F:
      true
    default: false
    }
  }
}

extension [TextUnit] {
  /// The words between separators, none of them empty.
  var words: [[TextUnit]] { split(whereSeparator: \.isSeparator).map(Array.init) }
}
