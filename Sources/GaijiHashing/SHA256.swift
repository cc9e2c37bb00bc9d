internal import CGaijiCrypto

/// The 32 bytes of a SHA-256.
public struct SHA256Digest: Hashable, Sendable, CustomStringConvertible {
  public let bytes: [UInt8]

  public init?(bytes: [UInt8]) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// Reads 64 hexadecimal digits.
  public init?(hex: String) {
    let digits = Array(hex.utf8)
    guard digits.count == 64 else { return nil }
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: 64, by: 2) {
      guard let byte = UInt8(String(decoding: digits[index..<index + 2], as: UTF8.self), radix: 16)
      else { return nil }
      bytes.append(byte)
    }
    self.bytes = bytes
  }

  /// 64 lower-case hexadecimal digits.
  public var description: String {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return String(decoding: text, as: UTF8.self)
  }
}

/// SHA-256 over bytes that arrive in pieces.
///
/// A class because it owns a libcrypto context. Not `Sendable`: one owner feeds it.
@safe public final class SHA256 {
  private let context: OpaquePointer

  /// Without the system's openssl.cnf: reading and parsing it takes as long as hashing a megabyte,
  /// and nothing in it changes SHA-256.
  private static let isReady = OPENSSL_init_crypto(
    UInt64(OPENSSL_INIT_NO_LOAD_CONFIG), nil)

  public init() {
    precondition(Self.isReady == 1, "libcrypto does not start: out of memory")
    guard let context = unsafe EVP_MD_CTX_new(),
      unsafe EVP_DigestInit_ex(context, EVP_sha256(), nil) == 1
    else { preconditionFailure("libcrypto gave no SHA-256 context: out of memory") }
    unsafe self.context = context
  }

  deinit { unsafe EVP_MD_CTX_free(context) }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    // SAFETY: base and count belong to the same live buffer for the length of this call.
    unsafe _ = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
  }

  public func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The digest of everything fed so far. Call once, last.
  public func finalize() -> SHA256Digest {
    var digest = [UInt8](repeating: 0, count: 32)
    // SAFETY: EVP_sha256 writes exactly 32 bytes.
    unsafe digest.withUnsafeMutableBufferPointer {
      unsafe _ = EVP_DigestFinal_ex(context, $0.baseAddress, nil)
    }
    return SHA256Digest(bytes: digest)!
  }

  public static func digest(of bytes: [UInt8]) -> SHA256Digest {
    let hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}
