internal import GaijiHashing
internal import GaijiModel

/// Lays out release contents as the bytes of a mapping release.
///
/// The same contents, in any order, give the same bytes: everything is sorted, and there is no date,
/// path or pointer in a release.
public struct ReleaseWriter {
  private var sections: [SectionKind: [UInt8]] = [:]
  private var tables: [(stride: Int, bytes: [UInt8])] = []
  private var strings: [UInt8] = []
  private var stringStarts: [String: UInt32] = [:]

  /// The bytes of a release. Throws `ReleaseError.inconsistentContents` for contents that
  /// contradict themselves, such as two identities for one code point.
  public static func bytes(of contents: ReleaseContents) throws(ReleaseError) -> [UInt8] {
    var writer = ReleaseWriter()
    writer.sections[.dataEdition] = Array(contents.dataEdition.utf8)
    try writer.addCharsets(contents.charsets)
    let identities = try writer.addForms(contents.forms)
    try writer.addShrink(contents, identities: identities)
    try writer.addSystems(contents, identities: Set(identities))
    writer.sections[.strings] = writer.strings
    return try writer.file()
  }

  /// Writes a release beside `path` and renames it there.
  public static func write(_ contents: ReleaseContents, to path: String) throws(ReleaseError) {
    try ReleaseFile.write(bytes(of: contents), to: path)
  }

  /// Writes bytes that `bytes(of:)` has made.
  public static func write(bytes: [UInt8], to path: String) throws(ReleaseError) {
    try ReleaseFile.write(bytes, to: path)
  }

  mutating func add<Element: BitwiseCopyable>(_ kind: SectionKind, _ values: [Element]) {
    precondition(MemoryLayout<Element>.stride == kind.stride, "section of another element size")
    sections[kind] = memoryBytes(of: values)
  }

  /// The number of a charset table among its kind.
  mutating func addTable(stride: Int, _ bytes: [UInt8]) -> UInt32 {
    tables.append((stride, bytes))
    return UInt32(tables.count)
  }

  /// Start and byte count of a name in the string pool. Names are compared by bytes.
  mutating func reference(_ text: String) throws(ReleaseError) -> [UInt32] {
    let bytes = Array(text.utf8)
    guard bytes.count <= ReleaseFormat.maximumNameByteCount else {
      throw .inconsistentContents(
        "a name of more than \(ReleaseFormat.maximumNameByteCount) bytes: \(text.prefix(40))...")
    }
    // Keyed by the bytes' own text: String's == would fold canonical equivalents into one.
    let key = bytes.map { hexadecimal($0, digits: 2) }.joined()
    if let start = stringStarts[key] { return [start, UInt32(bytes.count)] }
    let start = UInt32(strings.count)
    strings += bytes
    stringStarts[key] = start
    return [start, UInt32(bytes.count)]
  }

  private func file() throws(ReleaseError) -> [UInt8] {
    var all: [(kind: SectionKind, stride: Int, bytes: [UInt8])] = []
    for kind in SectionKind.allCases {
      if let stride = kind.stride {
        all.append((kind, stride, sections[kind] ?? []))
      } else {
        all += tables.map { (kind, $0.stride, $0.bytes) }
      }
    }
    guard all.count <= ReleaseFormat.maximumSectionCount else {
      throw .inconsistentContents("\(tables.count) charset tables")
    }
    var offset = ReleaseFormat.padded(
      ReleaseFormat.headerByteCount + all.count * ReleaseFormat.directoryEntryByteCount)
    var directory: [UInt8] = []
    var body: [UInt8] = []
    for (kind, stride, bytes) in all {
      directory += memoryBytes(of: [kind.rawValue, UInt32(stride)])
      directory += memoryBytes(of: [UInt64(offset), UInt64(bytes.count)])
      directory += SHA256.digest(of: bytes).bytes
      directory += memoryBytes(of: [UInt64(0)])
      body += bytes
      let padding = ReleaseFormat.padded(bytes.count) - bytes.count
      body += [UInt8](repeating: 0, count: padding)
      offset += bytes.count + padding
    }
    var head = ReleaseFormat.magic
    head += memoryBytes(of: [ReleaseFormat.formatVersion, ReleaseFormat.schemaVersion])
    head += memoryBytes(of: [UInt64(offset)])
    head += memoryBytes(of: [UInt32(all.count), 0])
    let gap = ReleaseFormat.padded(head.count + ReleaseFormat.digestByteCount + directory.count)
    let root = SHA256.digest(of: head + directory).bytes
    return head + root + directory
      + [UInt8](repeating: 0, count: gap - head.count - root.count - directory.count) + body
  }
}
