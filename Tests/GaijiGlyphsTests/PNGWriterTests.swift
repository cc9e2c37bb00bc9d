import Foundation
import Testing

@testable import GaijiGlyphs

/// The chunks of the file format, and what libpng's reader makes of them again.
@Suite struct PNGWriterTests {
  @Test func `The same pixels give the same bytes, in the form of a PNG file`() throws {
    let raster = GlyphRaster(width: 3, height: 2, ink: [0, 255, 128, 1, 2, 3], pixelsPerEm: 3)
    let bytes = try PNGWriter.bytes(of: raster)
    #expect(bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]))
    // IHDR: width, height, depth 8, colour type 0 (grey), deflate, no interlace.
    #expect(Array(bytes[16..<29]) == [0, 0, 0, 3, 0, 0, 0, 2, 8, 0, 0, 0, 0])
    #expect(Array(bytes.suffix(8).prefix(4)) == Array("IEND".utf8))
    #expect(try bytes == PNGWriter.bytes(of: raster))
  }

  @Test(arguments: [(PNGWriter.Form.colour, UInt8(2)), (.colourAndOpacity, 6)])
  func `Colours and opacity have their type`(_ form: PNGWriter.Form, _ type: UInt8) throws {
    let pixels = [UInt8](repeating: 7, count: 4 * form.rawValue)
    let bytes = try PNGWriter.bytes(pixels, form: form, width: 2, height: 2)
    #expect(bytes[24] == 8 && bytes[25] == type)
  }

  @Test func `What was written is read again`() throws {
    let raster = GlyphRaster(
      width: 16, height: 9, ink: (0..<144).map { UInt8($0 * 7 % 256) }, pixelsPerEm: 16)
    let image = try PNGImage.read(PNGWriter.bytes(of: raster), path: "x.png")
    #expect(image.width == 16 && image.height == 9)
    #expect(image.light == raster.ink.map { 255 - $0 })
  }

  @Test func `Noise, which does not compress, is written too`() throws {
    var state: UInt64 = 1
    let pixels = (0..<256 * 256).map { _ -> UInt8 in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return UInt8(truncatingIfNeeded: state >> 33)
    }
    let bytes = try PNGWriter.bytes(pixels, form: .grey, width: 256, height: 256)
    #expect(bytes.count > 60_000)
  }

  @Test(arguments: [(0, 1), (1, 0), (-1, 1), (1 << 20, 1 << 20), (.max, .max), (2, 2)])
  func `Impossible sizes are errors`(_ width: Int, _ height: Int) {
    #expect(throws: PNGWriterError.self) {
      try PNGWriter.bytes([1, 2, 3], form: .grey, width: width, height: height)
    }
  }

  @Test func `Compact images have 16 levels, or two that are exact`() throws {
    let ink = (0..<15 * 9).map { UInt8($0 * 255 / 134) }
    let raster = GlyphRaster(width: 15, height: 9, ink: ink, pixelsPerEm: 24)
    let bytes = try PNGWriter.compact(raster)
    #expect(bytes[24] == 4 && bytes[25] == 0)
    let found = try GlyphRaster(png: bytes, pixelsPerEm: 24, place: "x")
    #expect(found.width == 15 && found.height == 9 && found.pixelsPerEm == 24)
    #expect(zip(found.ink, ink).allSatisfy { abs(Int($0) - Int($1)) <= 8 && $0 % 17 == 0 })
    for width in 1...17 {
      let bits = (0..<width * 3).map { UInt8($0 * $0 % 3 == 0 ? 255 : 0) }
      let raster = GlyphRaster(width: width, height: 3, ink: bits, pixelsPerEm: 24)
      let bytes = try PNGWriter.compact(raster)
      #expect(bytes[24] == 1)
      #expect(try GlyphRaster(png: bytes, pixelsPerEm: 24, place: "x") == raster)
    }
  }

  @Test func `A figure is read as it was written, whatever is dark in it`() throws {
    let raster = GlyphRaster(
      width: 8, height: 8, ink: [UInt8](repeating: 255, count: 64), pixelsPerEm: 8)
    let bytes = try PNGWriter.compact(raster)
    #expect(try GlyphRaster(png: bytes, pixelsPerEm: 8, place: "x") == raster)
  }

  @Test func `A damaged figure is an error that names it`() throws {
    let raster = GlyphRaster(
      width: 8, height: 8, ink: (0..<64).map { UInt8($0 * 4) }, pixelsPerEm: 8)
    let bytes = try PNGWriter.compact(raster)
    for broken in [[], [1, 2, 3], Array(bytes.prefix(40)), Array(bytes.dropFirst(3))] {
      let error = #expect(throws: GlyphError.self) {
        try GlyphRaster(png: broken, pixelsPerEm: 8, place: "figure 7")
      }
      #expect(error.map { "\($0)" }?.contains("figure 7") == true)
    }
    for size in [0, -1, Int.max] {
      #expect(throws: GlyphError.self) {
        try GlyphRaster(png: bytes, pixelsPerEm: size, place: "x")
      }
    }
    #expect(throws: PNGWriterError.self) { try PNGWriter.compact([1, 2], width: 1, height: 1) }
  }
}
