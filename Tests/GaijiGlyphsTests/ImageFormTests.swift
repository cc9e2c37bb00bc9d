import GaijiGlyphs
import Testing

/// The same picture in every form of image that is read.
@Suite struct ImageFormTests {
  /// 17 x 16: a letter F with a serif, in rows; odd, so that rows have padding.
  static let picture: [[Bool]] = (0..<16).map { row in
    (0..<17).map { column in
      row >= 2 && row < 14 && column >= 4
        && (column < 6 || (column < 13 && [2, 3, 7].contains(row)))
    }
  }
  static let ink = picture.flatMap { $0 }.map { $0 ? UInt8(255) : 0 }

  static func read(_ bytes: [UInt8]) throws -> GlyphRaster {
    let collection = try GlyphCollection(bytes: bytes, path: "image")
    try #require(collection.glyphs.count == 1)
    return try collection.reader().raster(0, pixelsPerEm: 64)
  }

  static func expectPicture(_ bytes: [UInt8], _ what: String) throws {
    let raster = try read(bytes)
    #expect(raster.width == 17 && raster.height == 16 && raster.pixelsPerEm == 17, "\(what)")
    #expect(raster.ink == ink, "\(what)")
  }

  /// Values of each pixel: `dark` for ink, `light` for paper.
  static func values(_ dark: Int, _ light: Int) -> [[Int]] {
    picture.map { $0.map { $0 ? dark : light } }
  }

  /// Rows of the bytes that stand for each pixel.
  static func rows(_ dark: [UInt8], _ light: [UInt8]) -> [[UInt8]] {
    picture.map { row in Array(row.map { $0 ? dark : light }.joined()) }
  }

  static func png(
    _ depth: Int, _ type: UInt8, _ rows: [[UInt8]], _ chunks: [(String, [UInt8])] = []
  ) -> [UInt8] {
    ImageWriter.png(
      width: 17, height: 16, depth: UInt8(depth), colourType: type, rows: rows, chunks: chunks)
  }

  @Test(arguments: [1, 2, 4, 8, 16])
  func pngInGreyOfEveryDepth(bits: Int) throws {
    let light = 1 << bits - 1
    let rows =
      bits == 16
      ? Self.rows([0, 0], [255, 255])
      : Self.values(0, light).map { ImageWriter.packed($0, bits: bits) }
    try Self.expectPicture(Self.png(bits, 0, rows), "\(bits) bits")
  }

  @Test func pngInColoursWithPalettesAndWithTransparency() throws {
    let colours = Self.rows([0, 0, 0], [255, 255, 255])
    try Self.expectPicture(Self.png(8, 2, colours), "RGB")
    let indexes = Self.values(1, 0).map { ImageWriter.packed($0, bits: 4) }
    try Self.expectPicture(
      Self.png(4, 3, indexes, [("PLTE", [255, 255, 255, 0, 0, 0])]), "palette")
    // Black ink on nothing, and white ink on nothing.
    let blackOnNothing = Self.rows([0, 255], [0, 0])
    try Self.expectPicture(Self.png(8, 4, blackOnNothing), "black on transparent")
    let whiteOnNothing = Self.rows([255, 255], [255, 0])
    try Self.expectPicture(Self.png(8, 4, whiteOnNothing), "white on transparent")
    let transparent = Self.png(4, 3, indexes, [("PLTE", [0, 0, 0, 0, 0, 0]), ("tRNS", [0, 255])])
    try Self.expectPicture(transparent, "palette with transparency")
  }

  @Test(arguments: [1, 4, 8])
  func bmpWithPalettes(bits: Int) throws {
    let rows = Self.values(1, 0).reversed().map { ImageWriter.packed($0, bits: bits) }
    let palette: [[UInt8]] = [[255, 255, 255], [0, 0, 0]]
    try Self.expectPicture(
      ImageWriter.bmp(width: 17, height: 16, bits: bits, palette: palette, rows: rows), "")
    // From the top: the height is negative.
    try Self.expectPicture(
      ImageWriter.bmp(width: 17, height: -16, bits: bits, palette: palette, rows: rows.reversed()),
      "top down")
  }

  /// Rows from the bottom, each value as so many bytes.
  static func repeated(_ dark: Int, _ light: Int, times: Int) -> [[UInt8]] {
    values(dark, light).reversed().map { row in
      row.flatMap { [UInt8](repeating: UInt8($0), count: times) }
    }
  }

  @Test func bmpInColours() throws {
    let black24 = Self.repeated(0, 255, times: 3)
    try Self.expectPicture(ImageWriter.bmp(width: 17, height: 16, bits: 24, rows: black24), "24")
    let black32 = Self.repeated(0, 255, times: 4)
    try Self.expectPicture(ImageWriter.bmp(width: 17, height: 16, bits: 32, rows: black32), "32")
    let masks = [0xF800, 0x07E0, 0x001F]
    let black16 = Self.values(0, 0xFFFF).reversed().map { $0.flatMap { ImageWriter.little($0, 2) } }
    try Self.expectPicture(
      ImageWriter.bmp(
        width: 17, height: 16, bits: 16, compression: 3, masks: masks, rows: black16), "16")
  }

