import Foundation
import GaijiGlyphs
import Testing

@Suite struct SVGTests {
  static func document(_ body: String, box: String = "0 0 100 100") -> [UInt8] {
    Array("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"\(box)\">\(body)</svg>".utf8)
  }

  static func draw(_ bytes: [UInt8], size: Int = 100) throws -> GlyphRaster {
    let collection = try GlyphCollection(bytes: bytes, path: "drawing.svg")
    #expect(collection.form == .svg && collection.glyphs.map(\.isOutline) == [true])
    return try collection.reader().raster(0, pixelsPerEm: size)
  }

  /// The largest difference of two images of one size, and the mean in thousandths.
  static func difference(_ one: GlyphRaster, _ other: GlyphRaster) -> (largest: Int, mean: Int) {
    let all = zip(one.ink, other.ink).map { abs(Int($0) - Int($1)) }
    return (all.max() ?? 0, all.reduce(0, +) * 1000 / 255 / max(1, all.count))
  }

  /// A font's outlines, written as SVG, are drawn as FreeType draws the font.
  @Test(
    .enabled(if: Fonts.exist(Fonts.mj, Fonts.notoSerif), "the fonts are not installed"),
    arguments: [(Fonts.mj, "葛辻逗國鬱"), (Fonts.notoSerif, "葛辻逗國鬱")])
  func anOutlineInSVGIsDrawnAsItsFontIs(path: String, text: String) throws {
    let face = try FontFile(path: path).face()
    let em = face.unitsPerEm
    for scalar in text.unicodeScalars {
      let glyph = try #require(face.glyph(forCode: scalar.value))
      let outline = try face.outline(glyph: glyph).svgPath
      let drawn = try Self.draw(
        Self.document("<path d=\"\(outline)\"/>", box: "0 \(-em) \(em) \(em + em / 4)"), size: 120)
      // The font's image is the box of the ink; 120 pixels are five quarters of the em.
      let font = try face.raster(glyph: glyph, pixelsPerEm: 96)
      let (one, other) = (SheetTests.trimmed(drawn), SheetTests.trimmed(font))
      try #require(one.width == other.width && one.height == other.height)
      let (largest, mean) = Self.difference(one, other)
      #expect(largest <= 12 && mean <= 3, "\(scalar): \(largest), \(mean)")
    }
  }

