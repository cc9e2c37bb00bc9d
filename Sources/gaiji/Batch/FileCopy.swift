import GaijiFiles
import GaijiHashing

/// Copies a file's bytes as they are, under the same guarantees as a conversion: beside the output's
/// name, on the disk, and then renamed.
enum FileCopy {
  private static let blockByteCount = 1 << 18

  /// - Returns: the bytes copied, and their SHA-256 when wanted.
  /// - Throws: `FileError`; nothing stands under the output's name then.
  static func copy(
    _ source: InputFile, to target: OutputFile, hashes: Bool
  ) throws -> (byteCount: Int, sha256: String?) {
    let hash = hashes ? SHA256() : nil
    var block = [UInt8](repeating: 0, count: blockByteCount)
    var total = 0
    while true {
      // SAFETY: reads at most the array's own size, and all is used before the array changes.
      let count = try unsafe block.withUnsafeMutableBytes { memory in
        let count = try unsafe source.read(memory)
        let read = unsafe UnsafeRawBufferPointer(rebasing: memory[..<count])
        unsafe hash?.update(read)
        try unsafe target.write(read)
        return count
      }
      total += count
      if count < blockByteCount { break }
    }
    try target.commit()
    return (total, hash?.finalize().description)
  }
}

/// SHA-256 over texts, each with its length in front: no two lists give the same bytes.
func digest(of texts: [String]) -> String {
  let hash = SHA256()
  for text in texts {
    hash.update(Array("\(text.utf8.count):".utf8))
    hash.update(Array(text.utf8))
  }
  return hash.finalize().description
}
