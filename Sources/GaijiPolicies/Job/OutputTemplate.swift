/// How the path of an output is made from that of its input: `{dir}/{name}.utf8{ext}`.
///
/// `{dir}` is the folder below the input folder (a `/` behind it goes where it is empty), `{name}`
/// the name without its extension, `{ext}` the extension with its period, or nothing. The result is
/// a path below the output folder; one that could lead out of it is refused.
public struct OutputTemplate: Hashable, Sendable {
  public let text: String
  private let parts: [Part]

  private enum Part: Hashable {
    case text(String)
    case folder
    case name
    case fileExtension
  }

  /// The same name below the output folder.
  public static let same = OutputTemplate(
    text: "{dir}/{name}{ext}", parts: [.folder, .text("/"), .name, .fileExtension])

  private init(text: String, parts: [Part]) {
    self.text = text
    self.parts = parts
  }

  /// - Throws: `GlobError` with what to write instead.
  public init(_ text: String) throws(GlobError) {
    var parts: [Part] = []
    var literal = String.UnicodeScalarView()
    var rest = text.unicodeScalars[...]
    while let scalar = rest.first {
      if scalar == "{" {
        guard let end = rest.firstIndex(of: "}") else {
          throw GlobError("has { without }; known: {dir}, {name}, {ext}")
        }
        let word = String(rest[rest.index(after: rest.startIndex)..<end])
        if !literal.isEmpty { parts.append(.text(String(literal))) }
        literal = .init()
        switch word {
        case "dir": parts.append(.folder)
        case "name": parts.append(.name)
        case "ext": parts.append(.fileExtension)
        default: throw GlobError("has {\(word)}; known: {dir}, {name}, {ext}")
        }
        rest = rest[rest.index(after: end)...]
      } else {
        literal.append(scalar)
        rest = rest.dropFirst()
      }
    }
    if !literal.isEmpty { parts.append(.text(String(literal))) }
    self.init(text: text, parts: parts)
    // What is wrong with any name is wrong with these.
    for sample in ["folder/name.ext", "name.ext"] { _ = try path(for: sample) }
  }

  /// The output's path below the output folder, for the input's below the input folder.
  ///
  /// - Throws: `GlobError` for a result with an empty name, `.` or `..`.
  public func path(for input: String) throws(GlobError) -> String {
    var names = input.unicodeScalars.split(separator: "/", omittingEmptySubsequences: false)
    let last = names.removeLast()
    let folder = names.map { String($0) }.joined(separator: "/")
    var (name, suffix) = (String(last), "")
    if let period = last.lastIndex(of: "."), period != last.startIndex {
      (name, suffix) = (String(last[..<period]), String(last[period...]))
    }
    var result = ""
    for (index, part) in parts.enumerated() {
      switch part {
      case .folder: result += folder
      case .name: result += name
      case .fileExtension: result += suffix
      case .text(let text):
        let follows = index > 0 && parts[index - 1] == .folder && folder.isEmpty
        result +=
          follows && text.utf8.first == 0x2F ? String(text.unicodeScalars.dropFirst()) : text
      }
    }
    let bad: [[UInt8]] = [[], [0x2E], [0x2E, 0x2E]]
    for name in result.utf8.split(separator: 0x2F, omittingEmptySubsequences: false)
    where bad.contains(Array(name)) || name.contains(0) {
      throw GlobError("gives the path \"\(result)\", in which \"\(Substring(name))\" is no name")
    }
    return result
  }
}
