/// Header and directory of a release, checked: afterwards every section is inside the file, aligned,
/// of whole elements, and no byte is outside a section or its padding but is covered by the digest.
struct ReleaseDirectory {
  private let regions: [SectionKind: Region]

  struct Region {
    var offset: Int
    var byteCount: Int
  }

  /// Checks magic, versions and length, in this order, but not yet the digest.
  static func checkHeader(_ memory: ReleaseMemory) throws(ReleaseError) {
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

  /// Reads the directory. Call after the digest has been checked, so that a damaged file is called
  /// damaged and only a forged one malformed.
  init(_ memory: ReleaseMemory) throws(ReleaseError) {
    let kinds = SectionKind.allCases
    guard memory.word(at: 24) == UInt32(kinds.count), memory.word(at: 28) == 0 else {
      throw .malformed(section: "directory", reason: "\(memory.word(at: 24)) sections")
    }
    var end = ReleaseFormat.padded(
      ReleaseFormat.headerByteCount + kinds.count * ReleaseFormat.directoryEntryByteCount)
    guard end <= memory.count else {
      throw .malformed(section: "directory", reason: "longer than the file")
    }
    var regions: [SectionKind: Region] = [:]
    for (index, kind) in kinds.enumerated() {
      let entry = ReleaseFormat.headerByteCount + index * ReleaseFormat.directoryEntryByteCount
      let offset = memory.longWord(at: entry + 8)
      let byteCount = memory.longWord(at: entry + 16)
      guard memory.word(at: entry) == kind.rawValue, memory.word(at: entry + 4) == kind.stride,
        offset == UInt64(end), byteCount <= UInt64(memory.count - end),
        byteCount % UInt64(kind.stride) == 0, byteCount / UInt64(kind.stride) < 1 << 31
      else { throw .malformed(section: kind.name, reason: "its directory entry is wrong") }
      regions[kind] = Region(offset: end, byteCount: Int(byteCount))
      let padded = ReleaseFormat.padded(end + Int(byteCount))
      guard padded <= memory.count else {
        throw .malformed(section: kind.name, reason: "it ends outside the file")
      }
      for byte in end + Int(byteCount)..<padded where memory.byte(at: byte) != 0 {
        throw .malformed(section: kind.name, reason: "its padding is not zero")
      }
      end = padded
    }
    guard end == memory.count else {
      throw .malformed(section: "directory", reason: "bytes after the last section")
    }
    self.regions = regions
  }

  subscript(kind: SectionKind) -> Region { regions[kind] ?? Region(offset: 0, byteCount: 0) }
}
