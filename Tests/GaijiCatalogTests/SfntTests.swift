import GaijiModel
import Testing

@testable import GaijiCatalog

@Suite struct SfntTests {
  @Test func `Reads identities, direct forms and both kinds of sequences`() throws {
    let font = try CharacterFont(SampleFont().bytes)
    #expect(font.version == "001.02")
    #expect(font.glyphs.map(\.identity.description) == ["MJ000001", "MJ000002", "GJ000007"])
    #expect(font.glyphs.map(\.index) == [1, 2, 4])
    #expect(font.glyphs[0].forms.direct == [0x3005, 0x3007])
    #expect(font.glyphs[0].forms.ivs == [CharacterSequence(0x3006, selector: 0xE0100)])
    #expect(font.glyphs[0].forms.svs.isEmpty)
    // The default sequence of U+3006 has the glyph that the bare code point shows.
    #expect(font.glyphs[1].forms.direct == [0x3006])
    #expect(font.glyphs[1].forms.ivs == [CharacterSequence(0x3006, selector: 0xE0101)])
    #expect(font.glyphs[1].forms.svs == [CharacterSequence(0x3005, selector: 0xFE00)])
    #expect(font.glyphs[2].forms.direct == [0x100000])
  }

  @Test(arguments: ["mj00001", "mj0000011", "MJ000001", "mj00000a", "uni3005", "aj000001", ""])
  func `Only mj and gj with six digits name an identity`(_ name: String) {
    #expect(CharacterFont.identity(ofGlyphNamed: name) == nil)
  }

  @Test func `Two glyphs of one name are refused`() throws {
    var sample = SampleFont()
    sample.names[2] = "mj000001"
    #expect(throws: SfntError.self) { try CharacterFont(sample.bytes) }
  }

  @Test func `Every truncation of a font is an error`() throws {
    let bytes = SampleFont().bytes
    for count in 0..<bytes.count {
      #expect(throws: SfntError.self, "\(count) bytes") {
        try CharacterFont(Array(bytes.prefix(count)))
      }
    }
  }

  @Test func `Damaged fonts give an error or a font, never a trap`() throws {
    let bytes = SampleFont().bytes
    var generator = SeededGenerator(seed: 12)
    var refused = 0
    for _ in 0..<3000 {
      var damaged = bytes
      for _ in 0..<Int.random(in: 1...4, using: &generator) {
        damaged[Int.random(in: 0..<bytes.count, using: &generator)] =
          [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &generator) ?? 0
      }
      do { _ = try CharacterFont(damaged) } catch { refused += 1 }
    }
    #expect(refused > 500, "seed 12: only \(refused) of 3000 were refused")
  }

  @Test func `Says what is not a single font`() {
    #expect(throws: SfntError.notAFont) { try CharacterFont([]) }
    #expect(throws: SfntError.notAFont) { try CharacterFont(Array("not a font at all".utf8)) }
    #expect(throws: SfntError.isCollection) {
      try CharacterFont(Array("ttcf".utf8) + [UInt8](repeating: 0, count: 20))
    }
  }
}

/// The smallest font that has what the reader reads. Glyphs: .notdef, two MJ, another, one GJ.
struct SampleFont {
  var names = [".notdef", "mj000001", "mj000002", "other", "gj000007"]

  var bytes: [UInt8] {
    let tables: [(String, [UInt8])] = [
      ("cmap", cmap), ("maxp", big(UInt32(0x0001_0000)) + big(UInt16(names.count))),
      ("name", name), ("post", post),
    ]
    var directory = big(UInt32(0x0001_0000)) + big(UInt16(tables.count)) + [0, 0, 0, 0, 0, 0]
    var body: [UInt8] = []
    for (tag, content) in tables {
      directory += Array(tag.utf8) + big(UInt32(0))
      directory += big(UInt32(12 + 16 * tables.count + body.count)) + big(UInt32(content.count))
      body += content
    }
    return directory + body
  }

  private var post: [UInt8] {
    var table = big(UInt32(0x0002_0000)) + [UInt8](repeating: 0, count: 28)
    table += big(UInt16(names.count)) + big(UInt16(0))
    for index in 1..<names.count { table += big(UInt16(258 + index - 1)) }
    for name in names.dropFirst() { table += [UInt8(name.utf8.count)] + Array(name.utf8) }
    return table
  }

  private var name: [UInt8] {
    let text = "Version 001.02; made for a test".utf16.flatMap { big(UInt16($0)) }
    return big(UInt16(0)) + big(UInt16(1)) + big(UInt16(18))
      + [3, 1, 0x409, 5, UInt16(text.count), 0].flatMap { big(UInt16($0)) } + text
  }

  private var cmap: [UInt8] {
    let groups: [(UInt32, UInt32, UInt32)] = [
      (0x3005, 0x3006, 1), (0x3007, 0x3007, 1), (0x100000, 0x100000, 4),
    ]
    var format12 = big(UInt16(12)) + big(UInt16(0)) + big(UInt32(16 + 12 * UInt32(groups.count)))
    format12 += big(UInt32(0)) + big(UInt32(UInt32(groups.count)))
    for group in groups { format12 += big(group.0) + big(group.1) + big(group.2) }
    var format14 = big(UInt16(14)) + big(UInt32(0)) + big(UInt32(3))
    let records = 10 + 3 * 11
    // FE00 non-default, E0100 non-default, E0101 default.
    format14 += triple(0xFE00) + big(UInt32(0)) + big(UInt32(records))
    format14 += triple(0xE0100) + big(UInt32(0)) + big(UInt32(records + 9))
    format14 += triple(0xE0101) + big(UInt32(records + 18)) + big(UInt32(0))
    format14 += big(UInt32(1)) + triple(0x3005) + big(UInt16(2))
    format14 += big(UInt32(1)) + triple(0x3006) + big(UInt16(1))
    format14 += big(UInt32(1)) + triple(0x3006) + [0]
    let header = 4 + 2 * 8
    return big(UInt16(0)) + big(UInt16(2))
      + big(UInt16(0)) + big(UInt16(5)) + big(UInt32(header + format12.count))
      + big(UInt16(3)) + big(UInt16(10)) + big(UInt32(header)) + format12 + format14
  }

  private func big<T: FixedWidthInteger>(_ value: T) -> [UInt8] {
    (0..<T.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> T(8 * $0)) }
  }

  private func triple(_ value: UInt32) -> [UInt8] { Array(big(value).dropFirst()) }
}
