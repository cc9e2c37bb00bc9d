/// A value of a layout file with the line it starts on.
struct LayoutNode {
  enum Value {
    case string(String)
    case integer(Int)
    case boolean(Bool)
    case array([LayoutNode])
    case table([Entry])
    /// A type that no key takes; the text names it in a message.
    case other(String)
  }

  struct Entry {
    let key: String
    let node: LayoutNode
  }

  /// 1-based; `nil` where it is not known.
  let line: Int?
  /// For messages: `record[2].field[1].length`.
  let path: String
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
