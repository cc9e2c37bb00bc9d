/// The keys of one table of a layout file: each is taken once, and what is left over is unknown.
struct LayoutTable {
  let node: LayoutNode
  private let entries: [LayoutNode.Entry]
  private var taken: Set<String> = []

  /// `nil` when the node is no table; that has been told.
  init?(_ node: LayoutNode, _ diagnostics: inout LayoutDiagnostics) {
    guard case .table(let entries) = node.value else {
      diagnostics.report(line: node.line, "\"\(node.path)\" must be a table, not \(node.typeName)")
      return nil
    }
    self.node = node
    self.entries = entries
  }

  var keys: [LayoutNode.Entry] { entries }

  func path(_ key: String) -> String { node.path.isEmpty ? key : node.path + "." + key }

  mutating func node(_ key: String) -> LayoutNode? {
    taken.insert(key)
    return entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.node
  }

  func line(of key: String) -> Int? {
    entries.first { $0.key.utf8.elementsEqual(key.utf8) }?.node.line ?? node.line
  }

  mutating func string(_ key: String, _ diagnostics: inout LayoutDiagnostics) -> String? {
    guard let node = node(key) else { return nil }
    if case .string(let text) = node.value { return text }
    wrongType(node, "a string", &diagnostics)
    return nil
  }

  mutating func boolean(_ key: String, _ diagnostics: inout LayoutDiagnostics) -> Bool? {
    guard let node = node(key) else { return nil }
    if case .boolean(let flag) = node.value { return flag }
    wrongType(node, "true or false", &diagnostics)
    return nil
  }

  mutating func integer(
    _ key: String, in range: ClosedRange<Int>, _ diagnostics: inout LayoutDiagnostics
  ) -> Int? {
    guard let node = node(key) else { return nil }
    guard case .integer(let number) = node.value else {
      wrongType(node, "an integer", &diagnostics)
      return nil
    }
    guard range.contains(number) else {
      diagnostics.report(
        line: node.line,
        "\"\(node.path)\" is \(number); expected \(range.lowerBound) to \(range.upperBound)")
      return nil
    }
    return number
  }

  mutating func word<T>(
    _ key: String, of words: [(String, T)], _ diagnostics: inout LayoutDiagnostics
  ) -> T? {
    guard let text = string(key, &diagnostics) else { return nil }
    if let found = words.first(where: { $0.0.utf8.elementsEqual(text.utf8) }) { return found.1 }
    diagnostics.report(
      line: line(of: key),
      "\"\(path(key))\" cannot be \"\(excerpt(text))\"; one of: "
        + words.map(\.0).joined(separator: ", "))
    return nil
  }

  /// An array of strings, or one string.
  mutating func strings(_ key: String, _ diagnostics: inout LayoutDiagnostics) -> [String]? {
    guard let node = node(key) else { return nil }
    switch node.value {
    case .string(let text): return [text]
    case .array(let elements):
      var texts: [String] = []
      for element in elements {
        if case .string(let text) = element.value {
          texts.append(text)
        } else {
          wrongType(element, "a string", &diagnostics)
        }
      }
      return texts
    default:
      wrongType(node, "an array of strings", &diagnostics)
      return nil
    }
  }

  /// The elements of `[[key]]`; empty when there are none.
  mutating func tables(
    _ key: String, _ diagnostics: inout LayoutDiagnostics
  ) -> [LayoutTable] {
    guard let node = node(key) else { return [] }
    guard case .array(let elements) = node.value else {
      wrongType(node, "an array of tables ([[\(node.path)]])", &diagnostics)
      return []
    }
    return elements.compactMap { LayoutTable($0, &diagnostics) }
  }

  /// Tells of every key that nobody has asked for.
  func reportUnknown(_ diagnostics: inout LayoutDiagnostics) {
    for entry in entries where !taken.contains(entry.key) {
      let hint = hint(entry.key, among: taken.sorted())
      diagnostics.report(
        line: entry.node.line,
        "unknown key \"\(entry.node.path)\""
          + (hint.isEmpty ? "; known: " + taken.sorted().joined(separator: ", ") : hint))
    }
  }

  private func wrongType(
    _ node: LayoutNode, _ expected: String, _ diagnostics: inout LayoutDiagnostics
  ) {
    diagnostics.report(
      line: node.line, "\"\(node.path)\" must be \(expected), not \(node.typeName)")
  }
}
