import GaijiCharsets
import GaijiHashing
import GaijiModel
import GaijiRelease
import Testing

/// What a release checks when, and that it is checked once.
@Suite struct LazyReleaseTests {
  let file: ReleaseBytes

  init() throws {
    file = ReleaseBytes(bytes: try SampleContents.bytes.get())
  }

  @Test func `The directory holds the SHA-256 of every section and the digest is of the directory`()
    throws
  {
    for section in 0..<file.sectionCount {
      let digest = ReleaseBytes.header + ReleaseBytes.entry * section + 24
      #expect(Array(file.bytes[digest..<digest + 32]) == file.digest(ofSection: section))
      #expect(file.range(section).lowerBound % 64 == 0)
    }
    let release = try MappingRelease(bytes: file.bytes)
    #expect(release.digest.bytes == file.rootDigest)
    #expect(release.digest.bytes == Array(file.bytes[32..<64]))
  }

  @Test func `Damage in what is not used does no harm, and is found by the full check`() throws {
    // Which tables are only of the one charset: those that a release without it does not have.
    var contents = SampleContents.contents
    contents.charsets.removeAll { $0.name == "sample-shift" }
    contents.systems.removeAll { $0.charset == "sample-shift" }
    let without = ReleaseBytes(bytes: try ReleaseWriter.bytes(of: contents))
    let shared = Set(without.sections(ofKind: 13).map { without.digest(ofSection: $0) })
    let section = try #require(
      file.sections(ofKind: 13).first { !shared.contains(file.digest(ofSection: $0)) })
    var damaged = file
    damaged.bytes[file.range(section).lowerBound + 1] ^= 0x80

    let release = try MappingRelease(bytes: damaged.bytes)
    #expect(try release.charset("sample-lead")?.states.count == 1)
    #expect(try release.characters().identities.count == SampleContents.contents.forms.count)
    for system in release.systems { #expect(try system.mappings.count == system.mappingCount) }
    let expected = ReleaseError.damaged(
      section: "charsetTable", offset: file.range(section).lowerBound)
    for _ in 0..<2 { #expect(throws: expected) { try release.charset("sample-shift") } }
    #expect(throws: expected) { try release.verify() }
  }

  @Test func `Damaged mappings or characters stop those who ask for a system's mappings`() throws {
    for kind: UInt32 in [41, 20, 36] {
      var damaged = file
      let range = file.range(try #require(file.sections(ofKind: kind).first))
      damaged.bytes[range.lowerBound] ^= 1
      let release = try MappingRelease(bytes: damaged.bytes)
      #expect(throws: ReleaseError.self) { try release.systems[1].mappings }
      #expect(try release.charset("sample-shift") != nil)
    }
  }

  @Test func `Threads that ask at once get the same`() async throws {
    let release = try MappingRelease(bytes: file.bytes)
    let lead = try #require(SampleContents.contents.charsets.first { $0.name == "sample-lead" })
    try await withThrowingTaskGroup(of: ObjectIdentifier.self) { group in
      for _ in 0..<16 {
        group.addTask {
          let table = try #require(try release.charset("sample-lead"))
          #expect(table.states[0].two[0x8840] == lead.states[0].two[0x8840])
          #expect(try release.systems[2].mappings.count == 2)
          return ObjectIdentifier(try release.characters())
        }
      }
      var seen: Set<ObjectIdentifier> = []
      for try await identifier in group { seen.insert(identifier) }
      #expect(seen.count == 1)
    }
  }
}
