/// A source of bytes: a file, or standard input for `-`. Never written to.
///
/// A file that begins as gzip or zstd does is decompressed while it is read; everything else is read
/// as it is. The bytes and offsets that the rest of the program knows are then those of the content.
@safe public final class InputFile {
  public enum Decompression: Sendable, Hashable {
    /// What is compressed is told from its first bytes.
    case automatic
    /// Every file is read as it is.
    case none
  }

  public var path: String { raw.path }
  /// Size of a regular file as it is stored; `nil` for pipes and devices.
  public var size: Int? { raw.size }
  var device: UInt { raw.device }
  var inode: UInt { raw.inode }
  /// The form of the file; `nil` when it is not compressed, and before the first `read`.
  public private(set) var compression: CompressionForm?

  private let raw: RawInput
  private let readsAhead: Bool
  private var content: Content
  private var plainByteCount = 0

  private enum Content {
    /// Nothing was read yet.
    case unknown
    /// Not compressed; the bytes that were looked at come first.
    case plain(first: ArraySlice<UInt8>)
    case decoded(DecodedInput)
    case ahead(ReadAhead)
  }

  /// - Parameter threads: How many the run may use: with more than one a compressed file is
  ///   decompressed on a thread of its own, at most 1 MiB ahead.
  public init(
    path: String, decompression: Decompression = .automatic, threads: Int = 1
  ) throws(FileError) {
    raw = try RawInput(path: path)
    readsAhead = threads > 1
    content = decompression == .none ? .plain(first: []) : .unknown
  }

  /// Bytes of the file as it is stored that have been read so far: `size` at the end.
  public var storedByteCount: Int {
    switch content {
    case .unknown: 0
    case .plain: plainByteCount
    case .decoded(let input): input.storedByteCount
    case .ahead(let input): input.storedByteCount
    }
  }

  /// Reads content until `memory` is full or the input ends.
  ///
  /// - Throws: `FileError` with EINTR when a signal asks for the end of the run; `decompress` where a
  ///   compressed file is damaged or cut off, with the offset in the compressed file: its content
  ///   never ends in silence.
  /// - Returns: bytes read; less than asked for means the end.
  @unsafe public func read(_ memory: UnsafeMutableRawBufferPointer) throws(FileError) -> Int {
    if case .unknown = content { try look() }
    switch content {
    case .unknown: return 0
    case .decoded(let input): return try unsafe input.read(memory)
    case .ahead(let input): return try unsafe input.read(memory)
    case .plain(let first):
      var count = 0
      if !first.isEmpty {
        count = min(first.count, memory.count)
        unsafe memory.copyBytes(from: first.prefix(count))
        content = .plain(first: first.dropFirst(count))
      }
      // The block is filled up to its end, so that later reads begin at its multiples.
      count += try unsafe raw.read(UnsafeMutableRawBufferPointer(rebasing: memory[count...]))
      plainByteCount += count
      return count
    }
  }

  /// Moves on without reading, where the content is that of a regular file as it is stored.
  ///
  /// - Parameter count: Bytes of content; not more than are left.
  /// - Returns: false, with nothing done, for what can only be read: a pipe, a compressed file.
  public func skip(_ count: Int) throws(FileError) -> Bool {
    if case .unknown = content { try look() }
    guard case .plain(let first) = content else { return false }
    let held = min(first.count, count)
    guard raw.skip(count - held) else { return false }
    content = .plain(first: first.dropFirst(held))
    plainByteCount += count
    return true
  }

  /// What tells a regular file from another, or from itself after a change: size, time of the last
  /// change, number in its file system; `nil` for pipes and devices.
  public var identity: String? {
    size.map { "\($0) bytes, changed \(raw.modified), inode \(raw.inode)" }
  }

  /// Reads the first bytes, which say what the file is.
  private func look() throws(FileError) {
    var first = [UInt8](repeating: 0, count: CompressionForm.magicByteCount)
    let result: Result<Int, FileError> = unsafe first.withUnsafeMutableBytes { memory in
      do throws(FileError) {
        return .success(try unsafe raw.read(memory))
      } catch {
        return .failure(error)
      }
    }
    first.removeLast(try first.count - result.get())
    guard let form = CompressionForm.recognized(first) else {
      // A file that lost all but its first bytes would pass for a short plain one.
      if let named = CompressionForm(nameOf: path) {
        throw FileError(notCompressed: raw, form: named)
      }
      content = .plain(first: first[...])
      return
    }
    compression = form
    if readsAhead, let ahead = ReadAhead(raw, form: form, first: first) {
      content = .ahead(ahead)
    } else {
      content = .decoded(try DecodedInput(raw, form: form, first: first))
    }
  }
}
