internal import Mustache

/// The properties of a value by name, looked up once. The library would make a mirror of the value for
/// each tag that it fills, which cost more than all the rest of a small report.
struct PageValues: MustacheParent {
  private let values: [String: Any]

  /// - Parameter nested: names of properties whose own properties the template asks for.
  init(_ value: Any, nested: Set<String> = []) {
    var values: [String: Any] = [:]
    for child in Mirror(reflecting: value).children {
      guard let name = child.label else { continue }
      values[name] = nested.contains(name) ? PageValues(child.value) : child.value
    }
    self.values = values
  }

  func child(named name: String) -> Any? { values[name] }
}

// Rows, of which there may be thousands, answer by themselves. A test compares the names with the
// properties, so none can be forgotten.

extension ReportPage.FindingRow: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "kind": kind
    case "code": code
    case "scalar": scalar
    case "identity": identity
    case "count": count
    case "columns": columns
    case "place": place
    case "action": action
    case "outputs": outputs
    case "samples": samples
    default: nil
    }
  }
}

extension ReportPage.SampleText: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "record": record
    case "before": before
    case "text": text
    case "after": after
    default: nil
    }
  }
}

extension ReportPage.ColumnRow: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "number": number
    case "name": self.name
    case "selected": selected
    case "charactersIn": charactersIn
    case "exactly": exactly
    case "lossy": lossy
    case "substituted": substituted
    case "reported": reported
    case "gaiji": gaiji
    case "verdict": verdict
    case "verdictClass": verdictClass
    case "isSum": isSum
    default: nil
    }
  }
}

extension ReportPage.Card: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "label": label
    case "value": value
    case "share": share
    case "isAlert": isAlert
    default: nil
    }
  }
}

extension ReportPage.Fact: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "label": label
    case "value": value
    default: nil
    }
  }
}

extension ReportPage.SumRow: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "name": self.name
    case "distinct": distinct
    case "occurrences": occurrences
    case "isSum": isSum
    default: nil
    }
  }
}

extension ReportPage.OutputCheckRow: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "text": text
    case "verdict": verdict
    case "verdictClass": verdictClass
    default: nil
    }
  }
}

extension ReportTerms.Term: MustacheParent {
  func child(named name: String) -> Any? {
    switch name {
    case "name": self.name
    case "meaning": meaning
    default: nil
    }
  }
}
