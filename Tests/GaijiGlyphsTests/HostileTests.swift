import Foundation
import GaijiGlyphs
import GaijiModel
import Testing

/// Files that somebody made to break the program, or that broke on their way: an error or glyphs within
/// the limits, and never anything else.
@Suite struct HostileTests {
  /// Opens and draws everything; what is thrown is a `GlyphError` by type.
  @discardableResult
  static func exercise(_ bytes: [UInt8], _ options: GlyphOptions = GlyphOptions()) -> GlyphError? {
    do throws(GlyphError) {
      let collection = try GlyphCollection(bytes: bytes, path: "hostile", options: options)
      let reader = try collection.reader()
      for index in collection.glyphs.indices.prefix(40) {
        do throws(GlyphError) {
          let raster = try reader.raster(index, pixelsPerEm: 24)
          #expect(raster.width <= GlyphLimits.glyphSide && raster.height <= GlyphLimits.glyphSide)
        } catch {
          #expect(error.path.utf8.elementsEqual("hostile".utf8) && !error.detail.isEmpty)
        }
      }
      return nil
    } catch {
      #expect(error.path.utf8.elementsEqual("hostile".utf8) && !error.detail.isEmpty)
      return error
    }
  }

  /// Numbers that are the same in every run.
  struct Random {
    var state: UInt64
    mutating func next(below limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, limit)
    }
  }

  /// Cut off at many places, with bytes changed, and with numbers replaced by the extremes.
  static func damaged(_ bytes: [UInt8], rounds: Int, head: Int) -> [[UInt8]] {
    var random = Random(state: 7)
    var all = (0..<24).map { Array(bytes.prefix(bytes.count * $0 / 24)) }
    for round in 0..<rounds {
      var changed = bytes
      // Half of the changes hit the headers, where they matter most.
      for _ in 0..<1 + random.next(below: 6) {
        let reach = round % 2 == 0 ? min(head, bytes.count) : bytes.count
        let place = random.next(below: reach)
        changed[place] =
          [0, 0xFF, 0x7F, 0x80, UInt8(random.next(below: 256))][random.next(below: 5)]
      }
      all.append(changed)
    }
    return all
  }

  @Test(.enabled(if: Fonts.eudcFont != nil, "no reference files (GAIJI_REFERENCE)"))
  func damagedTrueTypeFonts() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try #require(Fonts.eudcFont))))
    for file in Self.damaged(bytes, rounds: 60, head: 400) { Self.exercise(file) }
  }

  @Test(.enabled(if: Fonts.eudcBitmaps != nil, "no reference files (GAIJI_REFERENCE)"))
  func damagedEudcBitmaps() throws {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: try #require(Fonts.eudcBitmaps))))
    for file in Self.damaged(bytes, rounds: 60, head: 0x3500) { Self.exercise(file) }
    // A bitmap of 65535 x 65535, and an offset that leads out.
    var large = bytes
    let offset = (0..<6400).map { 0x347A + 4 * $0 }.first { large[$0] != 0 || large[$0 + 1] != 0 }
    let entry = try #require(offset)
    let record = 0x346C + (0..<4).reduce(0) { $0 | Int(large[entry + $1]) << (8 * $1) }
    for place in 4..<8 { large[record + place] = 0xFF }
    #expect(Self.exercise(large)?.offset == record)
    var outside = bytes
    for place in 0..<4 { outside[entry + place] = 0xFF }
    #expect(Self.exercise(outside)?.offset == entry)
  }

  @Test func damagedBDFFonts() {
    for file in Self.damaged(RecognitionTests.bdf, rounds: 120, head: 400) { Self.exercise(file) }
  }

  @Test func damagedImagesOfEveryForm() {
    let rows = [[UInt8]](repeating: [0xAA, 0x55], count: 16)
    let palette: [[UInt8]] = [[255, 255, 255], [0, 0, 0]]
    let runs: [[UInt8]] = [[8, 1, 8, 0, 0, 0], [0, 4, 1, 0, 1, 0, 0, 2, 3, 3], [4, 1, 0, 1]]
    let files: [[UInt8]] = [
      ImageWriter.png(width: 16, height: 16, depth: 1, colourType: 0, rows: rows),
      ImageWriter.bmp(width: 16, height: 16, bits: 1, palette: palette, rows: rows),
      ImageWriter.bmp(
        width: 16, height: 16, bits: 8, compression: 1, palette: palette, rows: runs),
      Array("P4\n16 16\n".utf8) + rows.joined(), Array("P2\n3 2 255\n0 1 2 3 4 255\n".utf8),
      Array("P4\n16 16\n".utf8) + rows.joined() + Array("P5\n2 2 255\n".utf8) + [1, 2, 3, 4],
      SVGTests.document("<g transform=\"rotate(9)\"><path d=\"M1 1L9 9 0 8Z\"/></g>"),
    ]
    for file in files {
      for changed in Self.damaged(file, rounds: 150, head: 80) {
        Self.exercise(changed)
        Self.exercise(changed, GlyphOptions(arrangement: .grid(rows: 2, columns: 2)))
      }
    }
  }

  /// Sizes are refused before memory is taken for them.
  @Test func imagesOfAbsurdSizes() {
    for (width, height) in [(1 << 31 - 1, 1 << 31 - 1), (32769, 1), (1, 32769), (32768, 32768)] {
      let png = ImageWriter.png(
        width: width, height: height, depth: 1, colourType: 0, rows: [[0]])
      let bmp = ImageWriter.bmp(
        width: width, height: height, bits: 1, palette: [[0, 0, 0]], rows: [[0]])
      #expect(Self.exercise(bmp)?.kind == .tooLarge, "BMP of \(width) x \(height)")
      // libpng itself refuses a million and more.
      let error = Self.exercise(png)
      #expect(
        error?.kind == (width > 1_000_000 ? .damaged : .tooLarge), "PNG of \(width) x \(height)")
      for kind in 1...6 {
        let netpbm = Array("P\(kind)\n\(width) \(height)\n255\n".utf8)
        let kind = Self.exercise(netpbm)?.kind
        #expect(kind == (width > 1 << 20 ? .damaged : .tooLarge))
      }
    }
    #expect(Self.exercise(Array("P5 0 0 255\n".utf8))?.kind == .damaged)
    #expect(Self.exercise(Array("P5 99999999999999999999 1 255\n".utf8))?.kind == .damaged)
    let flipped = ImageWriter.bmp(
      width: 8, height: Int(Int32.min), bits: 1, palette: [[0, 0, 0]], rows: [[0]])
    #expect(Self.exercise(flipped)?.kind == .tooLarge)
  }

  /// A PNG of a few kilobytes that would fill memory when it is inflated.
  @Test func aBombOfPNG() {
    // 30,000 x 30,000 pixels are refused by their number; a row of zeros compresses to nothing.
    let bomb = ImageWriter.png(
      width: 30000, height: 30000, depth: 16, colourType: 6, rows: [[UInt8](repeating: 0, count: 9)]
    )
    let error = Self.exercise(bomb)
    #expect(error?.kind == .tooLarge)
    #expect(error?.detail.contains("30000 x 30000") == true)
  }

  @Test func aBombOfRunLengths() {
    let bomb = ImageWriter.bmp(
      width: 6000, height: 6000, bits: 8, compression: 1, palette: [[0, 0, 0]], rows: [[0, 1]])
    #expect(Self.exercise(bomb)?.kind == .damaged)
  }

  /// A table of offsets that are all 0.
  @Test func bitmapsOfNothing() {
    var bytes = Array("Windows EUDC Editor Bitmap File (Uni-Code)".utf8)
    bytes += [UInt8](repeating: 0, count: 0x346C - bytes.count)
    bytes += ImageWriter.little(0x640E) + ImageWriter.little(0x0E) + ImageWriter.little(0x640E)
    bytes += [UInt8](repeating: 0, count: 2 + 4 * 6400)
    #expect(Self.exercise(bytes)?.kind == .absent)
  }

  @Test func entitiesAreNotExpanded() {
    var bomb = "<?xml version=\"1.0\"?><!DOCTYPE svg [<!ENTITY a \"M0 0h9v9z\">"
    for (one, other) in zip("bcdefghij", "abcdefghi") {
      bomb += "<!ENTITY \(one) \"" + String(repeating: "&\(other);", count: 10) + "\">"
    }
    bomb += "]><svg viewBox=\"0 0 9 9\"><path d=\"&j;\"/></svg>"
    #expect(Self.exercise(Array(bomb.utf8))?.kind == .unsupported)
    let outside = "<!DOCTYPE svg [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><svg>&a;</svg>"
    #expect(Self.exercise(Array(outside.utf8))?.kind == .unsupported)
    // The document type that drawing programs write has no declarations.
    let plain =
      "<!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">"
      + "<svg viewBox=\"0 0 9 9\"><path d=\"M1 1h7v7z\"/></svg>"
    #expect(Self.exercise(Array(plain.utf8)) == nil)
  }

  @Test func deepAndLongDrawings() {
    let deep = String(repeating: "<g>", count: 10_000)
    #expect(Self.exercise(SVGTests.document(deep))?.kind == .tooLarge)
    let many = String(repeating: "<g/>", count: GlyphLimits.svgElementCount)
    #expect(Self.exercise(SVGTests.document(many))?.kind == .tooLarge)
    let long = "M0 0" + String(repeating: "h1", count: GlyphLimits.pathPointCount)
    #expect(Self.exercise(SVGTests.document("<path d=\"\(long)\"/>"))?.kind == .damaged)
    for path in [
      "M0 0L1e9 1e9Z", "M0 0A1e9 1e9 0 1 1 1 1", "M0 0L1e-300 0Z", "M0 0", "M1 1L1 1Z", "",
    ] {
      for map in ["", "scale(1e9)", "scale(0)", "matrix(1e9 1e9 1e9 1e9 1e9 1e9)", "skewX(90)"] {
        let body = "<g transform=\"\(map)\"><g transform=\"\(map)\"><path d=\"\(path)\"/></g></g>"
        Self.exercise(SVGTests.document(body))
        Self.exercise(Array("<svg>\(body)</svg>".utf8))
      }
    }
    for box in ["0 0 0 0", "0 0 1e9 1e-9", "a", "0 0 1", "-1e9 -1e9 1 1", "0 0 NaN 1", "0 0 inf 1"]
    {
      Self.exercise(SVGTests.document("<path d=\"M1 1h7v7z\"/>", box: box))
    }
  }

  @Test func whatIsOfNoFormIsNamedWithWhatToDo() {
    let cases: [([UInt8], String)] = [
      ([], "is empty"), ([0xFF, 0xD8, 0xFF, 0xE0], "JPEG"), (Array("GIF89a".utf8), "GIF"),
      (Array("wOF2....".utf8), "web font"), (Array("%PDF-1.7".utf8), "PDF"),
      ([0x49, 0x49, 0x2A, 0], "TIFF"), (Array("hello".utf8), "no form of font or image"),
    ]
    for (bytes, words) in cases {
      let error = Self.exercise(bytes)
      #expect(error?.kind == .unknownForm && error?.detail.contains(words) == true, "\(words)")
    }
    #expect(Self.exercise(Array("<html></html>".utf8))?.kind == .unsupported)
  }

  @Test func filesThatAreNotThere() {
    for path in ["/nonexistent/font.ttf", "/proc/self/mem/x"] {
      let error = #expect(throws: GlyphError.self) { try GlyphCollection(path: path) }
      #expect(error?.kind == .unreadable && error?.path.utf8.elementsEqual(path.utf8) == true)
      #expect(throws: GlyphError.self) { try FontFile(path: path) }
    }
  }

  /// The image would be taken from the box that the outline asks for.
  @Test(.enabled(if: Fonts.exist(Fonts.vlGothic), "fonts-vlgothic is not installed"))
  func outlinesFarOutOfTheEmAreNotDrawn() throws {
    // unitsPerEm (head, byte 18) of 16 makes every glyph 64 times as large.
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Fonts.vlGothic)))
    let count = Int(bytes[4]) << 8 | Int(bytes[5])
    let entry = try #require(
      (0..<count).map { 12 + 16 * $0 }.first { Array(bytes[$0..<$0 + 4]) == Array("head".utf8) })
    let head = (8..<12).reduce(0) { $0 << 8 | Int(bytes[entry + $1]) }
    (bytes[head + 18], bytes[head + 19]) = (0, 16)
    let face = try FontFile(bytes: bytes, path: "large").face()
    let glyph = try #require(face.glyph(forCode: 0x845B))
    let error = #expect(throws: GlyphError.self) { try face.raster(glyph: glyph, pixelsPerEm: 96) }
    #expect(error?.kind == .tooLarge)
    #expect(error?.place == "glyph \(glyph)")
  }

  @Test func aFolderTakesItsImagesAndNamesTheRest() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "gaiji-glyphs-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: folder.appendingPathComponent("more"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    func write(_ name: String, _ bytes: [UInt8]) throws {
      try Data(bytes).write(to: folder.appendingPathComponent(name))
    }
    let figure: [UInt8] = [0x10, 0xFE, 0x10, 0x38, 0x54, 0x92, 0x10, 0x10]
    try write("U+E001.pbm", Array("P4 8 8\n".utf8) + figure)
    try write(
      "F040.png",
      ImageWriter.png(width: 8, height: 8, depth: 1, colourType: 0, rows: figure.map { [~$0] }))
    try write("more/uniE002 new.svg", SVGTests.document("<path d=\"M1 1h70v70z\"/>"))
    try write("readme.txt", Array("words".utf8))
    try write("font.bdf", RecognitionTests.bdf)
    try write("two.pbm", Array("P4 8 8\n".utf8) + figure + Array("P4 8 8\n".utf8) + figure)
    let collection = try GlyphCollection(path: folder.path)
    #expect(collection.form == .folder)
    #expect(
      collection.glyphs.map(\.name) == [
        "code F040 (F040.png)", "U+E001 (U+E001.pbm)", "U+E002 (more/uniE002 new.svg)", "two.pbm",
      ])
    #expect(collection.glyphs.map(\.isOutline) == [false, false, true, false])
    #expect(collection.problems.count == 2)
    #expect(
      collection.problems.contains { $0.path.hasSuffix("readme.txt") && $0.kind == .unknownForm })
    #expect(
      collection.problems.contains { $0.path.hasSuffix("font.bdf") && $0.kind == .unsupported })
    let reader = try collection.reader()
    #expect(try reader.raster(0, pixelsPerEm: 48).ink == reader.raster(1, pixelsPerEm: 48).ink)
    #expect(try reader.raster(2, pixelsPerEm: 48).pixelsPerEm == 48)
    let error = #expect(throws: GlyphError.self) { try reader.raster(3, pixelsPerEm: 48) }
    #expect(error?.kind == .unsupported)
    let marks = reader.marks()
    #expect(marks[1].duplicateOf == 0 && marks[3].problem != nil)
  }
}
