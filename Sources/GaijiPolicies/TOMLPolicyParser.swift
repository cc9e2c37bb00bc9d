internal import GaijiModel
internal import TOMLKit

/// Reads TOML through TOMLKit into nodes, and finds the lines that TOMLKit does not tell.
enum TOMLPolicyParser {
  static func parse(_ text: String, file: String) throws(PolicyError) -> PolicyNode {
    if let hazard = TOMLHazard.first(in: text) {
      throw PolicyError(.init(file: file, line: hazard.line, message: Self.text(of: hazard.kind)))
    }
    let table: TOMLTable
    do {
      table = try TOMLTable(string: text)
    } catch let error as TOMLParseError {
      throw PolicyError(
        .init(file: file, line: error.source.begin.line, message: error.description))
    } catch {
      throw PolicyError(.init(file: file, message: "\(error)"))
    }
    return node(of: table, path: [], lines: TOMLLines(text))
  }

  private static func text(of hazard: TOMLHazard.Kind) -> String {
    switch hazard {
    case .headerWithoutKey:
      "expected a table's name behind \"[\", such as [actions] or [[limits]]"
    case .control: "a control character, which TOML does not allow"
    case .tooManyPeriods: "more than \(TOMLHazard.maximumPeriods) periods on a line"
    case .nul: "a NUL character cannot stand in this file"
    }
  }

  /// Split at newline scalars: CR LF is one `Character` and would not be found.
  fileprivate static func lines(of text: String) -> [String] {
    text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
  }

  private static func node(of table: TOMLTable, path: [String], lines: TOMLLines) -> PolicyNode {
    var entries: [PolicyNode.Entry] = []
    for key in table.keys {
      guard let value = table[key] else { continue }
      entries.append(.init(key: key, node: node(of: value, path: path + [key], lines: lines)))
    }
    entries.sort {
      let (a, b) = ($0.node.line ?? .max, $1.node.line ?? .max)
      return a != b ? a < b : $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
    }
    return PolicyNode(line: lines[path], value: .table(entries))
  }

  private static func node(
    of value: any TOMLValueConvertible, path: [String], lines: TOMLLines
  ) -> PolicyNode {
    if let table = value.table { return node(of: table, path: path, lines: lines) }
    let read: PolicyNode.Value
    if let array = value.array {
      read = .array(
        array.enumerated().map {
          node(of: $1, path: path + [TOMLLines.element($0)], lines: lines)
        })
    } else if let text = value.string {
      read = .string(text)
    } else if let flag = value.bool {
      read = .boolean(flag)
    } else if value.type == .int, let number = value.int {
      read = .integer(number)
    } else {
      read = .other("a \(value.type)")
    }
    return PolicyNode(line: lines[path], value: read)
  }
}

/// The line on which each key of a TOML document stands, found by reading it line by line.
///
/// Used for messages only. Keys inside inline tables get the line of the key in front of them.
private struct TOMLLines {
  private var found: [[String]: Int] = [:]

  /// What stands for the number of an element in a path.
  static func element(_ index: Int) -> String { "[\(index)]" }

  init(_ text: String) {
    var header: [String] = []
    var elementCounts: [[String]: Int] = [:]
    for (index, line) in TOMLPolicyParser.lines(of: text).enumerated() {
      var scanner = Scanner(line)
      scanner.skipSpace()
      var path: [String]
      if scanner.take("[") {
        let isElement = scanner.take("[")
        guard let keys = scanner.keys(), scanner.take("]") else { continue }
        header = keys
        if isElement {
          header.append(Self.element(elementCounts[keys, default: 0]))
          elementCounts[keys, default: 0] += 1
        }
        path = header
      } else {
        guard let keys = scanner.keys(), scanner.take("=") else { continue }
        path = header + keys
      }
      while !path.isEmpty {
        if found[path] == nil { found[path] = index + 1 }
        path.removeLast()
      }
    }
  }

  subscript(path: [String]) -> Int? {
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
      } while take(".")
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
