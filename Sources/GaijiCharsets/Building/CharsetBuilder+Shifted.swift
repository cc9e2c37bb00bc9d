/// ISO-2022-JP and IBM's EBCDIC hosts.
extension CharsetBuilder {
  /// States of `iso-2022-jp`.
  enum ISO2022State {
    static let ascii = 0
    static let jisRoman = 1
    static let jisX0208 = 2
    static let kana = 3
  }

  static func iso2022JP(_ name: String) throws(CharsetBuildError) -> CharsetTable {
    let sets = try JISSets(charset: name)
    var draft = CharsetDraft(
      name: name, scheme: .shifted, stateCount: 4,
      shifts: [
        .init(bytes: [0x1B, 0x28, 0x42], state: ISO2022State.ascii),  // ESC ( B
        .init(bytes: [0x1B, 0x28, 0x4A], state: ISO2022State.jisRoman),  // ESC ( J
        .init(bytes: [0x1B, 0x24, 0x42], state: ISO2022State.jisX0208),  // ESC $ B, 1983
        .init(bytes: [0x1B, 0x24, 0x40], state: ISO2022State.jisX0208),  // ESC $ @, 1978
        .init(bytes: [0x1B, 0x28, 0x49], state: ISO2022State.kana),  // ESC ( I, not in RFC 1468
      ])
    // Controls have their own meaning in every state; 0E, 0F and 1B belong to shift sequences and
    // begin no code.
    let controls: [ClosedRange<UInt8>] = [0x00...0x0D, 0x10...0x1A, 0x1C...0x20, 0x7F...0x7F]
    for state in 0...3 {
      for range in controls {
        draft.setLength(1, of: range, state: state)
        for byte in range {
          draft.define(UInt32(byte), byteCount: 1, state: state, UInt32(byte))
        }
      }
    }
    for state in [ISO2022State.ascii, ISO2022State.jisRoman] {
      draft.setLength(1, of: 0x21...0x7E, state: state)
      for byte in UInt32(0x21)...0x7E {
        let isRoman = state == ISO2022State.jisRoman
        let scalar: UInt32 =
          isRoman && byte == 0x5C ? 0xA5 : isRoman && byte == 0x7E ? 0x203E : byte
        draft.define(byte, byteCount: 1, state: state, scalar)
      }
    }
    draft.setLength(2, of: 0x21...0x7E, state: ISO2022State.jisX0208)
    draft.setTrails(0x21...0x7E, after: 0x21...0x7E, state: ISO2022State.jisX0208)
    sets.x0208.each(rows: JISSets.x0208Rows) { row, cell, scalar in
      draft.define(
        RowCellCode.euc(row, cell) & 0x7F7F, byteCount: 2, state: ISO2022State.jisX0208, scalar)
    }
    draft.setLength(1, of: 0x21...0x5F, state: ISO2022State.kana)
    for byte in UInt32(0x21)...0x5F {
      draft.defineDecodeOnly(byte, byteCount: 1, state: ISO2022State.kana, 0xFF61 + byte - 0x21)
    }
    return draft.finish()
  }

  /// Shift out to two-byte codes, shift in to one-byte codes; both stand for themselves in every
  /// state.
  static func ebcdic(_ name: String, icuName: String) throws(CharsetBuildError) -> CharsetTable {
    let icu = try converter(icuName, for: name)
    var draft = CharsetDraft(
      name: name, scheme: .shifted, stateCount: 2,
      shifts: [.init(bytes: [0x0F], state: 0), .init(bytes: [0x0E], state: 1)])
    for range in [UInt8(0x00)...0x0D, 0x10...0xFF] {
      draft.setLength(1, of: range)
      for byte in range {
        try copy([byte], from: icu, charset: name, to: &draft) { $0 }
      }
    }
    // 40 leads only to the two-byte space 4040; the others are 41–FE twice.
    draft.setLength(2, of: 0x40...0xFE, state: 1)
    draft.setTrails(0x40...0x40, after: 0x40...0x40, state: 1)
    draft.setTrails(0x41...0xFE, after: 0x41...0xFE, state: 1)
    for lead in UInt8(0x40)...0xFE {
      for trail in lead == 0x40 ? 0x40...0x40 : UInt8(0x41)...0xFE {
        try copy([lead, trail], from: icu, charset: name, state: 1, to: &draft) {
          [0x0E] + $0 + [0x0F]
        }
      }
    }
    return draft.finish()
  }
}
