/// Where the characters of a drawn charset come from; goes into the catalogue's list of sources.
public struct CharsetSource: Hashable, Sendable {
  /// ICU's converters that were read, such as `ibm-943_P15A-2003`; empty when none was.
  public let icuConverters: [String]
  /// Such as `72.1`; `nil` when ICU was not read.
  public let icuVersion: String?
  /// One sentence for a person: model, and what was changed against the source.
  public let description: String

  init(_ icuConverters: [String], _ description: String) {
    self.icuConverters = icuConverters
    icuVersion = icuConverters.isEmpty ? nil : ICUConverter.version
    self.description = description
  }
}

/// Draws the tables of the standard charsets from the system's ICU.
///
/// This runs once, when a catalogue or a release is made; no conversion calls ICU. The same ICU
/// gives the same tables.
public enum CharsetBuilder {
  /// Draws one charset.
  ///
  /// - Parameters:
  ///   - name: One of `CharsetNames.standard`.
  ///   - jisx0213: The rows for `shift_jis-2004` and `euc-jis-2004`; other charsets ignore it.
  public static func build(
    _ name: String, jisx0213: JISX0213Rows?
  ) throws(CharsetBuildError) -> CharsetTable {
    switch name {
    case "utf8": return CharsetTable(name: name, scheme: .utf8)
    case "utf16": return CharsetTable(name: name, scheme: .utf16)
    case "utf16le": return CharsetTable(name: name, scheme: .utf16le)
    case "utf16be": return CharsetTable(name: name, scheme: .utf16be)
    case "utf32": return CharsetTable(name: name, scheme: .utf32)
    case "utf32le": return CharsetTable(name: name, scheme: .utf32le)
    case "utf32be": return CharsetTable(name: name, scheme: .utf32be)
    case "cp932": return try cp932(name)
    case "shift_jis": return try shiftJIS(name)
    case "euc-jp": return try eucJP(name)
    case "eucjp-ms": return try eucJPMS(name)
    case "iso-2022-jp": return try iso2022JP(name)
    case "ibm930", "ibm939", "ibm1390", "ibm1399":
      return try ebcdic(name, icuName: ebcdicConverters[name]!)
    case "shift_jis-2004", "euc-jis-2004":
      guard let jisx0213 else { throw .needsJISX0213(charset: name) }
      return name == "shift_jis-2004"
        ? shiftJIS2004(name, jisx0213) : eucJIS2004(name, jisx0213)
    default: throw .unknownCharset(name)
    }
  }

  static let ebcdicConverters = [
    "ibm930": "ibm-930_P120-1999", "ibm939": "ibm-939_P120-1999",
    "ibm1390": "ibm-1390_P110-2003", "ibm1399": "ibm-1399_P110-2003",
  ]

  /// Where a standard charset comes from; `nil` for other names.
  public static func source(of name: String) -> CharsetSource? {
    let jis = "ibm-954_P101-2007"
    switch name {
    case "utf8", "utf16", "utf16le", "utf16be", "utf32", "utf32le", "utf32be":
      return CharsetSource([], "The Unicode Standard, chapter 3; no table")
    case "cp932":
      return CharsetSource(
        ["ibm-943_P15A-2003"],
        "Windows code page 932; 00–7F are ASCII as in Windows, where ICU turns 1A, 1C and 7F round")
    case "shift_jis":
      return CharsetSource(
        [jis], "JIS X 0201 and JIS X 0208 only, with the Unicode Consortium's JIS0208.TXT mapping")
    case "euc-jp":
      return CharsetSource(
        [jis], "ASCII, JIS X 0208, JIS X 0201 kana, JIS X 0212; JIS0208.TXT mapping, no gaiji")
    case "eucjp-ms":
      return CharsetSource(
        ["ibm-943_P15A-2003", jis],
        "eucJP-ms of the Open Group Japan vendors: code page 932's mapping, NEC row 13, JIS X 0212, "
          + "IBM extensions in 8FF3F3–8FF4FE, gaiji in F5A1–FEFE and 8FF5A1–8FFEFE")
    case "iso-2022-jp":
      return CharsetSource(
        [jis], "RFC 1468 with JIS0208.TXT mapping; half-width kana (ESC ( I) are read, not written")
    case "ibm930", "ibm939", "ibm1390", "ibm1399":
      return CharsetSource([ebcdicConverters[name]!], "IBM host code page with SO/SI")
    case "shift_jis-2004", "euc-jis-2004":
      return CharsetSource(
        [], "JIS X 0213:2004 rows of jntajis, with the standard's characters in place of Windows'")
    default: return nil
    }
  }
}
