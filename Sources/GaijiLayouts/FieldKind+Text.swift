public import GaijiModel

extension LayoutField {
  /// The kind in one word, as layout files write it: `single`, `packed`, ...
  public var kindWord: String {
    switch kind {
    case .single: "single"
    case .double: "double"
    case .mixed: "mixed"
    case .zoned: "zoned"
    case .packed: "packed"
    case .binary: "binary"
    case .float: "float"
    case .raw: "raw"
    }
  }

  /// What a copybook would say of the field: `S9(5)V99 COMP-3`, `N(20)`, `X(10) JUSTIFIED RIGHT`.
  /// For people: a number of the other byte order and bytes without a meaning are told in words.
  public var pictureText: String {
    let text: String
    switch kind {
    case .single: text = repeated("X", byteCount)
    case .mixed: text = repeated("X", byteCount)
    case .double: text = repeated("N", byteCount / 2)
    case .zoned(let shape, let sign): text = shape.pictureText + sign.pictureText(shape)
    case .packed(let shape): text = shape.pictureText + " COMP-3"
    case .binary(let shape, let order):
      let usage = shape.digits == 0 ? "COMP-5" : "COMP"
      let digits = shape.digits == 0 ? (shape.isSigned ? "signed" : "unsigned") : shape.pictureText
      let scale = shape.digits == 0 && shape.scale != 0 ? " scale \(shape.scale)" : ""
      text = digits + scale + " " + usage + (order == .little ? " little-endian" : "")
    case .float(let format):
      let usage = byteCount == 4 ? "COMP-1" : "COMP-2"
      text =
        switch format {
        case .hexadecimal: usage
        case .ieee: usage + " IEEE"
        case .ieeeLittleEndian: usage + " IEEE little-endian"
        }
    case .raw: text = "raw"
    }
    switch padding {
    case .trailing: return text
    case .leading: return text + " JUSTIFIED RIGHT"
    case .kept: return text + " padding kept"
    }
  }
}

extension DecimalShape {
  /// `S9(5)V99`, `9(3)P(2)`, `VP(2)9`.
  fileprivate var pictureText: String {
    let sign = isSigned ? "S" : ""
    if scale < 0 { return sign + repeated("9", digits) + repeated("P", -scale) }
    if scale > digits { return sign + "V" + repeated("P", scale - digits) + repeated("9", digits) }
    let whole = digits > scale ? repeated("9", digits - scale) : ""
    return sign + whole + (scale > 0 ? "V" + repeated("9", scale) : "")
  }
}

extension SignPlace {
  fileprivate func pictureText(_ shape: DecimalShape) -> String {
    guard shape.isSigned else { return "" }
    return switch self {
    case .trailing: ""
    case .leading: " SIGN LEADING"
    case .trailingSeparate: " SIGN TRAILING SEPARATE"
    case .leadingSeparate: " SIGN LEADING SEPARATE"
    }
  }
}

private func repeated(_ symbol: String, _ count: Int) -> String {
  count <= 2 ? String(repeating: symbol, count: max(0, count)) : "\(symbol)(\(count))"
}

extension FieldKind {
  /// Whether it can hold a number of elements.
  var isInteger: Bool {
    switch self {
    case .zoned(let shape, _), .packed(let shape), .binary(let shape, _): shape.scale == 0
    case .single, .double, .mixed, .float, .raw: false
    }
  }
}
