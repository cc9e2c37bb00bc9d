import Foundation
import GaijiGlyphs
import Testing

/// Sheets made of real glyphs, and single glyphs that look like sheets.
@Suite struct SheetTests {
  /// A grey picture to draw glyphs and lines on; 255 is paper.
  struct Canvas {
    let width: Int
    let height: Int
    var light: [UInt8]

    init(_ width: Int, _ height: Int) {
      self.width = width
      self.height = height
      light = [UInt8](repeating: 255, count: width * height)
    }

    mutating func fill(_ rows: Range<Int>, _ columns: Range<Int>, _ value: UInt8 = 0) {
      for row in rows { for column in columns { light[row * width + column] = value } }
    }

    /// In the middle of a box.
    mutating func draw(_ glyph: GlyphRaster, top: Int, left: Int, side: Int) {
      let (dy, dx) = (top + (side - glyph.height) / 2, left + (side - glyph.width) / 2)
      for row in 0..<glyph.height where (0..<height).contains(row + dy) {
        for column in 0..<glyph.width where (0..<width).contains(column + dx) {
          let place = (row + dy) * width + column + dx
          light[place] = min(light[place], 255 - glyph.ink[row * glyph.width + column])
        }
      }
    }

    func read(
      inverted: Bool = false, _ options: GlyphOptions = GlyphOptions()
    ) throws -> (GlyphCollection, [GlyphRaster]) {
      let bytes = ImageWriter.pgm(
        width: width, height: height, light: inverted ? light.map { 255 - $0 } : light)
      let collection = try GlyphCollection(bytes: bytes, path: "sheet.pgm", options: options)
      let reader = try collection.reader()
      return (
        collection,
        try collection.glyphs.indices.map { try reader.raster($0, pixelsPerEm: 64) }
      )
    }
  }

  static let isThere = Fonts.exist(Fonts.mj, Fonts.vlGothic)