  @Test(.enabled(if: Fonts.outlines != nil, "no reference files (GAIJI_REFERENCE)"))
  func theOutlinesOfFiftyGJGlyphsAreDrawn() throws {
    struct File: Decodable { let glyphs: [Glyph] }
    struct Glyph: Decodable { let gj: String, upm: Int, bounds: [Int], path: String }
    let data = try Data(contentsOf: URL(fileURLWithPath: try #require(Fonts.outlines)))
    let file = try JSONDecoder().decode(File.self, from: data)
    #expect(file.glyphs.count == 50)
    for glyph in file.glyphs {
      let (em, box) = (glyph.upm, glyph.bounds)
      let body = "<g transform=\"scale(1,-1)\"><path d=\"\(glyph.path)\"/></g>"
      let raster = try Self.draw(Self.document(body, box: "0 \(-em) \(em) \(em + 512)"), size: 120)
      let ink = SheetTests.trimmed(raster)
      // 120 pixels for 2560 units.
      #expect(abs(ink.width - (box[2] - box[0]) * 120 / 2560) <= 2, "\(glyph.gj)")
      #expect(abs(ink.height - (box[3] - box[1]) * 120 / 2560) <= 2, "\(glyph.gj)")
    }
  }

  static let shapes: [(String, String)] = [
    ("lines", "M10 10H90V90H10Z"),
    ("relative", "m10,10 80,0 0,80 -80,0z"),
    ("two contours", "M10 10h80v80h-80zM30 30v40h40v-40z"),
    ("after a close", "M10 10h30v30h-30zl80 80h-20z"),
    ("cubics", "M10 80C40 10 65 10 95 80S50 95 10 80"),
    ("smooth relative", "m10 80c30-70 55-70 85 0s-45 15-85 0"),
    ("quadratics", "M10 80Q52 10 95 80T10 80"),
    ("smooth alone", "M10 50T90 50T50 90z"),
    ("arc", "M10 50A40 40 0 0 1 90 50Z"),
    ("large arc", "M30 30A30 20 25 1 0 70 60Z"),
    ("arc flags together", "M30 30a30 20 25 1170 30z"),
    ("arc too small", "M10 50a5 5 0 0 0 80 0z"),
    ("turned arc", "M20 50a40 15 45 1 1 1 1z"),
    ("numbers", "M1e1.1E2-.5-5.e0l80.5.5.5 80.5-80 .5z"),
    ("many", "M10 10 90 10 90 90 10 90"),
  ]

  /// Every command of the grammar, against librsvg and cairo.
  @Test(.enabled(if: RSVG.isThere, "librsvg and cairo are not installed"))
  func pathsAreDrawnAsLibrsvgDrawsThem() throws {
    let documents =
      Self.shapes.map { Self.document("<path d=\"\($0.1)\"/>") }
      + [
        "<g transform=\"translate(20) rotate(30 50 50) scale(.5 .75)\"><rect width=\"100\" height=\"60\"/></g>",
        "<g transform=\"matrix(.5 .1 -.2 .6 30 10)\"><circle cx=\"50\" cy=\"50\" r=\"40\"/></g>",
        "<g transform=\"skewX(20)skewY(-10)\"><ellipse cx=\"40\" cy=\"50\" rx=\"30\" ry=\"20\"/></g>",
        "<polygon points=\"10,10 90,30 50 90\"/>",
        "<path fill-rule=\"evenodd\" d=\"M10 10h80v80h-80zM30 30h40v40h-40z\"/>",
        "<g style=\"fill-rule:evenodd; fill: #000\"><path d=\"M10 10h80v80h-80zM30 30h40v40h-40z\"/></g>",
        "<rect x=\"10\" y=\"10\" width=\"80\" height=\"80\"/><circle cx=\"50\" cy=\"50\" r=\"30\" fill=\"white\"/>",
        "<rect x=\"10\" y=\"10\" width=\"80\" height=\"80\"/><path fill=\"rgb(255,255,255)\" d=\"M20 20h20v20h-20z\"/>",
        "<defs><rect width=\"100\" height=\"100\"/></defs><rect x=\"40\" width=\"20\" height=\"50\"/>",
        "<rect display=\"none\" width=\"100\" height=\"100\"/><rect x=\"40\" width=\"20\" height=\"50\"/>",
      ].map { Self.document($0) }
    let pictures = try #require(RSVG.draw(documents, size: 100))
    for (index, (bytes, picture)) in zip(documents, pictures).enumerated() {
      let raster = try Self.draw(bytes)
      #expect(raster.width == 100 && raster.height == 100)
      let (largest, mean) = Self.difference(
        raster, GlyphRaster(width: 100, height: 100, ink: picture, pixelsPerEm: 100))
      // cairo takes samples, FreeType the exact area.
      #expect(largest <= 64 && mean <= 2, "\(index): \(largest), \(mean)")
    }
  }

  @Test func whatWouldLoseStrokesIsRefused() {
    for body in [
      "<path fill=\"none\" stroke=\"black\" d=\"M1 1h9\"/>", "<text>字</text>", "<use href=\"#a\"/>",
      "<g style=\"fill:none;stroke:#000\"><path d=\"M1 1h9\"/></g>", "<line x1=\"1\"/>", "<g/>",
      "<image/>",
    ] {
      let error = #expect(throws: GlyphError.self, "\(body)") { try Self.draw(Self.document(body)) }
      #expect(error?.kind == .unsupported, "\(body)")
    }
  }

  @Test func damagedPathsNameTheirPlace() {
    let faults: [(String, Int)] = [
      ("10 10", 1), ("L10 10", 1), ("M10", 4), ("M10 10L", 8), ("M10 10X", 7),
      ("M0 0A1 1 0 2 1 5 5", 12),
      ("M1e400 0", 2), ("M0 0L1 1 1", 11),
    ]
    for (path, place) in faults {
      let error = #expect(throws: GlyphError.self, "\(path)") {
        try Self.draw(Self.document("<path d=\"\(path)\"/>"))
      }
      #expect(error?.kind == .damaged)
      #expect(
        error?.detail.contains("character \(place)") == true, "\(path): \(error!.description)")
    }
  }
}

