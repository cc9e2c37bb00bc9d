/// Images for tests, written as the formats' specifications say.
enum ImageWriter {
  /// A PNG of bits as its colour type has them, each row already packed.
  ///
  /// - Parameter chunks: Further chunks before the pixels: PLTE, tRNS.
  static func png(
    width: Int, height: Int, depth: UInt8, colourType: UInt8, rows: [[UInt8]],
    chunks: [(String, [UInt8])] = []
  ) -> [UInt8] {
    var bytes: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    bytes += chunk("IHDR", big(width) + big(height) + [depth, colourType, 0, 0, 0])
    for (name, content) in chunks { bytes += chunk(name, content) }
    bytes += chunk("IDAT", stored(rows.flatMap { [0] + $0 }))
    return bytes + chunk("IEND", [])
  }

  /// A zlib stream of blocks that are not compressed.
  static func stored(_ content: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = [0x78, 0x01]
    var rest = content[...]
    repeat {
      let block = rest.prefix(65535)
      rest = rest.dropFirst(65535)
      let count = UInt16(block.count)
      bytes += [rest.isEmpty ? 1 : 0, UInt8(count & 255), UInt8(count >> 8)]
      bytes += [UInt8(~count & 255), UInt8(~count >> 8)] + block
    } while !rest.isEmpty
    var (a, b) = (1, 0)
    for byte in content {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    return bytes + big(b << 16 | a)
  }

  static func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + content
    var crc: UInt32 = ~0
    for byte in body {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 != 0 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return big(content.count) + body + big(Int(~crc))
  }

  static func big(_ value: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  static func little(_ value: Int, _ size: Int = 4) -> [UInt8] {
    (0..<size).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// A BMP with a BITMAPINFOHEADER; the rows in the order of the file, padded here.
  static func bmp(
    width: Int, height: Int, bits: Int, compression: Int = 0, masks: [Int] = [],
    palette: [[UInt8]] = [], rows: [[UInt8]]
  ) -> [UInt8] {
    var colours: [UInt8] = []
    for mask in masks { colours += little(mask) }
    for colour in palette { colours += colour + [0] }
    let isPadded = compression == 0 || compression == 3
    var pixels: [UInt8] = []
    for row in rows { pixels += row + [UInt8](repeating: 0, count: isPadded ? -row.count & 3 : 0) }
    let start = 54 + colours.count
    var bytes = Array("BM".utf8)
    for value in [start + pixels.count, 0, start, 40, width, height] { bytes += little(value) }
    bytes += little(1, 2) + little(bits, 2)
    for value in [compression, pixels.count, 2835, 2835, palette.count, 0] {
      bytes += little(value)
    }
    return bytes + colours + pixels
  }

  /// A grey image as PGM.
  static func pgm(width: Int, height: Int, light: [UInt8]) -> [UInt8] {
    Array("P5\n\(width) \(height)\n255\n".utf8) + light
  }

  /// Values packed into bytes, the first in the highest bits.
  static func packed(_ values: [Int], bits: Int) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: (values.count * bits + 7) / 8)
    for (index, value) in values.enumerated() {
      bytes[index * bits / 8] |= UInt8(value << (8 - bits - index * bits % 8))
    }
    return bytes
  }
}
