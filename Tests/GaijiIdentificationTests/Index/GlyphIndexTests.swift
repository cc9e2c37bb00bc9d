import Foundation
import GaijiGlyphs
import GaijiHashing
import GaijiModel
import Testing

@testable import GaijiIdentification

@Suite(.enabled(if: TestFonts.hasIPAmj, TestFonts.missing))
struct GlyphIndexTests {
  @Test func theFileIsTheSameForAnyNumberOfThreads() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let bytes = try [1, 2, 3].map { threads in
      let path = folder + "/\(threads).gaijiindex"
      _ = try TestFonts.smallIndex(model, count: 300, threads: threads, path: path)
      return try Data(contentsOf: URL(filePath: path))
    }
    #expect(bytes[0] == bytes[1] && bytes[0] == bytes[2])
  }

  @Test func entriesAreThoseOfTheFont() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let font = try TestFonts.ipamj()
    let all = TestFonts.glyphs
    // Counts of IPAmj 005.01: glyphs named mjNNNNNN, of which 34 are reached by no code point.
    #expect(all.count == 59_161)
    #expect(all.count { $0.bases.isEmpty } == 34)
    #expect(all.map { $0.identity! } == all.map { $0.identity! }.sorted())
    let index = try TestFonts.smallIndex(
      TestModel.random(), count: 200, path: folder + "/a.gaijiindex")
    let face = try font.face()
    for entry in stride(from: 0, to: index.count, by: 17) {
      let known = index[entry]
      #expect(known.identity?.description.lowercased() == known.name)
      #expect(face.name(ofGlyph: known.glyph) == known.name)
      #expect(index.entry(of: known.identity!) == entry)
      for base in known.bases { #expect(index.entries(ofBase: base).contains(entry)) }
    }
    #expect(index.entries(ofBase: 0x41).isEmpty)
  }

  @Test func everyAlteredByteIsNoticed() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let font = try TestFonts.ipamj()
    let path = folder + "/a.gaijiindex"
    _ = try TestFonts.smallIndex(model, count: 40, path: path)
    let whole = try [UInt8](Data(contentsOf: URL(filePath: path)))
    let tables = try IndexTables(path: path)
    let used = [0..<IndexForm.directoryByteCount(tables.ranges.count)] + tables.ranges
    var random = SplitMix(seed: 3)
    func check(_ bytes: [UInt8], _ what: String) throws {
      try Data(bytes).write(to: URL(filePath: path))
      #expect(throws: GlyphIndexError.self, "\(what)") {
        try GlyphIndex(path: path, fonts: [font], model: model)
      }
    }
    for range in used where !range.isEmpty {
      for place in [range.lowerBound, range.upperBound - 1]
        + (0..<6).map({ _ in Int.random(in: range, using: &random) })
      {
        var altered = whole
        altered[place] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
        try check(altered, "byte \(place)")
      }
    }
    // Two bits of equal place in words of one lane of the checksum.
    var altered = whole
    let codes = tables.ranges.last!
    altered[codes.lowerBound + 3] ^= 0x80
    altered[codes.lowerBound + 131] ^= 0x80
    try check(altered, "two bits")
    for count in [0, 1, 23, 24, 200, whole.count / 2, whole.count - 1] {
      try check(Array(whole.prefix(count)), "cut to \(count)")
    }
    try check(whole + [0], "one byte more")
    try Data(whole).write(to: URL(filePath: path))
    _ = try GlyphIndex(path: path, fonts: [font], model: model)
  }

  /// Whoever can write the file can make its checksums right too.
  @Test func tablesThatLeadOutOfThemselvesAreRefusedOrHarmless() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let font = try TestFonts.ipamj()
    let path = folder + "/a.gaijiindex"
    let glyphs = Array(TestFonts.glyphs.prefix(40))
    let whole = try IndexBuilder(fonts: [font], model: model, glyphs: glyphs, threads: 1)
      .tables([FontIdentity(font)])
    let ink = [UInt8](repeating: 255, count: 40 * 30)
    let query = GlyphQuery(raster: GlyphRaster(width: 40, height: 30, ink: ink, pixelsPerEm: 64))
    var random = SplitMix(seed: 9)
    var refused = 0
    for round in 0..<240 {
      var tables = whole
      let table = round % IndexForm.firstCodes
      switch round % 4 {
      case 0: tables[table].removeLast(Int.random(in: 1...tables[table].count, using: &random))
      case 1:
        tables[table] += [UInt8](repeating: 0, count: 4 * Int.random(in: 1...9, using: &random))
      default:
        let place = Int.random(in: 0..<tables[table].count, using: &random)
        tables[table][place] = [0, 1, 0x7F, 0x80, 0xFF].randomElement(using: &random)!
      }
      try IndexForm.write(tables, to: path)
      do throws(GlyphIndexError) {
        let index = try GlyphIndex(path: path, fonts: [font], model: model)
        let matcher = Matcher(model: model, index: index)
        let scratch = matcher.makeScratch()
        for entry in 0..<index.count {
          for base in index[entry].bases { _ = index.entries(ofBase: base) }
          _ = matcher.siblings(of: entry)
        }
        _ = matcher.neighbours(of: 0, count: 5, scratch: scratch)
        // A glyph that the font does not have is an error of the font.
        _ = try? matcher.candidates(for: query, count: 50, scratch: scratch)
      } catch {
        refused += 1
      }
    }
    #expect(refused > 120)
  }

  @Test func anIndexOfAnotherModelOrFontIsRefusedByName() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let font = try TestFonts.ipamj()
    let path = folder + "/a.gaijiindex"
    _ = try TestFonts.smallIndex(model, count: 40, path: path)
    let other = try TestModel.random(dimensions: [64, 40, 32])
    let first = #expect(throws: GlyphIndexError.self) {
      try GlyphIndex(path: path, fonts: [font], model: other)
    }
    #expect(first?.description.contains(other.digest.description) == true)
    let second = #expect(throws: GlyphIndexError.self) {
      try GlyphIndex(path: path, fonts: [font, font], model: model)
    }
    #expect(second?.description.contains("1 fonts, not 2") == true)
    // The same font with one more byte behind it.
    var bytes: [UInt8] = unsafe font.withBytes { unsafe Array($0) }
    bytes.append(0)
    let longer = try FontFile(bytes: bytes, path: "longer.ttf")
    let third = #expect(throws: GlyphIndexError.self) {
      try GlyphIndex(path: path, fonts: [longer], model: model)
    }
    #expect(third?.description.contains("longer.ttf") == true)
    // The same bytes from elsewhere are the same font.
    bytes.removeLast()
    _ = try GlyphIndex(
      path: path, fonts: [FontFile(bytes: bytes, path: "elsewhere.ttf")], model: model)
  }

  @Test func whatIsNoIndexIsRefused() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let model = try TestModel.random()
    let font = try TestFonts.ipamj()
    for path in [folder, folder + "/absent", "/dev/null", #filePath] {
      #expect(throws: GlyphIndexError.self) {
        try GlyphIndex(path: path, fonts: [font], model: model)
      }
    }
  }

  @Test func identitiesAreReadFromWholeNamesOnly() {
    #expect(IndexGlyph.identity(named: "mj026190")?.description == "MJ026190")
    #expect(IndexGlyph.identity(named: "gj000001")?.description == "GJ000001")
    for name in ["mj026190.vert", "mj02619", "MJ026190", "xj026190", "mj02619a", "u5F13", ""] {
      #expect(IndexGlyph.identity(named: name) == nil)
    }
  }

  @Test(.enabled(if: ReferenceModel.gaijiFont != nil, ReferenceModel.missing))
  func aFurtherFontGivesTheGlyphsOfItsCodes() throws {
    let folder = try TestFonts.folder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let font = try FontFile(path: #require(ReferenceModel.gaijiFont))
    let glyphs = try IndexGlyph.all(of: font, font: 1)
    #expect(glyphs.count == 1880)
    #expect(glyphs[0].name == "U+E000" && glyphs[0].bases.isEmpty && glyphs[0].identity == nil)
    // Behind those of IPAmj, with a font of its own.
    let model = try TestModel.random()
    let fonts = [try TestFonts.ipamj(), font]
    let some = Array(TestFonts.glyphs.prefix(50)) + Array(glyphs.prefix(50))
    let tables = try IndexBuilder(fonts: fonts, model: model, glyphs: some, threads: 2)
      .tables(fonts.map(FontIdentity.init))
    try IndexForm.write(tables, to: folder + "/a.gaijiindex")
    let index = try GlyphIndex(path: folder + "/a.gaijiindex", fonts: fonts, model: model)
    let matcher = Matcher(model: model, index: index)
    let scratch = matcher.makeScratch()
    let last = index.count - 1
    #expect(index[last].font == 1 && index[last].name.utf8.starts(with: "U+E0".utf8))
    let query = GlyphQuery(raster: try scratch.raster(ofEntry: last, pixelsPerEm: 96))
    let found = try matcher.candidates(for: query, count: 1, scratch: scratch)
    #expect(index.outlineGroup(of: found[0].entry) == index.outlineGroup(of: last))
  }
}
