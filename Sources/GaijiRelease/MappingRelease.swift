public import GaijiCharsets
public import GaijiHashing
public import GaijiModel

/// One mapping release, opened: everything an engine needs, and nothing else.
///
/// The file is mapped, not read; SHA-256, offsets, counts and every index in its tables are checked
/// before the initialiser returns, so no lookup can leave its table afterwards. Immutable; share it
/// between threads. The tables that it gives out keep the memory alive on their own.
public final class MappingRelease: Sendable {
  public let formatVersion: UInt32
  public let schemaVersion: UInt32
  /// Names the data in it, such as `ipamj-005.01`.
  public let dataEdition: String
  /// SHA-256 of the whole file, as `sha256sum` prints it.
  public let digest: SHA256Digest
  public let byteCount: Int
  /// In the order of `CharsetNames.standard`, then by name.
  public let charsetNames: [String]
  /// By organisation, then system.
  public let systems: [ReleaseSystem]

  private let charsets: [CharsetTable]
  private let characters: CharacterSections
  private let shrink: ShrinkSections

  /// Maps and verifies a file. Throws when it is not there, not a release, of another version, cut
  /// short, extended or damaged.
  public convenience init(path: String) throws(ReleaseError) {
    try self.init(ReleaseMemory(path: path))
  }

  /// Verifies a release in memory; copies the bytes.
  public convenience init(bytes: [UInt8]) throws(ReleaseError) {
    try self.init(ReleaseMemory(copying: bytes))
  }

  private init(_ memory: ReleaseMemory) throws(ReleaseError) {
    try ReleaseDirectory.checkHeader(memory)
    let digests = memory.digests()
    for (index, byte) in digests.body.bytes.enumerated()
    where memory.byte(at: ReleaseFormat.digestOffset + index) != byte {
      throw .digestMismatch
    }
    let file = SectionReader(memory: memory, directory: try ReleaseDirectory(memory))
    formatVersion = memory.word(at: 8)
    schemaVersion = memory.word(at: 12)
    digest = digests.whole
    byteCount = memory.count
    dataEdition = try file.text(.dataEdition, file.table(.dataEdition, of: UInt8.self).array)
    charsets = try CharsetSections(file).tables
    charsetNames = charsets.map(\.name)
    characters = try CharacterSections(file)
    shrink = try ShrinkSections(file, identityCount: characters.identities.count)
    systems = try ReleaseSystem.all(in: file, charsets: charsetNames, characters: characters)
  }

  /// The charset of that canonical name: views of the release's memory.
  public func charset(_ name: String) -> CharsetTable? {
    charsets.first { $0.name.utf8.elementsEqual(name.utf8) }
  }

  /// The system of that name; names are compared by bytes.
  public func system(organization: String, system: String) -> ReleaseSystem? {
    systems.first {
      $0.organization.utf8.elementsEqual(organization.utf8)
        && $0.system.utf8.elementsEqual(system.utf8)
    }
  }

  /// All identities, ascending: MJ, then GJ.
  public var identities: [CharacterIdentity] {
    characters.identities.array.compactMap { CharacterIdentity(rawValue: $0) }
  }

  /// How an identity is written; `nil` when this release does not know it.
  public func forms(of identity: CharacterIdentity) -> CharacterForms? {
    characters.forms(of: identity)
  }

  /// The identity whose figure the font shows for the bare scalar (cmap 12).
  ///
  /// - Complexity: O(1), two loads.
  public func identity(ofBare scalar: UInt32) -> CharacterIdentity? {
    characters.identity(ofBare: scalar)
  }

  /// The identity of a bare scalar, an IVS or an SVS; `nil` for an unregistered sequence, even if
  /// its base alone has one.
  ///
  /// - Complexity: O(log n) for a variation sequence.
  public func identity(of sequence: CharacterSequence) -> CharacterIdentity? {
    characters.identity(of: sequence)
  }

  /// The shrink map's candidates by ground, then scalar; empty when there is none.
  public func shrinkTargets(of identity: CharacterIdentity) -> [ShrinkTarget] {
    guard let index = characters.index(of: identity) else { return [] }
    return shrink.targets(at: index)
  }

  /// Whether JIS X 0213 has a character of this one scalar.
  public func isJISX0213(_ scalar: UInt32) -> Bool { shrink.contains(scalar, in: shrink.jisx0213) }

  public func isJISX0208(_ scalar: UInt32) -> Bool { shrink.contains(scalar, in: shrink.jisx0208) }

  /// The JIS X 0208 text for a JIS X 0213 scalar after 国税庁 JIS縮退マップ: none, or one to four
  /// scalars in the order in which they are written.
  public func taxAgencyTargets(of scalar: UInt32) -> [UInt32] { shrink.taxTargets(of: scalar) }
}

/// Sections as tables.
struct SectionReader {
  let memory: ReleaseMemory
  let directory: ReleaseDirectory

  func table<Element: BitwiseCopyable & Sendable>(
    _ kind: SectionKind, of type: Element.Type
  ) -> FlatTable<Element> {
    precondition(MemoryLayout<Element>.stride == kind.stride, "section of another element size")
    let region = directory[kind]
    return memory.table(
      of: type, at: region.offset, elementCount: region.byteCount / kind.stride)
  }

  /// Decodes UTF-8 strictly.
  func text(_ kind: SectionKind, _ bytes: [UInt8]) throws(ReleaseError) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw .malformed(section: kind.name, reason: "a name is not UTF-8")
    }
    return text
  }

  /// A name from the string pool.
  func name(
    start: UInt32, byteCount: UInt32, for kind: SectionKind
  ) throws(ReleaseError) -> String {
    let pool = directory[.strings]
    guard UInt64(start) + UInt64(byteCount) <= UInt64(pool.byteCount) else {
      throw .malformed(section: kind.name, reason: "a name is outside the strings")
    }
    let bytes = memory.table(
      of: UInt8.self, at: pool.offset + Int(start), elementCount: Int(byteCount))
    return try text(kind, bytes.array)
  }
}
