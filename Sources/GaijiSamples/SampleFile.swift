internal import Glibc

/// An output file that gets its name when it is complete.
///
/// The bytes go to `NAME.partial` beside it and the file is renamed by `close`; without `close`
/// the partial file is removed. Devices, pipes and `-` (standard output) are written directly.
public final class SampleFile {
  private let path: String
  private let partialPath: String?
  private let descriptor: Int32
  private var isComplete = false
  public private(set) var byteCount = 0

  /// - Parameter replaces: Whether an existing file may be replaced.
  public init(path: String, replaces: Bool) throws(SampleError) {
    self.path = path
    if path == "-" {
      partialPath = nil
      descriptor = STDOUT_FILENO
      return
    }
    var status = stat()
    // SAFETY: the path is a NUL-terminated copy for the length of the call.
    let exists = unsafe stat(path, &status) == 0
    if exists, status.st_mode & S_IFMT != S_IFREG {
      partialPath = nil
      descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
    } else {
      guard !exists || replaces else { throw .exists(path: path) }
      let partial = path + ".partial"
      partialPath = partial
      descriptor = unsafe open(partial, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    }
    guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
  }

  public func write(_ bytes: [UInt8]) throws(SampleError) {
    var start = 0
    while start < bytes.count {
      // SAFETY: start is below bytes.count, so the region stays inside the array.
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Glibc.write(descriptor, $0.baseAddress! + start, $0.count - start)
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(path: path, errno: errno)
      }
      start += count
    }
    byteCount += bytes.count
  }

  /// Gives the file its name. Call once, last.
  public func close() throws(SampleError) {
    guard let partialPath else {
      isComplete = true
      return
    }
    // SAFETY: both paths are NUL-terminated copies for the length of the call.
    guard fsync(descriptor) == 0, unsafe rename(partialPath, path) == 0 else {
      throw .cannotWrite(path: path, errno: errno)
    }
    isComplete = true
  }

  deinit {
    if descriptor != STDOUT_FILENO { _ = Glibc.close(descriptor) }
    if !isComplete, let partialPath { unsafe _ = unlink(partialPath) }
  }
}
