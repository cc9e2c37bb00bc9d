import Foundation
import GaijiGlyphs
import Testing

/// The same pixels as Python's freetype, which calls the same library in its own way.
@Suite struct PeerPixelTests {
  static let python = "/usr/bin/python3"
  static let isThere = FileManager.default.fileExists(
    atPath: "/usr/lib/python3/dist-packages/freetype/__init__.py")

  /// Prints width and height (16 bits, little-endian) and pixels for each glyph number of standard input.
  static let program = """
    import struct, sys, freetype
    face = freetype.Face(sys.argv[1], int(sys.argv[2]))
    size = int(sys.argv[3])
    face.set_pixel_sizes(0, size)
    for line in sys.stdin:
        face.load_glyph(int(line), freetype.FT_LOAD_NO_HINTING | freetype.FT_LOAD_NO_BITMAP
                        | freetype.FT_LOAD_RENDER)
        b = face.glyph.bitmap
        data = bytes(b.buffer)
        rows = [data[r * b.pitch:r * b.pitch + b.width] for r in range(b.rows)]
        sys.stdout.buffer.write(struct.pack("<HH", b.width, b.rows) + b"".join(rows))
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
    var rest = [UInt8](printed)[...]
    for glyph in glyphs {
      let raster = try face.raster(glyph: glyph, pixelsPerEm: size)
      let mine =
        [raster.width & 255, raster.width >> 8, raster.height & 255, raster.height >> 8]
        .map(UInt8.init) + raster.ink
      #expect(rest.starts(with: mine), "glyph \(glyph)")
      rest = rest.dropFirst(mine.count)
    }
    #expect(rest.isEmpty)
  }
}
