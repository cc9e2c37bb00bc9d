/// A value of a policy file with the line it starts on: what the two parsers have in common.
struct PolicyNode {
  enum Value {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([PolicyNode])
    case table([Entry])
    /// A type that no key takes; the text names it in a message.
    case other(String)
  }

  struct Entry {
    let key: String
    let node: PolicyNode
  }

  /// 1-based; `nil` when the parser does not say.
  let line: Int?
  let value: Value

  /// For "must be a string, not ...".
  var typeName: String {
    switch value {
    case .string: "a string"
    case .integer: "an integer"
    case .boolean: "true or false"
    case .array: "an array"
    case .table: "a table"
    case .other(let name): name
    }
  }
}
