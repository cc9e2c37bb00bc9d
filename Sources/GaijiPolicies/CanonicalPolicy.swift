internal import GaijiHashing
internal import GaijiModel

/// The canonical text of an effective policy: JSON with every key written out, keys in byte order,
/// two spaces of indentation and a newline at the end.
///
/// The keys that came later (`prefer`, `projection`, `double-space`) stand there only when they are
/// not at their defaults, so that a policy of before keeps its digest.
///
/// Equal policies give equal bytes, whether they came from TOML, JSON or flags; reports carry the
/// SHA-256 of this text. It is itself a policy file: reading it gives the same policy back.
public func canonicalJSON(of file: PolicyFile) -> String {
  let policy = file.policy
  var root: [CanonicalEntry] = [
    ("source", .string(policy.source)),
    ("target", .string(policy.target.description)),
    ("ivs", .string(policy.ivs.word)),
    ("bom", .string(policy.byteOrderMark.word)),
    ("actions", .table(perFailure { .string(policy.actions[$0].word) })),
    ("substitutes", .table(perFailure { .string(text(of: policy.substitutes[$0])) })),
    ("accept", accepted(by: policy)),
    ("shrink", shrink(of: policy)),
    ("limits", .table(limits(of: policy))),
  ]
  if policy.preference != .glyph { root.append(("prefer", .string(policy.preference.word))) }
  if let base = policy.projection {
    root.append(("projection", .string(hexadecimal(base, digits: 4))))
  }
  if policy.doubleSpace != .table {
    root.append(("double-space", .string(policy.doubleSpace.word)))
  }
  switch file.columns {
  case .all?: root.append(("columns", .string("all")))
  case .some(let columns)?:
    let references = columns.map { column -> Canonical in
      switch column {
      case .name(let name): .string(name)
      case .index(let index): .integer(index)
      }
    }
    root.append(("columns", .array(references)))
  case nil: break
  }
  if let system = file.system { root.append(("system", .string(system.description))) }
  if let header = file.header { root.append(("header", .boolean(header))) }
  var output = ""
  Canonical.table(root).write(to: &output, indentation: "")
  return output + "\n"
}

/// SHA-256 of `canonicalJSON(of:)` in 64 lower-case hexadecimal digits.
public func canonicalDigest(of file: PolicyFile) -> String {
  SHA256.digest(of: Array(canonicalJSON(of: file).utf8)).description
}

private func perFailure(_ value: (ConversionPolicy.Failure) -> Canonical) -> [CanonicalEntry] {
  ConversionPolicy.Failure.allCases.map { ($0.word, value($0)) }
}

private func accepted(by policy: ConversionPolicy) -> Canonical {
  let statuses = IdentificationStatus.allCases.filter(policy.acceptedStatuses.contains)
  let grades = IdentificationGrade.allCases.filter(policy.acceptedGrades.contains)
  return .table([
    ("status", .array(statuses.map { .string($0.word) })),
    ("grade", .array(grades.map { .string($0.word) })),
  ])
}

private func shrink(of policy: ConversionPolicy) -> Canonical {
  .table([
    // The order of the grounds is meant.
    ("grounds", .array(policy.shrink.grounds.map { .string($0.word) })),
    ("several", .string(policy.shrink.takesFirstOfMany ? "first" : "report")),
    (
      "choices",
      .table(policy.shrink.choices.map { ($0.key.description, .string(text(of: [$0.value]))) })
    ),
  ])
}

private func limits(of policy: ConversionPolicy) -> [CanonicalEntry] {
  var tables: [(key: String, entries: [CanonicalEntry])] = []
  for limit in policy.limits.sorted(by: limitsAreInOrder) {
    let key = limit.column.description
    let unit = limit.unit == .bytes ? "max-bytes" : "max-chars"
    // By bytes: String's == takes canonical equivalents for one name.
    if let last = tables.last, last.key.utf8.elementsEqual(key.utf8) {
      tables[tables.count - 1].entries.append((unit, .integer(limit.maximum)))
    } else {
      tables.append((key, [(unit, .integer(limit.maximum))]))
    }
  }
  return tables.map { ($0.key, .table($0.entries)) }
}

/// - Precondition: every value is a Unicode scalar; policies come from strings.
private func text(of scalars: [UInt32]) -> String {
  var view = String.UnicodeScalarView()
  view.append(contentsOf: scalars.map { Unicode.Scalar($0)! })
  return String(view)
}

private typealias CanonicalEntry = (key: String, value: Canonical)

private enum Canonical {
  case string(String)
  case integer(Int)
  case boolean(Bool)
  case array([Canonical])
  case table([CanonicalEntry])

  func write(to output: inout String, indentation: String) {
    let inner = indentation + "  "
    switch self {
    case .string(let text): quote(text, to: &output)
    case .integer(let number): output += String(number)
    case .boolean(let flag): output += flag ? "true" : "false"
    case .array(let elements):
      output += "["
      for (index, element) in elements.enumerated() {
        if index > 0 { output += ", " }
        element.write(to: &output, indentation: inner)
      }
      output += "]"
    case .table(let entries) where entries.isEmpty: output += "{}"
    case .table(let entries):
      output += "{\n"
      let sorted = entries.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      for (index, entry) in sorted.enumerated() {
        output += inner
        quote(entry.key, to: &output)
        output += ": "
        entry.value.write(to: &output, indentation: inner)
        output += index + 1 < sorted.count ? ",\n" : "\n"
      }
      output += indentation + "}"
    }
  }

  /// Escapes what JSON must have escaped, and what would be invisible or unclear on paper.
  private func quote(_ text: String, to output: inout String) {
    output += "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": output += "\\\""
      case "\\": output += "\\\\"
      case _
      where scalar.value < 0x20 || scalar.value == 0x7F || isPrivateUse(scalar.value)
        || isVariationSelector(scalar.value):
        for unit in String(scalar).utf16 { output += "\\u" + hexadecimal(unit, digits: 4) }
      default: output.unicodeScalars.append(scalar)
      }
    }
    output += "\""
  }
}
