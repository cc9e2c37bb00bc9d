public import GaijiGlyphs
internal import GaijiHashing
internal import Glibc

/// Which index is meant: a name made from the content of fonts and model.
public enum IndexKey {
  /// SHA-256 of a font file, as hexadecimal digits.
  public static func digest(of font: FontFile) -> String {
    let hash = SHA256()
    unsafe font.withBytes { unsafe hash.update($0) }
    return hash.finalize().description
  }

  /// 32 hexadecimal digits for some fonts and a model.
  static func key(fontDigests: [String], model: IdentifierModel) -> String {
    let text = ([IndexFacts.arithmetic, model.digest.description] + fontDigests)
      .joined(separator: "\n")
    return String(SHA256.digest(of: Array(text.utf8)).description.prefix(32))
  }

  /// Where an index is kept unless the user says where: `index-KEY.gaijiindex` in the user's cache
  /// folder, which is `$XDG_CACHE_HOME/gaiji` or `~/.cache/gaiji`.
  ///
  /// - Returns: `nil` when the environment names no such folder.
  public static func cachePath(fonts: [FontFile], model: IdentifierModel) -> String? {
    cachePath(fontDigests: fonts.map(digest), model: model)
  }

  static func cachePath(fontDigests: [String], model: IdentifierModel) -> String? {
    let folder: String
    if let cache = variable("XDG_CACHE_HOME"), cache.utf8.first == UInt8(ascii: "/") {
      folder = cache
    } else if let home = variable("HOME") {
      folder = home + "/.cache"
    } else {
      return nil
    }
    return "\(folder)/gaiji/index-\(key(fontDigests: fontDigests, model: model)).gaijiindex"
  }

  private static func variable(_ name: String) -> String? {
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
