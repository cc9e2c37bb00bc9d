import Foundation
import GaijiCharsets
import Testing

/// A published table of a vendor's code system (JSON of the project jef4j), read here with a few
/// lines of its own, and what its rows and options say.
struct VendorTable {
  struct Entry {
    var code: UInt32
    var byteCount: Int
    var base: UInt32
    /// Hanyo-Denshi and Moji_Joho numbering, and Adobe-Japan1 numbering; 0: none.
    var selector: UInt32
    var adobeSelector: UInt32
    var combining: UInt32
    var options: Set<String>

    var first: UInt32 { base }
    var second: UInt32 { selector != 0 ? selector : combining }
    var character: [UInt32] { second == 0 ? [first] : [first, second] }
    /// Read, but written only where no other code has the character: the nearest one instead of
    /// the true one, or a code that its table keeps out of plain conversions.
    var isSecondary: Bool {
      options.contains("substitution") || options.contains("oneway") && selector == 0
    }
  }

  let name: String
  let entries: [Entry]

  /// File names of the published tables by the part that they are.
  static let files = [
    "jef": "fujitsu_jef", "keis78": "hitachi_keis78", "keis83": "hitachi_keis83",
    "jipsj": "nec_jips", "fujitsu-ebcdic": "fujitsu_ebcdic", "fujitsu-ebcdik": "fujitsu_ebcdik",
    "fujitsu-ascii": "fujitsu_ascii", "hitachi-ebcdic": "hitachi_ebcdic",
    "hitachi-ebcdik": "hitachi_ebcdik", "nec-ebcdik": "nec_ebcdik", "nec-jis8": "nec_jis8",
  ]

  /// GAIJI_REFERENCE, a mirror of the published tables; `../shared/reference` without it.
  static let folder =
    (ProcessInfo.processInfo.environment["GAIJI_REFERENCE"].flatMap { $0.isEmpty ? nil : $0 }
      ?? Charsets.packageRoot.deletingLastPathComponent().appending(path: "shared/reference").path)
    + "/vendor/"

  static let isThere = FileManager.default.fileExists(
    atPath: folder + "fujitsu_jef_mapping.json")
  static let missing: Comment =
    "no vendor tables; set GAIJI_REFERENCE to a folder with vendor/*.json"

  private static func objects(_ file: String) throws -> [[String: Any]] {
    let data = try Data(contentsOf: URL(filePath: folder + file + "_mapping.json"))
    return try #require(try JSONSerialization.jsonObject(with: data) as? [[String: Any]])
  }

  private static func number(_ text: Any?) throws -> UInt32 {
    guard let text = text as? String else { return 0 }
    return try #require(UInt32(text, radix: 16))
  }

  init(_ name: String) throws {
    self.name = name
    let file = try #require(Self.files[name])
    entries = try Self.objects(file).compactMap { object in
      let code = try #require(object["code"] as? String)
      let entry = Entry(
        code: try Self.number(code), byteCount: code.utf8.count / 2,
        base: try Self.number(object["unicode"]), selector: try Self.number(object["hd"]),
        adobeSelector: try Self.number(object["aj1"]), combining: try Self.number(object["sp"]),
        options: Set((object["options"] as? [String]) ?? []))
      return entry.base == 0xFFFD ? nil : entry
    }
  }

  /// NEC's pairs: the byte of JIPS(E) for each byte of JIPS(J).
  static func byteMap() throws -> [UInt32: UInt32] {
    try Dictionary(
      uniqueKeysWithValues: objects("nec_jis8_ebcdik").map {
        (try number($0["jis8"]), try number($0["ebcdik"]))
      })
  }

  // MARK: Meaning

  /// What each code is read as. Of rows without a rank the last one counts, as in the project's
  /// own maps; a compatibility ideograph yields to the other row of its code.
  func decoded() -> [UInt32: [UInt32]] {
    var result: [UInt32: [UInt32]] = [:]
    for isCompatibility in [true, false] {
      for entry in entries
      where entry.options.contains("cjk_ci") == isCompatibility
        && !entry.options.contains("encode_only")
      {
        result[entry.code] = entry.character
      }
    }
    return result
  }

  /// What each character is written as; the lowest code of the best rank:
  /// rows for both ways, secondary rows, then other names of a code (its base without a selector,
  /// an Adobe-Japan1 selector, a compatibility ideograph, `encode_only`).
  func encoded() -> [[UInt32]: UInt32] {
    var ranks: [[[UInt32]: UInt32]] = [[:], [:], [:]]
    func add(_ rank: Int, _ character: [UInt32], _ code: UInt32) {
      ranks[rank][character] = min(code, ranks[rank][character] ?? .max)
    }
    let decoded = decoded()
    for entry in entries where !entry.options.contains("decode_only") {
      if entry.options.contains("encode_only") || decoded[entry.code] != entry.character {
        add(2, entry.character, entry.code)
        continue
      }
      add(entry.isSecondary ? 1 : 0, entry.character, entry.code)
      if entry.selector != 0, !entry.options.contains("oneway") { add(2, [entry.base], entry.code) }
      if entry.selector != 0, entry.adobeSelector != 0 {
        add(2, [entry.base, entry.adobeSelector], entry.code)
      }
    }
    return ranks[0].merging(ranks[1]) { best, _ in best }.merging(ranks[2]) { best, _ in best }
  }

  // MARK: Parts

  /// The rows as a part, as a reader of such files makes it.
  func part() -> CharsetPart {
    var readable = Set<UInt32>()
    var primary = Set<[UInt32]>()
    for entry in entries where !entry.options.contains("encode_only") {
      if !entry.options.contains("cjk_ci") { readable.insert(entry.code) }
      if !entry.isSecondary, !entry.options.contains("decode_only") {
        primary.insert(entry.character)
      }
    }
    var rows: [CharsetPart.Row] = []
    for entry in entries {
      var row = CharsetPart.Row(
        code: entry.code, byteCount: entry.byteCount, first: entry.first, second: entry.second)
      if entry.options.contains("decode_only") { row.use = .decodeOnly }
      if entry.isSecondary, primary.contains(entry.character) { row.use = .decodeOnly }
      if entry.options.contains("encode_only") { row.use = .encodeOnly }
      if entry.options.contains("cjk_ci"), readable.contains(entry.code) { row.use = .encodeOnly }
      rows.append(row)
      guard entry.selector != 0, !entry.options.contains("decode_only") else { continue }
      row.use = .encodeOnly
      if !entry.options.contains("oneway") {
        row.second = 0
        rows.append(row)
      }
      if entry.adobeSelector != 0 {
        row.second = entry.adobeSelector
        rows.append(row)
      }
    }
    return CharsetPart(name: name, rows: rows)
  }

  static func byteMapPart() throws -> CharsetPart {
    CharsetPart(
      name: VendorCharsets.jipsByteMap,
      rows: try byteMap().sorted { $0.key < $1.key }.map {
        CharsetPart.Row(code: $0.value, byteCount: 1, first: $0.key)
      })
  }

  /// All charsets made of the published tables; composed once.
  private static let charsets = Result {
    let composer = try CharsetComposer(
      parts: files.keys.sorted().map { try VendorTable($0).part() } + [byteMapPart()])
    return try Dictionary(
      uniqueKeysWithValues: VendorCharsets.all.map { ($0.name, try composer.compose($0).table) })
  }

  static func charset(_ name: String) throws -> CharsetTable {
    try #require(try charsets.get()[name])
  }
}
