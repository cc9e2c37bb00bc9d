/// The coding spaces and user-defined areas of each vendor.
extension TwoByteSystem {
  private static let upper: ClosedRange<UInt8> = 0xA1...0xFE
  private static let lower: ClosedRange<UInt8> = 0x21...0x7E

  /// 4040 is the space; A1A1–FEFE lie as in JIS X 0208, 41A1–7FFE are extensions, the rest is for
  /// users. Fujitsu and Hitachi share this form.
  private static let withSpace4040 = [Block(0x40...0x40, 0x40...0x40), Block(0x41...0xFE, upper)]

  /// Based on JIS C 6226-1978; what 1983 changed was added as extensions and nothing moved.
  static let jef = TwoByteSystem(
    part: "jef", substitute: nil, byteMap: nil, space: withSpace4040,
    areas: [GaijiArea(block: Block(0x80...0xA0, upper), firstScalar: 0xE000)],
    jis: JISArea(offset: 0x8080, rows: 1...84, edition: .of1978))

  static let keis78 = keis("keis78", .of1978)
  static let keis83 = keis("keis83", .of1983)
  /// 凜 and 熙, which JIS X 0208:1990 added as row 84, cells 5 and 6.
  static let keis90 = keis(
    "keis90", .of1990,
    Substitute(
      part: "keis83",
      additions: [
        CharsetPart.Row(code: 0xF4A5, byteCount: 2, first: 0x51DC),
        CharsetPart.Row(code: 0xF4A6, byteCount: 2, first: 0x7199),
      ]))

  private static func keis(
    _ part: String, _ edition: JISEdition, _ substitute: Substitute? = nil
  ) -> TwoByteSystem {
    TwoByteSystem(
      part: part, substitute: substitute, byteMap: nil, space: withSpace4040,
      areas: [GaijiArea(block: Block(0x81...0xA0, upper), firstScalar: 0xE000)],
      jis: JISArea(offset: 0x8080, rows: 1...84, edition: edition))
  }

  static let jipsJ = jips("jipsj", byteMap: nil)
  /// Each byte of JIPS(J) through the table of JIS8 and EBCDIK bytes. Whether NEC's own converters
  /// treat the user-defined area so too is not known.
  static let jipsE = jips("jipsj", byteMap: VendorCharsets.jipsByteMap)

  /// Four sets of 94 × 94 codes: G0 lies as JIS C 6226-1978 up to row 83, rows 84–94 are for users;
  /// G1 holds extensions and, from E0A1, the other part for users; G2 and G3 hold nothing known.
  private static func jips(_ part: String, byteMap: String?) -> TwoByteSystem {
    TwoByteSystem(
      part: part, substitute: nil, byteMap: byteMap,
      space: [
        Block(lower, lower), Block(lower, upper), Block(upper, lower), Block(upper, upper),
      ],
      areas: [
        GaijiArea(block: Block(0x74...0x7E, lower), firstScalar: 0xE000),
        GaijiArea(block: Block(0xE0...0xFE, upper), firstScalar: 0xE40A),
      ], jis: JISArea(offset: 0, rows: 1...83, edition: .of1978))
  }

  /// IBM's host DBCS: both bytes 41–FE, or 4040. The table itself projects the user-defined area.
  static func ibm(_ part: String) -> TwoByteSystem {
    TwoByteSystem(
      part: part, substitute: nil, byteMap: nil,
      space: [Block(0x40...0x40, 0x40...0x40), Block(0x41...0xFE, 0x41...0xFE)], areas: [],
      jis: nil)
  }
}
