import Foundation
import GaijiGlyphs
import Testing

@Suite struct FontFaceTests {
  @Test(.enabled(if: Fonts.exist(Fonts.mj), "fonts-ipamj-mincho is not installed"))
  func theMJFontHasTheGlyphsAndSequencesThatItsDocumentationCounts() throws {
    let file = try FontFile(path: Fonts.mj)
    let face = try file.face()
    let names = (0..<UInt32(face.glyphCount)).map { face.name(ofGlyph: $0) ?? "" }
    let isMJ = names.map { $0.utf8.starts(with: "mj".utf8) }
    #expect(isMJ.count { $0 } == 59_161)
    #expect(Set(names).count == names.count)
    #expect(face.unitsPerEm == 2048)
    #expect(face.names.family == "IPAmjMincho")
    #expect(face.names.japaneseFamily == "IPAmj明朝")
    #expect(face.names.version == "Version 005.01")
    #expect(face.codes == .unicode)

    let characters = face.characters()
    #expect(characters.map(\.code) == characters.map(\.code).sorted())
    #expect(Set(characters.map(\.glyph).filter { isMJ[Int($0)] }).count == 52_892)
    #expect(characters.contains { $0.code > 0xFFFF })

    let sequences = try face.sequences()
    #expect(sequences.count == 11_474)
    #expect(Set(sequences.map(\.glyph)).count == 11_383)
    // A default sequence is drawn as its base is.
    #expect(sequences.allSatisfy { !$0.isDefault || face.glyph(forCode: $0.base) == $0.glyph })
  }

  @Test(.enabled(if: Fonts.exist(Fonts.mj), "fonts-ipamj-mincho is not installed"))
  func everyCodeOfTheMapLeadsToItsGlyph() throws {
    let face = try FontFile(path: Fonts.mj).face()
    let wrong = face.characters().filter { face.glyph(forCode: $0.code) != $0.glyph }
    #expect(wrong.isEmpty)
    #expect(face.glyph(forCode: 0xE000) == nil)
    #expect(face.glyph(forCode: .max) == nil)
  }

  @Test(.enabled(if: Fonts.exist(Fonts.notoSerif), "fonts-noto-cjk is not installed"))
  func aCollectionHasSeveralFaces() throws {
    let file = try FontFile(path: Fonts.notoSerif)
    #expect(file.faceCount == 5)
    #expect(try file.face(0).names.family == "Noto Serif CJK JP")
    #expect(try file.face(4).names.family == "Noto Serif CJK HK")
    #expect(throws: GlyphError.self) { try file.face(5) }
    #expect(throws: GlyphError.self) { try file.face(-1) }
  }

  @Test(.enabled(if: Fonts.exist(Fonts.jksp16), "xfonts-jisx0213 or similar is not installed"))
  func aBitmapFontGivesItsBitmapsAsTheyAre() throws {
    let face = try FontFile(path: Fonts.jksp16).face()
    #expect(!face.isOutline)
    #expect(face.codes == .other("JISX0212.1990-0"))
    let characters = face.characters()
    #expect(characters.count > 5800)
    #expect(face.strikes.map(\.pixelsPerEm) == [16])
    let raster = try face.raster(glyph: characters[1000].glyph, pixelsPerEm: 64)
    #expect(raster.pixelsPerEm == 16)
    #expect(raster.width <= 16 && raster.height <= 16 && !raster.isBlank)
    #expect(raster.ink.allSatisfy { $0 == 0 || $0 == 255 })
  }

  @Test(.enabled(if: Fonts.exist(Fonts.mj), "fonts-ipamj-mincho is not installed"))
  func facesOfOneFileWorkOnSeveralThreadsAndDrawTheSame() async throws {
    let file = try FontFile(path: Fonts.mj)
    let images = try await withThrowingTaskGroup(of: [GlyphRaster].self) { group in
      for _ in 0..<3 {
        group.addTask {
          let face = try file.face()
          return try (5000..<5020).map { try face.raster(glyph: $0, pixelsPerEm: 48) }
        }
      }
      return try await group.reduce(into: [[GlyphRaster]]()) { $0.append($1) }
    }
    #expect(images.count == 3 && images[0] == images[1] && images[1] == images[2])
    #expect(images[0].allSatisfy { !$0.isBlank })
  }

  @Test(.enabled(if: Fonts.exist(Fonts.mj), "fonts-ipamj-mincho is not installed"))
  func whatIsOutsideTheFontOrTheLimitsIsAnErrorWithItsPlace() throws {
    let face = try FontFile(path: Fonts.mj).face()
    let error = #expect(throws: GlyphError.self) {
      try face.raster(glyph: UInt32(face.glyphCount), pixelsPerEm: 64)
    }
    #expect(error?.kind == .absent)
    #expect(error?.place == "glyph \(face.glyphCount)")
    for size in [0, -1, 1025, .max] {
      let error = #expect(throws: GlyphError.self) {
        try face.raster(glyph: 5000, pixelsPerEm: size)
      }
      #expect(error?.kind == .tooLarge)
    }
  }

  @Test(
    .enabled(if: Fonts.exist(Fonts.notoSerif, Fonts.vlGothic), "the fonts are not installed"))
  func theGlyphsOfVerticalTextAreThoseThatTheFontSubstitutes() throws {
    let noto = try FontFile(path: Fonts.notoSerif).face()
    let vertical = noto.verticalGlyphs()
    // U+FE11 and U+FE12 are the vertical forms of 、 and 。.
    for code: UInt32 in [0xFE11, 0xFE12, 0xFE35] {
      #expect(vertical.contains(try #require(noto.glyph(forCode: code))))
    }
    for code: UInt32 in [0x3001, 0x845B, 0x30FC] {
      #expect(!vertical.contains(try #require(noto.glyph(forCode: code))))
    }
    #expect(try !FontFile(path: Fonts.vlGothic).face().verticalGlyphs().isEmpty)
  }
}
