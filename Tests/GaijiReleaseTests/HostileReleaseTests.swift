import Foundation
import GaijiCharsets
import GaijiHashing
import GaijiModel
import GaijiRelease
import Testing

/// Files that are not, or no longer, what the writer wrote.
@Suite struct HostileReleaseTests {
  let bytes: [UInt8]

  init() throws { bytes = try ReleaseWriter.bytes(of: SampleContents.contents) }

  @Test func `Refuses a flip of any bit of header and directory`() throws {
    let headEnd = 64 + 24 * Int(bytes[24])
    for offset in 0..<headEnd {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[offset] ^= 1 << UInt8(bit)
        let error = #expect(throws: ReleaseError.self) { try MappingRelease(bytes: damaged) }
        #expect(Self.isExpected(try #require(error), at: offset), "byte \(offset): \(error!)")
      }
    }
  }

  private static func isExpected(_ error: ReleaseError, at offset: Int) -> Bool {
    switch (offset, error) {
    case (0..<8, .notARelease), (8..<12, .unsupportedFormat), (12..<16, .unsupportedSchema): true
    case (16..<24, .truncated), (16..<24, .extended): true
    case (24..., .digestMismatch): true
    default: false
    }
  }

  @Test func `Refuses a flip of any byte of the rest`() throws {
    var generator = SeededGenerator(seed: 4)
    for _ in 0..<200 {
      var damaged = bytes
      damaged[Int.random(in: 64..<bytes.count, using: &generator)] ^= UInt8.random(
        in: 1...255, using: &generator)
      #expect(throws: ReleaseError.digestMismatch) { try MappingRelease(bytes: damaged) }
    }
  }

  @Test func `Refuses every truncation and extension`() throws {
    var generator = SeededGenerator(seed: 5)
    let random = (0..<100).map { _ in Int.random(in: 0..<bytes.count, using: &generator) }
    for count in Array(0...200) + random + [bytes.count - 1] {
      let error = #expect(throws: ReleaseError.self) {
        try MappingRelease(bytes: Array(bytes.prefix(count)))
      }
      switch try #require(error) {
      case .notARelease: #expect(count < 64)
      case .truncated(let expected, let found):
        #expect(count >= 64 && expected == UInt64(bytes.count) && found == UInt64(count))
      default: Issue.record("\(count) bytes: \(error!)")
      }
    }
    for extra in [1, 7, 8, 4096] {
      #expect(
        throws: ReleaseError.extended(
          expected: UInt64(bytes.count), found: UInt64(bytes.count + extra))
      ) { try MappingRelease(bytes: bytes + [UInt8](repeating: 0, count: extra)) }
    }
  }

  /// A forger can fix the digest. Whatever is then in the tables, opening must refuse it or give a
  /// release whose every lookup stays inside its tables.
  @Test func `Forged tables are refused or harmless`() throws {
    var generator = SeededGenerator(seed: 6)
    var refused = 0
    for round in 0..<400 {
      var forged = bytes
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        // Half of the changes go to the small sections, which hold most of the indices.
        let section = round % 2 == 0 ? Int.random(in: 0..<Int(bytes[24]), using: &generator) : -1
        let range = section < 0 ? 64..<bytes.count : self.range(ofSection: section)
        guard let offset = range.randomElement(using: &generator) else { continue }
        forged[offset] = UInt8.random(in: 0...255, using: &generator)
      }
      forged.replaceSubrange(32..<64, with: digest(of: forged))
      do {
        exercise(try MappingRelease(bytes: forged))
      } catch {
        refused += 1
        switch error {
        case .malformed, .unsupportedFormat, .unsupportedSchema: break
        default: Issue.record("round \(round): \(error)")
        }
      }
    }
    #expect(refused > 100, "seed 6: only \(refused) of 400 were refused")
  }

  @Test func `Every word of the small sections is checked or harmless`() throws {
    var generator = SeededGenerator(seed: 7)
    for section in 0..<Int(bytes[24]) {
      let range = range(ofSection: section)
      guard range.count <= 512 else { continue }
      for offset in stride(from: range.lowerBound, to: range.upperBound - 3, by: 4) {
        let values: [UInt32] = [.max, 0x7FFF_FFFF, 0x8000_0000, 1]
        let value = try #require(values.randomElement(using: &generator))
        var forged = bytes
        for byte in 0..<4 { forged[offset + byte] = UInt8(truncatingIfNeeded: value >> (8 * byte)) }
        forged.replaceSubrange(32..<64, with: digest(of: forged))
        if let release = try? MappingRelease(bytes: forged) { exercise(release) }
      }
    }
  }

  /// The writer takes any table; a reader must not.
  @Test(arguments: [
    [0x4141], [0x4141, 0xD800], [0x4141, 0x11_0000], [0x4142, 0x4E9C], [0x1_4141, 0x4E9C],
    [0x4141, 0x4E9C, 0x4141, 0x4E9C], [0x6941, 0x4E9C, 0x4141, 0x4E9C],
  ])
  func `Wrong positions are refused`(_ positions: [UInt32]) throws {
    for charset in [
      SampleContents.shifted, SampleContents.leadByte, CharsetTable(name: "u", scheme: .utf8),
    ] {
      var contents = SampleContents.contents
      contents.charsets = [
        CharsetTable(
          name: charset.name, scheme: charset.scheme, states: charset.states,
          shifts: charset.shifts, sequences: charset.sequences, encoding: charset.encoding,
          positions: FlatTable(positions))
      ]
      contents.systems = []
      let bytes = try ReleaseWriter.bytes(of: contents)
      let error = #expect(throws: ReleaseError.self) { try MappingRelease(bytes: bytes) }
      guard case .malformed(section: "charsetTables", _) = error else {
        Issue.record("\(positions) in \(charset.name): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `Refuses what is not a regular file with a clear error`() throws {
    let missing = #expect(throws: ReleaseError.self) { try MappingRelease(path: "/nonexistent") }
    #expect(
      "\(try #require(missing))"
        == "cannot open mapping release /nonexistent: No such file or directory")
    let directory = #expect(throws: ReleaseError.self) { try MappingRelease(path: "/") }
    #expect("\(try #require(directory))" == "cannot open mapping release /: Is a directory")
    #expect(throws: ReleaseError.self) { try MappingRelease(path: "/dev/zero") }
    let text = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("id,name\n".utf8).write(to: text)
    defer { try? FileManager.default.removeItem(at: text) }
    #expect(throws: ReleaseError.notARelease) { try MappingRelease(path: text.path) }
  }

  // MARK: Helpers

  private func longWord(_ offset: Int) -> Int {
    (0..<8).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  private func range(ofSection index: Int) -> Range<Int> {
    let start = longWord(64 + 24 * index + 8)
    return start..<start + longWord(64 + 24 * index + 16)
  }

  private func digest(of bytes: [UInt8]) -> [UInt8] {
    SHA256.digest(of: Array(bytes[..<32]) + Array(bytes[64...])).bytes
  }

  /// Calls every lookup; a read outside a table traps and ends the test run.
  private func exercise(_ release: MappingRelease) {
    for identity in release.identities {
      if let forms = release.forms(of: identity) {
        for sequence in forms.ivs + forms.svs { _ = release.identity(of: sequence) }
        for scalar in forms.direct { _ = release.taxAgencyTargets(of: scalar) }
      }
      _ = release.shrinkTargets(of: identity)
    }
    for scalar in [UInt32(0), 0x845B, 0xFA19, 0x337B, 0x10FFFF] {
      _ = release.identity(ofBare: scalar)
      _ = release.isJISX0213(scalar)
      _ = release.taxAgencyTargets(of: scalar)
    }
    for system in release.systems { _ = system.mappings }
    for name in release.charsetNames {
      guard let charset = release.charset(name) else { continue }
      for scalar in [UInt32(0x41), 0x845B, 0x10FFFF] { _ = charset.encoding.entry(for: scalar) }
      for state in charset.states { _ = state.lengths[255] }
      for index in stride(from: 0, to: charset.positions.count, by: 2) {
        let entry = charset.states.last?.two[Int(charset.positions[index])]
        #expect(entry.map { DecodeEntry(rawValue: $0).isCharacter } == true)
        #expect(Unicode.Scalar(charset.positions[index + 1]) != nil)
      }
    }
  }
}
