internal import GaijiCharsets
public import GaijiHostRecords
internal import GaijiModel

/// What fields of host records have to know of their charset.
struct HostCharset: Sendable {
  let table: CharsetTable
  /// The state of two-byte codes, or `nil` when there are none. State 0 has the one-byte codes; in a
  /// lead-byte charset it has both.
  let doubleState: Int?
  /// The one-byte space, or `nil` in a charset of two-byte codes only.
  let space: UInt8?
  /// The two-byte space, high byte first.
  let doubleSpace: UInt16?
  /// Eight bytes of each.
  let spaces: UInt64?
  let doubleSpaces: UInt64?
  /// Digits are F0–F9 (and signs in zones); else 30–39.
  let isEBCDIC: Bool

  init(_ table: CharsetTable) throws(HostPlanError) {
    guard table.scheme == .leadByte || table.scheme == .shifted else {
      throw .unicodeRecords(charset: table.name)
    }
    self.table = table
    let first = table.scheme == .leadByte ? 0 : 1
    doubleState = table.states.indices.first {
      $0 >= first && table.states[$0].two.count == 65_536
    }
    let entry = table.encoding.entry(for: 0x20)
    space = entry >> 28 == 1 && entry >> 24 & 0xF == 0 ? UInt8(entry & 0xFF) : nil
    let wide = table.encoding.entry(for: 0x3000)
    doubleSpace = wide >> 28 == 2 ? UInt16(wide & 0xFFFF) : nil
    spaces = space.map { 0x0101_0101_0101_0101 &* UInt64($0) }
    doubleSpaces = doubleSpace.map { 0x0001_0001_0001_0001 &* UInt64($0.byteSwapped) }
    // A charset whose one-byte table is not known still has the digits of its family.
    isEBCDIC = space.map { $0 == 0x40 } ?? (doubleSpace == 0x4040)
  }

  /// The shift sequence that `bytes` begin with: the longest one.
  @unsafe func shift(
    at p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>
  ) -> CharsetTable.Shift? {
    let left = unsafe end - p
    var found: CharsetTable.Shift?
    for shift in table.shifts
    where shift.bytes.count <= left && shift.bytes.count > found?.bytes.count ?? 0 {
      // SAFETY: the shift is no longer than what is left.
      if shift.bytes.indices.allSatisfy({ unsafe shift.bytes[$0] == p[$0] }) {
        found = shift
      }
    }
    return found
  }

  /// The code at `p`, which is before `end`, in a state. A byte that begins no code is one invalid
  /// byte; a code that `end` cuts is one of kind `cut`.
  @unsafe func unit(
    at p: UnsafePointer<UInt8>, before end: UnsafePointer<UInt8>, state: Int
  ) -> SourceCharacter {
    let view = table.states[state]
    let lead = unsafe p[0]
    let length = Int(view.lengths[Int(lead)])
    let invalid = SourceCharacter(kind: .invalid, code: UInt32(lead), byteCount: 1, scalar: 0)
    guard length > 0 else { return invalid }
    let left = unsafe end - p
    if length > left {
      var code: UInt32 = 0
      for index in 0..<left { unsafe code = code << 8 | UInt32(p[index]) }
      return SourceCharacter(kind: .cut, code: code, byteCount: UInt8(left), scalar: 0)
    }
    var code = UInt32(lead)
    for index in 1..<max(1, length) { unsafe code = code << 8 | UInt32(p[index]) }
    let raw: UInt32
    switch length {
    case 1: raw = view.one[Int(lead)]
    case 2: raw = view.two[Int(code)]
    default: raw = view.three[Int(code & 0xFFFF)]
    }
    return SourceCharacter(
      DecodeEntry(rawValue: raw), code: code, byteCount: UInt8(length),
      sequences: table.sequences) ?? invalid
  }

