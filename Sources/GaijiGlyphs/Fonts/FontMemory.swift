internal import GaijiFiles
internal import Glibc

/// The bytes of one font, read-only: a copy or, for large files, a mapping. FreeType reads from memory
/// that must stay where it is.
struct FontMemory: Sendable {
  private let bytes: FileMapping

  init(copying bytes: [UInt8]) { self.bytes = FileMapping(copying: bytes) }

  /// Maps a regular file of at most `GlyphLimits.fileByteCount`.
  init(mapping path: String) throws(GlyphError) {
    do throws(FileMapping.Failure) {
      bytes = try FileMapping(path: path, sizes: 1...GlyphLimits.fileByteCount)
    } catch {
      switch error {
      case .system(let code): throw GlyphError(FileError(.open, path: path, code: code))
      case .folder, .irregular, .size:
        throw GlyphError(
          .tooLarge, path: path,
          detail: "not a file of 1 to \(GlyphLimits.fileByteCount) bytes; give a font file")
      }
    }
  }

  var count: Int { bytes.count }

  /// Calls `body` with the bytes, which it must not keep.
  func withBytes<R, E: Error>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
    try unsafe bytes.withBytes(0..<count, body)
  }

  /// Where the bytes are, for as long as a copy of this value exists.
  @unsafe var start: UnsafePointer<UInt8> {
    // SAFETY: a mapping has an address, even an empty copy.
    unsafe bytes.view(0..<count).baseAddress!.assumingMemoryBound(to: UInt8.self)
  }
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
