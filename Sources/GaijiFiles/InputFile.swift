internal import Glibc

/// A source of bytes: a file, or standard input for `-`. Never written to.
@safe public final class InputFile {
  public let path: String
  private let descriptor: Int32
  /// Size of a regular file; `nil` for pipes and devices.
  public let size: Int?
  let device: UInt
  let inode: UInt

  public init(path: String) throws(FileError) {
    self.path = path
    descriptor = path == "-" ? 0 : unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw FileError(.open, path: path, code: errno) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw FileError(.open, path: path, code: errno)
    }
    if status.st_mode & S_IFMT == S_IFDIR { throw FileError(.open, path: path, code: EISDIR) }
    size = status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
    device = UInt(status.st_dev)
    inode = UInt(status.st_ino)
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Reads until `memory` is full or the input ends.
  /// - Throws: `FileError` with EINTR when a signal asks for the end of the run.
  /// - Returns: bytes read; less than asked for means the end.
  @unsafe public func read(_ memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    var count = 0
    while count < memory.count {
      if Interruption.signal != 0 { throw FileError(.read, path: path, code: EINTR) }
      // SAFETY: the region from count to the end lies inside `memory`.
      let got = unsafe Glibc.read(descriptor, memory.baseAddress! + count, memory.count - count)
      if got == 0 { break }
      if got < 0 {
        if errno == EINTR { continue }
        throw FileError(.read, path: path, code: errno)
      }
      count += got
    }
    return count
  }
}
