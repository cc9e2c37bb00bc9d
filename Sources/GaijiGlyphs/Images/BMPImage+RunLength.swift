extension BMPImage {
  /// Rows from the bottom. Pixels that the runs leave out are those of colour 0.
  func runLengthRows() throws(GlyphError) -> [UInt8] {
    guard let background = palette.first, pixels >= 14, pixels <= bytes.count else {
      throw failure(10, "its pixels begin outside the file; copy the file again")
    }
    // Two bytes make 255 pixels at most; what is far beyond that is not an image but a bomb.
    guard width * height <= max(1 << 20, 256 * bytes.count) else {
      throw failure(18, "\(width) x \(height) pixels from \(bytes.count) bytes")
    }
    var light = [UInt8](repeating: background, count: width * height)
    var offset = pixels
    var (row, column) = (0, 0)

    func byte(_ place: Int) throws(GlyphError) -> Int {
      guard place < bytes.count else {
        throw failure(bytes.count, "ends inside its runs of pixels; copy the file again")
      }
      return Int(bytes[place])
    }
    func put(_ colour: Int) throws(GlyphError) {
      guard row < height, column < width else { throw failure(offset, "a run leaves the image") }
      guard colour < palette.count else {
        throw failure(offset, "colour \(colour) of \(palette.count)")
      }
      light[row * width + column] = palette[colour]
      column += 1
    }

    while true {
      let (count, value) = try (byte(offset), byte(offset + 1))
      offset += 2
      if count > 0 {
        for index in 0..<count {
          try put(bits == 8 ? value : index % 2 == 0 ? value >> 4 : value & 15)
        }
        continue
      }
      switch value {
      case 0:
        (row, column) = (row + 1, 0)
      case 1:
        return light
      case 2:
        column += try byte(offset)
        row += try byte(offset + 1)
        offset += 2
        guard row < height, column <= width else {
          throw failure(offset, "a jump leaves the image")
        }
      default:
        // So many pixels as they are, padded to two bytes.
        let size = bits == 8 ? value : (value + 1) / 2
        for index in 0..<value {
          let pair = try byte(offset + (bits == 8 ? index : index / 2))
          try put(bits == 8 ? pair : index % 2 == 0 ? pair >> 4 : pair & 15)
        }
        offset += (size + 1) / 2 * 2
      }
    }
  }
}
