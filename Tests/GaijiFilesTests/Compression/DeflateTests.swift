import Foundation
import GaijiFiles
import Testing

/// Short strings in zlib's form, against zlib as Python has it.
@Suite struct DeflateTests {
  private static let text = Array("外字 gaiji 外字 gaiji 外字 gaiji".utf8)

  @Test func `What was packed comes back, with and without a dictionary`() throws {
    for content in [[], [7], Self.text, (0..<100_000).map { UInt8(truncatingIfNeeded: $0 * $0) }] {
      for dictionary in [[], Self.text, [UInt8](repeating: 1, count: 70_000)] {
        let packed = try Deflate.compressed(content, dictionary: dictionary)
        let found = try Deflate.content(
          of: packed, dictionary: dictionary, atMost: content.count)
        #expect(found == content)
      }
    }
  }

  /// `zlib.compress(b"a" * 10, 6)` and `zlib.crc32(b"123456789")`, whose value is in every text on it.
  @Test func `The form is zlib's`() throws {
    let bytes: [UInt8] = [0x78, 0x9C, 0x4B, 0x4C, 0x84, 0x01, 0x00, 0x14, 0xE1, 0x03, 0xCB]
    let content = [UInt8](repeating: 0x61, count: 10)
    #expect(try Deflate.content(of: bytes, atMost: 10) == content)
    #expect(try Deflate.compressed(content) == bytes)
    #expect(Deflate.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
  }

  @Test func `A bomb is not unpacked`() throws {
    let bomb = try Deflate.compressed([UInt8](repeating: 0, count: 10_000_000))
    #expect(throws: DeflateFault.tooLarge(limit: 65_536)) {
      try Deflate.content(of: bomb, atMost: 65_536)
    }
  }

  @Test func `Damage, a cut, something behind the end and another dictionary are errors`() throws {
    let packed = try Deflate.compressed(Self.text, dictionary: [1, 2, 3])
    for dictionary: [UInt8] in [[], [1, 2, 4]] {
      #expect(throws: DeflateFault.otherDictionary) {
        try Deflate.content(of: packed, dictionary: dictionary, atMost: 99)
      }
    }
    for count in packed.indices {
      #expect(throws: DeflateFault.self) {
        try Deflate.content(of: Array(packed[..<count]), dictionary: [1, 2, 3], atMost: 99)
      }
    }
    #expect(throws: DeflateFault.damaged) {
      try Deflate.content(of: packed + [0], dictionary: [1, 2, 3], atMost: 99)
    }
    for place in packed.indices {
      var damaged = packed
      damaged[place] ^= 0x55
      let found = try? Deflate.content(of: damaged, dictionary: [1, 2, 3], atMost: 99)
      #expect(found == nil || found == Self.text)
    }
  }
}
