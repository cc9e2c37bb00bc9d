/// Reading `tx_mappings` from jntajis' C header.
extension JISX0213Rows {
  /// Reads the header's array initialiser: `jis, {us}, {sus}, class, tx_len, {tx_jis}, {tx_us}`.
  ///
  /// `jis` is (plane - 1) × 8,836 + (row - 1) × 94 + (cell - 1); -1 stands for no scalar. Entries of
  /// the class RESERVED carry leftovers of their neighbours and are skipped.
  public init(jntajisHeader header: [UInt8]) throws(JISX0213HeaderError) {
    var scanner = HeaderScanner(header)
    guard scanner.skip(past: "tx_mappings[") && scanner.skip(past: "= {") else {
      throw .tableMissing
    }
    var rows: [Row] = []
    while scanner.peek() == UInt8(ascii: "{") {
      if let row = try Self.row(&scanner) { rows.append(row) }
    }
    try scanner.expect("}")
    var unused = Set(Self.standard.map { $0.windows })
    rows = rows.map { row in
      let correction = Self.standard.first {
        row.plane == 1 && $0.row == row.row && $0.cell == row.cell && $0.windows == row.first
      }
      guard let correction else { return row }
      unused.remove(correction.windows)
      return row.with(first: correction.standard)
    }
    guard unused.isEmpty else { throw .otherEdition(cell: Self.cellName(of: unused.min()!)) }
    for addition in Self.additions {
      guard
        !rows.contains(where: {
          $0.plane == 1 && $0.row == addition.row && $0.cell == addition.cell
        })
      else { throw .otherEdition(cell: "1-\(addition.row)-\(addition.cell)") }
      rows.append(
        Row(
          plane: 1, row: addition.row, cell: addition.cell, first: addition.standard, second: 0,
          windowsFirst: addition.standard, characterClass: .nonKanjiX0213, taxAgency: []))
    }
    self.init(rows: rows)
  }

  private static func cellName(of windows: UInt32) -> String {
    standard.first { $0.windows == windows }.map { "1-\($0.row)-\($0.cell)" } ?? ""
  }

  /// One entry, with the comma after it; `nil` when it is reserved.
  private static func row(_ scanner: inout HeaderScanner) throws(JISX0213HeaderError) -> Row? {
    let line = scanner.line
    try scanner.expect("{")
    let index = try scanner.number()
    try scanner.expect(",")
    let scalars = try scanner.list()
    try scanner.expect(",")
    _ = try scanner.list()
    try scanner.expect(",")
    let className = scanner.word()
    try scanner.expect(",")
    let count = try scanner.number()
    try scanner.expect(",")
    _ = try scanner.list()
    try scanner.expect(",")
    let targets = try scanner.list()
    try scanner.expect("}")
    if scanner.peek() == UInt8(ascii: ",") { try scanner.expect(",") }

    if className == "JISCharacterClass_RESERVED" { return nil }
    guard let characterClass = classes[className] else {
      throw .unknownClass(className, line: line)
    }
    guard (0..<2 * 94 * 94).contains(index), scalars.count == 2, isScalar(scalars[0]),
      scalars[1] == -1 || isScalar(scalars[1]), count >= 0, count <= targets.count,
      targets.prefix(count).allSatisfy(isScalar)
    else { throw .valueOutOfRange(line: line) }
    return Row(
      plane: index / 8836 + 1, row: index / 94 % 94 + 1, cell: index % 94 + 1,
      first: UInt32(scalars[0]), second: scalars[1] == -1 ? 0 : UInt32(scalars[1]),
      windowsFirst: UInt32(scalars[0]), characterClass: characterClass,
      taxAgency: targets.prefix(count).map { UInt32($0) })
  }

  private static func isScalar(_ value: Int) -> Bool {
    (1...0x10FFFF).contains(value) && !(0xD800...0xDFFF).contains(value)
  }

