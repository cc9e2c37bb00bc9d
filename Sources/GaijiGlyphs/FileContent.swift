internal import GaijiFiles
internal import Glibc

/// What a file holds, decompressed.
struct FileContent {
  /// `nil` for a font that is not compressed and so large that it is better mapped.
  let bytes: [UInt8]?

  /// - Throws: `GlyphError`: `unreadable`, or `tooLarge` beyond `GlyphLimits.fileByteCount`.
  init(path: String) throws(GlyphError) {
    bytes = try Self.translated { () throws(FileError) in
      let input = try InputFile(path: path)
      // The first bytes also tell whether it is compressed.
      let first = try input.bytes(upTo: 16)
      if input.compression == nil, let size = input.size, size > GlyphLimits.copiedByteCount,
        FontForm(first) != nil
      {
        return nil
      }
      return try first + input.bytes(upTo: GlyphLimits.fileByteCount + 1 - first.count)
    }
    if let bytes, bytes.count > GlyphLimits.fileByteCount {
      throw GlyphError(
        .tooLarge, path: path,
        detail: "holds more than \(GlyphLimits.fileByteCount) bytes; give a smaller file")
    }
  }

  /// The first bytes of a file's content, at most `limit`.
  static func first(_ limit: Int, of path: String) throws(GlyphError) -> [UInt8] {
    try translated { () throws(FileError) in try InputFile(path: path).bytes(upTo: limit) }
  }

  static func isFolder(_ path: String) -> Bool {
    do throws(FileError) {
      _ = try InputFile(path: path)
      return false
    } catch {
      return error.code == EISDIR
    }
  }

  private static func translated<R>(
    _ body: () throws(FileError) -> R
  ) throws(GlyphError) -> R {
    let result: Result<R, FileError>
    do throws(FileError) {
      result = .success(try body())
    } catch {
      result = .failure(error)
    }
    switch result {
    case .success(let value): return value
    case .failure(let error): throw GlyphError(error)
    }
  }
}
