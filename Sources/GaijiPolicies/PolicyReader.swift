internal import GaijiHashing
internal import GaijiModel
internal import Glibc

/// Reads policy files. The extension says the form: `.toml` or `.json`.
public enum PolicyReader {
  /// More is not a policy but a mistaken file name.
  public static let maximumBytes = 1 << 20

  /// Reads and decodes a file. Call `PolicyValidator` once flags have been laid over the result.
  ///
  /// - Throws: `PolicyError` with every problem of the file.
  public static func read(path: String) throws(PolicyError) -> PolicyFile {
    try decode(try bytes(path: path), path: path)
  }

  /// As `read(path:)`, for bytes that are already in memory; `path` names them in messages and says
  /// the form.
  public static func decode(_ bytes: [UInt8], path: String) throws(PolicyError) -> PolicyFile {
    var file = try PolicyDecoder.decode(try node(bytes, path: path, what: "policy"), file: path)
    file.path = path
    file.sha256 = SHA256.digest(of: bytes)
    return file
  }

  /// The values of a file; `what` is the kind of file, for messages.
  static func node(
    _ bytes: [UInt8], path: String, what: String
  ) throws(PolicyError) -> PolicyNode {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw PolicyError(
        .init(file: path, message: "is not UTF-8; save the \(what) as UTF-8 text"))
    }
    let content =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let lower = path.lowercased()
    if lower.hasSuffix(".toml") {
      return try TOMLPolicyParser.parse(content, file: path)
    } else if lower.hasSuffix(".json") {
      return try JSONPolicyParser.parse(content, file: path)
    } else {
      throw PolicyError(
        .init(file: path, message: "a \(what) file ends in .toml or .json; rename it"))
    }
  }

  static func bytes(path: String, what: String = "policy") throws(PolicyError) -> [UInt8] {
    func failure() -> PolicyError {
      let reason = unsafe String(cString: strerror(errno))
      return PolicyError(.init(file: path, message: "cannot read the \(what): \(reason)"))
    }
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure() }
    defer { _ = close(descriptor) }
    var bytes: [UInt8] = []
    var block = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // SAFETY: reads at most the array's own size.
      let count = unsafe block.withUnsafeMutableBytes {
        unsafe Glibc.read(descriptor, $0.baseAddress, $0.count)
      }
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else { throw failure() }
      if count == 0 { return bytes }
      bytes += block[..<count]
      guard bytes.count <= maximumBytes else {
        throw PolicyError(
          .init(file: path, message: "is larger than \(maximumBytes) bytes; is this a \(what)?"))
      }
    }
  }
}
