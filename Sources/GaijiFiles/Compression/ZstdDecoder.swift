internal import CZstd

/// zstd frames, one after another; skippable ones give no content. libzstd checks sizes and, where a
/// frame has one, the checksum.
@safe final class ZstdDecoder: StreamDecoder {
  // SAFETY: the context lives as long as this object and is touched by nobody else; the buffers of a
  // call are not used after it.
  private let context: OpaquePointer
  private(set) var isBetweenMembers = true

  /// 128 MiB: what `zstd --long` makes at most without a number, and what a decompressor takes without
  /// being told. A frame with a larger window could not be read in bounded memory.
  static let windowLog = 27

  init() throws(DecodingFault) {
    guard let context = unsafe ZSTD_createDCtx() else { throw .outOfMemory }
    unsafe self.context = context
    let code = unsafe ZSTD_DCtx_setParameter(
      context, ZSTD_d_windowLogMax, Int32(Self.windowLog))
    if ZSTD_isError(code) != 0 {
      unsafe ZSTD_freeDCtx(context)
      throw .outOfMemory
    }
  }

  deinit { unsafe ZSTD_freeDCtx(context) }

  @unsafe func decode(
    _ input: UnsafeRawBufferPointer, into room: UnsafeMutableRawBufferPointer
  ) throws(DecodingFault) -> (taken: Int, put: Int) {
    if isBetweenMembers {
      // The library would also take frames of versions before the format was fixed.
      guard input.count >= CompressionForm.magicByteCount else { return (0, 0) }
      let first = unsafe UnsafeRawBufferPointer(
        rebasing: input[..<CompressionForm.magicByteCount])
      guard unsafe CompressionForm.isZstdMagic(first) else { throw .noMember }
      isBetweenMembers = false
    }
    var given = unsafe ZSTD_inBuffer(src: input.baseAddress, size: input.count, pos: 0)
    var free = unsafe ZSTD_outBuffer(dst: room.baseAddress, size: room.count, pos: 0)
    let code = unsafe ZSTD_decompressStream(context, &free, &given)
    if ZSTD_isError(code) != 0 {
      switch ZSTD_getErrorCode(code) {
      case ZSTD_error_frameParameter_windowTooLarge: throw .windowTooLarge
      case ZSTD_error_dictionary_wrong: throw .needsDictionary
      case ZSTD_error_memory_allocation: throw .outOfMemory
      default: throw .damaged(unsafe String(cString: ZSTD_getErrorName(code)), after: nil)
      }
    }
    if code == 0 { isBetweenMembers = true }
    return unsafe (given.pos, free.pos)
  }
}
