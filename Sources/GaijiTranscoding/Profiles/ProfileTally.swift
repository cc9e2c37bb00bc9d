internal import GaijiCharsets
internal import GaijiModel

/// Adds up violations by rule and column. Its memory follows the number of columns, not the input.
struct ProfileTally {
  private let columnCount: Int
  private let placeLimit: Int
  /// By rule, then by column + 1; 0 is for no column.
  private var counts: [Int]
  private var places: [Int: [ProfileFinding.Place]] = [:]

  /// Scalars of a sample.
  static let sampleLength = 40

  init(columnCount: Int, placeLimit: Int) {
    self.columnCount = columnCount
    self.placeLimit = placeLimit
    counts = Array(repeating: 0, count: ProfileRule.allCases.count * (columnCount + 1))
  }

  /// - Parameters:
  ///   - column: -1 for none.
  ///   - sample: Only asked for when the place is kept.
  mutating func add(
    _ rule: ProfileRule, column: Int, record: Int, offset: Int, firstRecord: Int? = nil,
    sample: () -> String
  ) {
    let slot = rule.index * (columnCount + 1) + column + 1
    counts[slot] += 1
    guard counts[slot] <= placeLimit else { return }
    places[slot, default: []].append(
      .init(record: record, offset: offset, sample: sample(), firstRecord: firstRecord))
  }

  func findings(_ columns: [ProfileColumn]) -> [ProfileFinding] {
    counts.indices.filter { counts[$0] > 0 }.map { slot in
      let column = slot % (columnCount + 1) - 1
      return ProfileFinding(
        rule: ProfileRule.allCases[slot / (columnCount + 1)], column: column < 0 ? nil : column,
        columnName: column < 0 ? "" : columns[column].name, count: counts[slot],
        places: places[slot] ?? [])
    }
  }

  /// The start of a field as text that can be shown.
  static func sample(_ units: ArraySlice<DecodedUnit>) -> String {
    var text = String.UnicodeScalarView()
    for unit in units.prefix(sampleLength) {
      switch unit.kind {
      case .shift: continue
      case .invalid, .undefined:
        text += "[\(hexadecimal(unit.code, digits: 2 * Int(unit.byteCount)))]".unicodeScalars
      case .gaiji: text += "[\(scalarName(unit.scalar))]".unicodeScalars
      case .character:
        append(unit.scalar, to: &text)
        if unit.second != 0 { append(unit.second, to: &text) }
      }
    }
    if units.count > sampleLength { text += "…".unicodeScalars }
    return String(text)
  }

  /// What would be invisible or turn the direction of text is named.
  private static func append(_ value: UInt32, to text: inout String.UnicodeScalarView) {
    guard let scalar = Unicode.Scalar(value) else { return }
    if isVariationSelector(value) {
      text += "[\(scalarName(value))]".unicodeScalars
      return
    }
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .privateUse:
      text += "[\(scalarName(value))]".unicodeScalars
    default: text.append(scalar)
    }
  }
}
