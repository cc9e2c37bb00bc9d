internal import Glibc

/// The files below a folder, in the order of their paths' bytes.
///
/// Links to folders are not followed, links to files only inside the folder. Whatever cannot be used
/// as an input is listed with the reason, so that nothing is passed over in silence.
@safe public enum FileTree {
  /// One file, or something that is none.
  public struct Item: Hashable, Sendable {
    /// Below the folder, names joined with `/`. Bytes that are not UTF-8 stand as `\xE9`.
    public var path: String
    /// Bytes; 0 where there is a problem.
    public var size: Int
    /// Last change, seconds and nanoseconds since 1970.
    public var modified: FileTime
    /// Why it cannot be read as it stands; the end of a sentence about the path.
    public var problem: String?
    /// A folder that cannot be listed: what is in it is not known.
    public var isFolder = false
  }

  public struct FileTime: Hashable, Sendable, CustomStringConvertible {
    public var seconds: Int
    public var nanoseconds: Int

    public init(seconds: Int, nanoseconds: Int) {
      self.seconds = seconds
      self.nanoseconds = nanoseconds
    }

    /// Such as `1763712000.000000001`.
    public var description: String {
      let digits = String(nanoseconds)
      return "\(seconds)." + String(repeating: "0", count: max(0, 9 - digits.utf8.count)) + digits
    }
  }

  /// More files are several jobs; bounds memory.
  public static let maximumItems = 1_000_000

  /// - Parameter includesHidden: whether folders and files whose names begin with a period are
  ///   listed.
  /// - Throws: `FileError` when `root` is no folder that can be listed, or holds too many files
  ///   (EFBIG).
  public static func items(below root: String, includesHidden: Bool) throws(FileError) -> [Item] {
    let real = try realPath(root)
    var items: [Item] = []
    var folders = [""]
    while let folder = folders.popLast() {
      let names: [[UInt8]]
      do throws(FileError) { names = try self.names(in: join(real, folder)) } catch {
        if folder.isEmpty { throw error }
        let reason = unsafe String(cString: strerror(error.code))
        items.append(
          Item(
            path: folder, size: 0, modified: FileTime(seconds: 0, nanoseconds: 0),
            problem: "cannot be listed: \(reason)", isFolder: true))
        continue
      }
      for name in names where includesHidden || name.first != 0x2E {
        guard let text = String(validating: name, as: UTF8.self) else {
          items.append(
            Item(
              path: join(folder, escaped(name)), size: 0,
              modified: FileTime(seconds: 0, nanoseconds: 0),
              problem: "has a name that is not UTF-8; rename it"))
          continue
        }
        if let item = item(join(folder, text), in: real) {
          items.append(item)
        } else {
          folders.append(join(folder, text))
        }
        guard items.count + folders.count <= maximumItems else {
          throw FileError(.read, path: root, code: EFBIG)
        }
      }
    }
    return items.sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
  }

  /// The path without links, `.` and `..`.
  public static func realPath(_ path: String) throws(FileError) -> String {
    guard let found = unsafe realpath(path, nil) else {
      throw FileError(.open, path: path, code: errno)
    }
    // SAFETY: a NUL-terminated string that is ours to free.
    defer { unsafe free(found) }
    return unsafe String(cString: found)
  }

  /// `nil` for a folder, which is looked into.
  private static func item(_ path: String, in root: String) -> Item? {
    let full = join(root, path)
    var item = Item(path: path, size: 0, modified: FileTime(seconds: 0, nanoseconds: 0))
    var status = stat()
    guard unsafe lstat(full, &status) == 0 else {
      let reason = unsafe String(cString: strerror(errno))
      item.problem = "cannot be looked at: \(reason)"
      return item
    }
    if status.st_mode & S_IFMT == S_IFDIR { return nil }
    if status.st_mode & S_IFMT == S_IFLNK {
      guard let target = try? realPath(full), unsafe stat(target, &status) == 0 else {
        item.problem = "is a link that leads nowhere"
        return item
      }
      guard target.utf8.starts(with: join(root, "").utf8) else {
        item.problem = "is a link that leads out of the input folder; put the file itself there"
        return item
      }
      if status.st_mode & S_IFMT == S_IFDIR {
        item.problem = "is a link to a folder, which is not followed"
        return item
      }
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      item.problem = "is no regular file"
      return item
    }
    item.size = Int(status.st_size)
    item.modified = FileTime(
      seconds: status.st_mtim.tv_sec, nanoseconds: status.st_mtim.tv_nsec)
    return item
  }

  private static func names(in folder: String) throws(FileError) -> [[UInt8]] {
    guard let stream = unsafe opendir(folder) else {
      throw FileError(.open, path: folder, code: errno)
    }
    defer { unsafe _ = closedir(stream) }
    var names: [[UInt8]] = []
    while true {
      errno = 0
      guard let entry = unsafe readdir(stream) else { break }
      // SAFETY: d_name is NUL-terminated inside its array; the entry lives until the next readdir.
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe Array($0.prefix { $0 != 0 })
      }
      if name == [0x2E] || name == [0x2E, 0x2E] { continue }
      names.append(name)
      guard names.count <= maximumItems else { throw FileError(.read, path: folder, code: EFBIG) }
    }
    if errno != 0 { throw FileError(.read, path: folder, code: errno) }
    return names
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder.isEmpty ? name : folder.utf8.last == 0x2F ? folder + name : folder + "/" + name
  }

  /// Whole scalars as they are, other bytes as `\xE9`.
  private static func escaped(_ name: [UInt8]) -> String {
    var text = ""
    for byte in name {
      if byte < 0x80, byte != 0x5C {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let digits = String(byte, radix: 16, uppercase: true)
        text += "\\x" + (digits.utf8.count < 2 ? "0" : "") + digits
      }
    }
    return text
  }
}
