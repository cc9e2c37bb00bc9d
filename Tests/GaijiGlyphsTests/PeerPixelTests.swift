import Foundation
import GaijiGlyphs
import Testing

/// The same pixels as Python's freetype, which calls the same library in its own way.
@Suite struct PeerPixelTests {
  static let python = "/usr/bin/python3"
  static let isThere = FileManager.default.fileExists(
    atPath: "/usr/lib/python3/dist-packages/freetype/__init__.py")

  /// Prints width, height and pixels in hexadecimal for each glyph number of standard input.
  static let program = """
    import sys, freetype
    face = freetype.Face(sys.argv[1], int(sys.argv[2]))
    size = int(sys.argv[3])
    face.set_pixel_sizes(0, size)
    for line in sys.stdin:
        face.load_glyph(int(line), freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP
                        | freetype.FT_LOAD_RENDER)
        b = face.glyph.bitmap
        rows = [bytes(b.buffer[r * b.pitch:r * b.pitch + b.width]) for r in range(b.rows)]
        print(b.width, b.rows, b"".join(rows).hex())
    """

  @Test(
    .enabled(if: isThere, "python3-freetype is not installed"),
    arguments: [
      (Fonts.mj, 0, 96), (Fonts.hanazono, 0, 64), (Fonts.notoSerif, 2, 64), (Fonts.vlGothic, 0, 33),
    ])
  func glyphsAreDrawnPixelByPixelAsPythonDoes(path: String, face index: Int, size: Int) throws {
    guard Fonts.exist(path) else { return }
    let face = try FontFile(path: path).face(index)
    let glyphs = stride(from: 1, to: face.glyphCount, by: max(1, face.glyphCount / 40)).map(
      UInt32.init)
    let numbers = glyphs.map(String.init).joined(separator: "\n") + "\n"
    let printed = try #require(
      output(
        of: Self.python, ["-c", Self.program, path, String(index), String(size)],
        input: Data(numbers.utf8)))
    let lines = String(decoding: printed, as: UTF8.self).split(separator: "\n")
    try #require(lines.count == glyphs.count)
    for (glyph, line) in zip(glyphs, lines) {
      let raster = try face.raster(glyph: glyph, pixelsPerEm: size)
      let hex = raster.ink.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
      let mine = "\(raster.width) \(raster.height) \(hex)"
      #expect(mine.utf8.elementsEqual(line.utf8), "glyph \(glyph)")
    }
  }
}
