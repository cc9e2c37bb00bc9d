internal import Glibc

/// The folders in front of a file's name.
public enum ParentFolders {
  /// Makes those that are not there yet.
  public static func make(for path: String) throws(FileError) {
    let bytes = Array(path.utf8)
    for (index, byte) in bytes.enumerated() where byte == 0x2F && index > 0 {
      let folder = String(decoding: bytes[..<index], as: UTF8.self)
      if unsafe mkdir(folder, 0o777) == 0 || errno == EEXIST { continue }
      // A folder that is there may lie in one that cannot be written (EACCES, EROFS).
      let code = errno
      var status = stat()
      guard unsafe stat(folder, &status) == 0 else {
        throw FileError(.create, path: folder, code: code)
      }
    }
  }
}
