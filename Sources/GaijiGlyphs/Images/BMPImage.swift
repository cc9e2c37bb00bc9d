/// Reads Windows bitmaps: 1, 4, 8, 16, 24 and 32 bits, uncompressed or run-length encoded.
///
/// A reader of our own, as no small maintained library in Debian reads them. Little-endian, rows from
/// the bottom unless the height is negative, each padded to four bytes.
struct BMPImage {
  /// BITMAPINFOHEADER's `biCompression`.
  enum Compression: Int {
    case none = 0
    case rle8 = 1
    case rle4 = 2
    case masks = 3
    case alphaMasks = 6
  }

  let bytes: [UInt8]
  let path: String
  var width = 0
  var height = 0
  var isTopDown = false
  var bits = 0
  var compression = Compression.none
  var pixels = 0
  /// How light each colour of the palette is; empty above 8 bits.
  var palette: [UInt8] = []
  /// Red, green and blue of a pixel of 16 or 32 bits.
  var masks: [UInt32] = []

  static func read(_ bytes: [UInt8], path: String) throws(GlyphError) -> GreyImage {
    var image = BMPImage(bytes: bytes, path: path)
    try image.readHeader()
    let rows =
      image.compression == .rle8 || image.compression == .rle4
      ? try image.runLengthRows() : try image.plainRows()
    guard !image.isTopDown else {
      return GreyImage(width: image.width, height: image.height, light: rows)
    }
    var light: [UInt8] = []
    light.reserveCapacity(rows.count)
    for row in (0..<image.height).reversed() {
      light += rows[row * image.width..<(row + 1) * image.width]
    }
    return GreyImage(width: image.width, height: image.height, light: light)
  }

  func failure(_ offset: Int, _ detail: String) -> GlyphError {
    GlyphError(.damaged, path: path, offset: min(offset, bytes.count), detail: detail)
  }

  func number(_ offset: Int, _ size: Int) throws(GlyphError) -> Int {
    guard offset >= 0, offset <= bytes.count - size else {
      throw failure(bytes.count, "ends inside the header; copy the file again")
    }
    return (0..<size).reduce(0) { $0 | Int(bytes[offset + $1]) << (8 * $1) }
  }

  private mutating func readHeader() throws(GlyphError) {
    pixels = try number(10, 4)
    let header = try number(14, 4)
    // BITMAPCOREHEADER of OS/2 has 16-bit sizes and colours of three bytes.
    let isCore = header == 12
    guard isCore || header >= 40 else { throw failure(14, "a header of \(header) bytes") }
    width = try number(18, isCore ? 2 : 4)
    var signedHeight = isCore ? try number(20, 2) : try number(22, 4)
    if !isCore { signedHeight = Int(Int32(truncatingIfNeeded: signedHeight)) }
    isTopDown = signedHeight < 0
    height = abs(signedHeight)
    bits = try number(isCore ? 24 : 28, 2)
    try GreyImage.check(width: width, height: height, path: path, offset: 18)
    let code = isCore ? 0 : try number(30, 4)
    guard let known = Compression(rawValue: code), isSensible(known) else {
      throw GlyphError(
        .unsupported, path: path, offset: 30,
        detail: "compression \(code) with \(bits) bits a pixel; save it as PNG")
    }
    compression = known
    if bits <= 8 {
      var count = isCore ? 1 << bits : try number(46, 4)
      if count == 0 { count = 1 << bits }
      guard count <= 1 << bits else { throw failure(46, "a palette of \(count) colours") }
      let (first, step) = (14 + header, isCore ? 3 : 4)
      for index in 0..<count {
        let place = first + index * step
        let (blue, green, red) = try (number(place, 1), number(place + 1, 1), number(place + 2, 1))
        palette.append(GreyImage.light(red: red, green: green, blue: blue))
      }
    } else if compression == .masks || compression == .alphaMasks {
      // In the header from its 40th byte, or behind a header of 40: the same place.
      masks = try (0..<3).map { (index) throws(GlyphError) in
        UInt32(try number(54 + 4 * index, 4))
      }
    } else if bits == 16 {
      masks = [0x7C00, 0x03E0, 0x001F]
    } else if bits == 32 {
      masks = [0xFF0000, 0xFF00, 0xFF]
    }
    guard masks.allSatisfy({ $0 != 0 }) else { throw failure(54, "a colour mask of 0") }
  }

  private func isSensible(_ compression: Compression) -> Bool {
    switch compression {
    case .none: [1, 4, 8, 16, 24, 32].contains(bits)
    case .rle8: bits == 8 && !isTopDown
    case .rle4: bits == 4 && !isTopDown
    case .masks, .alphaMasks: bits == 16 || bits == 32
    }
  }

  /// Rows in the order of the file.
  private func plainRows() throws(GlyphError) -> [UInt8] {
    let stride = (width * bits + 31) / 32 * 4
    guard pixels >= 14, pixels <= bytes.count, stride * height <= bytes.count - pixels else {
      throw failure(
        bytes.count, "ends inside its \(stride * height) bytes of pixels; copy the file again")
    }
    var light: [UInt8] = []
    light.reserveCapacity(width * height)
    for row in 0..<height {
      let start = pixels + row * stride
      for column in 0..<width { light.append(try pixel(start, column)) }
    }
    return light
  }

  private func pixel(_ start: Int, _ column: Int) throws(GlyphError) -> UInt8 {
    switch bits {
    case 24:
      let place = start + 3 * column
      return GreyImage.light(
        red: Int(bytes[place + 2]), green: Int(bytes[place + 1]), blue: Int(bytes[place]))
    case 16, 32:
      let size = bits / 8
      let value = UInt32(try number(start + size * column, size))
      let (red, green, blue) = (part(value, 0), part(value, 1), part(value, 2))
      return GreyImage.light(red: red, green: green, blue: blue)
    default:
      let place = column * bits
      let value = Int(bytes[start + place / 8]) >> (8 - bits - place % 8) & (1 << bits - 1)
      guard value < palette.count else {
        throw failure(start + place / 8, "colour \(value) of \(palette.count)")
      }
      return palette[value]
    }
  }

  /// A colour's part of a pixel, 0 to 255.
  private func part(_ value: UInt32, _ index: Int) -> Int {
    let mask = masks[index]
    let shift = UInt32(mask.trailingZeroBitCount)
    return Int(value & mask) >> Int(shift) * 255 / Int(mask >> shift)
  }
}
