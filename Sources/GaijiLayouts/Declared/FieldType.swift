internal import GaijiModel

/// The keys of a field, or of an override, that say what its bytes mean.
struct FieldType {
  /// `nil` when only other keys are given.
  var kind: FieldKind?
  var byteCount: Int?
  var padding: FieldPadding?

  private enum Word { case single, double, mixed, zoned, packed, binary, float, raw }
  private static let words: [(String, Word)] = [
    ("single", .single), ("double", .double), ("mixed", .mixed), ("zoned", .zoned),
    ("packed", .packed), ("binary", .binary), ("float", .float), ("raw", .raw),
  ]

  /// Reads the keys `type`, `digits`, `scale`, `signed`, `sign`, `order`, `format`, `padding`.
  ///
  /// - Parameter byteCount: The length, when it is given; otherwise it follows from the digits.
  init(
    _ table: inout LayoutTable, byteCount: Int?, _ diagnostics: inout LayoutDiagnostics
  ) {
    let word = table.word("type", of: Self.words, &diagnostics)
    let digits = table.integer("digits", in: 1...LayoutLimits.digits, &diagnostics)
    let scale = table.integer(
      "scale", in: -LayoutLimits.digits...LayoutLimits.digits, &diagnostics)
    let signed = table.boolean("signed", &diagnostics)
    let sign = table.word("sign", of: SignPlace.words, &diagnostics)
    let order = table.word("order", of: ByteOrder.words, &diagnostics)
    let format = table.word("format", of: FloatFormat.words, &diagnostics)
    padding = table.word("padding", of: FieldPadding.words, &diagnostics)
    self.byteCount = byteCount
    let taken: [(String, Bool, [Word])] = [
      ("digits", digits != nil, [.zoned, .packed, .binary]),
      ("scale", scale != nil, [.zoned, .packed, .binary]),
      ("signed", signed != nil, [.zoned, .packed, .binary]),
      ("sign", sign != nil, [.zoned]), ("order", order != nil, [.binary]),
      ("format", format != nil, [.float]),
      ("padding", padding != nil, [.single, .double, .mixed]),
    ]
    guard let word else {
      for (key, isGiven, _) in taken where isGiven && key != "padding" {
        diagnostics.report(
          line: table.line(of: key), "\"\(table.path(key))\" needs \"\(table.path("type"))\"")
      }
      return
    }
    for (key, isGiven, kinds) in taken where isGiven && !kinds.contains(word) {
      diagnostics.report(
        line: table.line(of: key),
        "\"\(table.path(key))\" has no meaning for type \"\(Self.name(word))\"")
    }
    // A sign of its own cannot be there for a number that has none.
    if sign != nil, signed == false {
      diagnostics.report(
        line: table.line(of: "sign"), "\"\(table.path("sign"))\" needs signed = true")
    }
    let shape = DecimalShape(
      digits: digits ?? 0, scale: scale ?? 0, isSigned: signed ?? (sign != nil))
    do throws(CopybookStorage.Fault) {
      try set(word, shape, sign ?? .trailing, order ?? .big, format ?? .hexadecimal)
    } catch {
      diagnostics.report(line: table.node.line, "\"\(table.node.path)\" \(error.message)")
    }
  }

  private static func name(_ word: Word) -> String {
    words.first { $0.1 == word }?.0 ?? ""
  }

  private mutating func set(
    _ word: Word, _ shape: DecimalShape, _ sign: SignPlace, _ order: ByteOrder,
    _ format: FloatFormat
  ) throws(CopybookStorage.Fault) {
    var shape = shape
    switch word {
    case .single: kind = .single
    case .mixed: kind = .mixed
    case .raw: kind = .raw
    case .double:
      if let byteCount, byteCount % 2 != 0 {
        throw .init(message: "has \(byteCount) bytes; a double field has two a character")
      }
      kind = .double
    case .zoned:
      let extra = sign == .leadingSeparate || sign == .trailingSeparate ? 1 : 0
      if shape.digits == 0 { shape.digits = (byteCount ?? 0) - extra }
      try check(shape, length: shape.digits + extra, "zoned")
      kind = .zoned(shape, sign)
    case .packed:
      // All nibbles but that of the sign.
      if shape.digits == 0 { shape.digits = (byteCount ?? 0) * 2 - 1 }
      try check(shape, length: shape.digits / 2 + 1, "packed")
      kind = .packed(shape)
    case .binary:
      if shape.digits > 18 {
        throw .init(message: "has \(shape.digits) digits; binary has at most 18")
      }
      let usual = shape.digits > 9 ? 8 : shape.digits > 4 ? 4 : 2
      let length = byteCount ?? (shape.digits > 0 ? usual : 0)
      guard [1, 2, 4, 8].contains(length) else {
        throw .init(message: "needs a length of 1, 2, 4 or 8 for type binary")
      }
      self.byteCount = length
      kind = .binary(shape, order)
    case .float:
      guard let byteCount, byteCount == 4 || byteCount == 8 else {
        throw .init(message: "needs a length of 4 or 8 for type float")
      }
      kind = .float(format)
    }
  }

  private mutating func check(
    _ shape: DecimalShape, length: Int, _ type: String
  ) throws(CopybookStorage.Fault) {
    guard shape.digits > 0 else {
      throw .init(message: "needs a length or digits for type \(type)")
    }
    guard shape.digits <= LayoutLimits.digits else {
      throw .init(
        message: "has \(shape.digits) digits; at most \(LayoutLimits.digits) are read")
    }
    guard byteCount == nil || byteCount == length else {
      throw .init(
        message: "has \(byteCount ?? 0) bytes, but \(shape.digits) \(type) digits take \(length)")
    }
    byteCount = length
  }
}
