internal import GaijiModel

/// What the generator puts into a field, told from its kind and its name.
enum HostRole: Sendable {
  case name, givenName, kana, address
  /// A word where it fits, else a code of letters and digits.
  case remark
  /// Digits; a field of one byte gets 1 or 2.
  case code
  case birthday, date, count, age, identifier, amount
  case raw

  init(_ field: LayoutField) {
    var name = field.name.unicodeScalars.map { scalar in
      ("a"..."z").contains(scalar) ? scalar.value - 0x20 : scalar.value
    }
    let isElement = name.firstIndex(of: 0x28) != nil
    if let end = name.firstIndex(of: 0x28) { name.removeSubrange(end...) }
    func has(_ words: String...) -> Bool {
      words.contains { word in
        let wanted = scalars(word)
        return name.indices.contains { name[$0...].starts(with: wanted) }
      }
    }
    switch field.kind {
    case .raw: self = .raw
    case .single, .double, .mixed:
      if has("KANA", "YOMI", "カナ", "かな", "ふりがな") {
        self = .kana
      } else if has("SHIMEI", "NAMAE", "NAME", "氏名", "名前") {
        self = isElement ? .givenName : .name
      } else if has("JUSHO", "ADDR", "KATAGAKI", "住所", "方書") {
        self = .address
      } else {
        self = field.kind == .single ? .code : .remark
      }
    case .float: self = .amount
    case .zoned(let shape, _), .packed(let shape), .binary(let shape, _):
      if has("YMD", "DATE", "SEINENGAPPI", "年月日"), shape.digits >= 6, shape.scale == 0 {
        self = has("SEINENGAPPI", "BIRTH", "生年月日") ? .birthday : .date
      } else if has("NENREI", "AGE", "年齢") {
        self = .age
      } else if has("-SU", "KENSU", "人数", "件数") {
        self = .count
      } else if !shape.isSigned, has("-NO", "CODE", "KEY", "番号", "コード") {
        self = .identifier
      } else {
        self = .amount
      }
    }
  }

  /// The number of an element in the outermost table: 2 of `NAME(2,1)`; 0 for no element.
  static func element(_ name: String) -> Int {
    let digits = name.utf8.drop { $0 != UInt8(ascii: "(") }.dropFirst()
      .prefix { (0x30...0x39).contains($0) }.prefix(9)
    return digits.reduce(0) { $0 * 10 + Int($1 - 0x30) }
  }
}