  @Test(arguments: [4, 8])
  func bmpWithRunLengths(bits: Int) throws {
    // Each row: runs of one colour, and its last five pixels as they are.
    let rows: [[UInt8]] = Self.values(1, 0).reversed().map { row in
      var bytes: [UInt8] = []
      var place = 0
      while place < 12 {
        var end = place
        while end < 12, row[end] == row[place] { end += 1 }
        bytes += [UInt8(end - place), UInt8(bits == 8 ? row[place] : row[place] * 17)]
        place = end
      }
      let rest = ImageWriter.packed(Array(row[12...]), bits: bits)
      return bytes + [0, 5] + rest + [UInt8](repeating: 0, count: rest.count & 1) + [0, 0]
    }
    let palette: [[UInt8]] = [[255, 255, 255], [0, 0, 0]]
    try Self.expectPicture(
      ImageWriter.bmp(
        width: 17, height: 16, bits: bits, compression: bits == 8 ? 1 : 2, palette: palette,
        rows: rows + [[0, 1]]), "")
  }

  @Test func runLengthsMayJumpOverPaper() throws {
    let rows: [[UInt8]] = [[0, 2, 3, 1], [2, 1, 0, 0], [1, 1], [0, 1]]
    let raster = try Self.read(
      ImageWriter.bmp(
        width: 8, height: 8, bits: 8, compression: 1, palette: [[255, 255, 255], [0, 0, 0]],
        rows: rows))
    let dark = raster.ink.indices.filter { raster.ink[$0] == 255 }
    #expect(dark == [5 * 8, 6 * 8 + 3, 6 * 8 + 4])
  }

  @Test func netpbmOfEveryKind() throws {
    let size = "17 # a comment\n16\n"
    let bits = Self.values(1, 0)
    func text(_ rows: [[Int]], _ separator: String) -> String {
      rows.map { row in row.map { "\($0)" }.joined(separator: separator) }.joined(separator: "\n")
    }
    func bytes(_ header: String, _ rows: [[Int]], size: Int = 1) -> [UInt8] {
      var bytes = Array(header.utf8)
      for value in rows.joined() { bytes += ImageWriter.little(value, size).reversed() }
      return bytes
    }
    let grey = Self.values(0, 15)
    try Self.expectPicture(Array("P1 \(size)\(text(bits, ""))".utf8), "P1")
    try Self.expectPicture(Array("P2 \(size)15\n\(text(grey, " "))\n".utf8), "P2")
    let colours = grey.map { row in Array(row.map { [$0, $0, $0] }.joined()) }
    try Self.expectPicture(Array("P3 \(size)15\n\(text(colours, " "))".utf8), "P3")
    let packed = bits.map { ImageWriter.packed($0, bits: 1) }
    try Self.expectPicture(Array("P4 \(size)".utf8) + packed.joined(), "P4")
    try Self.expectPicture(bytes("P5 \(size)15\n", grey), "P5")
    let wide = Self.values(0, 1000)
    try Self.expectPicture(bytes("P5 \(size)1000\n", wide, size: 2), "P5 of 16 bits")
    try Self.expectPicture(bytes("P6 \(size)15\n", colours), "P6")
  }

  @Test func lightOnDarkIsTurned() throws {
    let light = Self.ink
    try Self.expectPicture(ImageWriter.pgm(width: 17, height: 16, light: light), "inverted")
  }

  /// A scan: paper of 205 to 215, ink of 60, and a grey stroke of a third of the contrast.
  @Test func aScanIsStretchedAndKeepsItsThinStrokes() throws {
    var light = (0..<64 * 64).map { (place: Int) -> UInt8 in
      let noise = (place * 7 + place / 64 * 3) % 11
      return UInt8(205 + noise)
    }
    for row in 20..<26 { for column in 8..<56 { light[row * 64 + column] = 60 } }
    for row in 8..<56 { light[row * 64 + 40] = min(light[row * 64 + 40], 155) }
    let raster = try Self.read(ImageWriter.pgm(width: 64, height: 64, light: light))
    #expect(raster.ink[22 * 64 + 20] == 255)
    let thin = Int(raster.ink[10 * 64 + 40])
    #expect((60...120).contains(thin), "\(thin)")
    // The paper is nearly clean.
    let paper = (30..<40).flatMap { row in (42..<64).map { raster.ink[row * 64 + $0] } }
    #expect(paper.allSatisfy { $0 < 16 })
  }

  @Test func paperWithoutWritingIsBlank() throws {
    for level in [UInt8(255), 200, 128] {
      let even = [UInt8](repeating: level, count: 256)
      #expect(try Self.read(ImageWriter.pgm(width: 16, height: 16, light: even)).isBlank)
    }
    let noisy = (0..<1024).map { UInt8(228 + $0 % 13) }
    #expect(try Self.read(ImageWriter.pgm(width: 32, height: 32, light: noisy)).isBlank)
    let black = [UInt8](repeating: 0, count: 256)
    #expect(
      try Self.read(ImageWriter.pgm(width: 16, height: 16, light: black)).ink.allSatisfy {
        $0 == 255
      })
  }
}
