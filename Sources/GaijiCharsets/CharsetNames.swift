/// The charsets of the frame and the names people use for them.
public enum CharsetNames {
  /// Canonical names, in the order in which a release stores them.
  public static let standard = [
    "utf8", "utf16", "utf16le", "utf16be", "utf32", "utf32le", "utf32be",
    "cp932", "shift_jis", "eucjp-ms", "euc-jp", "iso-2022-jp",
    "ibm930", "ibm939", "ibm1390", "ibm1399", "shift_jis-2004", "euc-jis-2004",
  ]

  private static let aliases = [
    "utf-8": "utf8", "utf-16": "utf16", "utf-16le": "utf16le", "utf-16be": "utf16be",
    "utf-32": "utf32", "utf-32le": "utf32le", "utf-32be": "utf32be",
    "windows-31j": "cp932", "ms932": "cp932", "windows-932": "cp932", "cp943c": "cp932",
    "shift-jis": "shift_jis", "sjis": "shift_jis",
    "euc-jp-ms": "eucjp-ms", "eucjpms": "eucjp-ms", "eucjp-win": "eucjp-ms",
    "eucjp": "euc-jp", "ujis": "euc-jp",
    "iso2022jp": "iso-2022-jp", "jis7": "iso-2022-jp",
    "ibm-930": "ibm930", "cp930": "ibm930", "ibm-939": "ibm939", "cp939": "ibm939",
    "ibm-1390": "ibm1390", "cp1390": "ibm1390", "ibm-1399": "ibm1399", "cp1399": "ibm1399",
    "shift_jisx0213": "shift_jis-2004", "sjis-2004": "shift_jis-2004",
    "shiftjis2004": "shift_jis-2004",
    "euc-jisx0213": "euc-jis-2004", "eucjis2004": "euc-jis-2004",
  ]

  /// The canonical name for a name or alias, letter case ignored; `nil` when it is not known here
  /// (it may still be one that a release carries).
  public static func canonical(_ name: String) -> String? {
    let lower = name.lowercased()
    if standard.contains(lower) { return lower }
    return aliases[lower] ?? VendorCharsets.named(lower)?.name
  }
}
