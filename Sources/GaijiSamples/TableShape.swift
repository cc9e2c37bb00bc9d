/// The shape of a sample table: what the cost of a conversion grows with.
public struct TableShape: Sendable, Equatable {
  /// 1 to 10,000.
  public let columnCount: Int
  /// Bytes of each field in the table's charset, 1 to 1,000,000. A field whose last character would
  /// not fit is filled up with digits.
  public let fieldByteCount: Int
  /// Rows with a gaiji, in 10,000.
  public let gaijiShare: Int
  /// Whether every character is ASCII. Such a table has no gaiji.
  public let isASCII: Bool

  /// `nil` when a number is outside its range, or a row would be larger than 64 MiB.
  public init?(columnCount: Int, fieldByteCount: Int, gaijiShare: Int, isASCII: Bool = false) {
    guard (1...10_000).contains(columnCount), (1...1_000_000).contains(fieldByteCount),
      (0...10_000).contains(gaijiShare), columnCount * (fieldByteCount + 1) <= 64 << 20
    else { return nil }
    self.columnCount = columnCount
    self.fieldByteCount = fieldByteCount
    self.gaijiShare = gaijiShare
    self.isASCII = isASCII
  }

  /// What stands in a column. Of each ten, five hold text, as in the resident register; the third
  /// and the eighth are those whose gaiji are to be mapped (氏名 and 住所 in the register).
  enum Content: Sendable {
    case number, text, selectedText
  }

  /// - Parameter column: From 0.
  func content(of column: Int) -> Content {
    if columnCount == 1 { return .selectedText }
    return switch column % 10 {
    case 2, 7: .selectedText
    case 3, 8, 9: .text
    default: .number
    }
  }

  /// The positions, from 1, of the columns whose gaiji are to be mapped. With two columns there are
  /// none: both hold numbers.
  public var selectedColumns: [Int] {
    (0..<columnCount).filter { content(of: $0) == .selectedText }.map { $0 + 1 }
  }
}
