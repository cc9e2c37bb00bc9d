internal import GaijiFiles

extension InputFile {
  /// The next bytes of the content, at most `limit`; fewer mean the end.
  func wholeContent(limit: Int) throws(FileError) -> [UInt8] {
    var bytes: [UInt8] = []
    let step = max(64 << 10, (size ?? 0) + 1)
    while bytes.count < limit {
      let start = bytes.count
      let wanted = min(step, limit - start)
      bytes.append(contentsOf: repeatElement(0, count: wanted))
      let result: Result<Int, FileError> = unsafe bytes.withUnsafeMutableBytes { memory in
        do throws(FileError) {
          // SAFETY: the region from `start` has `wanted` bytes.
          return .success(
            try unsafe read(UnsafeMutableRawBufferPointer(rebasing: memory[start...])))
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

/// Numbers from bytes and back. Files are little-endian, and so is the machine (`MappedFile` says so).
enum FlatBytes {
  static func floats(littleEndian bytes: [UInt8]) -> [Float] {
    precondition(bytes.count % 4 == 0)
    return unsafe bytes.withUnsafeBytes { memory in
      // SAFETY: unaligned loads at multiples of 4 inside the buffer.
      (0..<memory.count / 4).map {
        Float(bitPattern: unsafe memory.loadUnaligned(fromByteOffset: 4 * $0, as: UInt32.self))
      }
    }
  }

  static func bytes<Element: BitwiseCopyable>(of values: [Element]) -> [UInt8] {
    unsafe values.withUnsafeBytes { unsafe Array($0) }
  }
}
