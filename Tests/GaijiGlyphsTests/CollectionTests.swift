import Foundation
import GaijiGlyphs
import GaijiModel
import Testing

@Suite struct CollectionTests {
  @Test(.enabled(if: Fonts.evaluationFont != nil, "no reference files (GAIJI_REFERENCE)"))
  func aGaijiFontGivesItsGlyphsByCode() throws {
    let collection = try GlyphCollection(path: try #require(Fonts.evaluationFont))
    #expect(collection.form == .trueType)
    #expect(collection.glyphs.count == 1880)
    #expect(collection.glyphs.first?.code == .unicode(CharacterSequence(0xE000)))
    #expect(collection.glyphs.last?.code == .unicode(CharacterSequence(0xE757)))
    #expect(collection.glyphs.first?.name == "U+E000")
    #expect(collection.glyphs.allSatisfy { $0.isOutline })
    let reader = try collection.reader()
    #expect(try reader.raster(7, pixelsPerEm: 64).pixelsPerEm == 64)
    #expect(throws: GlyphError.self) { try reader.raster(1880, pixelsPerEm: 64) }
    #expect(throws: GlyphError.self) { try reader.raster(-1, pixelsPerEm: 64) }
  }

  /// The editor's bitmaps and the font that it made from them are of the same glyphs.
  @Test(.enabled(if: Fonts.eudcBitmaps != nil, "no reference files (GAIJI_REFERENCE)"))
  func eudcBitmapsLookLikeTheGlyphsOfTheirFont() throws {
    let bitmaps = try GlyphCollection(path: try #require(Fonts.eudcBitmaps))
    let font = try GlyphCollection(path: try #require(Fonts.eudcFont))
    #expect(bitmaps.form == .eudcBitmaps)
    #expect(bitmaps.glyphs.count == 7)
    let places = Dictionary(
      font.glyphs.enumerated().map { ($1.code, $0) }, uniquingKeysWith: { one, _ in one })
    let (drawn, outlines) = (try bitmaps.reader(), try font.reader())
    for (index, glyph) in bitmaps.glyphs.enumerated() {
      let place = try #require(places[glyph.code], "\(glyph.name) is not in the font")
      let one = try drawn.raster(index, pixelsPerEm: 64)
      let other = try outlines.raster(place, pixelsPerEm: 64)
      #expect(one.pixelsPerEm == 64 && one.width == 64 && one.height == 64)
      #expect(overlap(one, other) > 0.8, "\(glyph.name)")
    }
  }

  @Test(.enabled(if: Fonts.exist(Fonts.jksp16), "xfonts-jisx0212 is not installed"))
  func aCompressedBitmapFontHasCodesOfItsOwnSet() throws {
    let collection = try GlyphCollection(path: Fonts.jksp16)
    #expect(collection.form == .pcf)
    #expect(collection.glyphs.allSatisfy { !$0.isOutline })
    let code = try #require(collection.glyphs.first { $0.code == .charset(0x3021) })
    #expect(code.name == "code 3021")
    #expect(code.advance == 1000)
  }

  @Test(
    .enabled(if: Fonts.reference("identification/README.txt") != nil, "no reference files"),
    arguments: ["A_ipamj_degraded/dev.pbm", "C_bitmap/dev.pbm", "E_confusable/dev.pbm"])
  func concatenatedImagesAreTheGlyphsOfTheirTruthTable(name: String) throws {
    let folder = "identification/sets/"
    let path = try #require(Fonts.reference(folder + name))
    let truth = try String(
      contentsOfFile: try #require(
        Fonts.reference(folder + name.replacingOccurrences(of: ".pbm", with: ".truth.tsv"))),
      encoding: .utf8)
    let rows = truth.split(separator: "\n").dropFirst().map { $0.split(separator: "\t") }
    let collection = try GlyphCollection(path: path)
    try #require(collection.glyphs.count == rows.count)
    let reader = try collection.reader()
    for (index, row) in rows.enumerated() where index % 20 == 0 {
      #expect(collection.glyphs[index].place == .image(index, offset: Int(row[2])!))
      let raster = try reader.raster(index, pixelsPerEm: 64)
      #expect(raster.width == Int(row[3]) && raster.height == Int(row[4]))
      #expect(!raster.isBlank && raster.ink.count { $0 == 255 } * 10 < raster.ink.count * 7)
    }
  }

  @Test func hostBitmapsAreCutByTheirLayout() throws {
    // Two glyphs of 8 x 8 behind a code of two bytes: a stair, and its mirror image in columns.
    let stair: [UInt8] = [0x80, 0xC0, 0xE0, 0xF0, 0xF8, 0xFC, 0xFE, 0xFF]
    let bytes = [0xE0, 0x00] + stair + [0xE0, 0x01] + stair.reversed()
    let rows = try #require(HostBitmapLayout(width: 8, height: 8, headerByteCount: 2))
    let options = GlyphOptions(
      codes: .first(.unicode(CharacterSequence(0xE000))), hostBitmaps: rows)
    let collection = try GlyphCollection(bytes: bytes, path: "host.bin", options: options)
    #expect(collection.glyphs.map(\.name) == ["U+E000", "U+E001"])
    let raster = try collection.reader().raster(0, pixelsPerEm: 0)
    #expect(
      Array(raster.ink.prefix(16)) == [255] + [UInt8](repeating: 0, count: 7) + [
        255, 255, 0, 0, 0, 0, 0, 0,
      ])
    var columns = options
    columns.hostBitmaps = HostBitmapLayout(width: 8, height: 8, order: .columns, headerByteCount: 2)
    let turned = try GlyphCollection(bytes: bytes, path: "host.bin", options: columns)
      .reader().raster(0, pixelsPerEm: 0)
    for row in 0..<8 {
      for column in 0..<8 {
        #expect(turned.ink[row * 8 + column] == raster.ink[column * 8 + row])
      }
    }
    let error = #expect(throws: GlyphError.self) {
      try GlyphCollection(bytes: bytes + [0], path: "host.bin", options: options)
    }
    #expect(error?.description.contains("21 bytes are not a whole number of glyphs of 10") == true)
  }