  private static let classes: [String: CharacterClass] = [
    "JISCharacterClass_KANJI_LEVEL_1": .level1, "JISCharacterClass_KANJI_LEVEL_2": .level2,
    "JISCharacterClass_KANJI_LEVEL_3": .level3, "JISCharacterClass_KANJI_LEVEL_4": .level4,
    "JISCharacterClass_JISX0208_NON_KANJI": .nonKanjiX0208,
    "JISCharacterClass_JISX0213_NON_KANJI": .nonKanjiX0213,
  ]
}

extension JISX0213Rows.Row {
  fileprivate func with(first: UInt32) -> Self {
    Self(
      plane: plane, row: row, cell: cell, first: first, second: second, windowsFirst: windowsFirst,
      characterClass: characterClass, taxAgency: taxAgency)
  }
}

/// Why a jntajis header could not be read. Lines count from 1.
public enum JISX0213HeaderError: Error, Equatable, Sendable {
  case tableMissing
  case unexpected(line: Int, expected: String)
  case unknownClass(String, line: Int)
  case valueOutOfRange(line: Int)
  /// A cell does not have what the known edition has there, so the corrections do not fit.
  case otherEdition(cell: String)
}

extension JISX0213HeaderError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .tableMissing: "no array tx_mappings; give jntajis-python's _jntajis.h"
    case .unexpected(let line, let expected): "line \(line): expected \(expected)"
    case .unknownClass(let name, let line): "line \(line): unknown character class \(name)"
    case .valueOutOfRange(let line): "line \(line): the entry has a value out of range"
    case .otherEdition(let cell):
      "cell \(cell) is not as in jntajis-python 0.1.0; check the corrections for this edition"
    }
  }
}

/// Walks over C initialisers: numbers, names and punctuation, white space ignored.
private struct HeaderScanner {
  private let bytes: [UInt8]
  private var position = 0
  private(set) var line = 1

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Moves behind the next occurrence of a text; `false` when there is none.
  mutating func skip(past text: String) -> Bool {
    let wanted = Array(text.utf8)
    while position + wanted.count <= bytes.count {
      if bytes[position] == wanted[0],
        bytes[position..<position + wanted.count].elementsEqual(wanted)
      {
        position += wanted.count
        return true
      }
      advance()
    }
    return false
  }

  private mutating func advance() {
    if bytes[position] == 0x0A { line += 1 }
    position += 1
  }

  /// The next byte that is no white space, not consumed.
  mutating func peek() -> UInt8? {
    while position < bytes.count, bytes[position] <= 0x20 { advance() }
    return position < bytes.count ? bytes[position] : nil
  }

  mutating func expect(_ character: Unicode.Scalar) throws(JISX0213HeaderError) {
    guard peek() == UInt8(ascii: character) else {
      throw .unexpected(line: line, expected: "\"\(character)\"")
    }
    advance()
  }

  mutating func number() throws(JISX0213HeaderError) -> Int {
    let isNegative = peek() == UInt8(ascii: "-")
    if isNegative { advance() }
    var value = 0
    var digits = 0
    while position < bytes.count, (0x30...0x39).contains(bytes[position]), digits < 10 {
      value = value * 10 + Int(bytes[position] & 0x0F)
      digits += 1
      position += 1
    }
    guard digits > 0 else { throw .unexpected(line: line, expected: "a number") }
    return isNegative ? -value : value
  }

  mutating func list() throws(JISX0213HeaderError) -> [Int] {
    try expect("{")
    var values = [try number()]
    while peek() == UInt8(ascii: ",") {
      advance()
      values.append(try number())
    }
    try expect("}")
    return values
  }

  mutating func word() -> String {
    _ = peek()
    let start = position
    while position < bytes.count,
      bytes[position] == UInt8(ascii: "_") || (0x30...0x39).contains(bytes[position])
        || (0x41...0x5A).contains(bytes[position] & 0xDF)
    {
      position += 1
    }
    return String(decoding: bytes[start..<position], as: UTF8.self)
  }
}
