public import GaijiCharsets
public import GaijiHashing
internal import GaijiModel

/// One mapping release, opened: everything an engine needs, and nothing else.
///
/// The file is mapped, not read. Opening it checks header, directory, names and records: a few
/// kilobytes. Each section is compared with its SHA-256 when it is first asked for, and every index
/// in its tables is checked then, once, whichever thread asks first; so nothing unverified is ever
/// used, no lookup can leave its table, and charsets that a run does not use cost it nothing. What
/// has been handed out needs no more checks. Immutable; share it between threads. The tables that it
/// gives out keep the memory alive on their own.
public final class MappingRelease: Sendable {
  public let formatVersion: UInt32
  public let schemaVersion: UInt32
  /// Names the data in it, such as `ipamj-005.01`.
  public let dataEdition: String
  /// SHA-256 of header and directory, in which the SHA-256 of every section stands: two releases of
  /// the same digest have the same bytes. It is not what `sha256sum` prints for the file.
  public let digest: SHA256Digest
  public let byteCount: Int
  /// In the order of `CharsetNames.standard`, then by name.
  public let charsetNames: [String]
  /// By organisation, then system.
  public let systems: [ReleaseSystem]

  private let parts: ReleaseParts

  /// Maps a file. Throws when it is not there, not a release, of another version, cut short,
  /// extended, or damaged in what opening reads.
  public convenience init(path: String) throws(ReleaseError) {
    do throws(ReleaseError) {
      try self.init(ReleaseMemory(path: path))
    } catch {
      throw error.located(in: path)
    }
  }

  /// Opens a release in memory; copies the bytes.
  public convenience init(bytes: [UInt8]) throws(ReleaseError) {
    try self.init(ReleaseMemory(copying: bytes))
  }

  private init(_ memory: ReleaseMemory) throws(ReleaseError) {
    let file = try SectionReader(memory)
    formatVersion = memory.word(at: 8)
    schemaVersion = memory.word(at: 12)
    digest = file.directory.digest
    byteCount = memory.count
    dataEdition = try file.text(.dataEdition, file.table(.dataEdition, of: UInt8.self).array)
    let names = try ReleaseStrings(file)
    let charsets = try CharsetSections(file, names)
    let records = try SystemRecord.all(in: file, names, charsets: charsets.names)
    charsetNames = charsets.names
    let parts = ReleaseParts(file, charsets: charsets, systems: records)
    self.parts = parts
    systems = records.map { ReleaseSystem($0, parts: parts) }
  }

  /// The charset of that canonical name: views of the release's memory. `nil` when there is none;
  /// throws when its tables are damaged or malformed.
  public func charset(_ name: String) throws(ReleaseError) -> CharsetTable? {
    guard let index = charsetNames.firstIndex(where: { $0.utf8.elementsEqual(name.utf8) }) else {
      return nil
    }
    return try parts.charset(index)
  }

  /// The system of that name; names are compared by bytes.
  public func system(organization: String, system: String) -> ReleaseSystem? {
    systems.first {
      $0.organization.utf8.elementsEqual(organization.utf8)
        && $0.system.utf8.elementsEqual(system.utf8)
    }
  }

  /// Identities, their forms, shrink targets. Throws when their tables are damaged or malformed.
  public func characters() throws(ReleaseError) -> ReleaseCharacters { try parts.characters() }

  /// Checks everything now: every section against its digest, every table against the rules. Reads
  /// the whole file.
  public func verify() throws(ReleaseError) { try parts.verify() }
}
