internal import GaijiFiles

/// What a file holds, decompressed.
struct FileContent {
  /// `nil` for a file that is not compressed and so large that it is better mapped.
  let bytes: [UInt8]?

  init(path: String) throws(GlyphError) {
    let result: Result<[UInt8]?, FileError>
    do throws(FileError) {
      result = .success(try Self.read(path))
    } catch {
      result = .failure(error)
    }
    switch result {
    case .failure(let error): throw GlyphError(error)
    case .success(let bytes):
      if let bytes, bytes.count > GlyphLimits.fileByteCount {
        throw GlyphError(
          .tooLarge, path: path,
          detail: "holds more than \(GlyphLimits.fileByteCount) bytes; give a smaller file")
      }
      self.bytes = bytes
    }
  }

  private static func read(_ path: String) throws(FileError) -> [UInt8]? {
    let input = try InputFile(path: path)
    // The first bytes tell whether it is compressed.
    let first = try input.bytes(upTo: 4)
    if input.compression == nil, let size = input.size, size > GlyphLimits.copiedByteCount {
      return nil
    }
    return try first + input.bytes(upTo: GlyphLimits.fileByteCount + 1 - first.count)
  }
}

extension InputFile {
  /// The next bytes of the content, at most `limit`; fewer mean the end.
  func bytes(upTo limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    let step = min(limit, max(64 << 10, (size ?? 0) + 1))
    while bytes.count < limit {
      let start = bytes.count
      let wanted = min(step, limit - start)
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      let result: Result<Int, FileError> = unsafe bytes.withUnsafeMutableBytes { memory in
        do throws(FileError) {
          // SAFETY: the region from `start` has `wanted` bytes.
          let room = unsafe UnsafeMutableRawBufferPointer(rebasing: memory[start...])
          return .success(try unsafe read(room))
        } catch {
          return .failure(error)
        }
      }
      let got = try result.get()
      bytes.removeLast(wanted - got)
      if got < wanted { break }
    }
    return bytes
  }
}
