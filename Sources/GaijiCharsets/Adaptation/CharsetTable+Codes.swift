internal import GaijiModel

extension CharsetTable {
  /// What a decoder reads for an entry of `encoding` (byte count, state, bytes).
  ///
  /// Not always the character that the entry belongs to: some characters are only written.
  public func decodeEntry(of encoded: UInt32) -> DecodeEntry {
    let number = Int(encoded >> 24 & 0xF)
    guard number < states.count else { return .invalid }
    let state = states[number]
    let lead = encoded >> 28 == 1 ? encoded : encoded >> 28 == 2 ? encoded >> 8 : encoded >> 16
    guard UInt32(state.lengths[Int(lead & 0xFF)]) == encoded >> 28 else { return .invalid }
    switch encoded >> 28 {
    case 1: return DecodeEntry(rawValue: state.one[Int(encoded & 0xFF)])
    case 2: return DecodeEntry(rawValue: state.two[Int(encoded & 0xFFFF)])
    case 3: return DecodeEntry(rawValue: state.three[Int(encoded & 0xFFFF)])
    default: return .invalid
    }
  }

  /// The one or two scalars of a decode entry; none for one that is no character.
  public func scalars(of entry: DecodeEntry) -> [UInt32] {
    guard entry.isCharacter else { return [] }
    guard entry.isSequence else { return [entry.value] }
    let index = Int(entry.value) * 2
    return [sequences[index], sequences[index + 1]]
  }

  /// What a decoder reads where these scalars were encoded by themselves, in the fewest codes; `nil`
  /// when one of them has no code.
  ///
  /// - Parameter scalars: One or two.
  public func reading(of written: [UInt32]) -> [UInt32]? {
    if written.count == 2 {
      let pair = encoding.entry(for: written[0], written[1])
      if pair != 0 { return scalars(of: decodeEntry(of: pair)) }
    }
    var all: [UInt32] = []
    for scalar in written {
      let entry = encoding.entry(for: scalar)
      guard entry != 0 else { return nil }
      all += scalars(of: decodeEntry(of: entry))
    }
    return all
  }

  /// Whether some code stands for a base with a variation selector.
  public var hasVariations: Bool {
    (0..<encoding.pairKeys.count).contains {
      isVariationSelector(UInt32(encoding.pairKeys[$0] & 0x1F_FFFF))
    }
  }

  /// Gaiji codes with their scalars, in ascending order of state, length and code. Codes as in
  /// `EncodeTable.entries`.
  public var gaiji: [(code: UInt32, scalar: UInt32)] {
    var all: [(code: UInt32, scalar: UInt32)] = []
    eachCode { code, entry in
      if entry.isGaiji { all.append((code, entry.value)) }
    }
    return all
  }

  /// Whether the two charsets have the same gaiji areas: the same codes with the same private-use
  /// scalars, as the mixed, the pure and the other mixed forms of one code system do.
  public func sharesGaiji(with other: CharsetTable) -> Bool {
    guard !states.isEmpty, !other.states.isEmpty else { return false }
    // The state differs between a pure and a mixed form.
    func list(_ table: CharsetTable) -> [UInt64] {
      table.gaiji.map { UInt64($0.code & 0xF0FF_FFFF) << 32 | UInt64($0.scalar) }.sorted()
    }
    let own = list(self)
    return !own.isEmpty && own == list(other)
  }

  /// Calls `body` for every code of the coding space with its decode entry, by state, length and
  /// code.
  func eachCode(_ body: (_ code: UInt32, _ entry: DecodeEntry) -> Void) {
    for (number, state) in states.enumerated() {
      let bits = UInt32(number) << 24
      for lead in UInt32(0)..<256 where state.lengths[Int(lead)] == 1 {
        body(1 << 28 | bits | lead, DecodeEntry(rawValue: state.one[Int(lead)]))
      }
      for lead in UInt32(0)..<256 where state.lengths[Int(lead)] == 2 {
        for code in lead << 8..<(lead + 1) << 8 {
          body(2 << 28 | bits | code, DecodeEntry(rawValue: state.two[Int(code)]))
        }
      }
      for lead in UInt32(0)..<256 where state.lengths[Int(lead)] == 3 {
        for trails in UInt32(0)..<0x1_0000 {
          body(
            3 << 28 | bits | lead << 16 | trails,
            DecodeEntry(rawValue: state.three[Int(trails)]))
        }
      }
    }
  }
}

extension CharsetTable {
  /// Codes, first byte most significant, of shift sequences that also say how large the following
  /// characters are printed: in a host charset, those that lead to the two-byte state besides the
  /// one that encoders write (JEF 38 and 30 E2; 28 is the ordinary one).
  ///
  /// A sequence that begins with ESC is none: ISO/IEC 2022 designates character sets with it (ESC $ @
  /// is the standard of 1978), and no vendor's host code uses it for a size.
  public var sizeShifts: [[UInt8]] {
    guard scheme == .shifted else { return [] }
    return shifts.enumerated().compactMap { number, shift in
      let isFirst = !shifts[..<number].contains { $0.state == shift.state }
      return shift.state > 0 && !isFirst && shift.bytes.first != 0x1B ? shift.bytes : nil
    }
  }
}
