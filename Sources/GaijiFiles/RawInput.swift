internal import Glibc

/// An open descriptor that is read from, and closed with the last reference to it.
@safe final class RawInput: Sendable {
  let path: String
  private let descriptor: Int32
  /// Size of a regular file; `nil` for pipes and devices.
  let size: Int?
  let device: UInt
  let inode: UInt
  /// When the content was last changed, in nanoseconds since 1970.
  let modified: Int

  /// How often a read that waits looks whether it is still wanted.
  private static let patience: Int32 = 100

  init(path: String) throws(FileError) {
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
    modified = status.st_mtim.tv_sec &* 1_000_000_000 &+ status.st_mtim.tv_nsec
  }

  deinit { if descriptor > 0 { close(descriptor) } }

  /// Reads until `memory` is full or the input ends.
  ///
  /// - Parameter isWanted: For a thread that nobody can send a signal to: asked again and again while
  ///   a pipe has nothing to give; false ends the read as an interruption does.
  /// - Throws: `FileError` with EINTR when a signal asks for the end of the run.
  @unsafe func read(
    _ memory: UnsafeMutableRawBufferPointer, while isWanted: (() -> Bool)? = nil
  ) throws(FileError) -> Int {
    var count = 0
    while count < memory.count {
      let got = try unsafe readSome(
        UnsafeMutableRawBufferPointer(rebasing: memory[count...]), while: isWanted)
      if got == 0 { break }
      count += got
    }
    return count
  }

  /// Moves on in a regular file without reading.
  /// - Returns: false for what can only be read.
  func skip(_ count: Int) -> Bool { size != nil && lseek(descriptor, count, SEEK_CUR) >= 0 }

  /// Reads what is there, one byte at least; 0 at the end.
  @unsafe func readSome(
    _ memory: UnsafeMutableRawBufferPointer, while isWanted: (() -> Bool)? = nil
  ) throws(FileError) -> Int {
    while true {
      if Interruption.signal != 0 { throw FileError(.read, path: path, code: EINTR) }
      if let isWanted, size == nil {
        if !isWanted() { throw FileError(.read, path: path, code: EINTR) }
        var question = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
        // Errors of the descriptor are told by the read.
        if unsafe poll(&question, 1, Self.patience) == 0 { continue }
      }
      // SAFETY: the region lies inside `memory`.
      let got = unsafe Glibc.read(descriptor, memory.baseAddress, memory.count)
      if got >= 0 { return got }
      if errno != EINTR { throw FileError(.read, path: path, code: errno) }
    }
  }
}