  /// Takes the padding away: the charset's space, two-byte in a two-byte field.
  ///
  /// - Parameter isPadded: eight bytes before `end` are readable, whatever the field's length.
  @inline(__always) @unsafe func trim(
    _ p: inout UnsafePointer<UInt8>, _ end: inout UnsafePointer<UInt8>,
    _ padding: FieldPadding, isDouble: Bool, isPadded: Bool = false
  ) {
    guard padding != .kept else { return }
    guard let pattern = isDouble ? doubleSpaces : spaces else { return }
    // A two-byte field with an odd byte left over ends in no whole space.
    if unsafe isDouble && (end - p) & 1 != 0 { return }
    let width = isDouble ? 2 : 1
    if padding == .leading {
      let high = UInt8(truncatingIfNeeded: pattern)
      let low = UInt8(truncatingIfNeeded: pattern >> 8)
      while unsafe p < end, unsafe p[0] == high, unsafe p[width - 1] == (isDouble ? low : high) {
        unsafe p += width
      }
      return
    }
    // SAFETY: eight bytes before `end` belong to the field.
    while unsafe end - p >= 8,
      unsafe UnsafeRawPointer(end - 8).loadUnaligned(as: UInt64.self) == pattern
    {
      unsafe end -= 8
    }
    if unsafe isPadded || end - p >= 8 {
      // SAFETY: eight bytes before `end` are readable; those before the field may look like padding.
      let word = unsafe UnsafeRawPointer(end - 8).loadUnaligned(as: UInt64.self) ^ pattern
      let count = word.leadingZeroBitCount / 8
      unsafe end -= min(isDouble ? count & ~1 : count, end - p)
      return
    }
    let last = UInt8(truncatingIfNeeded: pattern >> 56)
    let first = UInt8(truncatingIfNeeded: pattern >> 48)
    while unsafe end > p, unsafe end[-1] == last, unsafe end[-width] == (isDouble ? first : last) {
      unsafe end -= width
    }
  }

  /// Whether an encoder writes this sequence for its state.
  func isPreferred(_ shift: CharsetTable.Shift) -> Bool {
    table.shifts.first { $0.state == shift.state } == shift
  }
}

/// Why layouts and charsets do not go together.
public enum HostPlanError: Error, Hashable, Sendable, CustomStringConvertible {
  case unicodeRecords(charset: String)
  case shiftedText(charset: String)
  case tooManyColumns(Int, limit: Int)
  case conditionNotEncodable(record: String, value: String, charset: String)
  case duplicateName(String)
  case badNumber(field: String, NumberFormatError)
  case unknownColumn(String)
  case duplicateColumn(String)
  case missingColumn(String)
  case differentLayouts
  case linesNotVerified
  case noLayout

  public var description: String {
    switch self {
    case .unicodeRecords(let charset):
      "records with a layout are read and written in a table charset (jef-ebcdik, ibm1399, cp932, "
        + "...), not in \(charset)"
    case .shiftedText(let charset):
      "CSV and JSON Lines beside host records are written and read in a charset without shift "
        + "states (utf8, cp932, ...), not in \(charset)"
    case .tooManyColumns(let count, let limit):
      "the layout gives \(count) columns, more than \(limit)"
    case .conditionNotEncodable(let record, let value, let charset):
      "record type \(record): its condition \"\(value)\" cannot be written in \(charset); give the "
        + "bytes in hexadecimal"
    case .badNumber(let field, let error): "field \(field): \(error)"
    case .duplicateName(let name): "two record types are named \(name)"
    case .unknownColumn(let name):
      "the layout has no field \"\(name)\" for this column of the input"
    case .duplicateColumn(let name): "the header names \"\(name)\" twice"
    case .missingColumn(let name):
      "the input has no column \"\(name)\" for this field of the layout; add it (it may be empty)"
    case .differentLayouts:
      "records are converted to records of the same layout; convert to CSV and back to change it"
    case .noLayout:
      "a round trip begins with host records; give their layout"
    case .linesNotVerified:
      "JSON Lines cannot be verified; convert to CSV or TSV to have the conversion verified"
    }
  }
}