  static func glyphs(_ text: String, _ path: String = Fonts.mj, size: Int) throws -> [GlyphRaster] {
    let face = try FontFile(path: path).face()
    return try text.unicodeScalars.map {
      try face.raster(glyph: try #require(face.glyph(forCode: $0.value)), pixelsPerEm: size)
    }
  }

  /// Without the paper around it.
  static func trimmed(_ raster: GlyphRaster) -> GlyphRaster {
    let rows = (0..<raster.height).filter { row in
      (0..<raster.width).contains { raster.ink[row * raster.width + $0] > 0 }
    }
    let columns = (0..<raster.width).filter { column in
      (0..<raster.height).contains { raster.ink[$0 * raster.width + column] > 0 }
    }
    guard let top = rows.first, let bottom = rows.last, let left = columns.first,
      let right = columns.last
    else { return GlyphRaster(width: 0, height: 0, ink: [], pixelsPerEm: 1) }
    return GlyphRaster(
      width: right - left + 1, height: bottom - top + 1,
      ink: (top...bottom).flatMap { row in
        (left...right).map { raster.ink[row * raster.width + $0] }
      },
      pixelsPerEm: 1)
  }

  static let text = "葛辻逗祇三川一二品田目囲国林昌口髙﨑斉藤澤邉邊渡"

  @Test(.enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"))
  func aRuledSheetGivesItsCellsWithoutTheLines() throws {
    let glyphs = try Self.glyphs(Self.text, size: 40)
    for line in [1, 3] {
      let isInverted = line == 3
      // 5 columns of 50 pixels, 5 rows; the last cell is empty.
      var canvas = Canvas(5 * 50 + 40 + line, 5 * 50 + 30 + line)
      for index in 0...5 {
        canvas.fill(15..<15 + 250 + line, 20 + index * 50..<20 + index * 50 + line)
        canvas.fill(15 + index * 50..<15 + index * 50 + line, 20..<20 + 250 + line)
      }
      for (index, glyph) in glyphs.enumerated() {
        canvas.draw(
          glyph, top: 15 + line + index / 5 * 50, left: 20 + line + index % 5 * 50,
          side: 50 - line)
      }
      let (collection, rasters) = try canvas.read(inverted: isInverted)
      try #require(rasters.count == 25)
      #expect(collection.glyphs[8].place == .cell(row: 2, column: 4))
      #expect(collection.glyphs[8].name == "row 2, column 4")
      for (index, glyph) in glyphs.enumerated() {
        #expect(
          Self.trimmed(rasters[index]) == Self.trimmed(glyph), "line \(line), glyph \(index)")
      }
      #expect(rasters[24].isBlank)
    }
  }

  @Test(.enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"))
  func aSheetOfBoxesWithGuttersAndOfFewerCellsInTheLastRow() throws {
    let glyphs = try Self.glyphs(
      String(Self.text.unicodeScalars.prefix(14).map(Character.init)), size: 32)
    var canvas = Canvas(4 * 60 + 10, 4 * 60 + 10)
    for (index, glyph) in glyphs.enumerated() {
      let (top, left) = (10 + index / 4 * 60, 10 + index % 4 * 60)
      for (rows, columns) in [
        (top..<top + 1, left..<left + 48), (top + 47..<top + 48, left..<left + 48),
        (top..<top + 48, left..<left + 1), (top..<top + 48, left + 47..<left + 48),
      ] { canvas.fill(rows, columns) }
      canvas.draw(glyph, top: top, left: left, side: 48)
    }
    let (_, rasters) = try canvas.read()
    try #require(rasters.count == 16)
    for (index, glyph) in glyphs.enumerated() {
      #expect(Self.trimmed(rasters[index]) == Self.trimmed(glyph), "glyph \(index)")
    }
    #expect(rasters[14].isBlank && rasters[15].isBlank)
  }

  @Test(.enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"))
  func aSheetWithoutLinesIsCutAtItsGaps() throws {
    let glyphs = try Self.glyphs(Self.text, size: 48)
    for isInverted in [false, true] {
      var canvas = Canvas(6 * 64 + 7, 4 * 70)
      for (index, glyph) in glyphs.enumerated() {
        canvas.draw(glyph, top: index / 6 * 70 + 3, left: index % 6 * 64 + 2, side: 64)
      }
      let (_, rasters) = try canvas.read(inverted: isInverted)
      try #require(rasters.count == 24)
      for (index, glyph) in glyphs.enumerated() {
        #expect(Self.trimmed(rasters[index]) == Self.trimmed(glyph), "glyph \(index)")
      }
    }
  }

  /// A sheet that was drawn for people, with a caption below each glyph.
  @Test(.enabled(if: Fonts.reference("gj/gj-glyphs-50.png") != nil, "no reference files"))
  func captionsAreLeftAway() throws {
    let path = try #require(Fonts.reference("gj/gj-glyphs-50.png"))
    let collection = try GlyphCollection(path: path)
    try #require(collection.glyphs.count == 50)
    let reader = try collection.reader()
    // The same glyphs from their outlines, in the same order.
    struct File: Decodable { let glyphs: [Glyph] }
    struct Glyph: Decodable { let path: String }
    let data = try Data(contentsOf: URL(fileURLWithPath: try #require(Fonts.outlines)))
    for (index, glyph) in try JSONDecoder().decode(File.self, from: data).glyphs.enumerated() {
      let body = "<g transform=\"scale(1,-1)\"><path d=\"\(glyph.path)\"/></g>"
      let outline = try SVGTests.draw(
        SVGTests.document(body, box: "0 -1802 2048 2048"), size: 96)
      let (one, other) = (
        Self.trimmed(try reader.raster(index, pixelsPerEm: 0)), Self.trimmed(outline)
      )
      #expect(abs(one.width - other.width) <= 4 && abs(one.height - other.height) <= 4, "\(index)")
      if index % 10 == 3 { #expect(overlap(one, other) > 0.75, "\(index)") }
    }
  }

  @Test(.enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"))
  func aStripIsCutAndAGridThatIsNamedIsObeyed() throws {
    let glyphs = try Self.glyphs("葛辻逗祇", size: 48)
    var strip = Canvas(4 * 60, 60)
    var square = Canvas(120, 120)
    for (index, glyph) in glyphs.enumerated() {
      strip.draw(glyph, top: 0, left: index * 60, side: 60)
      square.draw(glyph, top: index / 2 * 60, left: index % 2 * 60, side: 60)
    }
    #expect(try strip.read().1.map(Self.trimmed) == glyphs.map(Self.trimmed))
    #expect(try strip.read(inverted: true).1.map(Self.trimmed) == glyphs.map(Self.trimmed))
    // Two by two might be one character.
    #expect(try square.read().1.count == 1)
    let options = GlyphOptions(arrangement: .grid(rows: 2, columns: 2))
    #expect(try square.read(options).1.map(Self.trimmed) == glyphs.map(Self.trimmed))
    #expect(throws: GlyphError.self) {
      try square.read(GlyphOptions(arrangement: .grid(rows: 0, columns: 2)))
    }
    #expect(throws: GlyphError.self) {
      try square.read(GlyphOptions(arrangement: .grid(rows: .max, columns: 2)))
    }
  }

  @Test(.enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"))
  func theFrameOfOneGlyphIsRemoved() throws {
    for (path, text) in [(Fonts.mj, "葛国三一"), (Fonts.vlGothic, "葛口品")] {
      for glyph in try Self.glyphs(text, path, size: 80) {
        var canvas = Canvas(120, 120)
        for (rows, columns) in [
          (5..<7, 5..<115), (113..<115, 5..<115), (5..<115, 5..<7), (5..<115, 113..<115),
        ] { canvas.fill(rows, columns) }
        canvas.draw(glyph, top: 0, left: 0, side: 120)
        let (_, rasters) = try canvas.read()
        #expect(rasters.map(Self.trimmed) == [Self.trimmed(glyph)])
      }
    }
  }

  /// Characters of separate parts and of frames, drawn to the edges of their images, stay whole. With
  /// GAIJI_LONG_TESTS=1 all ideographs of three fonts are tried, at larger sizes too.
  @Test(
    .enabled(if: isThere, "fonts-ipamj-mincho or fonts-vlgothic is not installed"),
    arguments: [(Fonts.mj, 64), (Fonts.vlGothic, 64), (Fonts.mj, 160), (Fonts.notoSerif, 100)])
  func oneGlyphIsNeverCutNorLosesAFrame(path: String, size: Int) throws {
    let isLong = ProcessInfo.processInfo.environment["GAIJI_LONG_TESTS"] == "1"
    guard Fonts.exist(path), isLong || size == 64 else { return }
    let face = try FontFile(path: path).face()
    let all = face.characters().filter { GlyphKind(codePoint: $0.code) == .ideograph }
    let known = "囗口日目田曲回国囲圖圍品晶林川三二昌炎叕㗊㸚燚器噩囍朤亞亜中冊用円門凸凹皿西酉面"
    let chosen =
      isLong
      ? all.map(\.glyph)
      : known.unicodeScalars.compactMap { face.glyph(forCode: $0.value) }
    for glyph in chosen {
      let raster = Self.trimmed(try face.raster(glyph: glyph, pixelsPerEm: size))
      if raster.isBlank { continue }
      var canvas = Canvas(raster.width, raster.height)
      canvas.light = raster.ink.map { 255 - $0 }
      let (_, rasters) = try canvas.read(GlyphOptions())
      if rasters != [
        GlyphRaster(
          width: raster.width, height: raster.height, ink: raster.ink,
          pixelsPerEm: max(raster.width, raster.height))
      ] {
        let code = all.first { $0.glyph == glyph }?.code ?? 0
        Issue.record(
          "glyph \(glyph), U+\(String(code, radix: 16)): \(rasters.map { "\($0.width)x\($0.height)" }.prefix(3)) of \(raster.width)x\(raster.height)"
        )
      }
    }
  }
}