  @Test func fileNamesCarryCodes() {
    func name(_ stem: String) -> String? { GlyphCode(stem: stem)?.description }
    #expect(name("U+E000") == "U+E000")
    #expect(name("uniE000") == "U+E000")
    #expect(name("u20BB7") == "U+20BB7")
    #expect(name("u845b-ue0101") == "U+845B U+E0101")
    #expect(name("U+845B_U+E0101 old") == "U+845B U+E0101")
    #expect(name("F040") == "code F040")
    #expect(name("0x80A1-1") == "code 80A1")
    #expect(name("u110000") == nil)
    #expect(
      name("glyph") == nil && name("") == nil && name("-") == nil && name("E000 2") == "code E000")
    #expect(name("+E00") == nil && name("12345") == nil)
  }
}

/// How much of the ink of two glyphs coincides at the best of a few shifts: shared over all ink, both laid
/// out on their centres of gravity.
func overlap(_ one: GlyphRaster, _ other: GlyphRaster) -> Double {
  func cells(_ raster: GlyphRaster) -> [[Double]] {
    var cells = [[Double]](repeating: [Double](repeating: 0, count: 128), count: 128)
    let rows = (0..<raster.height).filter { row in
      raster.ink[row * raster.width..<(row + 1) * raster.width].contains { $0 >= 128 }
    }
    let columns = (0..<raster.width).filter { column in
      (0..<raster.height).contains { raster.ink[$0 * raster.width + column] >= 128 }
    }
    guard let top = rows.first, let left = columns.first else { return cells }
    for row in top..<raster.height where row - top + 8 < 128 {
      for column in left..<raster.width where column - left + 8 < 128 {
        cells[row - top + 8][column - left + 8] =
          Double(raster.ink[row * raster.width + column]) / 255
      }
    }
    return cells
  }
  let (first, second) = (cells(one), cells(other))
  var best = 0.0
  for dy in -3...3 {
    for dx in -3...3 {
      var (shared, all) = (0.0, 0.0)
      for row in 4..<124 {
        for column in 4..<124 {
          let (a, b) = (first[row][column], second[row + dy][column + dx])
          shared += min(a, b)
          all += max(a, b)
        }
      }
      best = max(best, all > 0 ? shared / all : 0)
    }
  }
  return best
}
