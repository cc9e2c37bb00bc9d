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
  let context: UnsafeMutablePointer<SHA256_CTX>
  /// Bytes fed so far.
  public internal(set) var byteCount: UInt64 = 0

  public init() {
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(to: SHA256_CTX())
    unsafe gaiji_sha256_init(context)
  }

  deinit { unsafe context.deallocate() }

  public func update(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, bytes.count > 0 else { return }
    // SAFETY: base and count belong to the same live buffer for the length of this call.
    unsafe gaiji_sha256_update(context, base, bytes.count)
    byteCount += UInt64(bytes.count)
  }

  public func update(_ bytes: [UInt8]) {
    unsafe bytes.withUnsafeBytes { unsafe update($0) }
  }

  /// The digest of everything fed so far. Call once, last.
  public func finalize() -> SHA256Digest {
    var digest = [UInt8](repeating: 0, count: 32)
    // SAFETY: exactly 32 bytes are written.
    unsafe digest.withUnsafeMutableBufferPointer {
      unsafe gaiji_sha256_final(context, $0.baseAddress)
    }
    return SHA256Digest(bytes: digest)!
  }

  public static func digest(of bytes: [UInt8]) -> SHA256Digest {
    let hash = SHA256()
    hash.update(bytes)
    return hash.finalize()
  }
}
