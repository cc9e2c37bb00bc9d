internal import Glibc

extension OutputFile {
  /// A place in an output file up to which it is on the disk, and from which a later run can go on.
  public struct Position: Sendable, Hashable {
    /// The file beside the final name.
    public var partPath: String
    /// Bytes of that file which are on the disk; what stands behind them is cut off.
    public var storedByteCount: Int
    /// Bytes of content, `pending` among them.
    public var byteCount: Int
    /// Content of a compressed file that is in no whole frame yet, less than 1 MiB; empty for a plain
    /// file.
    public var pending: [UInt8]

    public init(partPath: String, storedByteCount: Int, byteCount: Int, pending: [UInt8]) {
      self.partPath = partPath
      self.storedByteCount = storedByteCount
      self.byteCount = byteCount
      self.pending = pending
    }
  }

  /// Goes on with the part of an earlier run; the file becomes the same as without the break when
  /// `compression` is the same.
  ///
  /// - Throws: `FileError`; `resume` when the part is not what `position` was taken of.
  public convenience init(
    path: String, resumingAt position: Position, replaces: Bool, input: InputFile? = nil,
    isInterruptible: Bool = true, compression: OutputCompression? = nil, threads: Int = 0
  ) throws(FileError) {
    func refused(_ detail: String) -> FileError {
      var error = FileError(.resume, path: position.partPath, code: 0)
      error.detail = detail + "; remove the checkpoint to begin anew"
      return error
    }
    _ = try OutputPlace.kind(ofFileAt: path, replaces: replaces, input: input)
    // A checkpoint comes from outside: it must not make this program cut off any other file.
    guard OutputPlace.isPart(position.partPath, of: path) else {
      throw refused("is not the part of an output named \(path)")
    }
    let limit = compression == nil ? 1 : FrameCompressor.contentSize
    guard position.storedByteCount >= 0, position.byteCount >= position.pending.count,
      position.pending.count < limit,
      compression != nil || position.byteCount == position.storedByteCount
    else { throw refused("the checkpoint's numbers are not those of such an output") }
    let descriptor = unsafe open(position.partPath, O_WRONLY | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else {
      throw FileError(.resume, path: position.partPath, code: errno)
    }
    // The run that made the checkpoint holds this lock as long as it lives.
    guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
      close(descriptor)
      var error = FileError(.resume, path: position.partPath, code: 0)
      error.detail = "is still written by another run; wait for its end, or end it"
      throw error
    }
    var status = stat()
    let isFile =
      unsafe fstat(descriptor, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    guard isFile, Int(status.st_size) >= position.storedByteCount else {
      close(descriptor)
      throw refused("has fewer than the \(position.storedByteCount) bytes that were on the disk")
    }
    guard ftruncate(descriptor, position.storedByteCount) == 0,
      lseek(descriptor, 0, SEEK_END) == position.storedByteCount
    else {
      let code = errno
      close(descriptor)
      throw FileError(.resume, path: position.partPath, code: code)
    }
    let raw = RawOutput(
      descriptor, path: path, byteCount: position.storedByteCount,
      isInterruptible: isInterruptible)
    self.init(
      position.partPath, path: path, compression: compression, threads: threads, to: raw,
      pending: position.pending, byteCount: position.byteCount)
  }
}
