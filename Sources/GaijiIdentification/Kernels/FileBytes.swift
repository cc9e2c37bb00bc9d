internal import CGaijiMatching
internal import GaijiHashing

/// Numbers from bytes and back. Files are little-endian, and so is the machine (`MappedFile` says so).
enum FlatBytes {
  static func floats(littleEndian bytes: [UInt8]) -> [Float] {
    numbers(bytes, UInt32.self).map { Float(bitPattern: $0) }
  }

  static func integers(littleEndian bytes: [UInt8]) -> [Int16] { numbers(bytes, Int16.self) }

  private static func numbers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: [UInt8], _: Number.Type
  ) -> [Number] {
    let size = MemoryLayout<Number>.size
    precondition(bytes.count % size == 0)
    return unsafe bytes.withUnsafeBytes { memory in
      // SAFETY: unaligned loads at multiples of the size inside the buffer.
      (0..<memory.count / size).map {
        unsafe memory.loadUnaligned(fromByteOffset: size * $0, as: Number.self)
      }
    }
  }

  static func bytes<Element: BitwiseCopyable>(of values: [Element]) -> [UInt8] {
    unsafe values.withUnsafeBytes { unsafe Array($0) }
  }

  /// 32 bytes that almost surely differ for other bytes; many times as fast as SHA-256, but no help
  /// against forgery.
  @unsafe static func checksum(of bytes: UnsafeRawBufferPointer) -> [UInt8] {
    var words = [UInt32](repeating: 0, count: 32)
    // SAFETY: 32 words are written; an empty buffer may have no address, and is not read.
    if let base = bytes.baseAddress, bytes.count > 0 {
      unsafe gaiji_checksum(
        base.assumingMemoryBound(to: UInt8.self), bytes.count, &words)
    }
    return SHA256.digest(of: Self.bytes(of: words)).bytes
  }

  static func checksum(of bytes: [UInt8]) -> [UInt8] {
    unsafe bytes.withUnsafeBytes { unsafe checksum(of: $0) }
  }
}
