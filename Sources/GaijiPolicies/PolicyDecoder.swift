internal import GaijiModel

/// Turns the nodes of a policy file into a policy, and collects every problem on the way.
///
/// What stands here is the list of keys; ranges and combinations are `PolicyValidator`'s.
struct PolicyDecoder {
  private let file: String
  private(set) var problems: [PolicyError.Problem] = []
  private var result: PolicyFile

  static func decode(_ root: PolicyNode, file: String) throws(PolicyError) -> PolicyFile {
    var decoder = PolicyDecoder(file: file)
    decoder.decodeRoot(root)
    guard decoder.problems.isEmpty else { throw PolicyError(decoder.problems) }
    return decoder.result
  }

  private init(file: String) {
    self.file = file
    // The source may come from a flag; the validator asks for it at the end.
    result = PolicyFile(policy: ConversionPolicy(source: ""))
  }

  private mutating func decodeRoot(_ root: PolicyNode) {
    guard case .table(let entries) = root.value else {
      report(root, "a policy is a table of keys, not \(root.typeName)")
      return
    }
    for entry in entries {
      let (key, node) = (entry.key, entry.node)
      switch key {
      case "source": if let text = string(node, key) { result.policy.source = text }
      case "target": if let text = string(node, key) { result.policy.target = .init(word: text) }
      case "ivs":
        if let use = word(node, key, of: ConversionPolicy.IVSUse.allCases, named: \.word) {
          result.policy.ivs = use
        }
      case "bom":
        if let mark = word(node, key, of: ConversionPolicy.ByteOrderMark.allCases, named: \.word) {
          result.policy.byteOrderMark = mark
        }
      case "prefer":
        if let reading = word(node, key, of: CharsetPreference.allCases, named: \.word) {
          result.policy.preference = reading
        }
      case "projection": decodeProjection(node)
      case "double-space":
        if let space = word(node, key, of: DoubleSpace.allCases, named: \.word) {
          result.policy.doubleSpace = space
        }
      case "actions": decodeActions(node)
      case "substitutes": decodeSubstitutes(node)
      case "accept": decodeAccept(node)
      case "shrink": decodeShrink(node)
      case "limits": decodeLimits(node)
      case "columns": decodeColumns(node)
      case "system": decodeSystem(node)
      case "header": if let flag = boolean(node, key) { result.header = flag }
      default: reportUnknown(key, node, in: "", known: Self.rootKeys)
      }
    }
  }

  private static let rootKeys = [
    "source", "target", "ivs", "bom", "actions", "substitutes", "accept", "shrink", "limits",
    "columns", "system", "header", "prefer", "projection", "double-space",
  ]
  private static let failureKeys = ConversionPolicy.Failure.allCases.map(\.word)

  private mutating func decodeActions(_ node: PolicyNode) {
    for entry in table(node, "actions") {
      let key = "actions." + entry.key
      guard let failure = ConversionPolicy.Failure.allCases.first(where: { $0.word == entry.key })
      else {
        reportUnknown(entry.key, entry.node, in: "actions", known: Self.failureKeys)
        continue
      }
      let action = word(entry.node, key, of: ConversionPolicy.Action.allCases, named: \.word)
      if let action { result.policy.actions[failure] = action }
    }
  }

  private mutating func decodeSubstitutes(_ node: PolicyNode) {
    for entry in table(node, "substitutes") {
      guard let failure = ConversionPolicy.Failure.allCases.first(where: { $0.word == entry.key })
      else {
        reportUnknown(entry.key, entry.node, in: "substitutes", known: Self.failureKeys)
        continue
      }
      if let text = string(entry.node, "substitutes." + entry.key) {
        result.policy.substitutes[failure] = text.unicodeScalars.map(\.value)
      }
    }
  }

  private mutating func decodeAccept(_ node: PolicyNode) {
    for entry in table(node, "accept") {
      switch entry.key {
      case "status":
        let all = IdentificationStatus.allCases
        if let found = words(entry.node, "accept.status", of: all, named: \.word) {
          result.policy.acceptedStatuses = Set(found)
        }
      case "grade":
        let all = IdentificationGrade.allCases
        if let found = words(entry.node, "accept.grade", of: all, named: \.word) {
          result.policy.acceptedGrades = Set(found)
        }
      default: reportUnknown(entry.key, entry.node, in: "accept", known: ["status", "grade"])
      }
    }
  }

  private mutating func decodeShrink(_ node: PolicyNode) {
    for entry in table(node, "shrink") {
      switch entry.key {
      case "grounds":
        let all = ShrinkGround.allCases
        if let found = words(entry.node, "shrink.grounds", of: all, named: \.word) {
          result.policy.shrink.grounds = found
        }
      case "several":
        let choices = [false, true]
        if let first = word(
          entry.node, "shrink.several", of: choices, named: { $0 ? "first" : "report" })
        {
          result.policy.shrink.takesFirstOfMany = first
        }
      case "choices": decodeChoices(entry.node)
      default:
        reportUnknown(
          entry.key, entry.node, in: "shrink", known: ["grounds", "several", "choices"])
      }
    }
  }

