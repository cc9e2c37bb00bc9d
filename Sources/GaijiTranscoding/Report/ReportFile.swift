internal import Glibc

/// Why a file of the report cannot be written.
public struct ReportFileError: Error, Hashable, Sendable, CustomStringConvertible {
  public let path: String
  public let errno: Int32

  public init(path: String, errno: Int32) {
    self.path = path
    self.errno = errno
  }

  public var description: String {
    "\(path): cannot write the report: \(unsafe String(cString: strerror(errno)))"
  }
}

/// A file that appears under its name only when it is whole: bytes go through a buffer into
/// `NAME.partial`, and `finish` renames it. A value that is dropped unfinished removes the part.
public struct ReportFile: ~Copyable {
  public let path: String
  private let partialPath: String
  private var descriptor: Int32
  private var buffer: [UInt8] = []

  private static let bufferSize = 1 << 18

  /// Creates `NAME.partial`, or empties it when an earlier run left one.
  public init(path: String) throws(ReportFileError) {
    self.path = path
    partialPath = path + ".partial"
    descriptor = unsafe open(partialPath, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw ReportFileError(path: path, errno: errno) }
    buffer.reserveCapacity(Self.bufferSize)
  }

  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unsafe unlink(partialPath)
  }

  public mutating func append(_ bytes: some Collection<UInt8>) throws(ReportFileError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Writes what is buffered, waits until it is on the disk, and gives the file its name.
  public consuming func finish() throws(ReportFileError) {
    try flush()
    // Pipes and some file systems cannot sync (EINVAL); everything else is a failure.
    if fsync(descriptor) != 0, errno != EINVAL { throw ReportFileError(path: path, errno: errno) }
    let closing = descriptor
    descriptor = -1
    guard close(closing) == 0, unsafe rename(partialPath, path) == 0 else {
      let reason = errno
      unsafe unlink(partialPath)
      throw ReportFileError(path: path, errno: reason)
    }
  }

  private mutating func flush() throws(ReportFileError) {
    var done = 0
    while done < buffer.count {
      // SAFETY: the rest of the buffer, by its own bounds.
      let step = unsafe buffer.withUnsafeBytes { all in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: all[done...])
        return unsafe write(descriptor, rest.baseAddress, rest.count)
      }
      if step < 0, errno == EINTR { continue }
      guard step >= 0 else { throw ReportFileError(path: path, errno: errno) }
      done += step
    }
    buffer.removeAll(keepingCapacity: true)
  }
}
