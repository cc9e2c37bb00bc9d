internal import Glibc

/// Writes a file beside its final name and renames it: a reader sees the old file or the whole new
/// one, and a failure leaves nothing under the name.
enum ReleaseFile {
  static func write(_ bytes: [UInt8], to path: String) throws(ReleaseError) {
    let temporary = path + ".partial-\(getpid())"
    let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC
    unsafe unlink(temporary)
    let descriptor = unsafe open(temporary, flags, 0o644)
    guard descriptor >= 0 else { throw .cannotWrite(path: path, errno: errno) }
    let failure = writeAll(bytes, to: descriptor)
    close(descriptor)
    guard failure == 0, unsafe rename(temporary, path) == 0 else {
      let number = failure == 0 ? errno : failure
      unsafe unlink(temporary)
      throw .cannotWrite(path: path, errno: number)
    }
    synchroniseDirectory(of: path)
  }

  /// Returns 0 or an errno.
  private static func writeAll(_ bytes: [UInt8], to descriptor: Int32) -> Int32 {
    unsafe bytes.withUnsafeBytes { buffer in
      var written = 0
      while written < buffer.count {
        // SAFETY: written < buffer.count, so base + written and the rest are inside the buffer.
        let step = unsafe Glibc.write(
          descriptor, buffer.baseAddress! + written, buffer.count - written)
        if step < 0 && errno == EINTR { continue }
        if step < 0 { return errno }
        written += step
      }
      return fsync(descriptor) == 0 ? 0 : errno
    }
  }

  /// So that the rename outlives a power failure. A file system that refuses this is left alone:
  /// the file itself is complete.
  private static func synchroniseDirectory(of path: String) {
    let slash = path.utf8.lastIndex(of: UInt8(ascii: "/"))
    let directory = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = unsafe open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { return }
    fsync(descriptor)
    close(descriptor)
  }
}
