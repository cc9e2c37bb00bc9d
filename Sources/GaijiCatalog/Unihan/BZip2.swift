internal import CBZip2

/// Decompression of whole bzip2 files, concatenated streams included.
enum BZip2 {
  enum Failure: Error, Equatable, CustomStringConvertible {
    case damaged(Int32)
    case truncated
    case tooLarge(limit: Int)

    var description: String {
      switch self {
      case .damaged(let code): "damaged bzip2 data (libbz2 code \(code))"
      case .truncated: "the bzip2 data is cut short"
      case .tooLarge(let limit): "over \(limit) bytes when decompressed"
      }
    }
  }

  /// - Parameter limit: Bytes of output that are too many; the largest Unihan file has 12 MB.
  static func decompress(_ input: [UInt8], limit: Int = 256 << 20) throws(Failure) -> [UInt8] {
    var output: [UInt8] = []
    var start = 0
    repeat {
      start += try decompressStream(input, from: start, into: &output, limit: limit)
    } while start < input.count
    return output
  }

  /// Returns the number of bytes that the stream took.
  private static func decompressStream(
    _ input: [UInt8], from start: Int, into output: inout [UInt8], limit: Int
  ) throws(Failure) -> Int {
    var stream = unsafe bz_stream()
    let opened = unsafe BZ2_bzDecompressInit(&stream, 0, 0)
    guard opened == BZ_OK else { throw .damaged(opened) }
    defer { unsafe _ = BZ2_bzDecompressEnd(&stream) }
    let chunk = UnsafeMutableBufferPointer<CChar>.allocate(capacity: 1 << 16)
    defer { unsafe chunk.deallocate() }
    var consumed = start
    while true {
      var code: Int32 = 0
      var made = 0
      unsafe input.withUnsafeBytes { bytes in
        // SAFETY: libbz2 reads avail_in bytes at next_in, which is the rest of `input`, and writes
        // at most avail_out bytes at next_out, which is the whole of `chunk`. It does not write
        // through next_in; its type only lacks the const.
        let rest = unsafe UnsafeMutableRawPointer(mutating: bytes.baseAddress! + consumed)
        unsafe stream.next_in = rest.assumingMemoryBound(to: CChar.self)
        unsafe stream.avail_in = UInt32(min(bytes.count - consumed, 1 << 30))
        unsafe stream.next_out = chunk.baseAddress
        unsafe stream.avail_out = UInt32(chunk.count)
        let before = unsafe stream.avail_in
        code = unsafe BZ2_bzDecompress(&stream)
        unsafe consumed += Int(before - stream.avail_in)
        made = unsafe chunk.count - Int(stream.avail_out)
      }
      guard code == BZ_OK || code == BZ_STREAM_END else { throw .damaged(code) }
      unsafe output.append(contentsOf: UnsafeRawBufferPointer(chunk)[..<made])
      guard output.count <= limit else { throw .tooLarge(limit: limit) }
      if code == BZ_STREAM_END { return consumed - start }
      if made == 0, consumed == input.count { throw .truncated }
    }
  }
}
