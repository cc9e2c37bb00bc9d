public import GaijiGlyphs
internal import GaijiHashing
internal import Glibc

/// Where indexes are kept.
public enum IndexPlace {
  /// The file for some fonts and a model unless the user says where: `index-KEY.gaijiindex` in the
  /// user's cache, which is `$XDG_CACHE_HOME/gaiji` or `~/.cache/gaiji`. The key is made from the
  /// model and the paths of the fonts; the content of the fonts stands in the file, so an index of a
  /// font that was replaced is found and made anew in its place.
  ///
  /// - Returns: `nil` when the environment names no such folder.
  public static func cachePath(fonts: [FontFile], model: IdentifierModel) -> String? {
    guard let folder else { return nil }
    let text = ([IndexFacts.arithmetic, model.digest.description] + fonts.map(\.path))
      .joined(separator: "\0")
    let key = SHA256.digest(of: Array(text.utf8)).description.prefix(32)
    return "\(folder)/gaiji/index-\(key).gaijiindex"
  }

  private static var folder: String? {
    if let cache = variable("XDG_CACHE_HOME"), cache.utf8.first == UInt8(ascii: "/") {
      return cache
    }
    return variable("HOME").map { $0 + "/.cache" }
  }

  private static func variable(_ name: String) -> String? {
    // SAFETY: the environment is not changed while the program runs.
    guard let value = unsafe getenv(name), unsafe value.pointee != 0 else { return nil }
    return unsafe String(cString: value)
  }
}
