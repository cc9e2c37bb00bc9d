internal import GaijiModel
internal import TOMLKit

/// Reads TOML through TOMLKit into nodes, and finds the lines that TOMLKit does not tell.
enum LayoutTOML {
  static func parse(_ text: String, file: String) throws(LayoutError) -> LayoutNode {
    if let hazard = TOMLHazard.first(in: text) {
      throw LayoutError(file: file, line: hazard.line, Self.text(of: hazard.kind))
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw LayoutError([
        LayoutMessage(
          file: file, line: error.source.begin.line, column: error.source.begin.column,
          text: error.description)
      ])
    } catch {
      throw LayoutError(file: file, "\(error)")
    }
    return node(of: table, path: [], lines: TOMLLines(text))
  }

  private static func text(of hazard: TOMLHazard.Kind) -> String {
    switch hazard {
    case .headerWithoutKey:
      "expected a table's name behind \"[\", such as [[field]]; quote a Japanese name"
    case .control: "a control character, which TOML does not allow"
    case .tooManyPeriods: "more than \(TOMLHazard.maximumPeriods) periods on a line"
    case .nul: "a NUL character cannot stand in a layout"
    }
  }

  /// No layout nests deeper; the recursion below has to end on any stack.
  private static let maximumDepth = 64

  /// Split at newline scalars: CR LF is one `Character` and would not be found.
  static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  private static func node(
    of value: any TOMLValueConvertible, path: [TOMLStep], lines: TOMLLines
  ) -> LayoutNode {
    let read: LayoutNode.Value
    if path.count > maximumDepth {
      read = .other("more than \(maximumDepth) levels of tables")
    } else if let table = value.table {
      var entries: [LayoutNode.Entry] = []
      for key in table.keys {
        guard let value = table[key] else { continue }
        entries.append(
          .init(key: key, node: node(of: value, path: path + [.key(key)], lines: lines)))
      }
      entries.sort {
        let (a, b) = ($0.node.line ?? .max, $1.node.line ?? .max)
        return a != b ? a < b : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
      }
      read = .table(entries)
    } else if let array = value.array {
      read = .array(
        array.enumerated().map { node(of: $1, path: path + [.index($0)], lines: lines) })
    } else if let text = value.string {
      read = .string(text)
    } else if let flag = value.bool {
      read = .boolean(flag)
    } else if value.type == .int, let number = value.int {
      read = .integer(number)
    } else {
      read = .other("a \(value.type)")
    }
    return LayoutNode(line: lines[path], path: text(of: path), value: read)
  }

  private static func text(of path: [TOMLStep]) -> String {
    var text = ""
    for step in path {
      switch step {
      case .key(let key): text += (text.isEmpty ? "" : ".") + excerpt(key)
      case .index(let index): text += "[\(index + 1)]"
      }
    }
    return text
  }
}

enum TOMLStep: Hashable {
  case key(String)
  /// From 0.
  case index(Int)
}

/// The line on which each key of a TOML document stands, found by reading it line by line.
///
/// Used for messages only. What stands in an inline table or array gets the line of the key in front
/// of it.
struct TOMLLines {
  private var found: [[TOMLStep]: Int] = [:]
  /// How often `[[...]]` of this path was seen.
  private var counts: [[TOMLStep]: Int] = [:]

  init(_ text: String) {
    var header: [TOMLStep] = []
    for (index, line) in LayoutTOML.lines(of: text).enumerated() {
      var scanner = Scanner(line)
      scanner.skipSpace()
      var path: [TOMLStep]
      if scanner.take("[") {
        let isElement = scanner.take("[")
        guard let keys = scanner.keys(), scanner.take("]") else { continue }
        header = resolve(keys, isElement: isElement)
        path = header
      } else {
        guard let keys = scanner.keys(), scanner.take("=") else { continue }
        path = header + keys.map { .key($0) }
      }
      while !path.isEmpty, found[path] == nil {
        found[path] = index + 1
        path.removeLast()
      }
    }
  }

  /// A header names the last element of each array of tables that it goes through.
  private mutating func resolve(_ keys: [String], isElement: Bool) -> [TOMLStep] {
    var path: [TOMLStep] = []
    for (place, key) in keys.enumerated() {
      path.append(.key(key))
      if place == keys.count - 1, isElement { counts[path, default: 0] += 1 }
      if let count = counts[path] { path.append(.index(count - 1)) }
    }
    return path
  }

  subscript(path: [TOMLStep]) -> Int? {
    var path = path
    while !path.isEmpty {
      if let line = found[path] { return line }
      path.removeLast()
    }
    return nil
  }

  private struct Scanner {
    private let scalars: [Unicode.Scalar]
    private var position = 0

    init(_ line: String) { scalars = Array(line.unicodeScalars) }

    private var current: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    mutating func skipSpace() {
      while let scalar = current, scalar == " " || scalar == "\t" { position += 1 }
    }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard current == scalar else { return false }
      position += 1
      return true
    }

    /// A key or dotted keys with the white space around them.
    mutating func keys() -> [String]? {
      var keys: [String] = []
      repeat {
        skipSpace()
        guard let key = key() else { return nil }
        keys.append(key)
        skipSpace()
      } while take(".") && keys.count < 16
      return keys
    }

    private mutating func key() -> String? {
      var text = String.UnicodeScalarView()
      if let quote = current, quote == "\"" || quote == "'" {
        position += 1
        while let scalar = current, scalar != quote {
          text.append(scalar)
          position += 1
        }
        return take(quote) ? String(text) : nil
      }
      while let scalar = current,
        scalar.properties.isAlphabetic || scalar == "-" || scalar == "_"
          || ("0"..."9").contains(scalar)
      {
        text.append(scalar)
        position += 1
      }
      return text.isEmpty ? nil : String(text)
    }
  }
}
