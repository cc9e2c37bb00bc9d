internal import GaijiModel

/// Turns the nodes of a profile file into a profile: the keys of the file, and what they mean
/// together. The keys of a column are `ProfileColumnDecoder`'s.
struct ProfileDecoder {
  /// As the engine's `RecordLimits.maximumColumns`.
  private static let maximumColumns = 16_384
  private static let keys = [
    "name", "description", "encoding", "byte-order-mark", "newline", "final-newline", "delimiter",
    "quoting", "header", "null", "null-literal", "columns",
  ]

  private var keys: ProfileKeys
  private var profile = LinkageProfile(name: "", encoding: "", columns: [])
  private var header: Header?
  private var nullWord: String?
  private var literal: String?

  private enum Header {
    case none
    case columnNames
    case names([String], PolicyNode)
  }

  static func decode(_ root: PolicyNode, file: String) throws(PolicyError) -> LinkageProfile {
    var decoder = ProfileDecoder(keys: ProfileKeys(file: file))
    if case .table(let entries) = root.value {
      for entry in entries { decoder.decode(entry.key, entry.node) }
      decoder.combine(root)
    } else {
      decoder.keys.report(root, "a profile is a table of keys, not \(root.typeName)")
    }
    guard decoder.keys.problems.isEmpty else { throw PolicyError(decoder.keys.problems) }
    return decoder.profile
  }

  private init(keys: ProfileKeys) { self.keys = keys }

  private mutating func decode(_ key: String, _ node: PolicyNode) {
    typealias P = LinkageProfile
    switch key {
    case "name": if let text = keys.string(node, key) { profile.name = text }
    case "description": if let text = keys.string(node, key) { profile.summary = text }
    case "encoding": if let text = keys.string(node, key) { profile.encoding = text }
    case "byte-order-mark":
      if let rule = keys.word(node, key, of: P.MarkRule.allCases, named: \.word) {
        profile.byteOrderMark = rule
      }
    case "newline":
      if let rule = keys.word(node, key, of: P.NewlineRule.allCases, named: \.word) {
        profile.newline = rule
      }
    case "final-newline":
      if let rule = keys.word(node, key, of: P.MarkRule.allCases, named: \.word) {
        profile.finalNewline = rule
      }
    case "delimiter": decodeDelimiter(node)
    case "quoting":
      if let rule = keys.word(node, key, of: P.QuotingRule.allCases, named: \.word) {
        profile.quoting = rule
      }
    case "header": decodeHeader(node)
    case "null":
      nullWord =
        keys.word(
          node, key, of: [P.NullForm.empty, .unquotedEmpty, .literal("")], named: \.word)?.word
    case "null-literal": decodeLiteral(node)
    case "columns": decodeColumns(node)
    default: keys.reportUnknown(key, node, in: "", known: Self.keys)
    }
  }

  private mutating func decodeDelimiter(_ node: PolicyNode) {
    guard let text = keys.string(node, "delimiter") else { return }
    let bytes = Array(text.utf8)
    let isWord = text.unicodeScalars.allSatisfy {
      $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    guard bytes.count == 1, bytes[0] == 0x09 || (0x20..<0x7F).contains(bytes[0]),
      bytes[0] != UInt8(ascii: "\""), !isWord
    else {
      keys.report(
        node,
        "\"delimiter\" must be one ASCII character such as \",\" or \"\\t\", and no quote, letter "
          + "or digit")
      return
    }
    profile.delimiter = bytes[0]
  }

  private mutating func decodeHeader(_ node: PolicyNode) {
    switch node.value {
    case .boolean(let flag): header = flag ? .columnNames : Header.none
    case .array: if let names = keys.texts(node, "header") { header = .names(names, node) }
    default:
      keys.report(
        node,
        "\"header\" must be true (the names of the columns), false or an array of names, not "
          + node.typeName)
    }
  }

  private mutating func decodeLiteral(_ node: PolicyNode) {
    guard let text = keys.string(node, "null-literal") else { return }
    guard !text.isEmpty, text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\"" }) else {
      keys.report(
        node, "\"null-literal\" must have characters, and no quotes or controls among them")
      return
    }
    literal = text
  }

  private mutating func decodeColumns(_ node: PolicyNode) {
    guard case .array(let elements) = node.value else {
      keys.report(node, "\"columns\" must be an array of tables ([[columns]])")
      return
    }
    guard elements.count <= Self.maximumColumns else {
      keys.report(node, "\"columns\" has \(elements.count); at most \(Self.maximumColumns)")
      return
    }
    var seen: [[UInt8]: Int] = [:]
    for (index, element) in elements.enumerated() {
      let path = "columns[\(index + 1)]"
      guard let column = ProfileColumnDecoder.decode(element, path: path, into: &keys) else {
        continue
      }
      if let first = seen.updateValue(index + 1, forKey: Array(column.name.utf8)) {
        keys.report(
          element, "\"\(path).name\": \"\(column.name)\" is the name of column \(first) too")
      }
      profile.columns.append(column)
    }
  }

  /// What no single key shows.
  private mutating func combine(_ root: PolicyNode) {
    // Problems of the columns would only cause more of them here.
    guard keys.problems.isEmpty else { return }
    if profile.name.isEmpty { keys.report(root, "no \"name\"; give the profile one") }
    if profile.encoding.isEmpty {
      keys.report(root, "no \"encoding\"; give a charset such as \"cp932\" or \"utf8\"")
    }
    if profile.columns.isEmpty {
      keys.report(root, "no columns; give at least one [[columns]]")
    }
    switch header {
    case .columnNames: profile.header = profile.columns.map(\.name)
    case .names(let names, let node):
      if names.count != profile.columns.count {
        keys.report(
          node,
          "\"header\" has \(names.count) names, but there are \(profile.columns.count) columns")
      }
      profile.header = names
    case Header.none?: break
    case nil:
      keys.report(root, "no \"header\"; say true or false, or give the names of the first record")
    }
    combineNull(root)
    let multiline = profile.columns.first { $0.type == .text(multiline: true) }
    if profile.quoting == .never, let multiline {
      keys.report(
        root,
        "column \"\(multiline.name)\" is \"multi-line\", but \"quoting\" is \"never\": a newline "
          + "would end its record")
    }
  }

  private mutating func combineNull(_ root: PolicyNode) {
    switch (nullWord, literal) {
    case ("literal", let text?):
      if text.utf8.contains(profile.delimiter) {
        keys.report(root, "\"null-literal\" has the delimiter in it")
      }
      profile.null = .literal(text)
    case ("literal", nil):
      keys.report(root, "\"null\" is \"literal\": say which in \"null-literal\"")
    case (_, _?):
      keys.report(root, "\"null-literal\" needs null = \"literal\"")
    case ("unquoted-empty", nil): profile.null = .unquotedEmpty
    default: profile.null = .empty
    }
  }
}
