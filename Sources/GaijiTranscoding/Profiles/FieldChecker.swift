internal import GaijiCharsets
internal import GaijiModel

/// Checks fields and records against a profile, and keeps the tally and the keys.
struct FieldChecker {
  private let profile: LinkageProfile
  private let rules: [ColumnRule]
  private let header: [[UInt32]]
  private let literal: [UInt32]
  private let delimiter: UInt32
  private let hasKey: Bool
  private(set) var tally: ProfileTally
  private(set) var keys: KeyIndex
  private var key = Hasher()
  /// The start of the record's key, for a sample.
  private var keyText: [DecodedUnit] = []

  init(_ profile: LinkageProfile, placeLimit: Int, keyLimit: Int) {
    self.profile = profile
    rules = profile.columns.map(ColumnRule.init)
    header = (profile.header ?? []).map(ColumnRule.scalars)
    if case .literal(let text) = profile.null {
      literal = ColumnRule.scalars(text)
    } else {
      literal = []
    }
    delimiter = UInt32(profile.delimiter)
    hasKey = profile.columns.contains(where: \.isKey)
    tally = ProfileTally(columnCount: profile.columns.count, placeLimit: placeLimit)
    keys = KeyIndex(limit: keyLimit)
  }

  // MARK: Violations of the file and of records

  mutating func add(
    _ rule: ProfileRule, record: Int, offset: Int, column: Int = -1, sample: String = ""
  ) {
    tally.add(
      rule, column: column < rules.count ? column : -1, record: record, offset: offset
    ) { sample }
  }

  /// - Parameter isHeader: Record 0 of a file with a header.
  mutating func endRecord(_ record: Int, offset: Int, fieldCount: Int, isHeader: Bool) {
    if fieldCount != rules.count {
      let text = "\(fieldCount) fields, \(rules.count) expected"
      tally.add(.columnCount, column: -1, record: record, offset: offset) { text }
    }
    guard hasKey, !isHeader else { return }
    defer {
      key = Hasher()
      keyText.removeAll(keepingCapacity: true)
    }
    // A record without all of its columns has no key.
    guard fieldCount >= rules.count else { return }
    let hash = UInt64(truncatingIfNeeded: key.finalize())
    if let first = keys.insert(hash, record: record) {
      let text = keyText[...]
      tally.add(.duplicateKey, column: -1, record: record, offset: offset, firstRecord: first) {
        ProfileTally.sample(text)
      }
    }
  }

  // MARK: Fields

  mutating func checkHeader(_ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField) {
    guard field.column < rules.count else { return }
    checkQuoting(units, range, field, isNull: false)
    if !ColumnRule.isEqual(units, range, header[field.column]) {
      tally.add(.header, column: field.column, record: 0, offset: field.offset) {
        ProfileTally.sample(units[range])
      }
    }
  }

  mutating func check(_ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField) {
    // Fields beyond the last column are in the count of columns.
    guard field.column < rules.count else { return }
    let rule = rules[field.column]
    let column = rule.column
    if column.isKey { addKey(units, range, field.column) }
    let isNull = isNull(units, range, field)
    checkQuoting(units, range, field, isNull: isNull)
    if isNull || range.isEmpty, column.isRequired { add(.required, units, range, field) }
    if isNull || rule.isSpecial(units, range) { return }
    let isText = checkCharacters(units, range, field, rule)
    // A type cannot be judged where a character is not known.
    if isText, let (broken, index) = rule.fault(units, range) {
      add(broken, units, range, field, at: index)
    }
  }

  /// What holds for the characters of every type. Returns whether all are characters.
  private mutating func checkCharacters(
    _ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField, _ rule: ColumnRule
  ) -> Bool {
    let column = rule.column
    var bytes = field.shiftByteCount
    var selectors = 0
    var (invalid, undefined, gaiji, control) = (-1, -1, -1, -1)
    for index in range {
      let unit = units[index]
      bytes += Int(unit.byteCount)
      switch unit.kind {
      case .character:
        let scalar = unit.scalar
        if scalar < 0x20 || scalar &- 0x7F < 0x21 {
          let isSpace = scalar == 0x0A || scalar == 0x0D || scalar == 0x09
          if control < 0, !(isSpace && rule.allowsNewlines) { control = index }
        } else if scalar >= 0xFE00, isVariationSelector(scalar) {
          selectors += 1
        }
      case .gaiji: if gaiji < 0 { gaiji = index }
      case .undefined: if undefined < 0 { undefined = index }
      case .invalid: if invalid < 0 { invalid = index }
      case .shift: break
      }
    }
    if invalid >= 0 { add(.invalidBytes, units, range, field, at: invalid) }
    if undefined >= 0 { add(.undefinedCode, units, range, field, at: undefined) }
    if gaiji >= 0, !column.hasGaiji { add(.gaiji, units, range, field, at: gaiji) }
    if control >= 0 { add(.control, units, range, field, at: control) }
    let count = range.count - selectors
    if let most = column.maximumCharacters, count > most {
      add(.maximumCharacters, units, range, field)
    }
    if let most = column.maximumBytes, bytes > most { add(.maximumBytes, units, range, field) }
    if let exact = column.exactCharacters, count != exact {
      add(.exactLength, units, range, field)
    }
    return max(invalid, undefined, gaiji, control) < 0
  }

  private func isNull(_ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField) -> Bool {
    switch profile.null {
    case .empty: range.isEmpty
    case .unquotedEmpty: range.isEmpty && !field.isQuoted
    case .literal: !field.isQuoted && ColumnRule.isEqual(units, range, literal)
    }
  }

  private mutating func checkQuoting(
    _ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField, isNull: Bool
  ) {
    let isRight =
      switch profile.quoting {
      case .any: true
      case .never: !field.isQuoted
      case .always: field.isQuoted || isNull
      case .whenNeeded: !field.isQuoted || needsQuotes(units, range)
      }
    if !isRight { add(.quoting, units, range, field) }
  }

  private func needsQuotes(_ units: [DecodedUnit], _ range: Range<Int>) -> Bool {
    switch profile.null {
    case .unquotedEmpty where range.isEmpty: return true
    case .literal where ColumnRule.isEqual(units, range, literal): return true
    default: break
    }
    for index in range {
      let scalar = units[index].scalar
      if scalar == delimiter || scalar == 0x22 || scalar == 0x0A || scalar == 0x0D { return true }
    }
    return false
  }

  private mutating func addKey(_ units: [DecodedUnit], _ range: Range<Int>, _ column: Int) {
    // The count keeps ("1", "23") and ("12", "3") apart.
    key.combine(range.count)
    for index in range {
      let unit = units[index]
      // Codes tell apart what has no scalar, and two codes of one character.
      key.combine(UInt64(unit.code) << 32 | UInt64(unit.scalar))
    }
    let room = ProfileTally.sampleLength + 1 - keyText.count
    if room > 0 {
      if !keyText.isEmpty {
        keyText.append(
          DecodedUnit(kind: .character, byteCount: 1, code: 0x20, scalar: 0x20, offset: 0))
      }
      keyText += units[range].prefix(room)
    }
  }

  private mutating func add(
    _ rule: ProfileRule, _ units: [DecodedUnit], _ range: Range<Int>, _ field: ProfileField,
    at index: Int? = nil
  ) {
    let offset =
      if let index, range.contains(index) { units[index].offset } else { field.offset }
    tally.add(rule, column: field.column, record: field.record, offset: offset) {
      ProfileTally.sample(units[range])
    }
  }
}
