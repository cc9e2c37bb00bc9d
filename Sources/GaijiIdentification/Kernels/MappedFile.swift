internal import GaijiHashing
internal import GaijiModel
internal import Glibc

#if _endian(big)
  #error("indexes are viewed in place and little-endian; this machine is big-endian")
#endif

/// The bytes of an index file, read-only.
///
/// Invariants: `base` points at `count` mapped bytes that stay until `deinit` and that this process
/// never writes. An index is never changed in place (it is written beside and renamed), so a mapping of
/// it does not change either.
@safe final class MappedFile: @unchecked Sendable {
  // @unchecked Sendable: never written after initialisation.
  private let base: UnsafeRawPointer
  let count: Int
  let path: String

  /// - Throws: `GlyphIndexError` for what cannot be opened or is shorter than `minimum` bytes.
  init(path: String, minimum: Int) throws(GlyphIndexError) {
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .unreadable(path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .unreadable(path: path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    count = Int(status.st_size)
    self.path = path
    guard count >= minimum else {
      throw .damaged(path: path, detail: "has \(count) bytes, fewer than a header has")
    }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .unreadable(path: path, errno: errno)
    }
    unsafe base = UnsafeRawPointer(address)
  }

  deinit {
    // SAFETY: exactly the region that mmap returned; the views hold a reference to this object.
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
  }

  /// Traps outside the file.
  func word(at offset: Int) -> UInt32 {
    precondition(offset >= 0 && offset <= count - 4, "index word out of range")
    return unsafe base.loadUnaligned(fromByteOffset: offset, as: UInt32.self)
  }

  func longWord(at offset: Int) -> UInt64 {
    UInt64(word(at: offset)) | UInt64(word(at: offset + 4)) << 32
  }

  /// Traps outside the file.
  func bytes(_ range: Range<Int>) -> [UInt8] {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "index bytes out of range")
    return unsafe Array(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
  }

  /// Traps outside the file.
  func digest(of range: Range<Int>) -> SHA256Digest {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "index bytes out of range")
    let hash = SHA256()
    // SAFETY: the range was checked on the line above; `self` keeps the memory.
    unsafe hash.update(UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    return hash.finalize()
  }

  /// A view of whole elements. Traps when they are not inside, or misaligned: the directory has been
  /// checked before.
  func table<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, _ range: Range<Int>
  ) -> FlatTable<Element> {
    precondition(range.lowerBound >= 0 && range.upperBound <= count, "index table out of range")
    // SAFETY: the region is inside, and `self` keeps it alive; FlatTable checks the alignment.
    return unsafe FlatTable(
      viewing: UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count),
      owner: self)
  }
}
