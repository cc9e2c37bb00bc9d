public import GaijiModel

/// Reads linkage profiles. The extension says the form: `.toml` or `.json`.
public enum ProfileReader {
  /// - Throws: `PolicyError` with every problem of the file, each with its line and key.
  public static func read(path: String) throws(PolicyError) -> LinkageProfile {
    try decode(try PolicyReader.bytes(path: path, what: "profile"), path: path)
  }

  /// As `read(path:)`, for bytes that are already in memory; `path` names them in messages and says
  /// the form.
  public static func decode(_ bytes: [UInt8], path: String) throws(PolicyError) -> LinkageProfile {
    try ProfileDecoder.decode(
      try PolicyReader.node(bytes, path: path, what: "profile"), file: path)
  }
}
