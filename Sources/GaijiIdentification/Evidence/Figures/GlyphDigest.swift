public import GaijiGlyphs
internal import GaijiHashing

extension GlyphRaster {
  /// SHA-256 of the figure in 64 hexadecimal digits: of its size and of the ink inside the smallest
  /// box that holds any.
  ///
  /// Where in its box a font puts a figure does not matter, so the same drawing has the same digest
  /// from a bitmap with and without margins. `nil` for a glyph without ink: all of those are alike.
  public var digest: String? {
    guard let box = inkBox else { return nil }
    var bytes: [UInt8] = Array("gaiji-glyph-1".utf8)
    for value in [pixelsPerEm, box.width, box.height] {
      let value = UInt32(clamping: value)
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
    }
    for row in box.top..<box.top + box.height {
      let start = row * width + box.left
      bytes += ink[start..<start + box.width]
    }
    return SHA256.digest(of: bytes).description
  }

  /// The smallest box that holds all ink; `nil` without any.
  private var inkBox: (left: Int, top: Int, width: Int, height: Int)? {
    var left = width
    var right = -1
    var top = height
    var bottom = -1
    for row in 0..<height {
      for column in 0..<width where ink[row * width + column] != 0 {
        left = min(left, column)
        right = max(right, column)
        top = min(top, row)
        bottom = row
      }
    }
    return right < 0 ? nil : (left, top, right - left + 1, bottom - top + 1)
  }
}
