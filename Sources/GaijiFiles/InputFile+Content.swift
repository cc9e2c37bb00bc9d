extension InputFile {
  /// The next bytes of the content, at most `limit`; fewer mean the end.
  public func bytes(upTo limit: Int) throws(FileError) -> [UInt8] {
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
