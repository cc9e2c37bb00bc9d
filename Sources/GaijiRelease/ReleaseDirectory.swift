internal import GaijiHashing

/// Header and directory of a release, checked: afterwards every section is inside the file, aligned,
/// of whole elements, and no byte is outside a section or its padding. What is in the sections has
/// not been looked at.
struct ReleaseDirectory: Sendable {
  /// SHA-256 of header and directory, and so, through the digests there, of everything.
  let digest: SHA256Digest
  /// In the order of the file.
  let regions: [Region]
  private let single: [SectionKind: Region]
  /// The sections of kind `charsetTable`.
  let tables: [Region]

  /// One section.
  struct Region: Sendable {
    var kind: SectionKind
    /// Bytes of one element.
    var stride: Int
    var offset: Int
    var byteCount: Int
    /// Where in the file its SHA-256 stands.
    var digestOffset: Int

    var count: Int { byteCount / stride }
    var end: Int { offset + byteCount }
  }

  /// Checks magic, versions, length, digest and directory, in this order, so that a damaged file is
  /// called damaged and only a forged one malformed.
  init(_ memory: ReleaseMemory) throws(ReleaseError) {
    try Self.checkHeader(memory)
    let count = Int(memory.word(at: 24))
    let directory = ReleaseFormat.headerByteCount
    let end = directory + count * ReleaseFormat.directoryEntryByteCount
    guard count <= ReleaseFormat.maximumSectionCount, end <= memory.count else {
      throw .damaged(section: Self.name, offset: 24)
    }
    digest = memory.digest(of: 0..<ReleaseFormat.digestOffset, directory..<end)
    guard memory.holds(digest, at: ReleaseFormat.digestOffset) else {
      throw .damaged(section: Self.name, offset: 0)
    }
    guard memory.word(at: 28) == 0 else { throw Self.malformed(at: 28, "a reserved word") }
    regions = try Self.regions(memory, entries: directory..<end)
    single = Dictionary(
      regions.filter { $0.kind != .charsetTable }.map { ($0.kind, $0) }, uniquingKeysWith: { $1 })
    tables = regions.filter { $0.kind == .charsetTable }
    // Kinds ascend, so as many as there are kinds are each of them once.
    guard single.count == SectionKind.single.count else {
      throw Self.malformed(at: 24, "\(single.count) kinds of sections")
    }
  }

  subscript(kind: SectionKind) -> Region {
    guard let region = single[kind] else { preconditionFailure("\(kind) is no single section") }
    return region
  }

  private static let name = "directory"

  private static func malformed(at offset: Int, _ reason: String) -> ReleaseError {
    .malformed(section: name, offset: offset, reason: reason)
  }

  private static func checkHeader(_ memory: ReleaseMemory) throws(ReleaseError) {
    for (index, byte) in ReleaseFormat.magic.enumerated() where memory.byte(at: index) != byte {
      throw .notARelease
    }
    let format = memory.word(at: 8)
    guard format == ReleaseFormat.formatVersion else {
      throw .unsupportedFormat(found: format, supported: ReleaseFormat.formatVersion)
    }
    let schema = memory.word(at: 12)
    guard schema == ReleaseFormat.schemaVersion else {
      throw .unsupportedSchema(found: schema, supported: ReleaseFormat.schemaVersion)
    }
    let expected = memory.longWord(at: 16)
    let found = UInt64(memory.count)
    if found < expected { throw .truncated(expected: expected, found: found) }
    if found > expected { throw .extended(expected: expected, found: found) }
  }

  private static func regions(
    _ memory: ReleaseMemory, entries: Range<Int>
  ) throws(ReleaseError) -> [Region] {
    var regions: [Region] = []
    var end = ReleaseFormat.padded(entries.upperBound)
    guard end <= memory.count else { throw malformed(at: 24, "longer than the file") }
    for entry in stride(
      from: entries.lowerBound, to: entries.upperBound, by: ReleaseFormat.directoryEntryByteCount)
    {
      let size = memory.word(at: entry + 4)
      let offset = memory.longWord(at: entry + 8)
      let byteCount = memory.longWord(at: entry + 16)
      guard let kind = SectionKind(rawValue: memory.word(at: entry)),
        regions.last.map({ isAfter(kind, $0.kind) }) ?? true,
        kind.stride.map({ size == $0 }) ?? [1, 2, 4, 8].contains(size),
        memory.longWord(at: entry + ReleaseFormat.directoryEntryByteCount - 8) == 0
      else { throw malformed(at: entry, "an entry of a wrong kind") }
      guard offset == UInt64(end), byteCount <= UInt64(memory.count - end),
        byteCount % UInt64(size) == 0, byteCount / UInt64(size) < 1 << 31
      else { throw malformed(at: entry, "the entry of \(kind.name) is wrong") }
      let region = Region(
        kind: kind, stride: Int(size), offset: end, byteCount: Int(byteCount),
        digestOffset: entry + ReleaseFormat.entryDigestOffset)
      end = ReleaseFormat.padded(region.end)
      guard end <= memory.count else { throw malformed(at: entry, "\(kind.name) ends outside") }
      regions.append(region)
    }
    guard end == memory.count else {
      throw malformed(at: 24, "bytes after the last section")
    }
    return regions
  }

  private static func isAfter(_ kind: SectionKind, _ previous: SectionKind) -> Bool {
    kind.rawValue > previous.rawValue || (kind == previous && kind == .charsetTable)
  }
}
