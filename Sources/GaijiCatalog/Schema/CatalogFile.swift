internal import Foundation

/// What can be told of a catalogue file without SQLite, and thus without touching it.
struct CatalogFile {
  let path: String
  /// Neither file nor folder refuse writing.
  let isWritable: Bool
  /// A write-ahead log lies beside it: another process has it open, or one ended badly.
  let hasLog: Bool

  /// Reads the 100-byte header. Throws for whatever is not a catalogue of this program's schema.
  init(inspecting path: String) throws(CatalogError) {
    self.path = path
    var status = stat()
    guard unsafe stat(path, &status) == 0 else {
      if errno == ENOENT || errno == ENOTDIR { throw .notFound(path: path) }
      throw .cannotOpen(path: path, reason: Self.errorText())
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw .notACatalogue(path: path, reason: "it is not a regular file")
    }
    let header: [UInt8]
    do {
      let handle = try FileHandle(forReadingFrom: URL(filePath: path))
      defer { try? handle.close() }
      header = [UInt8](try handle.read(upToCount: 100) ?? Data())
    } catch {
      throw .cannotOpen(path: path, reason: "it cannot be read")
    }
    guard header.count == 100, header.starts(with: "SQLite format 3\u{0}".utf8) else {
      throw .notACatalogue(path: path, reason: "it is not an SQLite file")
    }
    func word(_ offset: Int) -> Int { header[offset..<offset + 4].reduce(0) { $0 << 8 | Int($1) } }
    // https://www.sqlite.org/fileformat2.html: 16 page size, 28 page count, 60 user version,
    // 68 application id.
    guard word(68) == Int(CatalogSchema.applicationID) else {
      throw .notACatalogue(path: path, reason: "it is an SQLite file of another program")
    }
    let logSize = (try? FileManager.default.attributesOfItem(atPath: path + "-wal")[.size]) as? Int
    hasLog = logSize.map { $0 > 0 } ?? false
    let version = word(60)
    if version > CatalogSchema.current {
      throw .tooNew(path: path, found: version, supported: CatalogSchema.current)
    }
    if version < CatalogSchema.current {
      throw .tooOld(path: path, found: version, supported: CatalogSchema.current)
    }
    let pageSize = header[16] == 0 && header[17] == 1 ? 65_536 : word(16) >> 16
    guard pageSize >= 512, hasLog || Int(status.st_size) == word(28) * pageSize else {
      throw .damaged(path: path, reason: "its length is not the one that its header says")
    }
    let folder = URL(filePath: path).deletingLastPathComponent().path
    // The mode is asked too: for root, access() permits everything.
    let permits = unsafe access(path, W_OK) == 0 && access(folder, W_OK) == 0
    isWritable = permits && status.st_mode & 0o222 != 0
  }

  /// The path for SQLite, never taken for a URI.
  static func databasePath(_ path: String) -> String { URL(filePath: path).path }

  /// A URI under which SQLite reads the file and creates, locks and changes nothing.
  var immutableURI: String {
    let allowed = CharacterSet.urlPathAllowed.subtracting(CharacterSet(charactersIn: "?#%"))
    let path = URL(filePath: self.path).path
    let encoded = path.addingPercentEncoding(withAllowedCharacters: allowed) ?? path
    return "file:\(encoded)?mode=ro&immutable=1"
  }

  static func errorText() -> String {
    // SAFETY: strerror returns a NUL-terminated string that is copied at once.
    unsafe String(cString: strerror(errno))
  }
}
