import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

/// A forger can fix the digests. Whatever is then in the tables, a release must refuse it when it is
/// asked for it, or every lookup must stay inside its tables.
@Suite struct ForgedTableTests {
  let file: ReleaseBytes

  init() throws {
    file = ReleaseBytes(bytes: try SampleContents.bytes.get())
  }

  @Test func `Forged tables are refused or harmless`() throws {
    var generator = SeededGenerator(seed: 6)
    var refused = 0
    for round in 0..<400 {
      var forged = file
      for _ in 0..<Int.random(in: 1...3, using: &generator) {
        // Half of the changes go to any section, small ones most, which hold most of the indices.
        let section =
          round % 2 == 0
          ? Int.random(in: 0..<file.sectionCount, using: &generator)
          : file.sections(ofKind: 13).randomElement(using: &generator)!
        guard let offset = file.range(section).randomElement(using: &generator) else { continue }
        forged.bytes[offset] = UInt8.random(in: 0...255, using: &generator)
        forged.seal(section: section)
      }
      do {
        try exercise(MappingRelease(bytes: forged.bytes))
      } catch {
        refused += 1
        guard case .malformed = error else {
          Issue.record("round \(round): \(error)")
          continue
        }
      }
    }
    #expect(refused > 100, "seed 6: only \(refused) of 400 were refused")
  }

  @Test func `Every word of the small sections is checked or harmless`() throws {
    let file = ReleaseBytes(bytes: try SampleContents.smallBytes.get())
    var generator = SeededGenerator(seed: 7)
    for section in 0..<file.sectionCount {
      let range = file.range(section)
      guard range.count <= 512 else { continue }
      for offset in stride(from: range.lowerBound, to: range.upperBound - 3, by: 4) {
        let values: [UInt32] = [.max, 0x7FFF_FFFF, 0x8000_0000, 1]
        let value = try #require(values.randomElement(using: &generator))
        var forged = file
        forged.set(UInt64(value), at: offset, byteCount: 4)
        forged.seal(section: section)
        do { try exercise(MappingRelease(bytes: forged.bytes)) } catch {
          guard case .malformed = error else {
            Issue.record("section \(section), byte \(offset): \(error)")
            continue
          }
        }
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
      let release = try MappingRelease(bytes: ReleaseWriter.bytes(of: contents))
      let error = #expect(throws: ReleaseError.self) { try release.charset(charset.name) }
      guard case .malformed(section: "charsetTable", _, _) = error else {
        Issue.record("\(positions) in \(charset.name): \(String(describing: error))")
        continue
      }
    }
  }

  @Test func `Names and records beyond what memory should hold are refused by the writer`() {
    let name = String(repeating: "町", count: 342)
    var contents = SampleContents.small
    contents.systems[0].organization = name
    #expect(throws: ReleaseError.self) { try ReleaseWriter.bytes(of: contents) }
    contents = SampleContents.contents
    let shifts = (0..<257).map { CharsetTable.Shift(bytes: [UInt8($0 & 255)], state: 0) }
    contents.charsets.append(
      CharsetTable(
        name: "many", scheme: .shifted, states: SampleContents.shifted.states, shifts: shifts))
    #expect(throws: ReleaseError.self) { try ReleaseWriter.bytes(of: contents) }
  }

  /// Calls every lookup; a read outside a table traps and ends the test run.
  private func exercise(_ release: MappingRelease) throws(ReleaseError) {
    let characters = try release.characters()
    for identity in characters.identities {
      if let forms = characters.forms(of: identity) {
        for sequence in forms.ivs + forms.svs { _ = characters.identity(of: sequence) }
        for scalar in forms.direct { _ = characters.taxAgencyTargets(of: scalar) }
      }
      _ = characters.shrinkTargets(of: identity)
    }
    for scalar in [UInt32(0), 0x845B, 0xFA19, 0x337B, 0x10FFFF] {
      _ = characters.identity(ofBare: scalar)
      _ = characters.isJISX0213(scalar)
      _ = characters.taxAgencyTargets(of: scalar)
    }
    for system in release.systems { _ = try system.mappings }
    for name in release.charsetNames {
      guard let charset = try release.charset(name) else { continue }
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
