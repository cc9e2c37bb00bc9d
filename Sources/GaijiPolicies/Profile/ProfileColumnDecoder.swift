internal import GaijiModel

/// The keys of one `[[columns]]`.
struct ProfileColumnDecoder {
  private static let generalKeys = [
    "name", "type", "required", "max-chars", "max-bytes", "exact-length", "gaiji", "key", "special",
  ]
  /// The keys that one type has, by the word of the type.
  private static let typeKeys: [(type: String, keys: [String])] = [
    ("text", ["multi-line"]), ("kana", ["width", "also"]), ("digits", []),
    ("number", ["digits", "scale", "signed"]), ("date", ["pattern"]), ("time", ["pattern"]),
    ("datetime", ["pattern"]), ("code", ["codes"]),
  ]
  /// Longer is not a field but a mistake.
  private static let lengths = 1...1 << 20

  private let path: String
  private let node: PolicyNode
  private let entries: [PolicyNode.Entry]

  /// `nil` when the column has problems; they are in `keys` then.
  static func decode(
    _ node: PolicyNode, path: String, into keys: inout ProfileKeys
  ) -> ProfileColumn? {
    guard case .table(let entries) = node.value else {
      keys.report(node, "\"\(path)\" must be a table, not \(node.typeName)")
      return nil
    }
    let before = keys.problems.count
    let decoder = ProfileColumnDecoder(path: path, node: node, entries: entries)
    let column = decoder.column(&keys)
    return keys.problems.count == before ? column : nil
  }

  private func entry(_ key: String) -> (node: PolicyNode, name: String)? {
    entries.first { $0.key == key }.map { ($0.node, path + "." + key) }
  }

  private func column(_ keys: inout ProfileKeys) -> ProfileColumn? {
    guard let name = entry("name").flatMap({ keys.string($0.node, $0.name) }), !name.isEmpty else {
      keys.report(node, "\"\(path)\" has no \"name\"")
      return nil
    }
    guard let typeEntry = entry("type") else {
      keys.report(
        node, "\"\(path)\" (\(name)) has no \"type\"; one of: " + typeWords.joined(separator: ", "))
      return nil
    }
    guard
      let word = keys.word(typeEntry.node, typeEntry.name, of: typeWords, named: { $0 })
    else { return nil }
    reportUnknown(type: word, &keys)
    guard let type = type(word, &keys) else { return nil }
    var column = ProfileColumn(name: name, type: type)
    column.isRequired = flag("required", &keys)
    column.hasGaiji = flag("gaiji", &keys)
    column.isKey = flag("key", &keys)
    column.maximumCharacters = integer("max-chars", Self.lengths, &keys)
    column.maximumBytes = integer("max-bytes", Self.lengths, &keys)
    column.exactCharacters = integer("exact-length", Self.lengths, &keys)
    if let special = entry("special") {
      column.specialValues = keys.texts(special.node, special.name) ?? []
    }
    if column.hasGaiji, word != "text" {
      keys.report(node, "\"\(path).gaiji\": a column of type \(word) has no gaiji; take it out")
    }
    if let exact = column.exactCharacters, let most = column.maximumCharacters, exact > most {
      keys.report(node, "\"\(path).exact-length\" is \(exact), but \"max-chars\" is \(most)")
    }
    if let exact = column.exactCharacters, case .moment(let pattern) = type, exact != pattern.width
    {
      keys.report(
        node, "\"\(path).exact-length\" is \(exact), but the pattern has \(pattern.width)")
    }
    return column
  }

  private var typeWords: [String] { Self.typeKeys.map(\.type) }

  private func reportUnknown(type word: String, _ keys: inout ProfileKeys) {
    let own = Self.typeKeys.first { $0.type == word }?.keys ?? []
    let known = Self.generalKeys + own
    for entry in entries where !known.contains(entry.key) {
      if let other = Self.typeKeys.first(where: { $0.keys.contains(entry.key) }) {
        keys.report(
          entry.node,
          "\"\(path).\(entry.key)\" is a key of type \(other.type), not of type \(word)")
      } else {
        keys.reportUnknown(entry.key, entry.node, in: path, known: known)
      }
    }
  }

  private func type(_ word: String, _ keys: inout ProfileKeys) -> ProfileType? {
    switch word {
    case "text": return .text(multiline: flag("multi-line", &keys))
    case "digits": return .digits
    case "kana":
      let width = entry("width").map {
        keys.word($0.node, $0.name, of: ProfileType.KanaWidth.allCases, named: \.word)
      }
      let also = entry("also").map { keys.string($0.node, $0.name) ?? "" } ?? ""
      return .kana(width: (width ?? .full) ?? .full, also: also.unicodeScalars.map(\.value))
    case "number": return number(&keys)
    case "code":
      guard let codes = entry("codes") else {
        keys.report(node, "\"\(path)\" needs \"codes\", the values that it may have")
        return nil
      }
      return keys.texts(codes.node, codes.name).map { .code($0) }
    default: return moment(word, &keys)
    }
  }

  private func number(_ keys: inout ProfileKeys) -> ProfileType? {
    guard let digits = integer("digits", 1...1000, &keys) else {
      if entry("digits") == nil {
        keys.report(node, "\"\(path)\" needs \"digits\", the number of its digits")
      }
      return nil
    }
    let scale = integer("scale", 0...1000, &keys) ?? 0
    guard scale < digits else {
      keys.report(
        node, "\"\(path).scale\" is \(scale), but there are \(digits) \"digits\" in all")
      return nil
    }
    return .number(digits: digits, scale: scale, signed: flag("signed", &keys))
  }

  private func moment(_ word: String, _ keys: inout ProfileKeys) -> ProfileType? {
    guard let entry = entry("pattern") else {
      keys.report(node, "\"\(path)\" needs a \"pattern\" such as \"yyyyMMdd\" or \"HH:mm:ss\"")
      return nil
    }
    guard let text = keys.string(entry.node, entry.name) else { return nil }
    guard let pattern = DatePattern(text), pattern.kindWord == word else {
      keys.report(
        entry.node,
        "\"\(entry.name)\": \"\(text)\" is no pattern of a \(word); it is made of yyyy, MM, dd, HH, "
          + "mm, ss, SSS and signs between them")
      return nil
    }
    return .moment(pattern)
  }

  private func flag(_ key: String, _ keys: inout ProfileKeys) -> Bool {
    entry(key).flatMap { keys.boolean($0.node, $0.name) } ?? false
  }

  private func integer(
    _ key: String, _ range: ClosedRange<Int>, _ keys: inout ProfileKeys
  ) -> Int? {
    entry(key).flatMap { keys.integer($0.node, $0.name, in: range) }
  }
}