  private mutating func decodeChoices(_ node: PolicyNode) {
    for entry in table(node, "shrink.choices") {
      let key = "shrink.choices." + entry.key
      guard let identity = CharacterIdentity(entry.key) else {
        report(entry.node, "\"\(key)\": \"\(entry.key)\" is not an identity such as MJ026190")
        continue
      }
      guard let text = string(entry.node, key) else { continue }
      let scalars = text.unicodeScalars.map(\.value)
      guard scalars.count == 1, !isVariationSelector(scalars[0]) else {
        report(entry.node, "\"\(key)\" must be one character, not \(scalars.count) code points")
        continue
      }
      result.policy.shrink.choices[identity] = scalars[0]
    }
  }

  private mutating func decodeLimits(_ node: PolicyNode) {
    for entry in table(node, "limits") {
      // TOML and JSON keys are strings: digits alone are a position, as on the command line.
      let column = columnReference(entry.key)
      for limit in table(entry.node, "limits." + entry.key) {
        let key = "limits.\(entry.key).\(limit.key)"
        let unit: ConversionPolicy.ColumnLimit.Unit
        switch limit.key {
        case "max-bytes": unit = .bytes
        case "max-chars": unit = .characters
        default:
          reportUnknown(
            limit.key, limit.node, in: "limits." + entry.key, known: ["max-bytes", "max-chars"])
          continue
        }
        if let maximum = integer(limit.node, key) {
          result.policy.limits.append(.init(column: column, unit: unit, maximum: maximum))
        }
      }
    }
    result.policy.limits.sort(by: limitsAreInOrder)
  }

  private mutating func decodeColumns(_ node: PolicyNode) {
    if case .string("all") = node.value {
      result.columns = .all
      return
    }
    guard case .array(let elements) = node.value else {
      report(
        node, "\"columns\" must be \"all\" or an array of names and numbers, not \(node.typeName)")
      return
    }
    var columns: [ColumnReference] = []
    for element in elements {
      switch element.value {
      case .string(let name): columns.append(.name(name))
      case .integer(let index): columns.append(.index(index))
      default:
        report(element, "\"columns\" holds names and numbers, not \(element.typeName)")
      }
    }
    result.columns = .some(columns)
  }

  private mutating func decodeProjection(_ node: PolicyNode) {
    guard let text = string(node, "projection") else { return }
    guard let base = projectionBase(text) else {
      report(
        node, "\"projection\" must be a private-use code point from E000 to F8FF, not \"\(text)\"")
      return
    }
    result.policy.projection = base
  }

  private mutating func decodeSystem(_ node: PolicyNode) {
    guard let text = string(node, "system") else { return }
    guard let system = PolicyFile.SystemName(text) else {
      report(node, "\"system\" must be ORGANISATION/SYSTEM, not \"\(text)\"")
      return
    }
    result.system = system
  }
}

extension PolicyDecoder {
  private mutating func report(_ node: PolicyNode, _ message: String) {
    problems.append(.init(file: file, line: node.line, message: message))
  }

  private mutating func reportUnknown(
    _ key: String, _ node: PolicyNode, in table: String, known: [String]
  ) {
    let full = table.isEmpty ? key : table + "." + key
    report(node, "unknown key \"\(full)\"; " + hint(key, known: known, lead: "known"))
  }

  private func hint(_ name: String, known: [String], lead: String) -> String {
    if let near = nearestName(to: name, among: known) { return "did you mean \"\(near)\"?" }
    return lead + ": " + known.joined(separator: ", ")
  }

  private mutating func table(_ node: PolicyNode, _ key: String) -> [PolicyNode.Entry] {
    if case .table(let entries) = node.value { return entries }
    report(node, "\"\(key)\" must be a table, not \(node.typeName)")
    return []
  }

  private mutating func string(_ node: PolicyNode, _ key: String) -> String? {
    if case .string(let text) = node.value { return text }
    report(node, "\"\(key)\" must be a string, not \(node.typeName)")
    return nil
  }

  private mutating func boolean(_ node: PolicyNode, _ key: String) -> Bool? {
    if case .boolean(let flag) = node.value { return flag }
    report(node, "\"\(key)\" must be true or false, not \(node.typeName)")
    return nil
  }

  private mutating func integer(_ node: PolicyNode, _ key: String) -> Int? {
    if case .integer(let number) = node.value { return number }
    report(node, "\"\(key)\" must be an integer, not \(node.typeName)")
    return nil
  }

  private mutating func word<T>(
    _ node: PolicyNode, _ key: String, of all: [T], named name: (T) -> String
  ) -> T? {
    guard let text = string(node, key) else { return nil }
    if let found = all.first(where: { name($0) == text }) { return found }
    report(
      node, "\"\(key)\" cannot be \"\(text)\"; " + hint(text, known: all.map(name), lead: "one of"))
    return nil
  }

  private mutating func words<T>(
    _ node: PolicyNode, _ key: String, of all: [T], named name: (T) -> String
  ) -> [T]? {
    guard case .array(let elements) = node.value else {
      report(node, "\"\(key)\" must be an array of strings, not \(node.typeName)")
      return nil
    }
    return elements.compactMap { word($0, key, of: all, named: name) }
  }
}
