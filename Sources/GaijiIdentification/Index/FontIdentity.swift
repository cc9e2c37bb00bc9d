internal import GaijiFiles
internal import GaijiGlyphs
internal import GaijiHashing

/// Which font an index was made from.
struct FontIdentity: Hashable {
  /// SHA-256 of the file, as hexadecimal digits.
  var digest: String
  /// Size, time of change and number of the file (`InputFile.identity`), so that a font that nobody
  /// touched need not be read again; empty for what is not such a file.
  var state: String
  /// For messages.
  var path: String

  init(digest: String, state: String, path: String) {
    self.digest = digest
    self.state = state
    self.path = path
  }

  init(_ font: FontFile) {
    digest = Self.digest(of: font)
    state = Self.state(of: font)
    // Facts are lines with tabs.
    path = String(
      decoding: font.path.utf8.map { $0 < 0x20 ? UInt8(ascii: "?") : $0 }, as: UTF8.self)
  }

  /// How a font differs from this one, in words; `nil` when it is the same.
  func difference(from font: FontFile) -> String? {
    if !state.isEmpty, state == Self.state(of: font) { return nil }
    let other = Self.digest(of: font)
    guard other != digest else { return nil }
    return "made from \(path) with the SHA-256 \(digest); \(font.path) has \(other)"
  }

  private static func digest(of font: FontFile) -> String {
    let hash = SHA256()
    // SAFETY: the bytes are looked at, not kept.
    unsafe font.withBytes { unsafe hash.update($0) }
    return hash.finalize().description
  }

  private static func state(of font: FontFile) -> String {
    guard let identity = (try? InputFile(path: font.path, decompression: .none))?.identity else {
      return ""
    }
    // The bytes of a font may have another source than the file of that name.
    return "\(font.byteCount) bytes of font, \(identity)"
  }
}
