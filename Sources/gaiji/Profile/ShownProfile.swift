import GaijiModel

/// What `gaiji profile show` prints; its JSON has the keys of a profile file and can be read as one.
struct ShownProfile: Encodable {
  private let profile: LinkageProfile

  init(_ profile: LinkageProfile) { self.profile = profile }

  private struct Key: CodingKey {
    var stringValue: String
    var intValue: Int? { nil }
    init(_ text: String) { stringValue = text }
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(profile.name, forKey: Key("name"))
    if !profile.summary.isEmpty { try keys.encode(profile.summary, forKey: Key("description")) }
    try keys.encode(profile.encoding, forKey: Key("encoding"))
    try keys.encode(profile.byteOrderMark.word, forKey: Key("byte-order-mark"))
    try keys.encode(profile.newline.word, forKey: Key("newline"))
    try keys.encode(profile.finalNewline.word, forKey: Key("final-newline"))
    try keys.encode(delimiter, forKey: Key("delimiter"))
    try keys.encode(profile.quoting.word, forKey: Key("quoting"))
    if let header = profile.header {
      try keys.encode(header, forKey: Key("header"))
    } else {
      try keys.encode(false, forKey: Key("header"))
    }
    try keys.encode(profile.null.word, forKey: Key("null"))
    if case .literal(let text) = profile.null {
      try keys.encode(text, forKey: Key("null-literal"))
    }
    try keys.encode(profile.columns.map(Column.init), forKey: Key("columns"))
  }

  private var delimiter: String { String(Character(Unicode.Scalar(profile.delimiter))) }

  private struct Column: Encodable {
    let column: ProfileColumn

    func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: Key.self)
      try keys.encode(column.name, forKey: Key("name"))
      try keys.encode(column.type.word, forKey: Key("type"))
      switch column.type {
      case .text(let multiline):
        if multiline { try keys.encode(true, forKey: Key("multi-line")) }
      case .kana(let width, let also):
        try keys.encode(width.word, forKey: Key("width"))
        if !also.isEmpty { try keys.encode(text(also), forKey: Key("also")) }
      case .digits: break
      case .number(let digits, let scale, let signed):
        try keys.encode(digits, forKey: Key("digits"))
        if scale > 0 { try keys.encode(scale, forKey: Key("scale")) }
        if signed { try keys.encode(true, forKey: Key("signed")) }
      case .moment(let pattern): try keys.encode(pattern.text, forKey: Key("pattern"))
      case .code(let codes): try keys.encode(codes, forKey: Key("codes"))
      }
      try keys.encodeIfPresent(column.maximumCharacters, forKey: Key("max-chars"))
      try keys.encodeIfPresent(column.maximumBytes, forKey: Key("max-bytes"))
      try keys.encodeIfPresent(column.exactCharacters, forKey: Key("exact-length"))
      for (flag, key) in [
        (column.isRequired, "required"), (column.hasGaiji, "gaiji"), (column.isKey, "key"),
      ] where flag {
        try keys.encode(true, forKey: Key(key))
      }
      if !column.specialValues.isEmpty {
        try keys.encode(column.specialValues, forKey: Key("special"))
      }
    }

    private func text(_ scalars: [UInt32]) -> String {
      var view = String.UnicodeScalarView()
      view.append(contentsOf: scalars.compactMap(Unicode.Scalar.init))
      return String(view)
    }
  }

  /// For people: the form of the file, and a line for each column.
  var text: String {
    var lines = [profile.name + (profile.summary.isEmpty ? "" : ": " + profile.summary)]
    let shownDelimiter = profile.delimiter == 0x09 ? "tab" : delimiter
    var null = profile.null.word
    if case .literal(let text) = profile.null { null = text }
    lines.append(
      "encoding \(profile.encoding), byte order mark \(profile.byteOrderMark.word), newline "
        + "\(profile.newline.word), final newline \(profile.finalNewline.word)")
    lines.append(
      "delimiter \(shownDelimiter), quoting \(profile.quoting.word), null \(null), header "
        + (profile.header == nil ? "none" : "required"))
    for (index, column) in profile.columns.enumerated() {
      lines.append("\(index + 1). \(column.name): " + describe(column).joined(separator: ", "))
    }
    return lines.joined(separator: "\n")
  }

  private func describe(_ column: ProfileColumn) -> [String] {
    var words: [String]
    switch column.type {
    case .text(let multiline): words = [multiline ? "text of several lines" : "text"]
    case .kana(let width, _): words = ["kana of \(width.word) width"]
    case .digits: words = ["digits"]
    case .number(let digits, let scale, let signed):
      words = [
        "number of \(digits) digits" + (scale > 0 ? ", \(scale) after the point" : "")
          + (signed ? ", signed" : "")
      ]
    case .moment(let pattern): words = ["\(column.type.word) \(pattern.text)"]
    case .code(let codes): words = ["code of " + codes.joined(separator: " ")]
    }
    if column.isKey { words.append("key") }
    if column.isRequired { words.append("required") }
    if let count = column.exactCharacters { words.append("exactly \(count) characters") }
    if let count = column.maximumCharacters { words.append("at most \(count) characters") }
    if let count = column.maximumBytes { words.append("at most \(count) bytes") }
    if column.hasGaiji { words.append("gaiji") }
    if !column.specialValues.isEmpty {
      words.append("or " + column.specialValues.joined(separator: " "))
    }
    return words
  }
}
