internal import Glibc

/// A small file that is replaced as a whole and is on the disk when that returns: after a crash it is
/// the old one or the new one. Only its owner may read it.
public enum DurableFile {
  /// Writes beside the name and renames.
  public static func replace(path: String, with bytes: [UInt8]) throws(FileError) {
    let new = path + ".new"
    // What a killed run left there is of no use.
    unsafe _ = unlink(new)
    let descriptor = unsafe open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw FileError(.create, path: new, code: errno) }
    var done = 0
    while done < bytes.count {
      let put = unsafe bytes.withUnsafeBytes {
        // SAFETY: the region from done to the end lies inside `bytes`.
        unsafe write(descriptor, $0.baseAddress! + done, bytes.count - done)
      }
      if put < 0, errno == EINTR { continue }
      guard put > 0 else { throw failed(.write, new, descriptor) }
      done += put
    }
    // Some file systems cannot sync (EINVAL); everything else is a failure.
    if fsync(descriptor) != 0, errno != EINVAL { throw failed(.sync, new, descriptor) }
    if close(descriptor) != 0 { throw failed(.write, new, -1) }
    if unsafe rename(new, path) != 0 { throw failed(.rename, path, -1) }
    syncFolder(of: path)
  }

  /// Removes the file; nothing stands under its name after a crash either.
  public static func remove(path: String) throws(FileError) {
    if unsafe unlink(path) != 0, errno != ENOENT {
      throw FileError(.replace, path: path, code: errno)
    }
    syncFolder(of: path)
  }

  private static func failed(
    _ operation: FileError.Operation, _ path: String, _ descriptor: Int32
  ) -> FileError {
    let code = errno
    if descriptor >= 0 { close(descriptor) }
    unsafe _ = unlink(path + ".new")
    return FileError(operation, path: path, code: code)
  }

  private static func syncFolder(of path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[...$0]) } ?? "."
    let handle = unsafe open(folder, O_RDONLY | O_CLOEXEC)
    guard handle >= 0 else { return }
    fsync(handle)
    close(handle)
  }
}
