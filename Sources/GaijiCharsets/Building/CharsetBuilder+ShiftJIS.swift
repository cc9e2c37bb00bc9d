internal import GaijiModel

/// Code page 932, strict Shift_JIS and Shift_JIS-2004.
extension CharsetBuilder {
  /// Lead bytes of the two-byte codes. FD–FF and 80, A0 begin no code.
  static let shiftJISLeads: [ClosedRange<UInt8>] = [0x81...0x9F, 0xE0...0xFC]
  static let shiftJISTrails: [ClosedRange<UInt8>] = [0x40...0x7E, 0x80...0xFC]

  static func shiftJISDraft(_ name: String) -> CharsetDraft {
    var draft = CharsetDraft(name: name, scheme: .leadByte)
    draft.setLength(1, of: 0x00...0x7F)
    draft.setLength(1, of: 0xA1...0xDF)
    for leads in shiftJISLeads {
      draft.setLength(2, of: leads)
      for trails in shiftJISTrails { draft.setTrails(trails, after: leads) }
    }
    return draft
  }

  static func cp932(_ name: String) throws(CharsetBuildError) -> CharsetTable {
    let icu = try converter("ibm-943_P15A-2003", for: name)
    var draft = shiftJISDraft(name)
    defineASCII(in: &draft)
    defineHalfWidthKana(in: &draft)
    for leads in shiftJISLeads {
      for lead in leads {
        for trail in shiftJISTrails.joined() {
          try copy([lead, trail], from: icu, charset: name, to: &draft) { $0 }
        }
      }
    }
    return draft.finish()
  }

  static func shiftJIS(_ name: String) throws(CharsetBuildError) -> CharsetTable {
    let sets = try JISSets(charset: name)
    // Leads F0–FC hold no character of JIS X 0208, but the scheme makes them leads: a gaiji of some
    // vendor is reported as one undefined code, not as two broken bytes.
    var draft = shiftJISDraft(name)
    defineJISRoman(in: &draft)
    defineHalfWidthKana(in: &draft)
    sets.x0208.each(rows: JISSets.x0208Rows) { row, cell, scalar in
      draft.define(RowCellCode.shiftJIS(row, cell), byteCount: 2, scalar)
    }
    return draft.finish()
  }

  static func shiftJIS2004(_ name: String, _ jisx0213: JISX0213Rows) -> CharsetTable {
    var draft = shiftJISDraft(name)
    defineJISRoman(in: &draft)
    defineHalfWidthKana(in: &draft)
    for row in jisx0213.rows {
      let code =
        row.plane == 1
        ? RowCellCode.shiftJIS(row.row, row.cell) : RowCellCode.shiftJISPlane2(row.row, row.cell)
      // Plane 2 has no characters outside the rows that Shift_JIS-2004 has room for.
      guard let code else { continue }
      draft.define(code, byteCount: 2, row.first, second: row.second)
    }
    return draft.finish()
  }

  // MARK: One-byte sets

  static func defineASCII(in draft: inout CharsetDraft, state: Int = 0) {
    for byte in UInt32(0)...0x7F {
      draft.define(byte, byteCount: 1, state: state, byte, isOneWay: false)
    }
  }

  /// The Roman half of JIS X 0201: ¥ and ‾ in place of \ and ~.
  static func defineJISRoman(in draft: inout CharsetDraft, state: Int = 0) {
    for byte in UInt32(0)...0x7F {
      let scalar: UInt32 = byte == 0x5C ? 0xA5 : byte == 0x7E ? 0x203E : byte
      draft.define(byte, byteCount: 1, state: state, scalar)
    }
  }

  /// The kana half of JIS X 0201 at A1–DF, or behind a lead byte (8EA1–8EDF in EUC).
  static func defineHalfWidthKana(in draft: inout CharsetDraft, lead: UInt32 = 0) {
    for byte in UInt32(0xA1)...0xDF {
      draft.define(
        lead << 8 | byte, byteCount: lead == 0 ? 1 : 2, 0xFF61 + byte - 0xA1, isOneWay: false)
    }
  }

  // MARK: Copying from ICU

  /// Defines the code as ICU decodes it, if it does. `stream` wraps the code in its shift sequences.
  static func copy(
    _ code: [UInt8], from icu: ICUConverter, charset: String, state: Int = 0,
    to draft: inout CharsetDraft, stream: ([UInt8]) -> [UInt8]
  ) throws(CharsetBuildError) {
    guard case .success(let scalars) = icu.decode(stream(code)), (1...2).contains(scalars.count)
    else { return }
    let back = icu.encode(scalars)
    let isOneWay = back != .success(stream(code))
    // A one-way code's character must be written by some code that reads as the same character.
    if isOneWay {
      guard case .success(let other) = back, icu.decode(other) == .success(scalars) else {
        throw .inconsistent(charset: charset, code: code, scalars: scalars)
      }
    }
    draft.define(
      code.reduce(0) { $0 << 8 | UInt32($1) }, byteCount: code.count, state: state, scalars[0],
      second: scalars.count == 2 ? scalars[1] : 0, isOneWay: isOneWay)
  }
}
