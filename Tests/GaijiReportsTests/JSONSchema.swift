import Foundation

/// As much of JSON Schema 2020-12 as Data/schemas uses: type, properties, required,
/// additionalProperties (false), items, enum, const, minimum, pattern, $ref to $defs, oneOf.
struct JSONSchema {
  struct UnknownKeyword: Error { let keyword: String }

  private let root: [String: Any]

  init(_ data: Data) throws {
    root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
  }

  /// Every fault of a value, each with its path; empty when it is valid.
  func faults(of value: Any) throws -> [String] { try faults(of: value, by: root, at: "$") }

  private func faults(of value: Any, by schema: [String: Any], at path: String) throws -> [String] {
    var faults: [String] = []
    for (keyword, rule) in schema {
      switch keyword {
      case "$schema", "$id", "$defs", "title", "description", "properties", "additionalProperties":
        break
      case "$ref":
        let name = (rule as? String ?? "").replacingOccurrences(of: "#/$defs/", with: "")
        let definitions = root["$defs"] as? [String: Any] ?? [:]
        guard let target = definitions[name] as? [String: Any] else {
          throw UnknownKeyword(keyword: "$ref \(name)")
        }
        faults += try self.faults(of: value, by: target, at: path)
      case "type":
        let names = rule as? [String] ?? [rule as? String ?? ""]
        if !names.contains(where: { Self.is(value, $0) }) { faults.append("\(path): not \(names)") }
      case "const", "enum":
        let values = rule as? [Any] ?? [rule]
        if !values.contains(where: { "\($0)" == "\(value)" }) {
          faults.append("\(path): \(value) is not in \(values)")
        }
      case "minimum":
        if let number = value as? NSNumber,
          number.doubleValue < (rule as? NSNumber ?? 0).doubleValue
        {
          faults.append("\(path): \(number) is below \(rule)")
        }
      case "pattern":
        if let text = value as? String,
          text.range(of: rule as? String ?? "", options: .regularExpression) == nil
        {
          faults.append("\(path): \"\(text)\" does not match \(rule)")
        }
      case "required":
        let keys = (value as? [String: Any] ?? [:]).keys
        for key in rule as? [String] ?? [] where value is [String: Any] && !keys.contains(key) {
          faults.append("\(path): no \(key)")
        }
      case "items":
        for (index, element) in (value as? [Any] ?? []).enumerated() {
          faults += try self.faults(
            of: element, by: rule as? [String: Any] ?? [:], at: "\(path)[\(index)]")
        }
      case "oneOf":
        let valid = try (rule as? [[String: Any]] ?? []).filter {
          try self.faults(of: value, by: $0, at: path).isEmpty
        }
        if valid.count != 1 { faults.append("\(path): \(valid.count) of oneOf match") }
      default: throw UnknownKeyword(keyword: keyword)
      }
    }
    if let table = value as? [String: Any] {
      let properties = schema["properties"] as? [String: Any] ?? [:]
      for (key, element) in table {
        if let rule = properties[key] as? [String: Any] {
          faults += try self.faults(of: element, by: rule, at: path + "." + key)
        } else if schema["additionalProperties"] as? Bool == false {
          faults.append("\(path): unknown \(key)")
        }
      }
    }
    return faults
  }

  private static func `is`(_ value: Any, _ type: String) -> Bool {
    switch type {
    case "null": return value is NSNull
    case "object": return value is [String: Any]
    case "array": return value is [Any]
    case "string": return value is String
    case "boolean": return isBoolean(value)
    case "integer":
      guard !isBoolean(value), let number = value as? NSNumber else { return false }
      return number.doubleValue == number.doubleValue.rounded()
    case "number": return !isBoolean(value) && value is NSNumber
    default: return false
    }
  }

  private static func isBoolean(_ value: Any) -> Bool {
    guard let number = value as? NSNumber else { return value is Bool }
    // SAFETY: objCType is a static, NUL-terminated string.
    return unsafe String(cString: number.objCType) == "c"
  }
}
