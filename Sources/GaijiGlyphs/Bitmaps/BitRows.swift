/// Rows of bits, the leftmost pixel in the highest bit, each row beginning at a byte.
enum BitRows {
  static func byteCount(width: Int, height: Int) -> Int { (width + 7) / 8 * height }

  /// Pixels of 0 and 255 from bits of 0 and 1.
  ///
  /// - Precondition: `bytes` has `byteCount(width:height:)` bytes from `start`.
  static func expand(_ bytes: [UInt8], from start: Int, width: Int, height: Int) -> [UInt8] {
    let rowBytes = (width + 7) / 8
    var pixels = [UInt8](repeating: 0, count: width * height)
    for row in 0..<height {
      for column in 0..<width {
        let byte = bytes[start + row * rowBytes + column / 8]
        if byte & 0x80 >> UInt8(column % 8) != 0 { pixels[row * width + column] = 255 }
      }
    }
    return pixels
  }
}
