/// The bitmaps that the Windows EUDC editor keeps beside its TrueType font (.euf).
///
/// Microsoft does not document the form; this is what two such files have in common. Little-endian.
///
///     0x0000  "Windows EUDC Editor Bitmap File (Uni-Code)"
///     0x0066  6400 codes of 16 bits, E000 to F8FF
///     0x346C  u32 bytes from here to the end, u32 0x0E, u32 0x640E, u16 0
///     0x347A  6400 offsets of 32 bits from 0x346C; 0 where nothing is drawn
///     record  u32 its bytes, u16 width, u16 height, then rows of bits, 0 is ink
struct EUDCBitmaps: PlainGlyphSource {
  private struct Record: Sendable {
    let start: Int
    let width: Int
    let height: Int
  }

  private static let codeCount = 6400
  private static let codes = 0x66
  private static let body = 0x346C
  private static let offsets = 0x347A
  /// Editors draw 64 x 64.
  private static let largestSide = 256

  let bytes: [UInt8]
  let glyphs: [CollectedGlyph]
  private let records: [Record]

  init(_ bytes: [UInt8], path: String) throws(GlyphError) {
    func damage(_ offset: Int, _ detail: String) -> GlyphError {
      GlyphError(.damaged, path: path, offset: offset, detail: detail)
    }
    func number(_ offset: Int, _ size: Int) -> Int {
      (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
    }
    guard bytes.starts(with: "Windows EUDC Editor Bitmap File (Uni-Code)".utf8) else {
      throw GlyphError(
        .unsupported, path: path, offset: 0,
        detail: "an EUDC bitmap file that is not by Unicode; give the font (EUDC.TTE) instead")
    }
    let first = Self.offsets + 4 * Self.codeCount
    guard bytes.count >= first else {
      throw damage(bytes.count, "ends inside the table of offsets; copy the file again")
    }
    guard number(Self.body, 4) <= bytes.count - Self.body, number(Self.body + 4, 4) == 0x0E else {
      throw damage(Self.body, "its size is not that of the file; copy the file again")
    }
    var records: [Record] = []
    var glyphs: [CollectedGlyph] = []
    for index in 0..<Self.codeCount {
      let offset = number(Self.offsets + 4 * index, 4)
      if offset == 0 { continue }
      let start = Self.body + offset
      guard start >= first, bytes.count - start >= 8 else {
        throw damage(Self.offsets + 4 * index, "offset \(offset) leads out of the file")
      }
      let (width, height) = (number(start + 4, 2), number(start + 6, 2))
      guard (1...Self.largestSide).contains(width), (1...Self.largestSide).contains(height),
        BitRows.byteCount(width: width, height: height) <= bytes.count - start - 8
      else { throw damage(start, "a bitmap of \(width) x \(height) pixels does not fit") }
      records.append(Record(start: start + 8, width: width, height: height))
      let code = UInt32(number(Self.codes + 2 * index, 2))
      glyphs.append(
        CollectedGlyph(.image(glyphs.count, offset: start), code: .scalar(code)))
    }
    guard !glyphs.isEmpty else {
      throw GlyphError(.absent, path: path, detail: "no character is drawn in it")
    }
    self.bytes = bytes
    self.records = records
    self.glyphs = glyphs
  }

  func raster(_ index: Int, pixelsPerEm: Int) -> GlyphRaster {
    let record = records[index]
    return GlyphRaster(
      width: record.width, height: record.height,
      ink: BitRows.expand(
        bytes, from: record.start, width: record.width, height: record.height
      ).map { 255 - $0 },
      pixelsPerEm: max(record.width, record.height))
  }
}
