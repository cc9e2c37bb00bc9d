import GaijiGlyphs
import GaijiModel

// Fonts, images, drawings and bitmaps that somebody hands in. What is drawn lies within the limits, and the
// same file gives the same glyphs twice.

/// The first byte chooses the face, the second the size; the rest is a font.
func fuzzFont(_ bytes: [UInt8]) {
  guard bytes.count >= 2, let file = try? FontFile(bytes: Array(bytes[2...]), path: "fuzz.ttf"),
    let face = try? file.face(Int(bytes[0]) % file.faceCount)
  else { return }
  _ = face.names
  _ = face.verticalGlyphs()
  let characters = face.characters()
  precondition(
    zip(characters, characters.dropFirst()).allSatisfy { $0.code < $1.code }, "codes out of order")
  _ = try? face.sequences()
  let size = Int(bytes[1]) % 64 + 1
  for glyph in 0..<UInt32(min(face.glyphCount, 8)) {
    _ = face.name(ofGlyph: glyph)
    _ = try? face.metrics(glyph: glyph)
    if face.isOutline { _ = try? face.outline(glyph: glyph).svgPath }
    if let raster = try? face.raster(glyph: glyph, pixelsPerEm: size) { check(raster) }
    for strike in face.strikes.prefix(2) {
      if let raster = try? face.bitmap(glyph: glyph, strike: strike) { check(raster) }
    }
  }
  exercise(Array(bytes[2...]), GlyphOptions())
}

/// The first byte chooses how an image is cut, the second the layout of host bitmaps; the rest is a
/// file of any form.
func fuzzImage(_ bytes: [UInt8]) {
  guard bytes.count >= 2 else { return }
  var options = GlyphOptions()
  switch bytes[0] % 5 {
  case 1: options.arrangement = .single
  case 2: options.arrangement = .framed
  case 3: options.arrangement = .grid(rows: Int(bytes[1]) % 5, columns: Int(bytes[1]) / 5 % 7)
  case 4:
    options.hostBitmaps = HostBitmapLayout(
      width: 8 + Int(bytes[1]) % 57, height: 8 + Int(bytes[1]) / 4,
      order: bytes[1] & 1 == 0 ? .rows : .columns, headerByteCount: Int(bytes[1]) % 3)
  default: break
  }
  exercise(Array(bytes[2...]), options)
}

/// A drawing: the first byte chooses its size.
func fuzzDrawing(_ bytes: [UInt8]) {
  guard let first = bytes.first else { return }
  exercise(Array(bytes.dropFirst()), GlyphOptions(), size: Int(first) + 1)
}

private func exercise(_ bytes: [UInt8], _ options: GlyphOptions, size: Int = 32) {
  guard let collection = try? GlyphCollection(bytes: bytes, path: "U+E000", options: options),
    let reader = try? collection.reader()
  else { return }
  precondition(!collection.glyphs.isEmpty, "a collection of nothing")
  for index in collection.glyphs.indices.prefix(8) {
    precondition(!collection.glyphs[index].name.isEmpty, "a glyph without a name")
    guard let raster = try? reader.raster(index, pixelsPerEm: size) else { continue }
    check(raster)
    precondition((try? reader.raster(index, pixelsPerEm: size)) == raster, "drawn otherwise again")
  }
  if collection.glyphs.count <= 16 {
    precondition(reader.marks().count == collection.glyphs.count, "marks are missing")
  }
}

private func check(_ raster: GlyphRaster) {
  precondition(
    raster.width <= GlyphLimits.glyphSide && raster.height <= GlyphLimits.glyphSide,
    "a glyph of \(raster.width) x \(raster.height)")
}
