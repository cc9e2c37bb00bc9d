import Testing

@testable import GaijiIdentification

/// The list of characters a stroke apart.
@Suite struct ClosePairsTests {
  @Test func `Pairs hold both ways, whatever stands in further columns`() throws {
    let text = "# reasons\na\tb\treason\n\nU+65E5\tU+76EE\t日/目\r\nU+65E5\tU+66F0\nU+2000B\tU+4E2A\n"
    let pairs = try ClosePairs(Array(text.utf8), path: "pairs.tsv")
    #expect(pairs.count == 3)
    #expect(pairs.partners(of: [0x65E5]) == [0x66F0, 0x76EE])
    #expect(pairs.partners(of: [0x76EE]) == [0x65E5])
    #expect(pairs.partners(of: [0x65E5, 0x76EE]) == [0x66F0])
    #expect(pairs.partners(of: [0x2000B]) == [0x4E2A])
    #expect(pairs.partners(of: [0x65E6]) == [] && pairs.partners(of: []) == [])
  }

  @Test(arguments: [
    "U+65E5\n", "U+65E5\tU+110000\n", "U+65E5\tU+\n", "U+65E5\t目\n", "U+65E5\tU+GGGG\n",
    "U+65E5\tU+0000076EE\n", "U+65E5 U+76EE\n",
  ])
  func `A line without two code points is an error with its number`(_ line: String) {
    #expect(throws: IdentificationFileError.self) {
      do {
        _ = try ClosePairs(Array(("U+4E00\tU+4E8C\n" + line).utf8), path: "p.tsv")
      } catch {
        #expect("\(error)".hasPrefix("p.tsv:2: "), "\(error)")
        throw error
      }
    }
  }
}
