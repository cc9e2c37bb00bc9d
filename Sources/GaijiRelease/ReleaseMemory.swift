internal import GaijiFiles
internal import GaijiHashing
internal import GaijiModel
internal import Glibc

/// The bytes of one release, read-only and at a multiple of 64: a mapped file or a copy. A release file
/// is never changed in place (it is written beside and renamed), so what has been verified stays so.
///
/// This file is where the module touches pointers.
struct ReleaseMemory: Sendable {
  private let bytes: FileMapping
  /// The file's, for errors; `nil` for a copy.
  let path: String?

  /// Maps a file.
  init(path: String) throws(ReleaseError) {
    self.path = path
    do throws(FileMapping.Failure) {
      bytes = try FileMapping(path: path, sizes: ReleaseFormat.headerByteCount...Int.max)
    } catch {
      switch error {
      case .system(let code): throw .cannotOpen(path: path, errno: code)
      case .folder: throw .cannotOpen(path: path, errno: EISDIR)
      case .irregular: throw .cannotOpen(path: path, errno: EINVAL)
      case .size: throw .notARelease
      }
    }
  }

  /// Copies bytes, so that they are aligned.
  init(copying bytes: [UInt8]) throws(ReleaseError) {
    guard bytes.count >= ReleaseFormat.headerByteCount else { throw .notARelease }
    self.bytes = FileMapping(copying: bytes)
    path = nil
  }

  var count: Int { bytes.count }

  /// Traps outside the release, as all of these do; for the header and the directory.
  func byte(at offset: Int) -> UInt8 { bytes.byte(at: offset) }
  func word(at offset: Int) -> UInt32 { bytes.word(at: offset) }
  func longWord(at offset: Int) -> UInt64 { bytes.longWord(at: offset) }

  /// SHA-256 of some regions of the file, one after another.
  func digest(of ranges: Range<Int>...) -> SHA256Digest {
    let hash = SHA256()
    for range in ranges { unsafe bytes.withBytes(range) { unsafe hash.update($0) } }
    return hash.finalize()
  }

  /// Whether the digest at an offset is this one.
  func holds(_ digest: SHA256Digest, at offset: Int) -> Bool {
    digest.bytes.indices.allSatisfy { byte(at: offset + $0) == digest.bytes[$0] }
  }

  /// A view of `elementCount` elements from `offset`. Traps when they are misaligned, too: the directory
  /// has been checked before.
  func table<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, at offset: Int, elementCount: Int
  ) -> FlatTable<Element> {
    let byteCount = elementCount * MemoryLayout<Element>.stride
    precondition(
      offset >= 0 && elementCount >= 0 && offset <= count && byteCount <= count - offset,
      "release table out of range")
    // SAFETY: the table holds the bytes; FlatTable checks the alignment.
    return unsafe FlatTable(viewing: bytes.view(offset..<offset + byteCount), owner: bytes)
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
