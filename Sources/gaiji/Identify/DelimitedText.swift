import Foundation
import GaijiCharsets
import GaijiFiles
import GaijiIdentification

/// Reads some columns of a CSV or TSV file in any charset, as characters and gaiji.
///
/// For evidence only, so it forgives what a conversion must not: bytes that are no character part
/// words, and of a very long field only the beginning is kept. Memory does not follow the input.
struct DelimitedText {
  /// Characters that are kept of a field; names and addresses have far fewer.
  static let longestField = 1_000
  static let mostColumns = 16_384

  let path: String
  let table: CharsetTable
  let delimiter: UInt32

  /// A tab in the first line makes it TSV.
  init(path: String, table: CharsetTable, isTSV: Bool? = nil) {
    self.path = path
    self.table = table
    let ending = URL(filePath: path).pathExtension.lowercased()
    delimiter = (isTSV ?? ["tsv", "tab", "txt"].contains(ending)) ? 0x09 : 0x2C
  }

  /// Calls `body` with the number (from 1) and the fields of each record, the header among them.
  func forEachRecord(_ body: (Int, [[TextUnit]]) throws -> Void) throws {
    let input = try InputFile(path: path)
    var decoder = ScalarDecoder(table)
    var parser = Parser(delimiter: delimiter, hasNextLine: table.scheme == .shifted)
    var block = [UInt8](repeating: 0, count: 64 << 10)
    var units: [DecodedUnit] = []
    var isLast = false
    while !isLast {
      if Interruption.signal != 0 { throw InterruptedError(signal: Interruption.signal) }
      let count = try unsafe block.withUnsafeMutableBytes { memory in
        // SAFETY: the region is the whole of `block`, for this call only.
        try unsafe input.read(memory)
      }
      isLast = count < block.count
      units.removeAll(keepingCapacity: true)
      let bytes = block
      decoder.decode(bytes.span.extracting(0..<count), isLast: isLast, into: &units)
      for unit in units where unit.kind != .shift {
        if let record = parser.take(unit) { try body(parser.count, record) }
      }
    }
    if let record = parser.finish() { try body(parser.count, record) }
  }

  /// RFC 4180, a character at a time.
  private struct Parser {
    let delimiter: UInt32
    /// EBCDIC's next line ends a record too.
    let hasNextLine: Bool
    private(set) var count = 0
    private var fields: [[TextUnit]] = []
    private var field: [TextUnit] = []
    private var isInQuotes = false
    private var isAtStart = true
    private var isAfterQuote = false

    init(delimiter: UInt32, hasNextLine: Bool) {
      self.delimiter = delimiter
      self.hasNextLine = hasNextLine
    }

    /// Takes a character; a record when it was the last of one.
    mutating func take(_ unit: DecodedUnit) -> [[TextUnit]]? {
      let scalar = unit.kind == .character && unit.second == 0 ? unit.scalar : 0xFFFF_FFFF
      if scalar == 0x22 {
        if isAtStart {
          isInQuotes = true
          isAtStart = false
          return nil
        }
        if isInQuotes {
          isInQuotes = false
          isAfterQuote = true
          return nil
        }
        if isAfterQuote { isInQuotes = true }
      }
      isAfterQuote = false
      if !isInQuotes {
        if scalar == delimiter {
          endField()
          return nil
        }
        if scalar == 0x0A || scalar == 0x85 && hasNextLine { return endRecord() }
        if scalar == 0x0D { return nil }
      }
      isAtStart = false
      append(unit)
      return nil
    }

    mutating func finish() -> [[TextUnit]]? {
      fields.isEmpty && field.isEmpty && isAtStart ? nil : endRecord()
    }

    private mutating func append(_ unit: DecodedUnit) {
      guard field.count < DelimitedText.longestField else { return }
      switch unit.kind {
      case .gaiji: field.append(.gaiji(unit.code))
      case .character:
        // Selectors say which figure, not which character.
        if (0xFE00...0xFE0F).contains(unit.scalar) || (0xE0100...0xE01EF).contains(unit.scalar) {
          return
        }
        field.append(.scalar(unit.scalar))
        if unit.second != 0 { field.append(.scalar(unit.second)) }
      // Parts words, as a space does.
      case .undefined, .invalid: field.append(.scalar(0))
      case .shift: break
      }
    }

    private mutating func endField() {
      if fields.count < DelimitedText.mostColumns { fields.append(field) }
      field.removeAll(keepingCapacity: true)
      isAtStart = true
      isInQuotes = false
    }

    private mutating func endRecord() -> [[TextUnit]] {
      endField()
      count += 1
      defer { fields.removeAll(keepingCapacity: true) }
      return fields
    }
  }
}

extension [TextUnit] {
  /// The plain characters, without what is none.
  var scalars: [UInt32] { compactMap(\.scalar) }

  /// As text; gaiji and wrong bytes as U+FFFD.
  var text: String {
    var view = String.UnicodeScalarView()
    for unit in self {
      view.append(unit.scalar.flatMap { $0 == 0 ? nil : Unicode.Scalar($0) } ?? "\u{FFFD}")
    }
    return String(view)
  }
}
