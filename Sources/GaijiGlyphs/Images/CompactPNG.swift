internal import GaijiFiles

/// Small grey images for a catalogue of a million glyphs: PNG of 16 levels or of two.
///
/// libpng's simplified interface writes 8 bits a pixel. Of a figure of 96 pixels that is 1.7 KB, half of
/// it the last bits of grey edges, which no eye sees; with 16 levels it is 1.0 KB. Any viewer shows
/// them, and `PNGImage` reads them.
extension PNGWriter {
  /// - Parameter pixels: Row by row from the top, 0 black to 255 white; the nearest of 16 levels is
  ///   kept of each, and exactly what they are where all are black or white.
  public static func compact(
    _ pixels: [UInt8], width: Int, height: Int
  ) throws(PNGWriterError) -> [UInt8] {
    guard (1...longestSide).contains(width), (1...longestSide).contains(height),
      width * height <= mostPixels, pixels.count == width * height
    else {
      throw PNGWriterError(
        "\(pixels.count) pixels cannot be a PNG file of \(width) x \(height) pixels")
    }
    let depth = pixels.allSatisfy { $0 == 0 || $0 == 255 } ? 1 : 4
    let perByte = 8 / depth
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (1 + (width + perByte - 1) / perByte))
    for row in 0..<height {
      rows.append(0)  // No filter: with so few levels none makes it smaller.
      for first in stride(from: 0, to: width, by: perByte) {
        var byte = 0
        for place in first..<first + perByte {
          let pixel = place < width ? Int(pixels[row * width + place]) : 0
          byte = byte << depth | (depth == 1 ? pixel / 255 : (pixel + 8) / 17)
        }
        rows.append(UInt8(byte))
      }
    }
    let content: [UInt8]
    do {
      content = try Deflate.compressed(rows)
    } catch {
      throw PNGWriterError("a PNG file cannot be written: \(error)")
    }
    // Grey, without interlacing (PNG specification, 11.2.2).
    let header = bigEndian(width) + bigEndian(height) + [UInt8(depth), 0, 0, 0, 0]
    return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
      + chunk("IDAT", content) + chunk("IEND", [])
  }

  /// A glyph, ink black on white paper, in 16 levels or two.
  public static func compact(_ raster: GlyphRaster) throws(PNGWriterError) -> [UInt8] {
    try compact(raster.ink.map { 255 - $0 }, width: raster.width, height: raster.height)
  }

  private static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    return bigEndian(content.count) + body + bigEndian(Int(Deflate.crc32(body)))
  }

  private static func bigEndian(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }
}

extension GlyphRaster {
  /// Reads what `PNGWriter.compact` or `bytes(of:)` wrote: ink is what is dark, nothing is stretched.
  ///
  /// - Parameter place: What messages call the image.
  /// - Throws: `GlyphError` for bytes that are no PNG image, or a size that no glyph has.
  public init(png bytes: [UInt8], pixelsPerEm: Int, place: String) throws(GlyphError) {
    guard (1...GlyphLimits.imageSide).contains(pixelsPerEm) else {
      throw GlyphError(
        .damaged, path: place, detail: "a figure of \(pixelsPerEm) pixels per em; record it again")
    }
    let image = try PNGImage.read(bytes, path: place)
    self.init(
      width: image.width, height: image.height, ink: image.light.map { 255 - $0 },
      pixelsPerEm: pixelsPerEm)
  }
}
