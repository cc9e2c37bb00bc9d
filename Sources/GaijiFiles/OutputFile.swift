internal import Glibc

/// Where converted bytes go.
///
/// A regular file is written beside its final name and renamed by `commit`; until then nothing stands
/// under that name, and `deinit` removes what was written. A device, a pipe or standard output (`-`)
/// is written directly.
@safe public final class OutputFile {
  public let path: String
  /// Bytes written so far.
  public private(set) var byteCount = 0
  private var descriptor: Int32
  private let temporaryPath: String?
  private var isCommitted = false
  private let isInterruptible: Bool

  /// Parts of killed runs beside one output, before a person should look at the folder.
  private static let maximumParts = 100

  /// - Parameters:
  ///   - replaces: whether a file of that name may be replaced.
  ///   - input: refused when it is the same file.
  ///   - isInterruptible: whether a signal that asks for the end of the run ends a write. A report
  ///     about an interrupted run has to be written all the same.
  public init(
    path: String, replaces: Bool, input: InputFile? = nil, isInterruptible: Bool = true
  ) throws(FileError) {
    self.path = path
    self.isInterruptible = isInterruptible
    if path == "-" {
      descriptor = 1
      temporaryPath = nil
      return
    }
    var status = stat()
    let exists = unsafe stat(path, &status) == 0
    if exists {
      if let input, UInt(status.st_dev) == input.device, UInt(status.st_ino) == input.inode,
        status.st_mode & S_IFMT == S_IFREG
      {
        throw FileError(.same, path: path, code: 0)
      }
      let kind = status.st_mode & S_IFMT
      if kind == S_IFDIR { throw FileError(.create, path: path, code: EISDIR) }
      if kind != S_IFREG {
        descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
        temporaryPath = nil
        guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
        return
      }
      if !replaces { throw FileError(.replace, path: path, code: 0) }
    }
    // A killed run leaves its part, and in a container every run has the same process number.
    var temporary = "\(path).gaiji-\(getpid()).part"
    var attempt = 1
    repeat {
      descriptor = unsafe open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if descriptor >= 0 || errno != EEXIST { break }
      temporary = "\(path).gaiji-\(getpid())-\(attempt).part"
      attempt += 1
    } while attempt <= Self.maximumParts
    temporaryPath = temporary
    guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
  }

  deinit { discard() }

  @unsafe public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
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

  public func write(_ bytes: [UInt8]) throws(FileError) {
    do {
      try unsafe bytes.withUnsafeBytes { try unsafe write($0) }
    } catch let error as FileError {
      throw error
    } catch {
      preconditionFailure("write throws FileError only")
    }
  }

  /// Brings the bytes to the disk; nothing more can be written. Whatever can fail for want of room
  /// fails here, before the file has its name.
  public func seal() throws(FileError) {
    guard temporaryPath != nil, descriptor >= 0 else { return }
    // Some file systems cannot sync (EINVAL); everything else is a failure.
    if fsync(descriptor) != 0, errno != EINVAL { throw FileError(.sync, path: path, code: errno) }
    let closing = descriptor
    descriptor = -1
    if close(closing) != 0 { throw FileError(.write, path: path, code: errno) }
  }

  /// Puts the file under its final name, on disk. Call once, last.
  public func commit() throws(FileError) {
    guard let temporaryPath else {
      isCommitted = true
      return
    }
    try seal()
    if unsafe rename(temporaryPath, path) != 0 { throw FileError(.rename, path: path, code: errno) }
    isCommitted = true
    // The rename itself reaches the disk with the directory.
    let directory = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let handle = unsafe open(directory, O_RDONLY | O_CLOEXEC)
    if handle >= 0 {
      fsync(handle)
      close(handle)
    }
  }

  /// Removes what was written, unless it was committed.
  public func discard() {
    if descriptor > 2 || (descriptor >= 0 && temporaryPath != nil) { close(descriptor) }
    descriptor = -1
    if !isCommitted, let temporaryPath { unsafe _ = unlink(temporaryPath) }
    isCommitted = true
  }
}
