internal import CZlib

/// Short byte strings in zlib's form (RFC 1950), for what many small records and images keep: a file of
/// its own goes through `OutputFile`.
///
/// The result depends on the bytes, the dictionary and the version of the library alone.
public enum Deflate {
  /// The highest takes several times as long for a hundredth of the bytes.
  private static let level: Int32 = 6
  private static let windowBits: Int32 = 15
  private static let memoryLevel: Int32 = 9

  /// - Parameter dictionary: Bytes that the content is likely to repeat, the likeliest last; who reads
  ///   it again needs the same. Only its last 32 KiB count.
  /// - Throws: `DeflateFault.noMemory`.
  public static func compressed(
    _ content: [UInt8], dictionary: [UInt8] = []
  ) throws(DeflateFault) -> [UInt8] {
    guard content.count <= UInt32.max / 2 else { throw .tooLarge(limit: Int(UInt32.max / 2)) }
    var stream = unsafe z_stream()
    // SAFETY: the stream is a local variable, which zlib does not know before deflateInit2_ and no more
    // after deflateEnd, and it does not move in between: every call has it inside one closure. The
    // arrays outlive the calls that use their memory. zlib does not write through next_in and the
    // dictionary; their types only lack the const.
    let output: [UInt8]? = unsafe withUnsafeMutablePointer(to: &stream) { stream in
      let code = unsafe deflateInit2_(
        stream, level, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
        Int32(MemoryLayout<z_stream>.size))
      guard code == Z_OK else { return nil }
      defer { unsafe deflateEnd(stream) }
      if !dictionary.isEmpty,
        unsafe deflateSetDictionary(stream, dictionary, UInt32(clamping: dictionary.count)) != Z_OK
      {
        return nil
      }
      var room = [UInt8](
        repeating: 0, count: Int(unsafe deflateBound(stream, UInt(content.count))))
      let end = unsafe content.withUnsafeBufferPointer { content in
        unsafe room.withUnsafeMutableBufferPointer { room in
          unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: content.baseAddress)
          unsafe stream.pointee.avail_in = UInt32(content.count)
          unsafe stream.pointee.next_out = room.baseAddress
          unsafe stream.pointee.avail_out = UInt32(clamping: room.count)
          return unsafe deflate(stream, Z_FINISH)
        }
      }
      guard end == Z_STREAM_END else { return nil }
      room.removeLast(unsafe Int(stream.pointee.avail_out))
      return room
    }
    guard let output else { throw .noMemory }
    return output
  }

  /// The content of a string that `compressed` made.
  ///
  /// - Parameter limit: Bytes of content, at most: nothing larger is unpacked.
  /// - Throws: `DeflateFault` for bytes of another form, damaged ones (zlib's checksum is compared), other
  ///   bytes behind the end, another dictionary, or content beyond the limit.
  public static func content(
    of bytes: [UInt8], dictionary: [UInt8] = [], atMost limit: Int
  ) throws(DeflateFault) -> [UInt8] {
    guard bytes.count <= UInt32.max else { throw .tooLarge(limit: limit) }
    var stream = unsafe z_stream()
    // SAFETY: as above.
    let result: Result<[UInt8], DeflateFault> = unsafe withUnsafeMutablePointer(to: &stream) {
      stream in
      guard
        unsafe inflateInit2_(
          stream, windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
      else { return .failure(.noMemory) }
      defer { unsafe inflateEnd(stream) }
      return unsafe bytes.withUnsafeBufferPointer { bytes in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: bytes.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(bytes.count)
        return unsafe inflated(stream, dictionary, limit)
      }
    }
    return try result.get()
  }

  @unsafe private static func inflated(
    _ stream: UnsafeMutablePointer<z_stream>, _ dictionary: [UInt8], _ limit: Int
  ) -> Result<[UInt8], DeflateFault> {
    var content: [UInt8] = []
    var room = [UInt8](repeating: 0, count: 4096)
    while true {
      // SAFETY: zlib writes at most avail_out bytes, all of `room`, during this call.
      let code = unsafe room.withUnsafeMutableBufferPointer { room in
        unsafe stream.pointee.next_out = room.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room.count)
        return unsafe inflate(stream, Z_NO_FLUSH)
      }
      content += room.prefix(room.count - Int(unsafe stream.pointee.avail_out))
      guard content.count <= limit else { return .failure(.tooLarge(limit: limit)) }
      switch code {
      case Z_STREAM_END:
        return unsafe stream.pointee.avail_in == 0 ? .success(content) : .failure(.damaged)
      case Z_NEED_DICT:
        guard !dictionary.isEmpty,
          unsafe inflateSetDictionary(stream, dictionary, UInt32(clamping: dictionary.count))
            == Z_OK
        else { return .failure(.otherDictionary) }
      case Z_OK where unsafe stream.pointee.avail_out == 0 || stream.pointee.avail_in > 0: continue
      case Z_MEM_ERROR: return .failure(.noMemory)
      default: return .failure(.damaged)
      }
    }
  }

  /// The CRC-32 of gzip and PNG.
  public static func crc32(_ bytes: [UInt8]) -> UInt32 {
    // SAFETY: zlib reads so many bytes of the array during this call.
    UInt32(truncatingIfNeeded: unsafe CZlib.crc32_z(0, bytes, bytes.count))
  }
}

/// Why a short string cannot be packed or unpacked.
public enum DeflateFault: Error, Hashable, Sendable, CustomStringConvertible {
  case damaged
  /// It was packed with a dictionary that this program does not have.
  case otherDictionary
  case tooLarge(limit: Int)
  case noMemory

  public var description: String {
    switch self {
    case .damaged: "the compressed bytes are damaged"
    case .otherDictionary: "the bytes were compressed by another version of the program"
    case .tooLarge(let limit): "the content has more than \(limit) bytes"
    case .noMemory: "no memory to compress with"
    }
  }
}
