internal import GaijiFiles
internal import GaijiHashing
internal import GaijiModel
internal import Glibc

/// The bytes of an index file, mapped. An index is never changed in place (it is written beside and
/// renamed), so what has been verified stays so.
struct MappedFile {
  private let mapping: FileMapping
  let path: String

  /// - Throws: `GlyphIndexError` for what cannot be opened or is shorter than `minimum` bytes.
  init(path: String, minimum: Int) throws(GlyphIndexError) {
    self.path = path
    do throws(FileMapping.Failure) {
      mapping = try FileMapping(path: path, sizes: minimum...Int.max)
    } catch {
      switch error {
      case .system(let code): throw .unreadable(path: path, errno: code)
      case .folder: throw .unreadable(path: path, errno: EISDIR)
      case .irregular: throw .unreadable(path: path, errno: EINVAL)
      case .size(let count):
        throw .damaged(path: path, detail: "has \(count) bytes, fewer than a header has")
      }
    }
  }

  var count: Int { mapping.count }

  /// Traps outside the file, as all of these do.
  func word(at offset: Int) -> UInt32 { mapping.word(at: offset) }
  func longWord(at offset: Int) -> UInt64 { mapping.longWord(at: offset) }
  func bytes(_ range: Range<Int>) -> [UInt8] { mapping.bytes(range) }

  func digest(of range: Range<Int>) -> SHA256Digest { SHA256.digest(of: bytes(range)) }

  /// The checksum of a table.
  func checksum(of range: Range<Int>) -> [UInt8] {
    unsafe mapping.withBytes(range) { unsafe FlatBytes.checksum(of: $0) }
  }

  /// A view of whole elements. Traps when they are misaligned, too: the directory has been checked before.
  func table<Element: BitwiseCopyable & Sendable>(
    of type: Element.Type, _ range: Range<Int>
  ) -> FlatTable<Element> {
    // SAFETY: the table holds the mapping; FlatTable checks the alignment.
    unsafe FlatTable(viewing: mapping.view(range), owner: mapping)
  }
}
