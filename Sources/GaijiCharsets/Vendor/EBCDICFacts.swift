/// What is common to the one-byte codes of all EBCDIC hosts.
///
/// The graphic characters are those of ANSI X3.26-1980 that Fujitsu's, Hitachi's and NEC's variants
/// share; IBM's character data representation architecture gives the same ones for its syntactic
/// character set. The controls are IBM's correspondence of C0 and C1, with NL (15) as line feed, as
/// these hosts end their lines.
enum EBCDICFacts {
  /// Bytes 00–3F to U+0000–U+001F, U+007F, U+0080–U+009B and so on: C0 and C1 by byte.
  private static let controls: [UInt8] = [
    0x00, 0x01, 0x02, 0x03, 0x9C, 0x09, 0x86, 0x7F, 0x97, 0x8D, 0x8E, 0x0B, 0x0C, 0x0D, 0x0E, 0x0F,
    0x10, 0x11, 0x12, 0x13, 0x9D, 0x0A, 0x08, 0x87, 0x18, 0x19, 0x92, 0x8F, 0x1C, 0x1D, 0x1E, 0x1F,
    0x80, 0x81, 0x82, 0x83, 0x84, 0x85, 0x17, 0x1B, 0x88, 0x89, 0x8A, 0x8B, 0x8C, 0x05, 0x06, 0x07,
    0x90, 0x91, 0x16, 0x93, 0x94, 0x95, 0x96, 0x04, 0x98, 0x99, 0x9A, 0x9B, 0x14, 0x15, 0x9E, 0x1A,
  ]

  /// Controls that some variant puts elsewhere (0E and 0F) or keeps for shifts (28, 29, 38).
  private static let variantControls: Set<UInt8> = [0x0E, 0x0F, 0x28, 0x29, 0x38]

  /// First byte and the ASCII characters from there on.
  private static let graphics: [(UInt8, String)] = [
    (0x40, " "), (0x4B, ".<(+"), (0x50, "&"), (0x5C, "*);"), (0x60, "-/"), (0x6B, ",%_>?"),
    (0x79, "`:#@'=\""), (0xA1, "~"), (0xC0, "{ABCDEFGHI"), (0xD0, "}JKLMNOPQR"),
    (0xE2, "STUVWXYZ"), (0xF0, "0123456789"),
  ]

  /// What NEC adds for the bytes of ASCII in two-byte codes: X3.26's places, in which the variants
  /// otherwise differ.
  private static let byteMapGraphics: [(UInt8, String)] = [
    (0x4A, "["), (0x4F, "!"), (0x5A, "]"), (0x5B, "\\"), (0x5F, "^"), (0x6A, "|"), (0xE0, "$"),
    (0x81, "abcdefghi"), (0x91, "jklmnopqr"), (0xA2, "stuvwxyz"),
  ]

  /// The one-byte codes in which all variants agree.
  static func commonRows() -> [CharsetPart.Row] {
    var rows: [CharsetPart.Row] = []
    for (byte, control) in controls.enumerated() where !variantControls.contains(UInt8(byte)) {
      rows.append(.init(code: UInt32(byte), byteCount: 1, first: UInt32(control)))
    }
    each(of: graphics) { rows.append(.init(code: UInt32($0), byteCount: 1, first: UInt32($1))) }
    return rows
  }

  /// JIS8: ASCII and the kana half of JIS X 0201.
  static func jis8Rows() -> [CharsetPart.Row] {
    (UInt32(0)...0x7F).map { CharsetPart.Row(code: $0, byteCount: 1, first: $0) }
      + (UInt32(0xA1)...0xDF).map {
        CharsetPart.Row(code: $0, byteCount: 1, first: 0xFF61 + $0 - 0xA1)
      }
  }

  /// The byte of JIS8 for each byte of NEC's EBCDIK in two-byte codes.
  ///
  /// Controls and ASCII as above; 9F is E1, and A0–FF take the bytes that are left, in ascending
  /// order. That is the conversion of X3.26 that `dd conv=ebcdic` also derives from.
  static func jis8Bytes() -> [UInt8] {
    var bytes = [UInt8?](repeating: nil, count: 256)
    for (byte, control) in controls.enumerated() { bytes[byte] = control }
    each(of: graphics + byteMapGraphics) { bytes[Int($0)] = $1 }
    bytes[0xE1] = 0x9F
    var next: UInt8 = 0xA0
    return bytes.map { known in
      if let known { return known }
      defer { next &+= 1 }
      return next
    }
  }

  private static func each(
    of runs: [(UInt8, String)], _ body: (_ byte: UInt8, _ ascii: UInt8) -> Void
  ) {
    for (first, text) in runs {
      for (index, character) in text.utf8.enumerated() { body(first + UInt8(index), character) }
    }
  }
}
