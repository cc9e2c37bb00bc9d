/// Reads the values of the keys of a profile or job and collects every problem on the way.
struct ProfileKeys {
  let file: String
  private(set) var problems: [PolicyError.Problem] = []

  init(file: String) { self.file = file }

  mutating func report(_ node: PolicyNode, _ message: String) {
    problems.append(.init(file: file, line: node.line, message: message))
  }

  mutating func add(_ error: PolicyError) { problems += error.problems }

  mutating func reportUnknown(_ key: String, _ node: PolicyNode, in table: String, known: [String])
  {
    let full = table.isEmpty ? key : table + "." + key
    report(node, "unknown key \"\(full)\"; " + hint(key, known: known, lead: "known"))
  }

  mutating func string(_ node: PolicyNode, _ key: String) -> String? {
    if case .string(let text) = node.value { return text }
    report(node, "\"\(key)\" must be a string, not \(node.typeName)")
    return nil
  }

  mutating func boolean(_ node: PolicyNode, _ key: String) -> Bool? {
    if case .boolean(let flag) = node.value { return flag }
    report(node, "\"\(key)\" must be true or false, not \(node.typeName)")
    return nil
  }

  mutating func integer(_ node: PolicyNode, _ key: String, in range: ClosedRange<Int>) -> Int? {
    guard case .integer(let number) = node.value else {
      report(node, "\"\(key)\" must be an integer, not \(node.typeName)")
      return nil
    }
    guard range.contains(number) else {
      report(
        node,
        "\"\(key)\" must be from \(range.lowerBound) to \(range.upperBound), not \(number)")
      return nil
    }
    return number
  }

  mutating func word<T>(
    _ node: PolicyNode, _ key: String, of all: [T], named name: (T) -> String
  ) -> T? {
    guard let text = string(node, key) else { return nil }
    if let found = all.first(where: { name($0) == text }) { return found }
    report(
      node, "\"\(key)\" cannot be \"\(text)\"; " + hint(text, known: all.map(name), lead: "one of"))
    return nil
  }

  /// Texts of at least one character, none of them twice.
  mutating func texts(_ node: PolicyNode, _ key: String) -> [String]? {
    guard case .array(let elements) = node.value, !elements.isEmpty else {
      report(node, "\"\(key)\" must be an array of one or more strings")
      return nil
    }
    var seen: Set<[UInt8]> = []
    var texts: [String] = []
    for element in elements {
      guard let text = string(element, key) else { return nil }
      if text.isEmpty { report(element, "\"\(key)\" holds an empty string; take it out") }
      if !seen.insert(Array(text.utf8)).inserted {
        report(element, "\"\(key)\" holds \"\(text)\" twice; keep one")
      }
      texts.append(text)
    }
    return texts
  }

  private func hint(_ name: String, known: [String], lead: String) -> String {
    if let near = nearestName(to: name, among: known) { return "did you mean \"\(near)\"?" }
    return lead + ": " + known.joined(separator: ", ")
  }
}
