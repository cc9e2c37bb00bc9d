internal import GaijiModel

/// What an elementary item means and how many bytes it takes.
///
/// Source: IBM Enterprise COBOL for z/OS, Language Reference, "Computational items": binary numbers
/// of 1-4, 5-9 and 10-18 digits take 2, 4 and 8 bytes; packed ones two digits a byte and a sign.
struct CopybookStorage {
  var kind: FieldKind
  var byteCount: Int
  var padding = FieldPadding.trailing
  /// What SYNCHRONIZED would align it to; 1 where it has no effect.
  var alignment = 1
  /// A decision that a person should know of.
  var note: String?

  struct Fault: Error { let message: String }

  init(
    picture: PictureString?, usage: CopybookUsage, sign: SignClause?, options: CopybookOptions
  ) throws(Fault) {
    guard let picture else {
      guard usage.takesNoPicture else {
        throw Fault(message: "has no PICTURE and no items below it; expected one of them")
      }
      self = Self.withoutPicture(usage, options)
      return
    }
    switch usage {
    case .shortFloat, .longFloat, .index, .pointer, .procedurePointer, .functionPointer:
      throw Fault(message: "\(usage.word) takes no PICTURE; remove one of them")
    case .binary, .native, .packed:
      guard picture.category == .numeric else {
        throw Fault(message: "\(usage.word) takes digits only (9 S V P), not \(picture.text)")
      }
      self =
        usage == .packed ? Self.packed(picture) : try Self.binary(picture, usage, options)
    case .display: self = try Self.display(picture, sign, options)
    case .display1:
      guard picture.category == .national || picture.category == .doubleByte else {
        throw Fault(message: "DISPLAY-1 takes G or N only, not \(picture.text)")
      }
      self = Self(kind: .double, byteCount: picture.positions * 2)
    case .national: self = try Self.national(picture, sign)
    }
  }

  private init(kind: FieldKind, byteCount: Int, alignment: Int = 1, note: String? = nil) {
    self.kind = kind
    self.byteCount = byteCount
    self.alignment = alignment
    self.note = note
  }

  private static func withoutPicture(_ usage: CopybookUsage, _ options: CopybookOptions) -> Self {
    switch usage {
    case .shortFloat: Self(kind: .float(options.float), byteCount: 4, alignment: 4)
    case .longFloat: Self(kind: .float(options.float), byteCount: 8, alignment: 8)
    case .procedurePointer:
      Self(kind: .raw, byteCount: 8, alignment: 8, note: "PROCEDURE-POINTER taken as 8 bytes")
    default:
      Self(kind: .raw, byteCount: 4, alignment: 4, note: "\(usage.word) taken as 4 bytes")
    }
  }

  private static func packed(_ picture: PictureString) -> Self {
    Self(kind: .packed(shape(of: picture)), byteCount: picture.digits / 2 + 1)
  }

  private static func binary(
    _ picture: PictureString, _ usage: CopybookUsage, _ options: CopybookOptions
  ) throws(Fault) -> Self {
    let byteCount: Int
    switch picture.digits {
    case 1...2 where options.hasOneByteBinary: byteCount = 1
    case 1...4: byteCount = 2
    case 5...9: byteCount = 4
    case 10...18: byteCount = 8
    default:
      throw Fault(message: "\(usage.word) has \(picture.digits) digits; binary has at most 18")
    }
    var shape = shape(of: picture)
    if usage == .native { shape.digits = 0 }
    return Self(
      kind: .binary(shape, usage == .native ? options.nativeOrder : options.binaryOrder),
      byteCount: byteCount,
      // Eight bytes are aligned as four.
      alignment: min(byteCount, 4))
  }

  private static func display(
    _ picture: PictureString, _ sign: SignClause?, _ options: CopybookOptions
  ) throws(Fault) -> Self {
    switch picture.category {
    case .numeric:
      let place: SignPlace
      switch sign {
      case let sign? where picture.isSigned:
        place =
          sign.isLeading
          ? (sign.isSeparate ? .leadingSeparate : .leading)
          : (sign.isSeparate ? .trailingSeparate : .trailing)
      default: place = .trailing
      }
      let isSeparate = place == .leadingSeparate || place == .trailingSeparate
      return Self(
        kind: .zoned(shape(of: picture), place), byteCount: picture.digits + (isSeparate ? 1 : 0))
    case .alphanumeric: return Self(kind: options.alphanumeric, byteCount: picture.positions)
    case .alphanumericEdited:
      return Self(
        kind: options.alphanumeric, byteCount: picture.positions,
        note: "PICTURE \(excerpt(picture.text)) is edited: its text is read as it stands")
    case .numericEdited:
      return Self(
        kind: .single, byteCount: picture.positions,
        note: "PICTURE \(excerpt(picture.text)) is edited: read as single-byte text")
    case .national, .doubleByte: return Self(kind: .double, byteCount: picture.positions * 2)
    }
  }

  private static func national(
    _ picture: PictureString, _ sign: SignClause?
  ) throws(Fault) -> Self {
    switch picture.category {
    case .national, .doubleByte, .numericEdited:
      return Self(
        kind: .double, byteCount: picture.positions * 2,
        note: "USAGE NATIONAL: two bytes a character, in the double-byte codes of the charset")
    case .numeric:
      let isSeparate = picture.isSigned && sign?.isSeparate == true
      return Self(
        kind: .raw, byteCount: (picture.digits + (isSeparate ? 1 : 0)) * 2,
        note: "a number with USAGE NATIONAL is not decoded: two raw bytes a digit")
    case .alphanumeric, .alphanumericEdited:
      throw Fault(message: "NATIONAL takes N, 9 or an edited number, not \(picture.text)")
    }
  }

  private static func shape(of picture: PictureString) -> DecimalShape {
    DecimalShape(digits: picture.digits, scale: picture.scale, isSigned: picture.isSigned)
  }
}
