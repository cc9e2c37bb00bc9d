import Foundation
import GaijiSamples
import Testing

@Suite struct VocabularyTests {
  @Test func `A wrong line is named by file and line`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "gaiji-\(UUID())")
    try FileManager.default.copyItem(atPath: Fixtures.vocabularyFolder, toPath: folder.path)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "surnames.tsv")
    try Data("# comment\n佐藤\tサトウ\tmany\n".utf8).write(to: file)
    let number = #expect(throws: SampleError.self) { try Vocabulary(directory: folder.path) }
    #expect(
      number?.description
        == "\(file.path):2: field 3 is \"many\"; expected a whole number in 1...100000")
    try Data("佐藤\tサトウ\n".utf8).write(to: file)
    let missing = #expect(throws: SampleError.self) { try Vocabulary(directory: folder.path) }
    #expect(
      missing?.description == "\(file.path):1: 2 fields separated by tabs; expected 3...3")
  }

  @Test func `A folder without vocabulary is named`() throws {
    let error = #expect(throws: SampleError.self) { try Vocabulary(directory: "/nowhere") }
    #expect(
      error?.description
        == "/nowhere/surnames.tsv: cannot be read (No such file or directory);"
        + " give the folder Data/sample of the project")
  }
}

@Suite struct SplitMix64Tests {
  @Test func `The random numbers are those of the published algorithm`() {
    var random = SplitMix64(seed: 1_234_567)
    #expect(random.next() == 6_457_827_717_110_365_317)
    #expect(random.next() == 3_203_168_211_198_807_973)
    #expect(random.next() == 9_817_491_932_198_370_423)
  }
}
