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
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw PolicyError(
        .init(file: path, message: "is not UTF-8; save the policy as UTF-8 text"))
    }
    let root: PolicyNode
    let content =
      text.unicodeScalars.first == "\u{FEFF}" ? String(text.unicodeScalars.dropFirst()) : text
    let lower = path.lowercased()
    if lower.hasSuffix(".toml") {
      root = try TOMLPolicyParser.parse(content, file: path)
    } else if lower.hasSuffix(".json") {
      root = try JSONPolicyParser.parse(content, file: path)
    } else {
      throw PolicyError(
        .init(file: path, message: "a policy file ends in .toml or .json; rename it"))
    }
    var file = try PolicyDecoder.decode(root, file: path)
    file.path = path
    file.sha256 = SHA256.digest(of: bytes)
    return file
  }

  private static func bytes(path: String) throws(PolicyError) -> [UInt8] {
    func failure() -> PolicyError {
      let reason = unsafe String(cString: strerror(errno))
      return PolicyError(.init(file: path, message: "cannot read the policy: \(reason)"))
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
          .init(file: path, message: "is larger than \(maximumBytes) bytes; is this a policy?"))
      }
    }
  }
}
