internal import Glibc

/// The content of a compressed file as a stream: reads it, decodes it, and says where it is damaged.
@safe final class DecodedInput {
  private let raw: RawInput
  private let form: CompressionForm
  private let decoder: any StreamDecoder
  private let isWanted: (() -> Bool)?
  // SAFETY: allocated for `bufferSize` bytes here and freed in deinit; `start` <= `end` <= bufferSize.
  private let buffer: UnsafeMutableRawBufferPointer
  private var start = 0
  private var end = 0
  private var rawIsAtEnd = false
  private var isAtEnd = false
  /// Bytes of the file before those in `buffer`.
  private var base = 0
  private var failure: FileError?

  private static let bufferSize = 128 << 10

  /// - Parameters:
  ///   - first: bytes that were read from `raw` already, to see what it is.
  ///   - isWanted: see `RawInput.read`.
  init(
    _ raw: RawInput, form: CompressionForm, first: [UInt8], isWanted: (() -> Bool)? = nil
  ) throws(FileError) {
    self.raw = raw
    self.form = form
    self.isWanted = isWanted
    do throws(DecodingFault) {
      switch form {
      case .gzip: decoder = try GzipDecoder()
      case .zstd: decoder = try ZstdDecoder()
      }
    } catch {
      throw FileError(error, form: form, path: raw.path, offset: 0, end: 0)
    }
    unsafe buffer = .allocate(byteCount: Self.bufferSize, alignment: 64)
    unsafe buffer.copyBytes(from: first)
    end = first.count
  }

  deinit { unsafe buffer.deallocate() }

  /// Bytes of the file that have become content so far.
  var storedByteCount: Int { base + start }

  /// Reads content until `memory` is full or the content ends.
  ///
  /// - Throws: `FileError`: of reading, or `decompress` with the offset in the compressed file. The
  ///   same again for each further call.
  @unsafe func read(_ memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    if let failure { throw failure }
    do throws(FileError) {
      return try unsafe readChecked(memory)
    } catch {
      failure = error
      throw error
    }
  }

  @unsafe private func readChecked(
    _ memory: UnsafeMutableRawBufferPointer
  ) throws(FileError) -> Int {
    var count = 0
    while count < memory.count, !isAtEnd {
      // A file of nothing but empty members gives no content however long it is.
      if Interruption.signal != 0 { throw FileError(.read, path: raw.path, code: EINTR) }
      do throws(DecodingFault) {
        let (taken, put) = try unsafe decoder.decode(
          UnsafeRawBufferPointer(rebasing: buffer[start..<end]),
          into: UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
        start += taken
        count += put
        if taken > 0 || put > 0 { continue }
      } catch {
        throw fault(error)
      }
      if !rawIsAtEnd {
        try refill()
      } else if start == end, decoder.isBetweenMembers {
        isAtEnd = true
      } else {
        throw decoder.isBetweenMembers
          ? fault(.noMember) : FileError(endOf: form, raw, end: base + end)
      }
    }
    return count
  }

  private func fault(_ fault: DecodingFault) -> FileError {
    FileError(fault, form: form, path: raw.path, offset: storedByteCount, end: base + end)
  }

  /// Reads on behind what is left, which is less than a decoder needs to begin.
  private func refill() throws(FileError) {
    unsafe buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<end]))
    base += start
    end -= start
    start = 0
    let got = try unsafe raw.readSome(
      UnsafeMutableRawBufferPointer(rebasing: buffer[end...]), while: isWanted)
    if got == 0 { rawIsAtEnd = true }
    end += got
  }
}
