internal import GaijiHashing
internal import GaijiModel

/// Lays out release contents as the bytes of a mapping release.
///
/// The same contents, in any order, give the same bytes: everything is sorted, and there is no date,
/// path or pointer in a release.
public struct ReleaseWriter {
  private var sections: [SectionKind: [UInt8]] = [:]
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
    return writer.file()
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

  /// Start and byte count of a name in the string pool. Names are compared by bytes.
  mutating func reference(_ text: String) -> [UInt32] {
    let bytes = Array(text.utf8)
    // Keyed by the bytes' own text: String's == would fold canonical equivalents into one.
    let key = bytes.map { hexadecimal($0, digits: 2) }.joined()
    if let start = stringStarts[key] { return [start, UInt32(bytes.count)] }
    let start = UInt32(strings.count)
    strings += bytes
    stringStarts[key] = start
    return [start, UInt32(bytes.count)]
  }

  private func file() -> [UInt8] {
    let kinds = SectionKind.allCases
    var offset = ReleaseFormat.padded(
      ReleaseFormat.headerByteCount + kinds.count * ReleaseFormat.directoryEntryByteCount)
    var directory: [UInt8] = []
    var body: [UInt8] = []
    for kind in kinds {
      let bytes = sections[kind] ?? []
      directory += memoryBytes(of: [kind.rawValue, UInt32(kind.stride)])
      directory += memoryBytes(of: [UInt64(offset), UInt64(bytes.count)])
      body += bytes
      let padding = ReleaseFormat.padded(bytes.count) - bytes.count
      body += [UInt8](repeating: 0, count: padding)
      offset += bytes.count + padding
    }
    var head = ReleaseFormat.magic
    head += memoryBytes(of: [ReleaseFormat.formatVersion, ReleaseFormat.schemaVersion])
    head += memoryBytes(of: [UInt64(offset)])
    head += memoryBytes(of: [UInt32(kinds.count), 0])
    let hash = SHA256()
    hash.update(head)
    hash.update(directory)
    hash.update(body)
    return head + hash.finalize().bytes + directory + body
  }
}
