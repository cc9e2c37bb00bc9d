/// One query of an evaluation set, with its right answers.
public struct EvaluationQuery: Hashable, Sendable {
  /// Where its glyph is.
  public enum Place: Hashable, Sendable {
    /// The image of this number (from 0) of the set's file of images, and its size in pixels.
    case image(index: Int, width: Int, height: Int)
    /// The glyph of this code point of the set's font.
    case code(UInt32)
  }

  /// What is right for it.
  public enum Kind: Hashable, Sendable {
    /// The index has this glyph.
    case positive
    /// The index has its character in other figures only: the character may be accepted, and is
    /// right; it counts as no positive.
    case soft
    /// The index has nothing like it: whatever is accepted is an error.
    case negative
  }

  public var name: String
  public var place: Place
  /// Names of the index's glyphs that are this figure.
  public var exact: Set<String>
  /// Names of the index's glyphs that are this character.
  public var same: Set<String>
  /// What the query is like, for figures by condition: `font`, `size`, `note` or `kind` and its value.
  public var conditions: [Condition]

  public struct Condition: Hashable, Sendable {
    public var name: String
    public var value: String

    public init(name: String, value: String) {
      self.name = name
      self.value = value
    }
  }

  public var kind: Kind { !exact.isEmpty ? .positive : !same.isEmpty ? .soft : .negative }

  public init(
    name: String, place: Place, exact: Set<String>, same: Set<String>,
    conditions: [Condition] = []
  ) {
    self.name = name
    self.place = place
    self.exact = exact
    self.same = same
    self.conditions = conditions
  }
}

/// The right answers of a split: `dev.truth.tsv`.
///
/// Tab-separated with a header line. Columns, in any order: `query`, `mj_exact`, `mj_same_ucs` (names
/// with commas between them, `-` for none), and either `index`, `width` and `height` (of a file of
/// concatenated images) or `pua` (`U+E000`, of a font). `font`, `size`, `note` and `kind` are
/// conditions; what else there is, is not looked at.
public struct EvaluationTruth: Sendable {
  public var queries: [EvaluationQuery]

  /// Bytes of a truth file, at most.
  public static let largestFile = 256 << 20
  /// Queries of a split, at most.
  public static let mostQueries = 1 << 20

  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - path: For messages.
  public init(_ bytes: [UInt8], path: String) throws(IdentificationFileError) {
    guard bytes.count <= Self.largestFile else {
      throw IdentificationFileError(
        path, "more than \(Self.largestFile) bytes; this is no truth file")
    }
    var columns: Columns?
    var queries: [EvaluationQuery] = []
    var names: Set<String> = []
    var number = 0
    for var line in bytes.split(separator: 0x0A, omittingEmptySubsequences: false) {
      number += 1
      if line.last == 0x0D { line.removeLast() }
      if line.isEmpty { continue }
      guard let text = String(validating: line, as: UTF8.self) else {
        throw IdentificationFileError(path, line: number, "not UTF-8")
      }
      let fields = text.utf8.split(separator: 0x09, omittingEmptySubsequences: false)
        .map { String($0)! }
      guard let columns else {
        columns = try Columns(fields, path: path, line: number)
        continue
      }
      let query = try columns.query(fields, path: path, line: number)
      guard names.insert(query.name).inserted else {
        throw IdentificationFileError(path, line: number, "query \"\(query.name)\" stands twice")
      }
      guard queries.count < Self.mostQueries else {
        throw IdentificationFileError(path, line: number, "more than \(Self.mostQueries) queries")
      }
      queries.append(query)
    }
    guard columns != nil else {
      throw IdentificationFileError(path, "empty; a header line is expected")
    }
    guard !queries.isEmpty else {
      throw IdentificationFileError(path, "no queries behind the header line")
    }
    self.queries = queries
  }
}

/// Where the columns of a truth file are.
private struct Columns {
  private let count: Int
  private let query, exact, same: Int
  private let image: (index: Int, width: Int, height: Int)?
  private let code: Int?
  private let conditions: [(name: String, column: Int)]

  init(_ header: [String], path: String, line: Int) throws(IdentificationFileError) {
    var places: [String: Int] = [:]
    for (place, name) in header.enumerated() {
      guard places.updateValue(place, forKey: name) == nil else {
        throw IdentificationFileError(path, line: line, "column \"\(name)\" stands twice")
      }
    }
    func place(_ name: String) throws(IdentificationFileError) -> Int {
      guard let place = places[name] else {
        throw IdentificationFileError(path, line: line, "no column \"\(name)\" in the header line")
      }
      return place
    }
    count = header.count
    query = try place("query")
    exact = try place("mj_exact")
    same = try place("mj_same_ucs")
    code = places["pua"]
    image = code == nil ? (try place("index"), try place("width"), try place("height")) : nil
    conditions = ["font", "size", "note", "kind"].compactMap { name in
      places[name].map { (name, $0) }
    }
  }

  func query(_ fields: [String], path: String, line: Int) throws(IdentificationFileError)
    -> EvaluationQuery
  {
    guard fields.count == count else {
      throw IdentificationFileError(
        path, line: line, "\(fields.count) fields, where the header line has \(count)")
    }
    func number(_ column: Int, _ name: String) throws(IdentificationFileError) -> Int {
      guard let value = Int(fields[column]), (0...1 << 30).contains(value) else {
        throw IdentificationFileError(
          path, line: line, "\(name) \"\(fields[column])\" is no number")
      }
      return value
    }
    let place: EvaluationQuery.Place
    if let code {
      guard let value = codePoint(fields[code]) else {
        throw IdentificationFileError(
          path, line: line, "pua \"\(fields[code])\": a code point like U+E000 is expected")
      }
      place = .code(value)
    } else {
      place = .image(
        index: try number(image!.index, "index"), width: try number(image!.width, "width"),
        height: try number(image!.height, "height"))
    }
    let exact = names(fields[self.exact])
    let same = names(fields[self.same])
    return EvaluationQuery(
      name: fields[query], place: place, exact: exact, same: same.union(exact),
      conditions: conditions.map { .init(name: $0.name, value: fields[$0.column]) })
  }

  private func codePoint(_ text: String) -> UInt32? {
    guard text.utf8.starts(with: "U+".utf8) else { return nil }
    let digits = text.dropFirst(2)
    guard (1...6).contains(digits.utf8.count), let value = UInt32(digits, radix: 16),
      value <= 0x10FFFF
    else { return nil }
    return value
  }

  private func names(_ text: String) -> Set<String> {
    guard !text.utf8.elementsEqual("-".utf8) else { return [] }
    return Set(text.utf8.split(separator: 0x2C).map { String($0)! })
  }
}
