/// Glyph names and the font's version, from `maxp`, `post` and `name`.
struct SfntNames {
  /// By glyph index; empty for the 258 standard Macintosh names, which no caller needs.
  let glyphs: [String]
  /// As the font says it without the word "Version": `005.01`; empty when it says nothing.
  let version: String

  init(_ file: SfntFile) throws(SfntError) {
    let glyphCount = Int(try file.table("maxp").half(at: 4))
    glyphs = try Self.glyphNames(file.table("post"), glyphCount: glyphCount)
    version = (try? Self.versionText(file.table("name"))) ?? ""
  }

  /// `post` format 2: an index per glyph, then Pascal strings.
  private static func glyphNames(
    _ post: SfntTable, glyphCount: Int
  ) throws(SfntError) -> [String] {
    guard try post.word(at: 0) == 0x0002_0000 else {
      throw .unsupported(table: "post", reason: "no glyph names (only format 2 has them)")
    }
    guard Int(try post.half(at: 32)) == glyphCount else {
      throw post.malformed(at: 32, "its glyph count is not that of \"maxp\"")
    }
    var strings: [String] = []
    var offset = 34 + 2 * glyphCount
    while offset < post.count {
      let count = Int(try post.byte(at: offset))
      strings.append(String(decoding: try post.bytes(at: offset + 1, count: count), as: UTF8.self))
      offset += 1 + count
    }
    var names: [String] = []
    names.reserveCapacity(glyphCount)
    for glyph in 0..<glyphCount {
      let index = Int(try post.half(at: 34 + 2 * glyph)) - 258
      guard index < strings.count else {
        throw post.malformed(at: 34 + 2 * glyph, "glyph \(glyph) names a string that is not there")
      }
      names.append(index < 0 ? "" : strings[index])
    }
    return names
  }

  /// Name 5 of a Windows (UTF-16BE) or Macintosh record.
  private static func versionText(_ name: SfntTable) throws(SfntError) -> String {
    let storage = Int(try name.half(at: 4))
    for index in 0..<Int(try name.half(at: 2)) {
      let record = 6 + 12 * index
      guard try name.half(at: record + 6) == 5 else { continue }
      let platform = try name.half(at: record)
      let count = Int(try name.half(at: record + 8))
      let bytes = Array(
        try name.bytes(at: storage + Int(try name.half(at: record + 10)), count: count))
      // Versions are ASCII, so the low bytes of UTF-16 are the text.
      let ascii = platform == 1 ? bytes : bytes.enumerated().filter { $0.offset % 2 == 1 }.map(\.1)
      let text = String(decoding: ascii.filter { (0x20...0x7E).contains($0) }, as: UTF8.self)
      let words = text.split(separator: " ").filter { $0.lowercased() != "version" }
      if let first = words.first {
        return String(first.replacing(/^[Vv]er\.?|[;,].*$/, with: ""))
      }
    }
    return ""
  }
}
