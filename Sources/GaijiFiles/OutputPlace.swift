internal import Glibc

/// The file that an output is written into: its descriptor, and its name beside the final one.
struct OutputPlace {
  let descriptor: Int32
  /// `nil` for what is written directly.
  let partPath: String?

  /// Parts of killed runs beside one output, before a person should look at the folder.
  private static let maximumParts = 100
  private static let partEnding = ".part"

  static func partStart(_ path: String) -> String { path + ".gaiji-" }

  /// Whether a run may have made the part for `path`.
  static func isPart(_ partPath: String, of path: String) -> Bool {
    let (start, end) = (partStart(path).utf8, partEnding.utf8)
    guard partPath.utf8.starts(with: start), partPath.utf8.count >= start.count + end.count else {
      return false
    }
    let middle = partPath.utf8.dropFirst(start.count).dropLast(end.count)
    return partPath.utf8.suffix(end.count).elementsEqual(end)
      && middle.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: "-") }
  }

  init(path: String, replaces: Bool, input: InputFile?) throws(FileError) {
    if path == "-" {
      descriptor = 1
      partPath = nil
      return
    }
    if let kind = try Self.kind(ofFileAt: path, replaces: replaces, input: input), kind != S_IFREG {
      descriptor = unsafe open(path, O_WRONLY | O_CLOEXEC)
      partPath = nil
      guard descriptor >= 0 else { throw FileError(.create, path: path, code: errno) }
      return
    }
    // A killed run leaves its part, and in a container every run has the same process number.
    var part = "\(Self.partStart(path))\(getpid())\(Self.partEnding)"
    var attempt = 1
    var opened: Int32
    repeat {
      opened = unsafe open(part, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
      if opened >= 0 || errno != EEXIST { break }
      part = "\(Self.partStart(path))\(getpid())-\(attempt)\(Self.partEnding)"
      attempt += 1
    } while attempt <= Self.maximumParts
    guard opened >= 0 else { throw FileError(.create, path: path, code: errno) }
    descriptor = opened
    partPath = part
  }

  /// The kind of what stands under the final name; `nil` when nothing does.
  ///
  /// - Throws: when it may not be written or replaced.
  static func kind(
    ofFileAt path: String, replaces: Bool, input: InputFile?
  ) throws(FileError) -> mode_t? {
    var status = stat()
    guard unsafe stat(path, &status) == 0 else { return nil }
    let kind = status.st_mode & S_IFMT
    if let input, UInt(status.st_dev) == input.device, UInt(status.st_ino) == input.inode,
      kind == S_IFREG
    {
      throw FileError(.same, path: path, code: 0)
    }
    if kind == S_IFDIR { throw FileError(.create, path: path, code: EISDIR) }
    if kind == S_IFREG, !replaces { throw FileError(.replace, path: path, code: 0) }
    return kind
  }
}
