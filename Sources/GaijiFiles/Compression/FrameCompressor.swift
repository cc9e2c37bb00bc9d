internal import CZlib
internal import CZstd

/// A piece of the content of an output file, and the gzip member or zstd frame it becomes.
struct Frame: Sendable {
  /// At most `FrameCompressor.contentSize` bytes.
  var content: [UInt8] = []
  /// Room for the compressed bytes, kept from frame to frame.
  var room: [UInt8] = []
  /// How much of `room` is the compressed frame.
  var storedByteCount = 0

  init() { content.reserveCapacity(FrameCompressor.contentSize) }
}

/// The library refused to compress: no memory, in practice.
struct CompressionFault: Error, Hashable {}

/// Makes each frame out of its content alone, so that the bytes of a file depend on nothing but
/// content, level and the version of the library.
class FrameCompressor {
  /// Content of a frame in bytes; only the last of a file is shorter.
  ///
  /// Measured on the first 64 MiB of a resident register at the usual levels: the file becomes 0.6 %
  /// (gzip) and 1.9 % (zstd) larger than with 4 MiB, and a run with two threads keeps inside the memory
  /// it may use.
  static let contentSize = 1 << 20

  static func make(_ compression: OutputCompression) throws(CompressionFault) -> FrameCompressor {
    switch compression.form {
    case .gzip: try GzipCompressor(level: compression.level)
    case .zstd: try ZstdCompressor(level: compression.level)
    }
  }

  /// Fills `frame.room` and `frame.storedByteCount` from `frame.content`.
  func compress(_ frame: inout Frame) throws(CompressionFault) {
    fatalError("a subclass compresses")
  }
}

@safe private final class GzipCompressor: FrameCompressor {
  // SAFETY: as in GzipDecoder: memory of its own, touched by this object only.
  private let stream: UnsafeMutablePointer<z_stream>

  /// 15: the largest window; 16: a gzip header, in which zlib writes neither a time nor a name.
  private static let windowBits: Int32 = 15 + 16
  /// zlib's own default.
  private static let memoryLevel: Int32 = 8

  init(level: Int) throws(CompressionFault) {
    unsafe stream = .allocate(capacity: 1)
    unsafe stream.initialize(to: z_stream())
    let code = unsafe deflateInit2_(
      stream, Int32(level), Z_DEFLATED, Self.windowBits, Self.memoryLevel, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard code == Z_OK else {
      unsafe stream.deallocate()
      throw CompressionFault()
    }
  }

  deinit {
    unsafe deflateEnd(stream)
    unsafe stream.deallocate()
  }

  override func compress(_ frame: inout Frame) throws(CompressionFault) {
    unsafe deflateReset(stream)
    let bound = unsafe Int(deflateBound(stream, UInt(frame.content.count)))
    frame.makeRoom(bound)
    // SAFETY: both arrays stay where they are during the one call that uses their memory.
    // zlib does not write through next_in; its type only lacks the const.
    let code = unsafe frame.content.withUnsafeBufferPointer { content in
      unsafe frame.room.withUnsafeMutableBufferPointer { room in
        unsafe stream.pointee.next_in = UnsafeMutablePointer(mutating: content.baseAddress)
        unsafe stream.pointee.avail_in = UInt32(content.count)
        unsafe stream.pointee.next_out = room.baseAddress
        unsafe stream.pointee.avail_out = UInt32(room.count)
        return unsafe deflate(stream, Z_FINISH)
      }
    }
    guard code == Z_STREAM_END else { throw CompressionFault() }
    frame.storedByteCount = unsafe frame.room.count - Int(stream.pointee.avail_out)
  }
}

@safe private final class ZstdCompressor: FrameCompressor {
  // SAFETY: the context lives as long as this object and is touched by nobody else.
  private let context: OpaquePointer

  init(level: Int) throws(CompressionFault) {
    guard let context = unsafe ZSTD_createCCtx() else { throw CompressionFault() }
    unsafe self.context = context
    super.init()
    for (parameter, value) in [
      (ZSTD_c_compressionLevel, Int32(level)), (ZSTD_c_checksumFlag, 1),
      (ZSTD_c_contentSizeFlag, 1),
    ] {
      guard unsafe ZSTD_isError(ZSTD_CCtx_setParameter(context, parameter, value)) == 0 else {
        throw CompressionFault()
      }
    }
  }

  deinit { unsafe _ = ZSTD_freeCCtx(context) }

  override func compress(_ frame: inout Frame) throws(CompressionFault) {
    frame.makeRoom(ZSTD_compressBound(frame.content.count))
    // SAFETY: both arrays stay where they are during the one call that uses their memory.
    let count = unsafe frame.content.withUnsafeBytes { content in
      unsafe frame.room.withUnsafeMutableBytes { room in
        unsafe ZSTD_compress2(
          context, room.baseAddress, room.count, content.baseAddress, content.count)
      }
    }
    guard ZSTD_isError(count) == 0 else { throw CompressionFault() }
    frame.storedByteCount = count
  }
}

extension Frame {
  fileprivate mutating func makeRoom(_ count: Int) {
    if room.count < count { room = [UInt8](repeating: 0, count: count) }
  }
}
