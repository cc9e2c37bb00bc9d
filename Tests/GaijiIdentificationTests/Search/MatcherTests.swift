import Foundation
import GaijiGlyphs
import Testing

@testable import GaijiIdentification

@Suite(.enabled(if: TestFonts.hasIPAmj, TestFonts.missing))
struct MatcherTests {
  /// Queries of all kinds: outlines, bitmaps of several sizes, nothing.
  private static func queries(_ font: FontFile, _ index: GlyphIndex) throws -> [GlyphQuery] {
    let face = try font.face()
    var queries: [GlyphQuery] = []
    for entry in stride(from: 0, to: index.count, by: index.count / 12) {
      let glyph = index[entry].glyph
      let outline = try face.raster(glyph: glyph, pixelsPerEm: 128)
      queries.append(
        GlyphQuery(raster: try face.raster(glyph: glyph, pixelsPerEm: 96), outline: outline))
      for size in [16, 24, 40] {
        let grey = try face.raster(glyph: glyph, pixelsPerEm: size)
        let bits = grey.ink.map { $0 >= 128 ? UInt8(255) : 0 }
        queries.append(
          GlyphQuery(
            raster: GlyphRaster(
              width: grey.width, height: grey.height, ink: bits, pixelsPerEm: size)))
      }
    }
    queries.insert(
      GlyphQuery(raster: GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 64)), at: 5)
    return queries
  }

  @Test func answersDoNotDependOnThreadsBatchesOrCache() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let index = try TestFonts.smallIndex(model, count: 600, path: folder + "/a.gaijiindex")
    let matcher = Matcher(model: model, index: index)
    let queries = try Self.queries(TestFonts.ipamj(), index)
    let scratch = matcher.makeScratch()
    let expected = try queries.map { try matcher.candidates(for: $0, count: 10, scratch: scratch) }
    #expect(expected[5].isEmpty)
    #expect(expected.enumerated().allSatisfy { $0.offset == 5 || $0.element.count == 10 })
    for threads in [1, 2, 5] {
      #expect(try matcher.candidates(for: queries, count: 10, threads: threads) == expected)
    }
    for size in [2, 7] {
      // Room for hardly any descriptor, and none at all.
      let poor = matcher.makeScratch(cacheByteCount: size == 2 ? 0 : 200_000)
      var found: [[GlyphCandidate]] = []
      for first in stride(from: 0, to: queries.count, by: size) {
        found += try matcher.candidates(
          for: Array(queries[first..<min(first + size, queries.count)]), count: 10, scratch: poor)
      }
      #expect(found == expected)
    }
  }

  @Test func anEntryFindsItselfWithNothingMissing() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let index = try TestFonts.smallIndex(model, count: 300, path: folder + "/a.gaijiindex")
    let matcher = Matcher(model: model, index: index)
    let scratch = matcher.makeScratch()
    for entry in stride(from: 0, to: 300, by: 23) {
      let query = GlyphQuery(
        raster: try scratch.raster(ofEntry: entry, pixelsPerEm: 96),
        outline: try scratch.raster(ofEntry: entry, pixelsPerEm: 128))
      let found = try matcher.candidates(for: query, count: 5, scratch: scratch)
      #expect(index.outlineGroup(of: found[0].entry) == index.outlineGroup(of: entry))
      #expect(found[0].distances == [0, 0, 0])
      let nothing = StrokeResidual.Measure(mean: 0, blob: 0, cubic: 0)
      #expect(found[0].residual?.query == [nothing, nothing])
      #expect(found[0].fineResidual?.candidate == [nothing, nothing])
      #expect(found.prefix(3).allSatisfy { $0.residual != nil && $0.fineResidual != nil })
      #expect(found.dropFirst(3).allSatisfy { $0.residual == nil })
      let map = try matcher.residualMap(of: query, entry: entry, scratch: scratch)!
      #expect(map.side == 64 && (map.extra + map.missing).allSatisfy { $0 == 0 })
      // Drawn smaller it is still the nearest of all.
      let small = GlyphQuery(raster: try scratch.raster(ofEntry: entry, pixelsPerEm: 64))
      #expect(
        try matcher.candidates(for: small, count: 1, scratch: scratch)[0].entry == found[0].entry)
      let own = matcher.distances(between: query.raster, and: query.raster, scratch: scratch)
      #expect(own == [0, 0, 0])
    }
  }

  @Test func neighboursAreOtherCharactersAndSiblingsTheSame() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let font = try TestFonts.ipamj()
    let glyphs = Array(TestFonts.glyphs.prefix(700))
    let tables = try IndexBuilder(fonts: [font], model: model, glyphs: glyphs, threads: 2)
      .tables([FontIdentity(font)])
    try IndexForm.write(tables, to: folder + "/a.gaijiindex")
    let index = try GlyphIndex(path: folder + "/a.gaijiindex", fonts: [font], model: model)
    let matcher = Matcher(model: model, index: index)
    let scratch = matcher.makeScratch()
    let pair = try #require((0..<index.count).first { !matcher.siblings(of: $0).isEmpty })
    for sibling in matcher.siblings(of: pair) {
      #expect(sibling != pair && matcher.siblings(of: sibling).contains(pair))
      #expect(!Set(index.bases(of: pair)).isDisjoint(with: index.bases(of: sibling)))
    }
    let neighbours = matcher.neighbours(of: pair, count: 8, scratch: scratch)
    #expect(neighbours.count == 8)
    for neighbour in neighbours {
      #expect(Set(index.bases(of: pair)).isDisjoint(with: index.bases(of: neighbour.entry)))
      #expect(index.outlineGroup(of: neighbour.entry) != index.outlineGroup(of: pair))
    }
    let sums = neighbours.map { $0.distances.reduce(0, +) }
    #expect(sums == sums.sorted())
  }
}
