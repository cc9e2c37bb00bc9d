import Foundation
import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@Suite struct ReleaseWriterTests {
  @Test func `The same contents in any order give the same bytes`() throws {
    let expected = try ReleaseWriter.bytes(of: SampleContents.contents)
    var generator = SeededGenerator(seed: 20)
    for _ in 0..<5 {
      var shuffled = SampleContents.contents
      shuffled.charsets.shuffle(using: &generator)
      shuffled.forms.shuffle(using: &generator)
      shuffled.systems.shuffle(using: &generator)
      for index in shuffled.forms.indices { shuffled.forms[index].ivs.shuffle(using: &generator) }
      for index in shuffled.systems.indices {
        shuffled.systems[index].mappings.shuffle(using: &generator)
      }
      for key in shuffled.shrink.keys { shuffled.shrink[key]?.shuffle(using: &generator) }
      #expect(try ReleaseWriter.bytes(of: shuffled) == expected)
    }
  }

  @Test func `Any change of the contents changes the bytes`() throws {
    let original = try ReleaseWriter.bytes(of: SampleContents.contents)
    let changes: [(inout ReleaseContents) -> Void] = [
      { $0.dataEdition += "x" },
      {
        $0.charsets.removeFirst(0)
        $0.charsets.append(CharsetTable(name: "u", scheme: .utf16))
      },
      { $0.forms[0].ivs = [] },
      { $0.shrink[SampleContents.identity("MJ030258")] = nil },
      { $0.jisx0213.remove(0x2000B) },
      { $0.jisx0208.insert(0x2000B) },
      { $0.taxAgency[0x337B] = [0x6210, 0x5E73] },
      { $0.systems[0].system += "x" },
      { $0.systems[0].mappings.removeLast() },
    ]
    for (index, change) in changes.enumerated() {
      var contents = SampleContents.contents
      change(&contents)
      #expect(try ReleaseWriter.bytes(of: contents) != original, "change \(index)")
    }
  }

  @Test func `Refuses contents that contradict themselves`() throws {
    let id = SampleContents.identity
    let faults: [(String, (inout ReleaseContents) -> Void)] = [
      ("MJ026190 occurs twice", { $0.forms.append(CharacterForms(identity: id("MJ026190"))) }),
      ("U+845B", { $0.forms.append(CharacterForms(identity: id("MJ000001"), direct: [0x845B])) }),
      (
        "U+845B U+E0102",
        {
          $0.forms.append(
            CharacterForms(
              identity: id("MJ000001"), ivs: [CharacterSequence(0x845B, selector: 0xE0102)]))
        }
      ),
      ("U+D800", { $0.forms[0].direct = [0xD800] }),
      ("variation sequence", { $0.forms[0].ivs = [CharacterSequence(0x845B, selector: 0xFE00)] }),
      ("MJ000009", { $0.shrink[id("MJ000009")] = [ShrinkTarget(ground: .analogy, scalar: 65)] }),
      ("no scalar", { $0.taxAgency[65] = [0xDFFF] }),
      ("two systems", { $0.systems.append($0.systems[0]) }),
      ("cp999", { $0.systems[0].charset = "cp999" }),
      ("F040 twice", { $0.systems[0].mappings.append($0.systems[0].mappings[1]) }),
      (
        "exclude each other",
        {
          $0.systems[0].mappings = [
            GaijiMapping(code: 0xF042, identity: nil, grade: .exact, status: .held)
          ]
        }
      ),
      (
        "MJ000009",
        {
          $0.systems[0].mappings = [
            GaijiMapping(code: 0xF042, identity: id("MJ000009"), grade: .exact, status: .held)
          ]
        }
      ),
      ("two charsets", { $0.charsets.append($0.charsets[0]) }),
    ]
    for (words, change) in faults {
      var contents = SampleContents.contents
      change(&contents)
      let error = #expect(throws: ReleaseError.self) { try ReleaseWriter.bytes(of: contents) }
      #expect("\(try #require(error))".contains(words))
    }
  }

  @Test func `Writes a file that opens and holds`() throws {
    let directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    let path = directory.appending(path: "a.release").path
    try ReleaseWriter.write(SampleContents.contents, to: path)
    try ReleaseWriter.write(SampleContents.contents, to: path)
    let release = try MappingRelease(path: path)
    let bytes = [UInt8](try Data(contentsOf: URL(filePath: path)))
    #expect(bytes == (try ReleaseWriter.bytes(of: SampleContents.contents)))
    try release.verify()
    #expect(try FileManager.default.contentsOfDirectory(atPath: directory.path) == ["a.release"])
  }

  @Test func `A directory that is not there is a clear error`() throws {
    let error = #expect(throws: ReleaseError.self) {
      try ReleaseWriter.write(SampleContents.contents, to: "/nonexistent/a.release")
    }
    #expect(
      "\(try #require(error))"
        == "cannot write mapping release /nonexistent/a.release: No such file or directory")
  }
}
