import GaijiModel
import Testing

@Suite struct CharacterIdentityTests {
  @Test func `Reads and writes the two written forms`() throws {
    for text in ["MJ000001", "MJ026190", "GJ009420", "MJ999999"] {
      #expect(try #require(CharacterIdentity(text)).description == text)
    }
  }

  @Test(arguments: [
    "", "MJ", "MJ26190", "mj026190", "MJ0261900", "ＭＪ026190", "XJ026190", "MJ02619x",
  ])
  func `Refuses what is not an identity`(_ text: String) {
    #expect(CharacterIdentity(text) == nil)
  }

  @Test func `Orders MJ before GJ and then by number`() throws {
    let texts = ["GJ000001", "MJ000002", "MJ000001"]
    let sorted = texts.compactMap { CharacterIdentity($0) }.sorted().map(\.description)
    #expect(sorted == ["MJ000001", "MJ000002", "GJ000001"])
  }
}
