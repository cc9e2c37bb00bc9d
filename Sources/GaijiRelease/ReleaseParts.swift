internal import GaijiCharsets
internal import GaijiModel
internal import Synchronization

/// What a release checks only when it is asked for it.
final class ReleaseParts: Sendable {
  private let file: SectionReader
  private let charsets: CharsetSections
  private let systems: [SystemRecord]
  private let charsetTables: Mutex<VerifiedCharsets>
  private let characterPart = Once<ReleaseCharacters>()
  private let mappingPart = Once<FlatTable<UInt64>>()

  init(_ file: SectionReader, charsets: CharsetSections, systems: [SystemRecord]) {
    self.file = file
    self.charsets = charsets
    self.systems = systems
    charsetTables = Mutex(VerifiedCharsets(file))
  }

  /// By position in the release. Throws the same error each time when its tables are wrong.
  func charset(_ index: Int) throws(ReleaseError) -> CharsetTable {
    let record = charsets.records[index]
    let result = charsetTables.withLock { $0.charset(index, record) }
    do { return try result.get() } catch { throw error.located(in: file.memory.path) }
  }

  func characters() throws(ReleaseError) -> ReleaseCharacters {
    try characterPart.value { () throws(ReleaseError) in
      do throws(ReleaseError) {
        return try ReleaseCharacters(file)
      } catch {
        throw error.located(in: file.memory.path)
      }
    }
  }

  /// The mappings of all systems.
  func mappings() throws(ReleaseError) -> FlatTable<UInt64> {
    try mappingPart.value { () throws(ReleaseError) in
      let characters = try characters()
      do throws(ReleaseError) {
        let words = try file.table(.mappings, of: UInt64.self)
        for system in systems { try system.check(words, characters, file) }
        return words
      } catch {
        throw error.located(in: file.memory.path)
      }
    }
  }

  func verify() throws(ReleaseError) {
    do throws(ReleaseError) {
      for region in file.directory.regions { try file.check(region) }
    } catch {
      throw error.located(in: file.memory.path)
    }
    _ = try characters()
    _ = try mappings()
    for index in charsets.records.indices { _ = try charset(index) }
  }
}
