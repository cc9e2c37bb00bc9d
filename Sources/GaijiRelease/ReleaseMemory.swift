internal import GaijiHashing
internal import GaijiModel
internal import Glibc

#if _endian(big)
  #error("mapping releases are viewed in place and little-endian; this machine is big-endian")
#endif

/// The bytes of one release, read-only and at a multiple of 64: a mapped file or a copy.
///
/// This file is where the module touches pointers. Invariants: `base` points
/// at `count` readable bytes, 64-aligned, that stay until `deinit` and that this process never
/// writes. A release file is never changed in place (it is written beside and renamed), so a mapping
/// of it does not change either.
@safe final class ReleaseMemory: @unchecked Sendable {
  // @unchecked Sendable: never written after initialisation.
  private let base: UnsafeRawPointer
  let count: Int
  /// The file's, for errors; `nil` for a copy.
  let path: String?
  private let isMapped: Bool

  /// Maps a file.
  init(path: String) throws(ReleaseError) {
    // O_NONBLOCK: opening a FIFO must not wait for its writer.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw .cannotOpen(path: path, errno: errno) }
    defer { close(descriptor) }
    var status = stat()
    guard unsafe fstat(descriptor, &status) == 0 else {
      throw .cannotOpen(path: path, errno: errno)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .cannotOpen(path: path, errno: status.st_mode & S_IFMT == S_IFDIR ? EISDIR : EINVAL)
    }
    guard status.st_size >= ReleaseFormat.headerByteCount else { throw .notARelease }
    count = Int(status.st_size)
    let address = unsafe mmap(nil, count, PROT_READ, MAP_PRIVATE, descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .cannotOpen(path: path, errno: errno)
    }
    unsafe base = UnsafeRawPointer(address)
    self.path = path
    isMapped = true
  }

  /// Copies bytes, so that they are aligned.
  init(copying bytes: [UInt8]) throws(ReleaseError) {
    guard bytes.count >= ReleaseFormat.headerByteCount else { throw .notARelease }
    let copy = UnsafeMutableRawPointer.allocate(byteCount: bytes.count, alignment: 64)
    unsafe bytes.withUnsafeBytes {
      unsafe copy.copyMemory(from: $0.baseAddress!, byteCount: $0.count)
    }
    unsafe base = UnsafeRawPointer(copy)
    count = bytes.count
    path = nil
    isMapped = false
  }

  deinit {
    if isMapped {
      // SAFETY: exactly the region that mmap returned; the views hold a reference to this object.
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      unsafe UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }

  /// Traps outside the region; for the header and the directory.
  func byte(at offset: Int) -> UInt8 {
    precondition(offset >= 0 && offset < count, "release byte out of range")
    return unsafe base.load(fromByteOffset: offset, as: UInt8.self)
  }

  func word(at offset: Int) -> UInt32 {
    (0..<4).reduce(0) { $0 | UInt32(byte(at: offset + $1)) << UInt32(8 * $1) }
  }

  func longWord(at offset: Int) -> UInt64 {
    UInt64(word(at: offset)) | UInt64(word(at: offset + 4)) << 32
  }

  /// SHA-256 of some regions of the file, one after another. Traps outside the file.
  func digest(of ranges: Range<Int>...) -> SHA256Digest {
    let hash = SHA256()
    for range in ranges {
      precondition(range.lowerBound >= 0 && range.upperBound <= count, "release bytes out of range")
      // SAFETY: the range was checked on the line above; `self` keeps the memory.
      unsafe hash.update(
        UnsafeRawBufferPointer(start: base + range.lowerBound, count: range.count))
    }
    return hash.finalize()
  }

  /// Whether the digest at an offset is this one.
  func holds(_ digest: SHA256Digest, at offset: Int) -> Bool {
    digest.bytes.indices.allSatisfy { byte(at: offset + $0) == digest.bytes[$0] }
  }

  /// A view of `elementCount` elements from `offset`. Traps when they are not inside, or misaligned:
  /// the directory has been checked before.
  func table<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, at offset: Int, elementCount: Int
  ) -> FlatTable<Element> {
    let byteCount = elementCount * MemoryLayout<Element>.stride
    precondition(
      offset >= 0 && elementCount >= 0 && offset <= count && byteCount <= count - offset,
      "release table out of range")
    // SAFETY: the region is inside, and `self` keeps it alive; FlatTable checks the alignment.
    return unsafe FlatTable(
      viewing: UnsafeRawBufferPointer(start: base + offset, count: byteCount), owner: self)
  }
}

extension FlatTable {
  /// The elements as a span, for loops over whole tables.
  func withSpan<R, E: Error>(_ body: (Span<Element>) throws(E) -> R) throws(E) -> R {
    var result: Result<R, E>?
    unsafe withUnsafeBuffer { buffer in
      // SAFETY: the span does not outlive this closure.
      let span = unsafe Span(_unsafeElements: buffer)
      do throws(E) { result = .success(try body(span)) } catch { result = .failure(error) }
    }
    return try result!.get()
  }
}

/// The bytes of fixed-width values in memory order, which is little-endian here.
func memoryBytes<Element: BitwiseCopyable>(of values: [Element]) -> [UInt8] {
  unsafe values.withUnsafeBytes { unsafe Array($0) }
}
