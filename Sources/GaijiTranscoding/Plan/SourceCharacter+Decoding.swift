internal import GaijiCharsets
internal import GaijiModel

extension SourceCharacter {
  /// The code in upper-case hexadecimal, as reports print it.
  var hexadecimalCode: String {
    byteCount == 0 ? "" : hexadecimal(code, digits: Int(byteCount) * 2)
  }

  /// Whether a variation selector after this character belongs to it. It does not to a quote or a
  /// carriage return, which may be structure, nor to another selector.
  var canTakeSelector: Bool {
    kind == .character && second == 0 && !isVariationSelector(scalar) && scalar != 0x22
      && scalar != 0x0D
  }

  /// The first character of `bytes` (at least one) in a lead-byte charset.
  ///
  /// A byte that starts no code, or a code cut short, is one invalid byte.
  @unsafe static func first(
    of bytes: UnsafeBufferPointer<UInt8>, in table: CharsetTable
  ) -> SourceCharacter {
    let state = table.states[0]
    let lead = unsafe bytes[0]
    let invalid = SourceCharacter(kind: .invalid, code: UInt32(lead), byteCount: 1, scalar: 0)
    let length = Int(state.lengths[Int(lead)])
    guard length > 0, length <= bytes.count else { return invalid }
    var code = UInt32(lead)
    for index in 1..<max(1, length) { code = unsafe code << 8 | UInt32(bytes[index]) }
    let raw: UInt32
    switch length {
    case 1: raw = state.one[Int(lead)]
    case 2: raw = state.two[Int(code)]
    default: raw = state.three[Int(code & 0xFFFF)]
    }
    return SourceCharacter(
      DecodeEntry(rawValue: raw), code: code, byteCount: UInt8(length),
      sequences: table.sequences) ?? invalid
  }

  /// `nil` when the entry says that the bytes are no code.
  init?(
    _ entry: DecodeEntry, code: UInt32, byteCount: UInt8, sequences: FlatTable<UInt32>
  ) {
    if entry == .invalid { return nil }
    if entry == .undefined {
      self.init(kind: .undefined, code: code, byteCount: byteCount, scalar: 0)
      return
    }
    var scalar = entry.value
    var second: UInt32 = 0
    if entry.isSequence {
      second = sequences[Int(entry.value) * 2 + 1]
      scalar = sequences[Int(entry.value) * 2]
    }
    self.init(
      kind: entry.isGaiji ? .gaiji : .character, isOneWay: entry.isOneWay, code: code,
      byteCount: byteCount, scalar: scalar, second: second)
  }

  /// The first character of `bytes` (at least one) in UTF-8. Ill-formed bytes: the maximal subpart
  /// that could have begun a character, as one invalid unit (Unicode 15, section 3.9).
  @unsafe static func firstUTF8(of bytes: UnsafeBufferPointer<UInt8>) -> SourceCharacter {
    let lead = unsafe bytes[0]
    let count: Int
    var low: UInt8 = 0x80
    var high: UInt8 = 0xBF
    switch lead {
    case 0x00...0x7F:
      return SourceCharacter(
        kind: .character, code: UInt32(lead), byteCount: 1, scalar: UInt32(lead))
    case 0xC2...0xDF: count = 2
    case 0xE0...0xEF:
      count = 3
      if lead == 0xE0 { low = 0xA0 }
      if lead == 0xED { high = 0x9F }
    case 0xF0...0xF4:
      count = 4
      if lead == 0xF0 { low = 0x90 }
      if lead == 0xF4 { high = 0x8F }
    default:
      return SourceCharacter(kind: .invalid, code: UInt32(lead), byteCount: 1, scalar: 0)
    }
    var code = UInt32(lead)
    var scalar = UInt32(lead) & (0x7F >> UInt32(count))
    for index in 1..<count {
      guard index < bytes.count, unsafe (low...high).contains(bytes[index]) else {
        return SourceCharacter(kind: .invalid, code: code, byteCount: UInt8(index), scalar: 0)
      }
      low = 0x80
      high = 0xBF
      code = unsafe code << 8 | UInt32(bytes[index])
      scalar = unsafe scalar << 6 | UInt32(bytes[index] & 0x3F)
    }
    return SourceCharacter(
      kind: isPrivateUse(scalar) ? .gaiji : .character, code: scalar, byteCount: UInt8(count),
      scalar: scalar)
  }

  /// The variation selector that `bytes` begin with, or `nil`.
  @unsafe static func variationSelector(at bytes: UnsafeBufferPointer<UInt8>) -> UInt32? {
    guard bytes.count >= 3, unsafe bytes[0] == 0xEF || bytes[0] == 0xF3 else { return nil }
    let character = unsafe firstUTF8(of: bytes)
    return character.kind == .character && isVariationSelector(character.scalar)
      ? character.scalar : nil
  }
}

/// Bytes of a scalar in UTF-8.
func utf8Count(_ scalar: UInt32) -> UInt8 {
  scalar < 0x80 ? 1 : scalar < 0x800 ? 2 : scalar < 0x1_0000 ? 3 : 4
}
