internal import GaijiFiles
internal import Glibc

/// The bytes of one font, read-only: a copy or, for large files, a mapping.
///
/// Pointers, because FreeType reads from memory that must stay where it is. Invariants: `base` points at
/// `count` readable bytes that stay until `deinit` and that this process never writes.
@safe final class FontMemory: @unchecked Sendable {
  // @unchecked Sendable: never written after initialisation.
  private let base: UnsafeRawPointer
  let count: Int
  private let isMapped: Bool

  init(copying bytes: [UInt8]) {
    let copy = UnsafeMutableRawPointer.allocate(byteCount: max(1, bytes.count), alignment: 16)
    unsafe bytes.withUnsafeBytes {
      guard let start = $0.baseAddress else { return }
      unsafe copy.copyMemory(from: start, byteCount: $0.count)
    }
    unsafe base = UnsafeRawPointer(copy)
    count = bytes.count
    isMapped = false
  }

  /// Maps a regular file of at most `GlyphLimits.fileByteCount`.
  init(mapping path: String) throws(GlyphError) {
    func failure() -> GlyphError {
      GlyphError(FileError(.open, path: path, code: errno))
    }
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw failure() }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else { throw failure() }
    let size = Int(status.st_size)
    guard status.st_mode & S_IFMT == S_IFREG, size > 0, size <= GlyphLimits.fileByteCount else {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "not a file of 1 to \(GlyphLimits.fileByteCount) bytes; give a font file")
    }
    let address = unsafe mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else { throw failure() }
    unsafe base = UnsafeRawPointer(address)
    count = size
    isMapped = true
  }

  deinit {
    if isMapped {
      // SAFETY: exactly the region that mmap returned; nobody holds a pointer into it any more.
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      unsafe UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }

  /// Calls `body` with the bytes, which it must not keep.
  func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try unsafe body(UnsafeRawBufferPointer(start: base, count: count))
  }

  /// Where the bytes are, for as long as this object is referenced.
  @unsafe var start: UnsafePointer<UInt8> { unsafe base.assumingMemoryBound(to: UInt8.self) }
}

extension GlyphError {
  init(_ error: FileError) {
    self.init(.unreadable, path: error.path, offset: error.offset, detail: Self.reason(error))
  }

  /// What a `FileError` says, without the path that stands before it here.
  private static func reason(_ error: FileError) -> String {
    if !error.detail.isEmpty { return error.detail }
    let reason = unsafe String(cString: strerror(error.code))
    return "cannot \(error.operation.rawValue): \(reason)"
  }
}
