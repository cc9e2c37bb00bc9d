internal import GaijiFiles

/// Writes a release as one whole: a reader sees the old file or the new one.
enum ReleaseFile {
  static func write(_ bytes: [UInt8], to path: String) throws(ReleaseError) {
    do throws(FileError) {
      let file = try OutputFile(path: path, replaces: true)
      try file.write(bytes)
      try file.commit()
    } catch {
      throw .cannotWrite(path: path, errno: error.code)
    }
  }
}
