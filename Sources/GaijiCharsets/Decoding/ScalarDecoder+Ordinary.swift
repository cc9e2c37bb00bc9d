internal import GaijiModel

/// Short loops for the characters that a text mostly consists of.
///
/// Each stops at the first unit that is not ordinary and leaves it to the whole machine, which
/// would have given the same units; a test decodes both ways and compares.
extension ScalarDecoder {
  /// Codes of one or two bytes, in the present state, that stand for one scalar.
  mutating func ordinaryCodes(
    _ source: Span<UInt8>, from: Int, startLimit: Int,
    into output: inout OutputSpan<DecodedUnit>
  ) -> Int {
    let state = current
    let base = offset - from
    var position = from
    while position < startLimit {
      let lead = source[position]
      if mayBeginShift(lead) { break }
      let length = state.lengths[Int(lead)]
      var code = UInt32(lead)
      let raw: UInt32
      if length == 1 {
        raw = state.one[Int(lead)]
      } else if length == 2, position + 1 < source.count {
        code = code << 8 | UInt32(source[position + 1])
        raw = state.two[Int(code)]
      } else {
        break
      }
      // From the sequence bit on, it is two scalars or no character.
      guard raw < DecodeEntry.sequenceBit else { break }
      output.append(
        DecodedUnit(
          kind: raw & DecodeEntry.gaijiBit == 0 ? .character : .gaiji,
          isOneWay: raw & DecodeEntry.oneWayBit != 0, byteCount: length, code: code,
          scalar: raw & DecodeEntry.scalarMask, offset: base + position))
      position += Int(length)
    }
    return position
  }

  /// ASCII, and three-byte characters outside the private use area. Not at the start of a stream,
  /// where U+FEFF is a mark.
  mutating func ordinaryUTF8(
    _ source: Span<UInt8>, from: Int, startLimit: Int,
    into output: inout OutputSpan<DecodedUnit>
  ) -> Int {
    let base = offset - from
    var position = from
    while position < startLimit {
      let lead = source[position]
      var scalar = UInt32(lead)
      var byteCount = 1
      if lead >= 0x80 {
        guard lead >> 4 == 0xE, position + 2 < source.count else { break }
        let second = source[position + 1]
        let third = source[position + 2]
        guard second >> 6 == 2, third >> 6 == 2 else { break }
        scalar = (scalar & 0xF) << 12 | UInt32(second & 0x3F) << 6 | UInt32(third & 0x3F)
        // Not overlong, no surrogate (D800...DFFF), not private use (E000...F8FF).
        guard scalar >= 0x800, !(0xD800...0xF8FF).contains(scalar) else { break }
        byteCount = 3
      }
      output.append(
        DecodedUnit(
          kind: .character, byteCount: UInt8(byteCount), code: scalar, scalar: scalar,
          offset: base + position))
      position += byteCount
    }
    return position
  }

  /// Characters of one code unit outside the private use area.
  mutating func ordinaryUTF16(
    _ source: Span<UInt8>, from: Int, startLimit: Int,
    into output: inout OutputSpan<DecodedUnit>
  ) -> Int {
    let base = offset - from
    let isBigEndian = self.isBigEndian
    let limit = min(startLimit, source.count - 1)
    var position = from
    while position < limit {
      let pair = UInt32(source[position]) << 8 | UInt32(source[position + 1])
      let scalar = isBigEndian ? pair : (pair & 0xFF) << 8 | pair >> 8
      // No surrogate (D800...DFFF), not private use (E000...F8FF).
      guard !(0xD800...0xF8FF).contains(scalar) else { break }
      output.append(
        DecodedUnit(
          kind: .character, byteCount: 2, code: scalar, scalar: scalar, offset: base + position))
      position += 2
    }
    return position
  }
}
