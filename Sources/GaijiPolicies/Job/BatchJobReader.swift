internal import GaijiHashing

/// Reads job files. The extension says the form: `.toml` or `.json`.
public enum BatchJobReader {
  /// - Throws: `PolicyError` with every problem of the file, each with its line and key.
  public static func read(path: String) throws(PolicyError) -> BatchJob {
    try decode(try PolicyReader.bytes(path: path, what: "job"), path: path)
  }

  /// As `read(path:)`, for bytes that are already in memory; `path` names them in messages, says the
  /// form, and its folder is where relative paths begin.
  public static func decode(_ bytes: [UInt8], path: String) throws(PolicyError) -> BatchJob {
    try BatchJobDecoder.decode(
      try PolicyReader.node(bytes, path: path, what: "job"), file: path,
      sha256: SHA256.digest(of: bytes))
  }
}
