internal import Glibc

/// Where converted bytes go.
///
/// A regular file is written beside its final name and renamed by `commit`; until then nothing stands
/// under that name, and `deinit` removes what was written. A device, a pipe or standard output (`-`)
/// is written directly.
///
/// A compressed file is a sequence of gzip members or zstd frames of 1 MiB of content each. Its bytes
/// depend on content, level and library only: not on how the writes were cut, nor on threads.
@safe public final class OutputFile {
  public let path: String
  /// Bytes of content written so far; for a compressed file more than it stores.
  public private(set) var byteCount = 0
  public let compression: OutputCompression?
  /// Beside the final name; `nil` for what is written directly.
  public let partPath: String?
  private let raw: RawOutput
  private let frames: FrameStream?
  private var isCommitted = false
  private var isSealed = false
  /// A write that failed has lost bytes: nothing that follows can make the file whole.
  private var failure: FileError?

  /// - Parameters:
  ///   - replaces: whether a file of that name may be replaced.
  ///   - input: refused when it is the same file.
  ///   - isInterruptible: whether a signal that asks for the end of the run ends a write. A report
  ///     about an interrupted run has to be written all the same.
  ///   - compression: `nil` writes the content as it is.
  ///   - threads: how many threads compress beside the run; with 0 the caller's does. Memory is about
  ///     2 MiB for each and 6 MiB more, and what the level needs.
  public convenience init(
    path: String, replaces: Bool, input: InputFile? = nil, isInterruptible: Bool = true,
    compression: OutputCompression? = nil, threads: Int = 0
  ) throws(FileError) {
    let place = try OutputPlace(path: path, replaces: replaces, input: input)
    self.init(
      place.partPath, path: path, compression: compression, threads: threads,
      to: RawOutput(place.descriptor, path: path, isInterruptible: isInterruptible))
  }

  /// - Parameters:
  ///   - pending, byteCount: of a file that goes on.
  init(
    _ partPath: String?, path: String, compression: OutputCompression?, threads: Int,
    to raw: RawOutput, pending: [UInt8] = [], byteCount: Int = 0
  ) {
    self.path = path
    self.partPath = partPath
    self.compression = compression
    self.raw = raw
    self.byteCount = byteCount
    frames = compression.map { FrameStream($0, to: raw, threads: threads, pending: pending) }
  }

  deinit { discard() }

  /// Bytes of the file as it is stored: all of them after `seal`, before that those that have left
  /// this object.
  public var storedByteCount: Int { raw.byteCount }

  /// - Throws: `FileError`; also that of a thread that compressed what was written before.
  @unsafe public func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    try guarded { () throws(FileError) in
      if let frames { try unsafe frames.append(bytes) } else { try unsafe raw.write(bytes) }
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

  /// Runs `body` unless something failed before, and remembers it when it fails.
  func guarded(_ body: () throws(FileError) -> Void) throws(FileError) {
    if let failure { throw failure }
    do throws(FileError) {
      try body()
    } catch {
      failure = error
      throw error
    }
  }

  /// Brings the bytes to the disk; nothing more can be written. Whatever can fail for want of room
  /// fails here, before the file has its name. What is written directly is only completed.
  public func seal() throws(FileError) {
    guard !isSealed, raw.descriptor >= 0 else { return }
    try guarded { () throws(FileError) in
      try frames?.finish()
      isSealed = true
      guard partPath != nil else { return }
      try raw.sync()
      try raw.close()
    }
  }

  /// Puts the file under its final name, on disk. Call once, last.
  public func commit() throws(FileError) {
    try seal()
    guard let partPath else {
      isCommitted = true
      return
    }
    if unsafe rename(partPath, path) != 0 { throw FileError(.rename, path: path, code: errno) }
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
    end()
    if !isCommitted, let partPath { unsafe _ = unlink(partPath) }
    isCommitted = true
  }

  /// Leaves the part where it is, for a later run to go on with (`Position`): neither committed nor
  /// removed.
  public func leavePart() {
    end()
    isCommitted = true
  }

  private func end() {
    if raw.descriptor > 2 || (raw.descriptor >= 0 && partPath != nil) { try? raw.close() }
    isSealed = true
  }

  /// Brings what was written so far to the disk and says how to go on from there.
  ///
  /// - Throws: `FileError`; with ESPIPE for what is written directly, of which no part stays.
  public func checkpoint() throws(FileError) -> Position {
    guard let partPath, !isSealed else { throw FileError(.sync, path: path, code: ESPIPE) }
    try guarded { () throws(FileError) in
      // Until this run has ended no other one goes on with the part. Where there are no locks, the
      // user has to look after that.
      _ = flock(raw.descriptor, LOCK_EX | LOCK_NB)
      try frames?.drain()
      try raw.sync()
    }
    return Position(
      partPath: partPath, storedByteCount: raw.byteCount, byteCount: byteCount,
      pending: frames?.pending ?? [])
  }
}
