import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@Suite struct MappingReleaseTests {
  let release: MappingRelease
  let characters: ReleaseCharacters

  init() throws {
    release = try MappingRelease(bytes: SampleContents.bytes.get())
    characters = try release.characters()
  }

  @Test func `Gives back the forms of every identity`() throws {
    let forms = SampleContents.contents.forms.sorted { $0.identity < $1.identity }
    #expect(characters.identities == forms.map(\.identity))
    for form in forms { #expect(characters.forms(of: form.identity) == form) }
    for absent in ["MJ000000", "MJ026192", "MJ999999", "GJ000000", "GJ000002"] {
      #expect(characters.forms(of: try #require(CharacterIdentity(absent))) == nil)
    }
  }

  @Test func `Finds the identity of every form and of nothing else`() throws {
    var expected: [CharacterSequence: CharacterIdentity] = [:]
    for form in SampleContents.contents.forms {
      for scalar in form.direct { expected[CharacterSequence(scalar)] = form.identity }
      for sequence in form.ivs + form.svs { expected[sequence] = form.identity }
    }
    for base in [
      UInt32(0), 0x795E, 0x845A, 0x845B, 0x845C, 0xFA19, 0xD800, 0x100000, 0x10FFFF, .max,
    ] {
      for selector in [0, 0xFE00, 0xFE01] + (0xE0100...0xE0106) {
        let sequence = CharacterSequence(base, selector: UInt32(selector))
        #expect(characters.identity(of: sequence) == expected[sequence])
      }
      #expect(characters.identity(ofBare: base) == expected[CharacterSequence(base)])
    }
  }

  @Test func `Keeps canonical equivalents apart`() {
    #expect(characters.identity(ofBare: 0xFA19)?.description == "MJ030258")
    #expect(characters.identity(ofBare: 0x795E)?.description == "MJ030257")
  }

  @Test func `Lists shrink targets by ground and then scalar`() {
    let targets = characters.shrinkTargets(of: SampleContents.identity("MJ026191"))
    #expect(
      targets == [
        ShrinkTarget(ground: .jisUnification, scalar: 0x845B),
        ShrinkTarget(ground: .jisUnification, scalar: 0x8910),
        ShrinkTarget(ground: .analogy, scalar: 0x845B),
      ])
    #expect(characters.shrinkTargets(of: SampleContents.identity("MJ026190")).isEmpty)
    #expect(characters.shrinkTargets(of: SampleContents.identity("MJ000001")).isEmpty)
  }

  @Test func `Knows the JIS repertoires and the tax agency's map`() {
    for scalar in [UInt32(0x845B), 0x795E, 0xFA19, 0x2000B, 0x8910, 0, 0x10FFFF, 0x110000, .max] {
      #expect(characters.isJISX0213(scalar) == SampleContents.contents.jisx0213.contains(scalar))
      #expect(characters.isJISX0208(scalar) == SampleContents.contents.jisx0208.contains(scalar))
      #expect(
        characters.taxAgencyTargets(of: scalar) == SampleContents.contents.taxAgency[scalar] ?? [])
    }
    // 平成 in this order, not by code point.
    #expect(characters.taxAgencyTargets(of: 0x337B) == [0x5E73, 0x6210])
  }

  @Test func `Gives back systems by name with mappings by code`() throws {
    #expect(
      release.systems.map { $0.organization + "/" + $0.system }
        == ["city/empty", "town/archive", "town/register"])
    for system in SampleContents.contents.systems {
      let found = try #require(
        release.system(organization: system.organization, system: system.system))
      #expect(found.charset == system.charset)
      #expect(try found.mappings == system.mappings.sorted { $0.code < $1.code })
      #expect(found.mappingCount == system.mappings.count)
    }
    #expect(release.system(organization: "town", system: "empty") == nil)
  }

  @Test func `Gives back charset tables element by element`() throws {
    #expect(release.charsetNames == ["utf8", "sample-lead", "sample-shift"])
    for charset in SampleContents.contents.charsets {
      let found = try #require(try release.charset(charset.name))
      #expect(found.scheme == charset.scheme && found.shifts == charset.shifts)
      #expect(found.sequences.array == charset.sequences.array)
      #expect(found.positions.array == charset.positions.array)
      #expect(found.encoding.blocks.array == charset.encoding.blocks.array)
      #expect(found.encoding.entries.array == charset.encoding.entries.array)
      #expect(found.encoding.pairKeys.array == charset.encoding.pairKeys.array)
      #expect(found.encoding.pairEntries.array == charset.encoding.pairEntries.array)
      #expect(found.states.count == charset.states.count)
      for (a, b) in zip(found.states, charset.states) {
        #expect(a.lengths.array == b.lengths.array && a.one.array == b.one.array)
        #expect(a.two.array == b.two.array && a.three.array == b.three.array)
      }
    }
    #expect(try release.charset("cp932") == nil)
  }

  @Test func `Tables outlive the release that gave them`() throws {
    let bytes = try SampleContents.bytes.get()
    var release: MappingRelease? = try MappingRelease(bytes: bytes)
    let charset = try #require(try release?.charset("sample-lead"))
    release = nil
    #expect(charset.states[0].two[0xF040] == DecodeEntry.gaijiBit | 0xE000)
    #expect(charset.encoding.entry(for: 0x304B, 0x309A) == 2 << 28 | 0x8841)
  }

  @Test func `Carries its versions, edition and digests`() throws {
    #expect(release.formatVersion == 2 && release.schemaVersion == 3)
    #expect(release.dataEdition == "sample-1 葛")
    #expect(release.byteCount == (try SampleContents.bytes.get()).count)
  }
}
