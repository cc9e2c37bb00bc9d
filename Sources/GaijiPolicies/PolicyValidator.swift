internal import GaijiModel

/// Checks what no single key shows: whether a policy, with the flags laid over it, can be carried
/// out without losing a character in silence.
public struct PolicyValidator: Sendable {
  /// The field delimiters that may not stand in a substitute: the one of the record format, or
  /// comma and tab while it is not known.
  public var delimiters: Set<UInt32>

  public init(delimiters: Set<UInt32> = [0x2C, 0x09]) { self.delimiters = delimiters }

  /// - Throws: `PolicyError` with every problem found.
  public func validate(_ file: PolicyFile) throws(PolicyError) {
    let problems = problems(of: file)
    guard problems.isEmpty else { throw PolicyError(problems) }
  }

  /// Every problem, in the order of the keys; empty when the policy can be used.
  public func problems(of file: PolicyFile) -> [PolicyError.Problem] {
    let policy = file.policy
    var messages: [String] = []
    if policy.source.isEmpty {
      messages.append("no source charset; give \"source\" in the policy or --from")
    }
    if policy.target.description.isEmpty {
      messages.append("no target; give \"target\" in the policy or --to")
    }
    if policy.actions.overflow == .escape {
      messages.append(
        "\"actions.overflow\" cannot be \"escape\": an escape is longer than the field; use keep, "
          + "substitute, reject or stop")
    }
    messages += substituteMessages(policy)
    if policy.acceptedStatuses.isEmpty {
      messages.append(
        "\"accept.status\" is empty: no gaiji would be mapped; give at least one status")
    }
    if policy.acceptedGrades.isEmpty {
      messages.append(
        "\"accept.grade\" is empty: no gaiji would be mapped; give at least one grade")
    }
    if policy.acceptedGrades.contains(.none) {
      messages.append("\"accept.grade\" cannot hold \"none\": it names no character")
    }
    if Set(policy.shrink.grounds).count != policy.shrink.grounds.count {
      messages.append(
        "\"shrink.grounds\" names a ground twice; the order says which is tried first")
    }
    if let base = policy.projection, !projectionRange.contains(base) {
      messages.append(
        "\"projection\" cannot be \(scalarName(base)); give a code point from U+E000 to U+F8FF")
    }
    messages += limitMessages(policy)
    messages += columnMessages(file)
    return messages.map { .init(file: file.path, message: $0) }
  }

  private func substituteMessages(_ policy: ConversionPolicy) -> [String] {
    ConversionPolicy.Failure.allCases.flatMap { failure -> [String] in
      let key = "\"substitutes.\(failure.word)\""
      let substitute = policy.substitutes[failure]
      if substitute.isEmpty, failure != .overflow {
        return ["\(key) is empty: the character would be dropped in silence; give one such as 〓"]
      }
      return substitute.compactMap { scalar in
        guard let what = nameOfForbidden(scalar) else { return nil }
        return "\(key) cannot hold \(what) (\(scalarName(scalar))): " + reason(for: scalar)
      }
    }
  }

  /// What a scalar that may not stand in a substitute is called.
  private func nameOfForbidden(_ scalar: UInt32) -> String? {
    switch scalar {
    case 0x22: "a quote"
    case 0x0A: "a line feed"
    case 0x0D: "a carriage return"
    case _ where delimiters.contains(scalar): "a delimiter"
    case _ where isVariationSelector(scalar): "a variation selector"
    case 0..<0x20, 0x7F..<0xA0: "a control character"
    default: nil
    }
  }

  private func reason(for scalar: UInt32) -> String {
    isVariationSelector(scalar)
      ? "it would change the character before it" : "it would break the record"
  }

  private func limitMessages(_ policy: ConversionPolicy) -> [String] {
    var messages: [String] = []
    var seen: Set<[UInt8]> = []
    for limit in policy.limits {
      let unit = limit.unit == .bytes ? "max-bytes" : "max-chars"
      let key = "\"limits.\(limit.column).\(unit)\""
      if limit.maximum < 1 { messages.append("\(key) must be at least 1, not \(limit.maximum)") }
      if !seen.insert(bytes(of: limit.column) + [limit.unit.rawValue]).inserted {
        messages.append("\(key) stands twice; keep one")
      }
      if case .index(let index) = limit.column, index < 1 {
        messages.append("\(key): columns are numbered from 1, not \(index)")
      }
      let substitute = policy.substitutes.overflow
      if policy.actions.overflow == .substitute, limit.unit == .characters, limit.maximum >= 1,
        substitute.count > limit.maximum
      {
        messages.append(
          "\(key) is \(limit.maximum), but \"substitutes.overflow\" alone has \(substitute.count)")
      }
    }
    return messages
  }

  /// A key that, unlike `String`, tells canonical equivalents such as U+FA19 and U+795E apart.
  private func bytes(of column: ColumnReference) -> [UInt8] {
    switch column {
    case .name(let name): [0] + Array(name.utf8)
    case .index(let index): [1] + Array(String(index).utf8)
    }
  }

  private func columnMessages(_ file: PolicyFile) -> [String] {
    guard case .some(let columns)? = file.columns else { return [] }
    var messages: [String] = []
    if columns.isEmpty { messages.append("\"columns\" is empty; name a column or write \"all\"") }
    var seen: Set<[UInt8]> = []
    for column in columns {
      if case .index(let index) = column, index < 1 {
        messages.append("\"columns\": columns are numbered from 1, not \(index)")
      }
      if case .name(let name) = column, file.header == false {
        messages.append(
          "\"columns\" names \"\(name)\", but \"header\" is false; give the column's number")
      }
      if !seen.insert(bytes(of: column)).inserted {
        messages.append("\"columns\" names \"\(column)\" twice; keep one")
      }
    }
    return messages
  }
}
