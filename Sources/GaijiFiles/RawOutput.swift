internal import Glibc

/// An open descriptor that is written to; whoever owns it closes it.
@safe final class RawOutput {
  let path: String
  /// -1 when it is closed.
  private(set) var descriptor: Int32
  /// Bytes of the file as it is stored.
  private(set) var byteCount: Int
  private let isInterruptible: Bool

  init(_ descriptor: Int32, path: String, byteCount: Int = 0, isInterruptible: Bool) {
    self.descriptor = descriptor
    self.path = path
    self.byteCount = byteCount
    self.isInterruptible = isInterruptible
  }

  @unsafe func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    var done = 0
    while done < bytes.count {
      // A write that a signal cuts short says how far it came, not EINTR.
      if isInterruptible, Interruption.signal != 0 {
        throw FileError(.write, path: path, code: EINTR)
      }
      // SAFETY: the region from done to the end lies inside `bytes`.
      let put = unsafe Glibc.write(descriptor, bytes.baseAddress! + done, bytes.count - done)
      if put < 0 {
        if errno == EINTR { continue }
        throw FileError(.write, path: path, code: errno)
      }
      done += put
    }
    byteCount += bytes.count
  }

  /// Writes the first `count` bytes.
  func write(_ bytes: [UInt8], count: Int) throws(FileError) {
    let result: Result<Void, FileError> = unsafe bytes.withUnsafeBytes { memory in
      do throws(FileError) {
        return .success(try unsafe write(UnsafeRawBufferPointer(rebasing: memory[..<count])))
      } catch {
        return .failure(error)
      }
    }
    try result.get()
  }

  /// Brings the bytes to the disk.
  func sync() throws(FileError) {
    // Some file systems cannot sync (EINVAL); everything else is a failure.
    if fsync(descriptor) != 0, errno != EINVAL { throw FileError(.sync, path: path, code: errno) }
  }

  func close() throws(FileError) {
    let closing = descriptor
    descriptor = -1
    if Glibc.close(closing) != 0 { throw FileError(.write, path: path, code: errno) }
  }
}
