/// The code systems of Japanese mainframes and what they are made of.
///
/// Sources: names and combinations, shift sequences and user-defined areas from the documentation of
/// the project jef4j and the vendors' manuals that it cites; the sets of JIPS from the description
/// at offcom.jp (moji_code10).
///
/// NEC's internal codes (J) and (E) are not here. They are not JIPS without shifts: (J) is a form of
/// Shift_JIS, and (E), also called A-VX or S100 code, moves rows and cells so that the first byte
/// tells a character's length (offcom.jp, moji_code11). No published formula of that is known.
public enum VendorCharsets {
  /// By vendor; pure two-byte forms first.
  public static let all: [VendorCharset] = fujitsu + hitachi + nec + ibm

  public static let names: [String] = all.map(\.name)

  /// Every name under which a part can be imported.
  public static let partNames: [String] = {
    var names: [String] = []
    for name in all.flatMap(\.partNames) where !names.contains(name) { names.append(name) }
    return names
  }()

  /// The charset of that name or alias, letter case ignored.
  public static func named(_ name: String) -> VendorCharset? { byName[name.lowercased()] }

  private static let byName: [String: VendorCharset] = {
    var found: [String: VendorCharset] = [:]
    for charset in all {
      for name in [charset.name] + charset.aliases { found[name] = charset }
    }
    return found
  }()

  /// Byte pairs of NEC: the row's `code` is the byte of JIPS(E) and its `first` that of JIPS(J).
  public static let jipsByteMap = "nec-jis8-ebcdik"

  // MARK: Fujitsu

  /// K (12 point), K1 (9 point) and K2 (7 point) begin two-byte codes, A ends them. 30 alone is an
  /// ordinary code.
  private static let jefShifts: [CharsetTable.Shift] = [
    .init(bytes: [0x28], state: 1), .init(bytes: [0x38], state: 1),
    .init(bytes: [0x30, 0xE2], state: 1), .init(bytes: [0x29], state: 0),
  ]

  private static let fujitsu: [VendorCharset] =
    [VendorCharset("jef", "Fujitsu JEF, two-byte codes", aliases: ["x-fujitsu-jef"], twoByte: .jef)]
    + ["ebcdic", "ebcdik", "ascii"].map {
      VendorCharset(
        "jef-\($0)", "Fujitsu JEF with \($0.uppercased())", aliases: ["x-fujitsu-jef-\($0)"],
        oneByte: "fujitsu-\($0)", twoByte: .jef, shifts: jefShifts)
    }
    + ["ebcdic", "ebcdik", "ascii"].map { single("fujitsu", "Fujitsu", $0) }

  // MARK: Hitachi

  private static let keisShifts: [CharsetTable.Shift] = [
    .init(bytes: [0x0A, 0x42], state: 1), .init(bytes: [0x0A, 0x41], state: 0),
  ]

  private static let hitachi: [VendorCharset] =
    [TwoByteSystem.keis78, .keis83, .keis90].flatMap { system in
      let title = "Hitachi " + system.part.uppercased()
      return [
        VendorCharset(
          system.part, title + ", two-byte codes", aliases: ["x-hitachi-\(system.part)"],
          twoByte: system)
      ]
        + ["ebcdic", "ebcdik"].map {
          VendorCharset(
            "\(system.part)-\($0)", title + " with \($0.uppercased())",
            aliases: ["x-hitachi-\(system.part)-\($0)"], oneByte: "hitachi-\($0)",
            twoByte: system, shifts: keisShifts)
        }
    } + ["ebcdic", "ebcdik"].map { single("hitachi", "Hitachi", $0) }

  // MARK: NEC

  private static let jipsJShifts: [CharsetTable.Shift] = [
    .init(bytes: [0x1A, 0x70], state: 1), .init(bytes: [0x1A, 0x71], state: 0),
  ]
  private static let jipsEShifts: [CharsetTable.Shift] = [
    .init(bytes: [0x3F, 0x75], state: 1), .init(bytes: [0x3F, 0x76], state: 0),
  ]

  private static let nec: [VendorCharset] =
    [
      VendorCharset(
        "jipsj", "NEC JIPS(J), two-byte codes", aliases: ["x-nec-jipsj", "jips(j)"],
        twoByte: .jipsJ),
      VendorCharset(
        "jipse", "NEC JIPS(E), two-byte codes", aliases: ["x-nec-jipse", "jips(e)"],
        twoByte: .jipsE),
      VendorCharset(
        "jipsj-jis8", "NEC JIPS(J) with JIS8", aliases: ["x-nec-jipsj-jis8"], oneByte: "nec-jis8",
        twoByte: .jipsJ, shifts: jipsJShifts),
      VendorCharset(
        "jipsj-ebcdik", "NEC JIPS(J) with EBCDIK", aliases: ["x-nec-jipsj-ebcdik"],
        oneByte: "nec-ebcdik", twoByte: .jipsJ, shifts: jipsJShifts),
      VendorCharset(
        "jipse-ebcdik", "NEC JIPS(E) with EBCDIK", aliases: ["x-nec-jipse-ebcdik"],
        oneByte: "nec-ebcdik", twoByte: .jipsE, shifts: jipsEShifts),
    ] + ["ebcdik", "jis8"].map { single("nec", "NEC", $0) }

  // MARK: IBM

  /// The parts of the standard charsets with SO and SI, for fields without shifts.
  private static let ibm: [VendorCharset] = [
    VendorCharset(
      "ibm300", "IBM CCSID 300, two-byte codes of 930 and 939", aliases: ["ibm-300", "cp300"],
      twoByte: .ibm("ibm300")),
    VendorCharset(
      "ibm16684", "IBM CCSID 16684, two-byte codes of 1390 and 1399",
      aliases: ["ibm-16684", "cp16684"], twoByte: .ibm("ibm16684")),
    VendorCharset(
      "ibm290", "IBM CCSID 290, one-byte codes of 930", aliases: ["ibm-290", "cp290"],
      oneByte: "ibm290"),
    VendorCharset(
      "ibm1027", "IBM CCSID 1027, one-byte codes of 939", aliases: ["ibm-1027", "cp1027"],
      oneByte: "ibm1027"),
  ]

  private static func single(_ prefix: String, _ vendor: String, _ set: String) -> VendorCharset {
    VendorCharset(
      "\(prefix)-\(set)", "\(vendor) \(set.uppercased()), one-byte codes",
      aliases: ["x-\(prefix)-\(set)"], oneByte: "\(prefix)-\(set)")
  }
}
