internal import CZlib

/// gzip members, one after another. zlib checks header, CRC and length of each.
@safe final class GzipDecoder: StreamDecoder {
  // SAFETY: zlib keeps a pointer back to its z_stream, so the stream lies in memory of its own, which
  // lives as long as this object and is touched by nobody else. next_in and next_out are set for
  // each call and not used between calls.
  private let stream: UnsafeMutablePointer<z_stream>
  private(set) var isBetweenMembers = true

  private static let magic: (UInt8, UInt8) = (0x1F, 0x8B)
  /// 15: the largest window of the form; 16: gzip and nothing else.
  private static let windowBits: Int32 = 15 + 16

  init() throws(DecodingFault) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe inflateInit2_(
      stream, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      unsafe stream.deallocate()
      throw .outOfMemory
    }
  }

  deinit {
    unsafe inflateEnd(stream)
    unsafe stream.deallocate()
  }

  @unsafe func decode(
    _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(DecodingFault) -> (taken: Int, put: Int) {
    if isBetweenMembers {
      guard input.count >= 2 else { return (0, 0) }
      guard unsafe input[0] == Self.magic.0, unsafe input[1] == Self.magic.1 else {
        throw .noMember
      }
      unsafe inflateReset(stream)
      isBetweenMembers = false
    }
    // Counts of zlib have 32 bits; what does not fit is left for the next call.
    let given = UInt32(clamping: input.count)
    let free = UInt32(clamping: room.count)
    // zlib does not write through next_in; its type only lacks the const.
    unsafe stream.pointee.next_in = UnsafeMutablePointer(
      mutating: input.baseAddress?.assumingMemoryBound(to: UInt8.self))
    unsafe stream.pointee.avail_in = given
    unsafe stream.pointee.next_out = room.baseAddress?.assumingMemoryBound(to: UInt8.self)
    unsafe stream.pointee.avail_out = free
    let code = unsafe inflate(stream, Z_NO_FLUSH)
    let taken = unsafe Int(given - stream.pointee.avail_in)
    let put = unsafe Int(free - stream.pointee.avail_out)
    switch code {
    case Z_OK, Z_BUF_ERROR: break
    case Z_STREAM_END: isBetweenMembers = true
    case Z_MEM_ERROR: throw .outOfMemory
    default:
      let words = unsafe stream.pointee.msg.map { unsafe String(cString: $0) }
      throw .damaged(words ?? "zlib error \(code)", after: taken)
    }
    return (taken, put)
  }
}