/// librsvg through Python, as a peer.
enum RSVG {
  static let isThere =
    FileManager.default.isExecutableFile(atPath: "/usr/bin/python3")
    && ["librsvg-2.so.2", "libcairo.so.2", "libgobject-2.0.so.0"].allSatisfy {
      FileManager.default.fileExists(atPath: "/usr/lib/x86_64-linux-gnu/" + $0)
    }

  /// Ink of black on white, one line of hexadecimal for each document of standard input.
  private static let program = """
    import ctypes, sys
    from ctypes import c_void_p, c_char_p, c_double, c_int, c_size_t
    rsvg = ctypes.CDLL("librsvg-2.so.2"); cairo = ctypes.CDLL("libcairo.so.2")
    rsvg.rsvg_handle_new_from_data.restype = c_void_p
    rsvg.rsvg_handle_new_from_data.argtypes = [c_char_p, c_size_t, c_void_p]
    class Box(ctypes.Structure):
        _fields_ = [(n, c_double) for n in "xywh"]
    rsvg.rsvg_handle_render_document.argtypes = [c_void_p, c_void_p, ctypes.POINTER(Box), c_void_p]
    for f in ("cairo_image_surface_create", "cairo_create", "cairo_image_surface_get_data"):
        getattr(cairo, f).restype = c_void_p
    cairo.cairo_create.argtypes = cairo.cairo_paint.argtypes = [c_void_p]
    cairo.cairo_surface_flush.argtypes = cairo.cairo_image_surface_get_data.argtypes = [c_void_p]
    cairo.cairo_image_surface_get_stride.argtypes = [c_void_p]
    cairo.cairo_set_source_rgb.argtypes = [c_void_p, c_double, c_double, c_double]
    size = int(sys.argv[1])
    for line in sys.stdin.buffer:
        data = bytes.fromhex(line.decode().strip())
        surface = cairo.cairo_image_surface_create(0, size, size)
        context = cairo.cairo_create(surface)
        cairo.cairo_set_source_rgb(context, 1, 1, 1); cairo.cairo_paint(context)
        handle = rsvg.rsvg_handle_new_from_data(data, len(data), None)
        box = Box(0, 0, size, size)
        if not handle or not rsvg.rsvg_handle_render_document(handle, context, ctypes.byref(box), None):
            sys.exit(1)
        cairo.cairo_surface_flush(surface)
        stride = cairo.cairo_image_surface_get_stride(surface)
        pixels = ctypes.string_at(cairo.cairo_image_surface_get_data(surface), stride * size)
        print(bytes(255 - pixels[r * stride + 4 * c] for r in range(size) for c in range(size)).hex())
    """

  static func draw(_ documents: [[UInt8]], size: Int) -> [[UInt8]]? {
    let lines = documents.map { hex($0) }.joined(separator: "\n") + "\n"
    guard
      let printed = output(
        of: "/usr/bin/python3", ["-c", program, String(size)], input: Data(lines.utf8))
    else { return nil }
    return String(decoding: printed, as: UTF8.self).split(separator: "\n").map { line in
      let digits = Array(line.utf8).map { UInt8($0 < 0x40 ? $0 - 0x30 : $0 - 0x57) }
      return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
    }
  }

  static func hex(_ bytes: [UInt8]) -> String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
