import GaijiCharsets
import GaijiModel
import GaijiRelease
import Testing

@testable import GaijiTranscoding

/// Counting by bit masks against counting one code after the other.
@Suite struct CodeCounterTests {
  @Test(arguments: ["cp932", "shift_jis", "eucjp-ms"])
  func `Codes are counted as they are read one by one, at every length`(_ name: String) throws {
    let charset = try #require(try Fixture.release.charset(name))
    let counter = try #require(CodeCounter(charset))
    let state = charset.states[0]
    var random = SeededGenerator(seed: 7)
    for round in 0..<400 {
      var bytes: [UInt8] = []
      var codes = 0
      // Rounds differ in how many codes are longer than a byte, so that runs of all lengths meet the
      // edges of the steps.
      while bytes.count < round {
        let lead =
          Int.random(in: 0..<10, using: &random) < round % 11
          ? Int.random(in: 0x80..<0x100, using: &random) : Int.random(in: 0..<0x80, using: &random)
        switch state.lengths[lead] {
        case 1: bytes.append(UInt8(lead))
        case 2:
          let trail = Int.random(in: 0x40..<0x100, using: &random)
          guard state.two[lead << 8 | trail] != DecodeEntry.invalid.rawValue else { continue }
          bytes += [UInt8(lead), UInt8(trail)]
        case 3:
          bytes +=
            [UInt8(lead)] + (0..<2).map { _ in UInt8.random(in: 0xA1...0xFE, using: &random) }
        default: continue
        }
        codes += 1
      }
      let counted = unsafe bytes.withUnsafeBufferPointer { unsafe counter.count($0) }
      #expect(counted == codes, "\(name), round \(round)")
    }
  }

  @Test func `A charset that cannot be told apart by lead bytes is not counted so`() throws {
    #expect(CodeCounter(try #require(try Fixture.release.charset("ibm1399"))) == nil)
    #expect(CodeCounter(try #require(try Fixture.release.charset("utf8"))) == nil)
  }
}
